/* SPDX-License-Identifier: Apache-2.0 */
/* How each habit is recognised; habit.def says what is told of it, and how it is mended. */
#include "grammar/habit.h"

#include <string.h>

#include "grammar/parser.h"

/* ---------- recognising ---------- */

/* Be it a word of the language. */
static bool is_written(const struct mistake *m, struct token token, const char *const *words)
{
    for (; *words; words++) {
        if (mistake_is_word(m, token, *words)) {
            return true;
        }
    }
    return false;
}

static bool is_among(const struct mistake *m, struct token token, const char *const *words)
{
    return token.kind == T_NAME && is_written(m, token, words);
}

/* A comparison may be meant: the words stand behind a value or behind `is`. */
static bool compares_by(const struct mistake *m, const char *const *words)
{
    bool behind_is = m->before.kind == T_IS && mistake_can(m, "known");
    return (mistake_after_expression(m) || behind_is) && is_among(m, m->found, words);
}

static bool is_less(const struct mistake *m)
{
    static const char *const words[] = {"less", "fewer", "under", "below", "younger", "smaller", NULL};
    return compares_by(m, words);
}

static bool is_more(const struct mistake *m)
{
    static const char *const words[] = {"more", "greater", "over", "above", "older", "larger", "exceeds", NULL};
    return compares_by(m, words);
}

static bool is_equals(const struct mistake *m)
{
    static const char *const words[] = {"equals", "equal", NULL};
    return compares_by(m, words);
}

static bool is_between(const struct mistake *m)
{
    static const char *const words[] = {"between", NULL};
    return compares_by(m, words);
}

/* Not `absent at least 2 of (...)`, which lacks an `and`. */
static bool is_at_least(const struct mistake *m)
{
    bool place = mistake_after_expression(m) || (m->before.kind == T_IS && mistake_can(m, "known"));
    return m->found.kind == T_AT && place && !mistake_has_ahead(m, " of ") && !m->found.first_on_line;
}

static bool is_not_equal(const struct mistake *m)
{
    return m->before.kind == T_NOT && mistake_can(m, "known") && mistake_can(m, "none")
           && !mistake_can_be_expression(m);
}

static bool is_equal(const struct mistake *m)
{
    return m->before.kind == T_IS && mistake_can(m, "known") && !mistake_at_line_start(m);
}

static bool is_is_alone(const struct mistake *m)
{
    return m->before.kind == T_IS && mistake_can(m, "known");
}

static bool is_either(const struct mistake *m)
{
    static const char *const words[] = {"either", "both", NULL};
    return mistake_after_expression(m) && is_among(m, m->before, words)
           && mistake_begins_expression(m->found.kind);
}

static bool is_number_of(const struct mistake *m)
{
    return m->found.kind == T_OF && m->before.kind == T_NUMBER && mistake_after_expression(m);
}

static bool is_more_than(const struct mistake *m)
{
    static const char *const words[] = {"more", "fewer", "less", NULL};
    return m->found.kind == T_THAN && is_among(m, m->before, words);
}

static bool is_range_by_dash(const struct mistake *m)
{
    return m->found.kind == '-' && mistake_can(m, "to");
}

static bool is_range_by_and(const struct mistake *m)
{
    return m->found.kind == T_AND && mistake_can(m, "to");
}

static bool is_comparator(int kind)
{
    return kind == T_LE || kind == T_GE || kind == T_NE || kind == '<' || kind == '>' || kind == '=';
}

static bool is_second_comparison(const struct mistake *m)
{
    return is_comparator(m->found.kind) && mistake_after_expression(m);
}

static bool is_connective(int kind)
{
    return kind == T_AND || kind == T_OR || kind == T_NOT;
}

static bool is_half_comparison(const struct mistake *m)
{
    return is_comparator(m->found.kind) && is_connective(m->before.kind) && mistake_can_be_expression(m);
}

static bool is_if_again(const struct mistake *m)
{
    return m->found.kind == T_IF && is_connective(m->before.kind);
}

static bool is_comma_before_then(const struct mistake *m)
{
    return m->found.kind == ',' && mistake_after_expression(m) && mistake_can(m, "then")
           && mistake_is_next(m, "then");
}

static bool is_comma_in_condition(const struct mistake *m)
{
    return m->found.kind == ',' && mistake_after_expression(m);
}

static bool is_stray_bracket(const struct mistake *m)
{
    return m->found.kind == ')' && mistake_after_expression(m);
}

static bool is_and_in_list(const struct mistake *m)
{
    return m->found.kind == T_AND && mistake_can(m, "','");
}

static bool is_and_behind_comma(const struct mistake *m)
{
    return m->found.kind == T_AND && m->before.kind == ',';
}

static bool is_window_by_in(const struct mistake *m)
{
    return m->found.kind == T_IN && mistake_after_expression(m) && !mistake_can(m, "in");
}

static bool is_in_the_last(const struct mistake *m)
{
    static const char *const words[] = {"the", "last", "past", NULL};
    return mistake_can(m, "to") && is_among(m, m->before, words);
}

static bool is_between_dates(const struct mistake *m)
{
    int unit = m->before.kind;
    return mistake_is_word(m, m->found, "between")
           && (unit == T_YEARS || unit == T_MONTHS || unit == T_WEEKS || unit == T_DAYS);
}

static bool is_list_without_brackets(const struct mistake *m)
{
    return m->before.kind == T_OF && mistake_can(m, "'('") && !mistake_can(m, "a number");
}

static bool is_list_without_of(const struct mistake *m)
{
    int before = m->before.kind;
    return (before == T_ANY || before == T_ALL) && m->found.kind == '(' && mistake_can(m, "of");
}

/* What an item must be stands behind `where`, in brackets. */
static bool is_where_missing(const struct mistake *m)
{
    return m->found.kind == '(' && mistake_can(m, "where") && !m->found.first_on_line;
}

static bool is_where_by_word(const struct mistake *m)
{
    static const char *const words[] = {"who", "whose", "which", "that", "having", NULL};
    return mistake_can(m, "where") && (m->found.kind == T_WITH || is_among(m, m->found, words));
}

static bool is_condition_bare(const struct mistake *m)
{
    return m->before.kind == T_WHERE && mistake_can(m, "'('");
}

/* `any of sibling where`, `at least 2 of sibling where`, `at least 2 sibling where` */
static bool is_count_of_items(const struct mistake *m)
{
    bool behind_of = m->before.kind == T_OF && mistake_can(m, "'('") && !mistake_can(m, "a number");
    bool behind_number = m->before.kind == T_NUMBER && mistake_can(m, "of");
    return m->found.kind == T_NAME && (behind_of || behind_number) && mistake_is_next(m, "where");
}

static bool is_stray(const struct mistake *m, int kind)
{
    return m->found.kind == kind && mistake_after_expression(m);
}

static bool is_where_again(const struct mistake *m)
{
    return is_stray(m, T_WHERE) && m->before.kind == ')';
}

static bool is_where_late(const struct mistake *m)
{
    return is_stray(m, T_WHERE) && m->before.kind != T_NAME;
}

static bool is_items_unasked(const struct mistake *m)
{
    return is_stray(m, T_WHERE);
}

static bool is_window_stray(const struct mistake *m)
{
    return is_stray(m, T_WITHIN) && (m->before.kind == ')' || m->before.kind == T_NAME);
}

/* `every sibling where`, `no sibling where` */
static bool is_asked_by_word(const struct mistake *m)
{
    static const char *const words[] = {"every", "some", "no", "most", "only", "none", "a", "an", NULL};
    return m->found.kind == T_NAME && mistake_after_expression(m) && is_written(m, m->before, words)
           && mistake_is_next(m, "where");
}

static bool is_each_asked(const struct mistake *m)
{
    return m->found.kind == T_EACH && mistake_can_be_expression(m);
}

static bool is_for_each(const struct mistake *m)
{
    return mistake_is_word(m, m->found, "for") && mistake_is_next(m, "each ");
}

static bool is_each_of_several(const struct mistake *m)
{
    return m->found.kind == ',' && m->opening.kind == T_EACH && m->before.kind == T_NAME;
}

/* `count sibling where`, `highest age of sibling` */
static bool is_of_missing(const struct mistake *m)
{
    static const char *const words[] = {"count", "highest", "lowest", "sum", "latest", NULL};
    return is_written(m, m->before, words) && m->found.kind == T_NAME && !m->found.first_on_line
           && mistake_after_expression(m);
}

static bool is_all_of_what(const struct mistake *m)
{
    return m->before.kind == T_NAME && m->count == 1 && mistake_can(m, "where");
}

/* `oldest of sibling`: one of WORDS instead of the word that takes values together. */
static bool takes_by(const struct mistake *m, const char *const *words)
{
    return m->found.kind == T_OF && mistake_after_expression(m) && is_among(m, m->before, words);
}

static bool is_number_of_items(const struct mistake *m)
{
    static const char *const words[] = {"number", "amount", "numbers", "many", NULL};
    return takes_by(m, words);
}

static bool is_highest_by_word(const struct mistake *m)
{
    static const char *const words[] = {"oldest", "eldest", "largest", "biggest", "greatest", "maximum", "max",
                                        "worst", NULL};
    return takes_by(m, words);
}

static bool is_lowest_by_word(const struct mistake *m)
{
    static const char *const words[] = {"youngest", "smallest", "fewest", "minimum", "min", NULL};
    return takes_by(m, words);
}

static bool is_latest_by_word(const struct mistake *m)
{
    static const char *const words[] = {"last", "newest", "recent", NULL};
    return takes_by(m, words);
}

static bool is_sum_by_word(const struct mistake *m)
{
    static const char *const words[] = {"total", "totals", NULL};
    return takes_by(m, words);
}

static bool is_average(const struct mistake *m)
{
    static const char *const words[] = {"average", "mean", "median", NULL};
    return takes_by(m, words);
}

static bool is_list_to_take_from_missing(const struct mistake *m)
{
    return m->before.kind == T_NAME && m->count == 1 && mistake_can(m, "of");
}

static bool is_field_of_list(const struct mistake *m)
{
    return m->found.kind == T_OF && m->before.kind == T_NAME && mistake_after_expression(m);
}

static bool is_judged_half(const struct mistake *m)
{
    return mistake_can(m, "as") && m->count == 1;
}

static bool is_level_again(const struct mistake *m)
{
    return m->found.kind == T_LEVEL && m->before.kind == T_OR && mistake_can(m, "a label such as 2a");
}

static bool is_level_compared(const struct mistake *m)
{
    return is_comparator(m->found.kind) && m->before.kind == T_LEVEL && mistake_can(m, "a label such as 2a");
}

static bool is_bare_level(const struct mistake *m)
{
    return m->before.kind == T_THEN && (m->found.kind == T_NUMBER || m->found.kind == T_LABEL);
}

static bool is_no_outcome(const struct mistake *m)
{
    return m->before.kind == T_THEN && mistake_can(m, "duty") && mistake_can(m, "level");
}

static bool is_outcome_context(const struct mistake *m)
{
    return m->before.kind == T_NAME && m->count == 1 && mistake_can(m, "'='");
}

static bool is_row_turned(const struct mistake *m)
{
    return m->opening.kind == T_DECISION
           && (is_outcome_context(m) || (m->found.kind == T_IF && mistake_can(m, "nothing")));
}

static bool is_bare_outcome(const struct mistake *m)
{
    int kind = m->opening.kind;
    return is_outcome_context(m) && kind != T_AMEND && kind != T_EXAMPLE && kind != T_TYPE;
}

static bool is_else_in_decision(const struct mistake *m)
{
    return m->found.kind == T_ELSE && m->opening.kind == T_DECISION;
}

static bool is_else(const struct mistake *m)
{
    return m->found.kind == T_ELSE;
}

static bool is_otherwise_again(const struct mistake *m)
{
    return m->found.kind == T_OTHERWISE && m->before.kind == T_OTHERWISE;
}

static bool is_when_in_row(const struct mistake *m)
{
    return m->found.kind == T_WHEN && mistake_can(m, "if");
}

static bool is_policy_missing(const struct mistake *m)
{
    return m->opening.kind == T_DECISION && mistake_can(m, "first") && mistake_can(m, "is");
}

static bool is_typed_concern(const struct mistake *m)
{
    int kind = m->opening.kind;
    return m->found.kind == ':' && (kind == T_CONCERN || kind == T_STRENGTH);
}

static bool is_typed_event(const struct mistake *m)
{
    return m->found.kind == ':' && m->opening.kind == T_EVENT;
}

static bool is_untyped_fact(const struct mistake *m)
{
    int kind = m->opening.kind;
    bool has_type = kind == T_FACT || kind == T_SCALE || kind == T_LIST || kind == T_EVENT;
    return has_type && mistake_can(m, "':'") && m->found.kind != T_NAME && !m->found.first_on_line;
}

/* `has concern hurt` */
static bool is_field_with_kind(const struct mistake *m)
{
    int kind = m->found.kind;
    return m->before.kind == T_HAS && (kind == T_CONCERN || kind == T_STRENGTH || kind == T_FACT || kind == T_SCALE);
}

static bool declares(int kind)
{
    return kind == T_FACT || kind == T_SCALE || kind == T_CONCERN || kind == T_STRENGTH || kind == T_EVENT;
}

/* `fact age : 0 to 25 years of child` */
static bool is_whose_late(const struct mistake *m)
{
    return m->found.kind == T_OF && declares(m->opening.kind) && mistake_can(m, "usually");
}

static bool is_list_type(const struct mistake *m)
{
    return (m->found.kind == T_LIST || m->found.kind == T_EVENT) && mistake_can(m, "yes/no") && mistake_can(m, "one");
}

static bool is_yes_or_no(const struct mistake *m)
{
    return m->found.kind == T_YES && mistake_can(m, "yes/no");
}

static bool is_unordered_scale(const struct mistake *m)
{
    return m->found.kind == ',' && m->opening.kind == T_SCALE;
}

static bool is_given_by_sign(const struct mistake *m)
{
    return m->found.kind == '=' && mistake_can(m, "expect") && m->before.kind == T_NAME;
}

static bool is_spoken_date(const struct mistake *m)
{
    return m->found.kind == T_NUMBER && mistake_can(m, "a date") && !mistake_can_be_expression(m)
           && !mistake_can(m, "a name");
}

static bool is_spoken_time(const struct mistake *m)
{
    return m->found.kind != T_TIME && mistake_can(m, "a time") && !mistake_at_line_start(m);
}

static bool is_sign_without_colon(const struct mistake *m)
{
    return (m->found.kind == T_NUMBER || m->found.kind == T_LABEL) && m->found.first_on_line
           && mistake_can(m, "an item's number");
}

static bool is_sign_without_number(const struct mistake *m)
{
    return m->found.kind == T_NAME && m->found.first_on_line && !mistake_in_place(m, m->found)
           && mistake_can(m, "an item's number");
}

static bool is_signs_empty(const struct mistake *m)
{
    return mistake_at_line_start(m) && mistake_can(m, "an item's number") && !mistake_can_be_statement(m)
           && !mistake_after_expression(m);
}

static bool is_late_unless(const struct mistake *m)
{
    return m->found.kind == T_UNLESS && mistake_in_place(m, m->found);
}

static bool is_comment_by_dashes(const struct mistake *m)
{
    return m->found.kind == '-' && m->found.first_on_line && mistake_can_be_statement(m);
}

static bool is_version_first(const struct mistake *m)
{
    return (m->found.kind == T_VERSION || m->found.kind == T_DATE) && m->before.kind == T_RULESET;
}

static bool is_version_missing(const struct mistake *m)
{
    return m->opening.kind == T_RULESET && mistake_can(m, "a version") && m->before.kind == T_NAME;
}

static bool is_due_in(const struct mistake *m)
{
    return m->found.kind == T_IN && mistake_can(m, "immediately");
}

static bool is_name_missing(const struct mistake *m)
{
    return m->found.kind == T_IF && m->before.kind == T_RULE;
}

/* In a statement that may give a reason. */
static bool is_reason_behind_citation(const struct mistake *m)
{
    static const int kinds[] = {T_IF, T_RULE, T_EXCEPTION, T_DECISION, T_PARAMETER,
                                T_ALWAYS, T_NEVER, T_WITHDRAW, T_AMEND};
    bool takes_reason = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        takes_reason |= m->opening.kind == kinds[i];
    }
    return m->found.kind == T_BECAUSE && m->before.kind == T_CITE && takes_reason;
}

static bool is_example_cited_late(const struct mistake *m)
{
    return m->found.kind == T_CITE && m->opening.kind == T_EXAMPLE && !mistake_can(m, "a citation");
}

/* ---------- what is written at the end, and belongs elsewhere ---------- */

static bool is_unless_behind_then(const struct mistake *m)
{
    return m->found.kind == T_UNLESS && mistake_can(m, "because") && !mistake_in_place(m, m->found)
           && (m->opening.kind == T_RULE || m->opening.kind == T_IF || m->opening.kind == T_EXCEPTION);
}

static bool is_except(const struct mistake *m)
{
    return m->found.kind == T_EXCEPT && mistake_after_expression(m);
}

static bool is_comma_before_because(const struct mistake *m)
{
    return m->found.kind == T_BECAUSE && m->before.kind == ',';
}

static bool is_comma_behind_sign(const struct mistake *m)
{
    return m->found.kind == ',' && m->opening.kind == T_SIGNS && mistake_after_expression(m)
           && mistake_ends_line(m);
}

static bool is_round_citation(const struct mistake *m)
{
    return m->found.kind == '(' && mistake_can(m, "a citation");
}

static bool is_dashes(const struct mistake *m)
{
    return m->found.kind == '-' && mistake_is_next(m, "-");
}

static bool is_given_late(const struct mistake *m)
{
    return m->found.kind == T_GIVEN && m->opening.kind == T_EXAMPLE;
}

/* ---------- values ---------- */

static bool is_quoted_value(const struct mistake *m)
{
    return m->found.kind == T_STRING && (is_comparator(m->before.kind) || m->before.kind == T_USUALLY);
}

static bool is_quoted_choice(const struct mistake *m)
{
    return m->found.kind == T_STRING && mistake_can(m, "a name") && !mistake_can_be_expression(m)
           && (m->before.kind == T_OF || m->before.kind == ',' || m->before.kind == '<');
}

static bool is_mixed_choice(const struct mistake *m)
{
    return (m->found.kind == ',' && mistake_can(m, "'<'") && mistake_can(m, "as")
            && m->opening.kind != T_SCALE)
           || (m->found.kind == '<' && mistake_can(m, "','") && mistake_can(m, "as"));
}

static bool is_unit_missing(const struct mistake *m)
{
    return m->before.kind == T_NUMBER && m->found.kind != T_NAME && mistake_can(m, "weeks")
           && !mistake_after_expression(m) && !mistake_can(m, "a text in quotes")
           && !mistake_can(m, "','") && !mistake_can(m, "to") && !mistake_can(m, "or");
}

static bool is_month(const struct mistake *m)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    const char *bytes = m->parser->scanner.bytes + m->found.begin;
    size_t length = m->found.end - m->found.begin;
    for (size_t i = 0; i < sizeof months / sizeof *months && length >= 3; i++) {
        if (strncasecmp(bytes, months[i], 3) == 0) {
            return m->before.kind == T_NUMBER && m->found.kind == T_NAME && !m->found.first_on_line;
        }
    }
    return false;
}

/* `5-6` and `mon-fri` are one token, which means nothing. */
static bool is_dashed(const struct mistake *m, bool digits)
{
    const char *bytes = m->parser->scanner.bytes + m->found.begin;
    size_t length = m->found.end - m->found.begin;
    return length > 2 && memchr(bytes, '-', length) && (bytes[0] >= '0' && bytes[0] <= '9') == digits;
}

static bool is_dashed_range(const struct mistake *m)
{
    return m->found.kind != T_STRING && mistake_can(m, "a number") && is_dashed(m, true);
}

static bool is_dashed_days(const struct mistake *m)
{
    return m->found.kind != T_STRING && mistake_can(m, "mon") && is_dashed(m, false);
}

static bool is_negative_row(const struct mistake *m)
{
    return m->found.kind == '-' && m->opening.kind == T_DECISION && mistake_can(m, "nothing");
}

static bool is_level_equated(const struct mistake *m)
{
    return m->before.kind == T_LEVEL && (m->found.kind == T_NUMBER || m->found.kind == T_LABEL)
           && mistake_after_expression(m);
}

/* ---------- counts ---------- */

static bool is_number_more_of(const struct mistake *m)
{
    static const char *const words[] = {"more", "fewer", "less", NULL};
    return m->found.kind == T_OF && is_among(m, m->before, words);
}

static bool is_unlisted_count(const struct mistake *m)
{
    return (m->found.kind == T_TOPICS || m->found.kind == T_RULES) && mistake_can(m, "of");
}

/* ---------- what examples and cases give and expect ---------- */

static bool is_given_compared(const struct mistake *m)
{
    return is_comparator(m->found.kind) && m->before.kind == T_NAME && mistake_can(m, "unknown");
}

static bool is_given_roughly(const struct mistake *m)
{
    static const char *const words[] = {"over",  "above",  "under",     "below", "about", "around",
                                        "nearly", "almost", "roughly", "more",  "less",  NULL};
    return m->found.kind == T_NUMBER && is_among(m, m->before, words) && mistake_can(m, "','");
}

static bool is_given_no(const struct mistake *m)
{
    return m->found.kind == T_NO && mistake_can(m, "not") && !mistake_can_be_expression(m);
}

static bool is_member_negated(const struct mistake *m)
{
    return m->opening.kind == T_EXAMPLE && m->before.kind == T_NOT && m->found.kind == T_NAME
           && mistake_can(m, "duty");
}

static bool is_level_expected_by_or(const struct mistake *m)
{
    return m->found.kind == T_OR && m->opening.kind == T_EXAMPLE && mistake_can(m, "to");
}

static bool is_level_expected_bare(const struct mistake *m)
{
    return m->before.kind == T_EXPECT && (m->found.kind == T_NUMBER || m->found.kind == T_LABEL);
}

static bool is_level_expected_at(const struct mistake *m)
{
    return m->before.kind == T_EXPECT && m->found.kind == T_AT;
}

static bool is_outcome_at_least(const struct mistake *m)
{
    return m->before.kind == T_THEN && m->found.kind == T_AT;
}

static bool is_outcome_range(const struct mistake *m)
{
    return m->found.kind == T_TO && mistake_can(m, "mandatory");
}

/* ---------- duties and contacts ---------- */

static bool is_if_of_duty(const struct mistake *m)
{
    return mistake_can(m, "then") && (m->opening.kind == T_DUTY || m->opening.kind == T_NOTE);
}

static bool is_after_without_least(const struct mistake *m)
{
    return m->before.kind == T_AFTER && mistake_can(m, "at");
}

static bool is_due_from(const struct mistake *m)
{
    return m->found.kind == T_FROM && m->opening.kind == T_DUTY && mistake_can(m, "of");
}

static bool is_second_recipient(const struct mistake *m)
{
    return m->found.kind == ',' && m->opening.kind == T_DUTY && mistake_can(m, "immediately");
}

static bool is_long_weekday(const struct mistake *m)
{
    static const char *const words[] = {"monday", "tuesday", "wednesday", "thursday",
                                        "friday", "saturday", "sunday", NULL};
    return is_among(m, m->found, words) && mistake_can(m, "mon");
}

/* `expect score 3` */
static bool is_equals_missing(const struct mistake *m)
{
    bool is_value = m->found.kind == T_NUMBER || m->found.kind == T_LABEL || m->found.kind == T_DATE
                    || m->found.kind == T_YES || m->found.kind == T_NO;
    return m->opening.kind == T_EXAMPLE && is_value && mistake_can(m, "'='");
}

/* `child kelsey: age 8 years` */
static bool is_item_behind_colon(const struct mistake *m)
{
    return m->found.kind == ':' && m->before.kind == T_NAME && mistake_can(m, "'('") && mistake_can(m, "','");
}

/* `child kelsey hurt` */
static bool is_item_bare(const struct mistake *m)
{
    return m->found.kind == T_NAME && m->before.kind == T_NAME && mistake_can(m, "'('") && mistake_can(m, "','")
           && !m->found.first_on_line;
}

static bool is_closing_of_item(const struct mistake *m)
{
    return (m->found.kind == T_OTHERWISE || m->found.kind == T_NOTHING) && m->before.kind == ','
           && m->opening.kind == T_EXAMPLE && mistake_can(m, "not") && !mistake_can_be_expression(m);
}

static const struct habit {
    bool (*is_meant)(const struct mistake *m);
    enum diagnostic_code code;
    bool missing;
    const char *message, *help;
} habits[] = {
#define X(recogniser, code, missing, message, help) {recogniser, code, missing, message, help},
#include "grammar/habit.def"
#undef X
};

/* ---------- telling ---------- */

/* Fills in @ and &. Where the words around have quotes of their own, the text's are left out. */
static const char *filled(const struct mistake *m, const char *words)
{
    struct text text = {0};
    bool in_quotes = false;
    for (; *words; words++) {
        in_quotes ^= *words == '`';
        if (*words != '@' && *words != '&') {
            text_add_char(&text, *words);
            continue;
        }
        struct mistake_quote quote = mistake_quote(m, *words == '@' ? m->found : m->before);
        size_t length = strlen(quote.text);
        if (in_quotes && *quote.text == '`') {
            text_add_bytes(&text, quote.text + 1, length - 2);
        } else {
            text_add_bytes(&text, quote.text, length);
        }
    }
    const char *copy = arena_copy(m->parser->arena, text_string(&text), text.length);
    text_clear(&text);
    return copy;
}

bool habit_tell(const struct mistake *m)
{
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        const struct habit *habit = &habits[i];
        if (!habit->is_meant(m)) {
            continue;
        }
        struct span span = habit->missing ? mistake_place(m) : mistake_span(m, m->found);
        struct diagnostic *d = MISTAKE_REPORT(m, habit->code, span, "%s", filled(m, habit->message));
        MISTAKE_HELP(m, d, "%s", filled(m, habit->help));
        return true;
    }
    return false;
}
