/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar expects tokens; an author thinks of conditions, lines and lists. Here the first become the
   second. */
#include "grammar/choice.h"

#include <string.h>

#include "grammar/scanner.h"

enum { MOST_SHOWN = 5 };

static bool is_among(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

#define AMONG(names, name) is_among((names), sizeof(names) / sizeof *(names), (name))

/* Groups: a member stands for all, where MARK, which tells that the group is meant, can stand too. */
static const struct group {
    const char *name, *mark, *words;
} groups[] = {
    {"<=", "<=", "a comparison"},        {">=", "<=", "a comparison"},
    {"!=", "<=", "a comparison"},        {"'<'", "<=", "a comparison"},
    {"'>'", "<=", "a comparison"},       {"'='", "<=", "a comparison"},
    {"in", "<=", "a comparison"},        {"is", "<=", "a comparison"},
    {"within", "<=", "a comparison"},    {"mon", "tue", "a weekday"},
    {"tue", "mon", "a weekday"},         {"wed", "mon", "a weekday"},
    {"thu", "mon", "a weekday"},         {"fri", "mon", "a weekday"},
    {"sat", "mon", "a weekday"},         {"sun", "mon", "a weekday"},
    {"years", "weeks", "a unit"},        {"months", "weeks", "a unit"},
    {"weeks", "weeks", "a unit"},        {"days", "weeks", "a unit"},
    {"hours", "weeks", "a unit"},        {"year", "weeks", "a unit"},
    {"month", "weeks", "a unit"},        {"week", "weeks", "a unit"},
    {"day", "weeks", "a unit"},          {"hour", "weeks", "a unit"},
    {"'%'", "weeks", "a unit"},          {"working", "weeks", "a unit"},
    {"also", "ask", "a note on the fact such as `usually`"},
    {"ask", "unlike", "a note on the fact such as `usually`"},
    {"unlike", "ask", "a note on the fact such as `usually`"},
    {"was", "ask", "a note on the fact such as `usually`"},
    {"usually", "ask", "a note on the fact such as `usually`"},
    {"higher", "ask", "a note on the fact such as `usually`"},
    {"lower", "ask", "a note on the fact such as `usually`"},
    {"after", "immediately", "a line of the duty such as `within 3 days`"},
    {"by", "immediately", "a line of the duty such as `within 3 days`"},
    {"immediately", "written", "a line of the duty such as `within 3 days`"},
    {"same", "immediately", "a line of the duty such as `within 3 days`"},
    {"to", "immediately", "a line of the duty such as `within 3 days`"},
    {"within", "immediately", "a line of the duty such as `within 3 days`"},
    {"written", "immediately", "a line of the duty such as `within 3 days`"},
    {"when", "immediately", "a line of the duty such as `within 3 days`"},
    {"ask", "phone", "a line of the contact such as `phone`"},
    {"closed", "phone", "a line of the contact such as `phone`"},
    {"email", "phone", "a line of the contact such as `phone`"},
    {"for", "phone", "a line of the contact such as `phone`"},
    {"open", "phone", "a line of the contact such as `phone`"},
    {"otherwise", "phone", "a line of the contact such as `phone`"},
    {"phone", "web", "a line of the contact such as `phone`"},
    {"web", "phone", "a line of the contact such as `phone`"},
};

static const char *group_of(const struct mistake *m, const char *name)
{
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        if (strcmp(groups[i].name, name) == 0 && mistake_can(m, groups[i].mark)) {
            return groups[i].words;
        }
    }
    return NULL;
}

/* Words that may be names are not worth listing where any name will do. */
static bool is_name_too(const char *name)
{
    static const char *const names[] = {
        "same", "day", "year", "month", "week", "hour", "after", "else", "latest", "web", "closed",
        "holidays", "judged", "with", "higher", "worse", "topics", "usually", "also", "first", "highest",
        "lowest", "sum", "only", "every", "phone", "email", "open", "mon", "tue", "wed", "thu", "fri",
        "sat", "sun", "by", "immediately", "working", "written", "item", "on", "out", "lower", "than",
        "except", "since", "for", "known", "none", "least", "most", "count", "rules", "one", "amends",
        "given"};
    return AMONG(names, name);
}

static bool is_expression_too(const char *name)
{
    static const char *const expression[] = {
        "a number", "a label such as 2a", "a date", "not", "yes", "no", "case_date", "level", "any", "all",
        "at", "exactly", "choose", "years", "months", "weeks", "days", "'('", "'-'", "a name"};
    return AMONG(expression, name);
}

static bool is_statement_too(const char *name)
{
    int word = keyword_find(name, strlen(name));
    enum word_role role = word ? keyword_role(word) : WORD_INNER;
    return role == WORD_STATEMENT || role == WORD_EITHER || strcmp(name, "in force") == 0
           || strcmp(name, "the end of the file") == 0;
}

/* A condition that could go on with a sum or a unit: true, and of no help. */
static bool is_far_fetched(const struct mistake *m, const char *name)
{
    static const char *const arithmetic[] = {"'+'", "'-'", "'*'", "'%'"};
    return mistake_after_expression(m)
           && (AMONG(arithmetic, name) || (group_of(m, name) && strcmp(group_of(m, name), "a unit") == 0));
}

/* `date` names the date of an item; where a type can stand, it is one. */
static bool is_date_as_name(const struct mistake *m, const char *name)
{
    return strcmp(name, "date") == 0 && !mistake_can(m, "yes/no");
}

static bool is_hidden(const struct mistake *m, const char *name)
{
    return is_date_as_name(m, name) || (mistake_can(m, "a name") && is_name_too(name))
           || (mistake_can_be_expression(m) && is_expression_too(name))
           || (mistake_can_be_statement(m) && is_statement_too(name)) || is_far_fetched(m, name);
}

static void add_choice(struct choices *choices, const char *item, bool quoted)
{
    for (size_t i = 0; i < choices->count; i++) {
        if (strcmp(choices->items[i], item) == 0) {
            return;
        }
    }
    choices->items[choices->count] = item;
    choices->quoted[choices->count++] = quoted;
}

static bool is_described(const char *name)
{
    return strncmp(name, "a ", 2) == 0 || strncmp(name, "an ", 3) == 0 || strncmp(name, "the ", 4) == 0;
}

void choices_collect(struct choices *choices, const struct mistake *m)
{
    choices->count = 0;
    if (mistake_can_be_expression(m)) {
        add_choice(choices, mistake_can(m, "not") ? "a condition" : "a value", false);
    }
    for (size_t i = 0; i < m->count && i < CHOICES_MAX; i++) {
        const char *name = m->expected[i], *group = group_of(m, name);
        if (!is_hidden(m, name)) {
            add_choice(choices, group ? group : name, !group && !is_described(name));
        }
    }
    if (mistake_can_be_statement(m)) {
        add_choice(choices, "the next statement", false);
    }
}

void choices_write_one(struct text *text, const struct choices *choices, size_t index)
{
    const char *item = choices->items[index];
    if (*item == '\'' && strlen(item) == 3) {
        text_format(text, "`%c`", item[1]);
    } else {
        text_format(text, choices->quoted[index] ? "`%s`" : "%s", item);
    }
}

void choices_write(struct text *text, const struct choices *choices)
{
    size_t shown = choices->count > MOST_SHOWN ? MOST_SHOWN : choices->count;
    for (size_t i = 0; i < shown; i++) {
        bool is_last = i + 1 == choices->count;
        text_add(text, i == 0 ? "" : is_last ? " or " : ", ");
        choices_write_one(text, choices, i);
    }
    if (shown < choices->count) {
        text_add(text, " and others");
    }
}
