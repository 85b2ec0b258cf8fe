/* SPDX-License-Identifier: Apache-2.0 */
/* What a household comes to, as a page and as JSON. */
#include <string.h>

#include "answer/household.h"
#include "answer/json_pieces.h"
#include "answer/page.h"
#include "answer/wording.h"
#include "base/date.h"

#define MOST_PERHAPS 3 /* duties that are only possible */

/* ------------------------------------------------------------------------------------------- JSON */

static void write_level_json(struct text *text, const struct household_answer *household)
{
    static const char *const scopes[] = {
        [SCOPE_IN] = "in", [SCOPE_OUT] = "out", [SCOPE_PERHAPS] = "perhaps"};
    json_member(text, "scope", scopes[household->level.scope]);
    if (household->level.has_level) {
        json_key(text, "level");
        text_add_char(text, '{');
        json_level(text, "at_least", household->program, household->level.at_least);
        json_level(text, "at_most", household->program, household->level.at_most);
        text_add_char(text, '}');
        json_flag(text, "exact", household->exact);
    }
}

static void write_duty_json(struct text *text, const struct household_answer *household,
                            const struct household_duty *duty)
{
    json_comma(text);
    text_add_char(text, '{');
    duty_write_json(text, household->program, duty->members.items[0].duty, duty->certain, false);
    json_key(text, "for");
    text_add_char(text, '[');
    for (size_t i = 0; i < duty->members.count; i++) {
        const struct member_duty *one = &duty->members.items[i];
        json_comma(text);
        text_add_char(text, '{');
        json_member(text, "case", one->member->evaluation->limen_case->id);
        json_holds(text, one->duty->certain);
        duty_write_dues_json(text, one->duty);
        text_add_char(text, '}');
    }
    text_add(text, "]}");
}

/* What may be so of those whom the case does not name. */
static void write_others_json(struct text *text, const struct household_answer *household)
{
    if (!household->others) {
        return;
    }
    json_key(text, "others");
    text_add_char(text, '{');
    json_key(text, "count_at_most");
    text_format(text, "%zu", household->other_count);
    if (household->others->has_level) {
        json_level(text, "level_at_most", household->program, household->others->at_most);
    }
    text_add_char(text, '}');
}

void household_write_own_json(struct text *text, const struct household_answer *household)
{
    answer_write_head_json(text, household->program, household->shared,
                           household->members.items[0]->outside_force);
    json_member(text, "each", household->program->each->entity.name);
    write_level_json(text, household);
    judgement_write_json(text, household->program, &household->shared->judgement,
                         household->judgement);
    json_key(text, "duties");
    text_add_char(text, '[');
    for (size_t i = 0; i < household->duties.count; i++) {
        write_duty_json(text, household, &household->duties.items[i]);
    }
    text_add_char(text, ']');
    write_others_json(text, household);
}

void household_write_json(struct text *text, const struct household_answer *household)
{
    text_add_char(text, '{');
    household_write_own_json(text, household);
    json_key(text, "members");
    text_add_char(text, '[');
    for (size_t i = 0; i < household->members.count; i++) {
        json_comma(text);
        answer_write_json(text, household->members.items[i]);
    }
    text_add(text, "]}");
}

/* ------------------------------------------------------------------------------------------- page */

static void add_name(struct text *words, const struct answer *member)
{
    const char *name = member->evaluation->limen_case->id;
    text_add_safe(words, name, strlen(name));
}

/* OUT says that it is out of scope. */
static void add_level_range(struct text *words, const struct program *program,
                            const struct member_level *level, const char *out)
{
    if (level->scope == SCOPE_OUT) {
        text_add(words, out);
    } else if (!level->has_level) {
        text_add(words, "this ruleset gives decisions, no level");
    } else if (level->at_least == level->at_most) {
        wording_level_with_title(words, program, level->at_least);
    } else {
        text_add(words, "at least ");
        wording_level_with_title(words, program, level->at_least);
        text_add(words, ", at most ");
        wording_level_with_title(words, program, level->at_most);
    }
}

static void write_member(struct page *page, const struct answer *member)
{
    struct member_level level = member_level_of(member);
    struct text words = {0};
    add_name(&words, member);
    text_add(&words, ": ");
    add_level_range(&words, page->program, &level, "out of scope");
    text_add(&words, level.scope == SCOPE_PERHAPS ? ", perhaps out of scope" : "");
    page_item(page, &words);
}

static void write_others(struct page *page, const struct household_answer *household)
{
    struct text words = {0};
    if (!household->others) {
        return;
    }
    text_add(&words, "There may be others whom the case does not name");
    if (household->others->has_level) {
        text_add(&words, ": of them, at most ");
        wording_level_with_title(&words, household->program, household->others->at_most);
    }
    page_item(page, &words);
}

static void add_whom(struct text *words, const struct household_duty *duty)
{
    for (size_t i = 0; i < duty->members.count; i++) {
        const struct member_duty *one = &duty->members.items[i];
        text_add(words, i == 0 ? "" : i + 1 < duty->members.count ? ", " : " and ");
        text_add(words, duty->certain && !one->duty->certain ? "perhaps " : "");
        add_name(words, one->member);
    }
}

static bool due_same(const struct due *a, const struct due *b)
{
    return a->known == b->known && a->has_minute == b->has_minute && a->date == b->date
           && a->minute == b->minute;
}

/* Deadlines that run from a date of each member stand on the members' pages. */
static bool dues_agree(const struct household_duty *duty)
{
    const struct duty_answer *first = duty->members.items[0].duty;
    for (size_t i = 1; i < duty->members.count; i++) {
        const struct duty_answer *other = duty->members.items[i].duty;
        for (size_t d = 0; d < first->dues.count; d++) {
            if (!due_same(&first->dues.items[d], &other->dues.items[d])) {
                return false;
            }
        }
    }
    return true;
}

static void write_duties(struct page *page, const struct household_answer *household, bool certain)
{
    size_t count = 0, most = certain ? SIZE_MAX : MOST_PERHAPS;
    for (size_t i = 0; i < household->duties.count; i++) {
        const struct household_duty *duty = &household->duties.items[i];
        if (duty->certain != certain || count++ >= most) {
            continue;
        }
        if (count == 1) {
            page_heading(page, certain ? "What must be done" : "What may have to be done");
        }
        struct text whom = {0};
        add_whom(&whom, duty);
        page_write_duty(page, duty->members.items[0].duty, text_string(&whom), certain,
                        dues_agree(duty));
        text_clear(&whom);
    }
    page_rest(page, count > most ? count - most : 0);
}

void household_write_text(struct text *text, const struct household_answer *household, size_t width,
                          bool colour)
{
    struct page page = page_create(text, household->members.items[0], width, colour, MOST_PERHAPS);
    struct text words = {0};
    text_add(&words, "Household");
    if (household->shared->id) {
        text_add_char(&words, ' ');
        text_add_safe(&words, household->shared->id, strlen(household->shared->id));
    }
    text_add(&words, ": ");
    add_level_range(&words, household->program, &household->level,
                    "out of scope: this guidance applies to none of them");
    page_title(&page, &words);
    for (size_t i = 0; i < household->members.count; i++) {
        write_member(&page, household->members.items[i]);
    }
    write_others(&page, household);
    page_write_judgement(&page, &household->shared->judgement, household->judgement);
    write_duties(&page, household, true);
    write_duties(&page, household, false);
    page_end(&page);
}

static void write_member_title(struct text *text, const struct household_answer *household,
                               const struct answer *member, size_t width, bool colour)
{
    struct page page = page_create(text, member, width, colour, MOST_PERHAPS);
    struct text words = {0};
    const char *each = household->program->each->entity.name;
    const char *name = member->evaluation->limen_case->id;
    bool says_what = strncmp(name, each, strlen(each)) == 0; /* a name that was made up: "child 2" */
    text_format(&words, "---- %s%s", says_what ? "" : each, says_what ? "" : " ");
    add_name(&words, member);
    text_add_char(text, '\n');
    page_title(&page, &words);
    page_end(&page);
}

void household_write_pages(struct text *text, const struct household_answer *household, size_t width,
                           bool colour)
{
    household_write_text(text, household, width, colour);
    for (size_t i = 0; i < household->members.count; i++) {
        write_member_title(text, household, household->members.items[i], width, colour);
        answer_write_text(text, household->members.items[i], width, colour);
    }
}
