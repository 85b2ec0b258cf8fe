/* SPDX-License-Identifier: Apache-2.0 */
/* Each habit is a row: how it is recognised, what is said, and how it is mended. */
#include "grammar/habit.h"

#include <string.h>

#include "grammar/parser.h"

/* ---------- recognising ---------- */

static bool is_among(const struct mistake *m, struct token token, const char *const *words)
{
    for (; token.kind == T_NAME && *words; words++) {
        if (mistake_is_word(m, token, *words)) {
            return true;
        }
    }
    return false;
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
    return (kind == T_FACT || kind == T_SCALE) && mistake_can(m, "':'") && m->found.kind != T_NAME
           && !m->found.first_on_line;
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

/* In the messages, @ stands for what was found and & for what stands before it. MISSING: it belongs
   behind what stands before, if a new line has begun. More special rows come first. */
static const struct habit {
    bool (*is_meant)(const struct mistake *m);
    enum diagnostic_code code;
    bool missing;
    const char *message, *help;
} habits[] = {
    {is_quoted_value, E101_UNEXPECTED, false, "a value is written without quotes",
     "leave the quotes out: `colour = red`, `born < 2018-12-13`"},
    {is_quoted_choice, E101_UNEXPECTED, false, "each value of a choice has a name",
     "write a name and then the text: `day as @`"},
    {is_mixed_choice, E101_UNEXPECTED, false, "the values of a choice are parted all by `<` or all by commas",
     "write `a < b < c` where later values are higher, else `a, b, c`"},
    {is_equals_missing, E102_MISSING, true, "`=` is missing after &", "write `& = @`"},
    {is_unit_missing, E102_MISSING, true, "a unit is missing after &", "say what is counted, as in `& days`"},
    {is_month, E110_DATE_FORM, false, "a date names its month by a number",
     "write year, month and day: 2018-12-20"},
    {is_dashed_range, E101_UNEXPECTED, false, "a range is written with `to`, not with `-`",
     "write `to` in place of the dash, as in `5 to 10 years`"},
    {is_dashed_days, E101_UNEXPECTED, false, "days are joined by `to`, not by `-`", "write `mon to fri`"},
    {is_negative_row, E101_UNEXPECTED, false, "a negative value stands in brackets", "write it as in `(-1) if ...`"},
    {is_dashes, E112_CHARACTER, false, "`--` does not start a comment",
     "start it with `#`, which reaches to the end of the line"},
    {is_level_equated, E101_UNEXPECTED, false, "the level is compared, as a number is", "write `level >= @`"},
    {is_number_more_of, E101_UNEXPECTED, false, "a count starts with how many are wanted",
     "write `at least 3 of (...)` or `at most 3 of (...)`"},
    {is_unlisted_count, E102_MISSING, false, "`of (` is missing before @",
     "what is counted stands in a list: `at least & of (@ at level 2)`"},
    {is_unless_behind_then, E101_UNEXPECTED, false, "`unless` belongs to the condition, before `then`",
     "write `if C unless U then level 2`"},
    {is_except, E101_UNEXPECTED, false, "what takes a rule back is said by `unless`",
     "write `unless` in place of `except`"},
    {is_comma_before_because, E101_UNEXPECTED, false, "no comma stands before `because`", "leave the comma out"},
    {is_comma_behind_sign, E101_UNEXPECTED, false, "no comma stands behind a sign",
     "leave it out: each sign has a line of its own"},
    {is_round_citation, E101_UNEXPECTED, false, "a citation stands in square brackets",
     "write it as in [L3/education/01]"},
    {is_given_late, E101_UNEXPECTED, false, "`given` comes before `expect`", "move `given` and its facts up"},
    {is_given_roughly, E101_UNEXPECTED, true, "what a case gives is a value or a range, not &",
     "write a range, as in `age 6 to 25 years`"},
    {is_given_no, E101_UNEXPECTED, false, "what is not so is given with `not`", "write `not absent`, or `absent no`"},
    {is_level_expected_by_or, E101_UNEXPECTED, false, "a range of levels is written with `to`",
     "write `level 2 to 3`"},
    {is_level_expected_bare, E102_MISSING, false, "`level` is missing before @", "write `level @`"},
    {is_level_expected_at, E101_UNEXPECTED, false, "an example expects one level, or a range of them",
     "write `level 2`, or `level 2 to 4`"},
    {is_outcome_at_least, E101_UNEXPECTED, false, "an outcome names its level alone",
     "write `level 2`: it means at least that level"},
    {is_outcome_range, E101_UNEXPECTED, false, "a rule leads to one level, or leaves two to judgement",
     "write `level 2 or 3 as judged`"},
    {is_if_of_duty, E101_UNEXPECTED, true, "the condition of a duty or note starts with `when`, not with `if`",
     "write `when` in place of `if`"},
    {is_after_without_least, E102_MISSING, false, "`at least` is missing after `after`",
     "write `after at least 12 weeks of` and the date"},
    {is_due_from, E101_UNEXPECTED, false, "the day from which a time counts stands behind `of`",
     "write `of` in place of `from`"},
    {is_second_recipient, E101_UNEXPECTED, false, "a duty leads to one contact",
     "write a duty for each, or let the contact name another with `otherwise`"},
    {is_long_weekday, E101_UNEXPECTED, false, "days of the week are written short", "write `mon`, `tue`, `wed` and so on"},
    {is_comment_by_dashes, E101_UNEXPECTED, false, "no statement starts with `-`", "a comment starts with `#`"},
    {is_less, E113_OPERATOR, false, "@ is not a comparison", "write `<` for less than, `<=` for at most"},
    {is_more, E113_OPERATOR, false, "@ is not a comparison", "write `>` for more than, `>=` for at least"},
    {is_equals, E113_OPERATOR, false, "@ is not a comparison", "write `=`"},
    {is_between, E113_OPERATOR, false, "@ is not a comparison", "write `in`, as in `age in 5 to 10 years`"},
    {is_at_least, E113_OPERATOR, false, "`at least` and `at most` count things of a list",
     "to compare, write `>=` for at least, `<=` for at most"},
    {is_not_equal, E101_UNEXPECTED, true, "`is not` stands before `known` or `none` only",
     "compare with `!=`: X != @"},
    {is_equal, E101_UNEXPECTED, false, "`is` stands before `known`, `unknown` or `none` only",
     "compare with `=`: X = @"},
    {is_is_alone, E102_MISSING, true, "something is missing after `is`",
     "write `is known`, `is unknown` or `is none`"},
    {is_either, E101_UNEXPECTED, false, "& is not a word of conditions", "leave it out"},
    {is_number_of, E101_UNEXPECTED, false, "a number before `of` must say how it counts",
     "write `at least & of (...)`, `at most & of (...)` or `exactly & of (...)`"},
    {is_more_than, E113_OPERATOR, false, "`& than` is not a count",
     "write `at least N of (...)` or `at most N of (...)`, with the next number up or down"},
    {is_between_dates, E101_UNEXPECTED, false, "the time between two dates is written with `from` and `to`",
     "write `& from D1 to D2`, as in `years from date_of_birth to case_date`"},
    {is_in_the_last, E101_UNEXPECTED, false, "the time of an event is not said by `in`",
     "write `missed within 6 months`, or `count of missed within 6 months >= 2`"},
    {is_range_by_dash, E101_UNEXPECTED, false, "a range is written with `to`, not with `-`",
     "write `to` in place of the dash, as in `0 to 10`"},
    {is_range_by_and, E101_UNEXPECTED, false, "a range is written with `to`, not with `and`",
     "write `to`, as in `5 to 10 years`"},
    {is_half_comparison, E102_MISSING, false, "what is compared is missing between & and @",
     "name it on both sides: `age > 5 years and age < 10 years`"},
    {is_second_comparison, E101_UNEXPECTED, false, "a second comparison cannot follow the first",
     "write `X in 5 to 10 years`, or join two comparisons with `and`"},
    {is_if_again, E101_UNEXPECTED, false, "`if` stands only once, before the whole condition",
     "leave this `if` out"},
    {is_comma_before_then, E101_UNEXPECTED, false, "no comma stands before `then`", "leave the comma out"},
    {is_comma_in_condition, E101_UNEXPECTED, false, "a comma does not join conditions",
     "write `and` or `or` in place of the comma"},
    {is_stray_bracket, E101_UNEXPECTED, false, "this `)` closes no bracket",
     "leave it out, or write the `(` that it closes"},
    {is_and_in_list, E101_UNEXPECTED, false, "the parts of this list are joined by commas, not by `and`",
     "write a comma in place of `and`"},
    {is_and_behind_comma, E101_UNEXPECTED, false, "a comma alone joins the parts of this list",
     "leave `and` out"},
    {is_due_in, E101_UNEXPECTED, false, "a deadline is not said by `in`", "write `within 3 days`"},
    {is_window_by_in, E101_UNEXPECTED, false, "the time of an event is not said by `in`",
     "write `missed within 6 months`, or `count of missed within 6 months >= 2`"},
    {is_list_without_brackets, E102_MISSING, false, "`(` is missing after `of`",
     "a list stands in brackets: `any of (a, b)`, `at least 2 of (a, b, c)`"},
    {is_list_without_of, E102_MISSING, false, "`of` is missing after &",
     "a list in brackets reads `& of (a, b)`, the items of a declared list `& NAME where (...)`"},
    {is_where_missing, E102_MISSING, false, "`where` is missing before `(`",
     "write `any NAME where (...)`; a list of conditions reads `any of (...)`"},
    {is_where_by_word, E101_UNEXPECTED, false, "what an item must be stands behind `where`, not behind @",
     "write `where (...)`, as in `any sibling where (age < 5 years)`"},
    {is_list_to_take_from_missing, E102_MISSING, false, "`of` is missing after &",
     "write `highest of FIELD of LIST`, or put what is compared in brackets: `highest of (a, b)`"},
    {is_field_of_list, E101_UNEXPECTED, false, "a field `of` a list is one of many values",
     "say which: `highest of & of ...`, `lowest of`, `sum of`, or `any ... where (& ...)`"},
    {is_level_again, E101_UNEXPECTED, false, "`level` stands only once before two levels",
     "write `level 2 or 3 as judged`"},
    {is_level_compared, E101_UNEXPECTED, false, "an outcome names one level and compares nothing",
     "write `level 2`; a rule sets at least that level, and `always` proves at least that level"},
    {is_judged_half, E102_MISSING, true, "`as judged` is missing after &",
     "`level 2 or 3 as judged` leaves the choice to a person"},
    {is_bare_level, E102_MISSING, false, "`level` is missing before @", "write `level @`"},
    {is_no_outcome, E102_MISSING, true, "an outcome is missing after `then`",
     "write `level 3`, `duty NAME` or `DECISION = VALUE`"},
    {is_row_turned, E101_UNEXPECTED, true, "a row of a decision starts with its value",
     "write the value first, then `if` and the condition: `seek if absent`"},
    {is_bare_outcome, E102_MISSING, true, "& alone is no outcome",
     "write `level 3`, `duty NAME` or `DECISION = VALUE`"},
    {is_otherwise_again, E101_UNEXPECTED, false, "`otherwise` stands twice", "leave one of them out"},
    {is_else_in_decision, E101_UNEXPECTED, false, "a decision has no `else`", "write `otherwise`"},
    {is_else, E101_UNEXPECTED, false, "a rule has no `else`",
     "write a second rule, or a decision whose last row is `otherwise`"},
    {is_when_in_row, E101_UNEXPECTED, false, "`when` stands in duties and notes only", "write `if`"},
    {is_policy_missing, E102_MISSING, true, "how the decision is made is missing after &",
     "write `first of` and the rows below it, or `is` and an expression"},
    {is_typed_concern, E101_UNEXPECTED, false, "a concern or strength is yes or no and takes no type",
     "leave the type out, or declare it with `fact`"},
    {is_typed_event, E101_UNEXPECTED, false, "an event is a list of dates and takes no type",
     "leave the type out, or declare it with `fact`"},
    {is_untyped_fact, E102_MISSING, false, "`:` is missing before @",
     "a colon stands before the type: `fact age : 0 to 25 years`"},
    {is_yes_or_no, E101_UNEXPECTED, false, "the type is written with a slash", "write `yes/no`"},
    {is_unordered_scale, E101_UNEXPECTED, false, "the values of a scale stand in order, parted by `<`",
     "write `none < some < much`, the worst last"},
    {is_given_by_sign, E101_UNEXPECTED, false, "what a case gives is written without `=`",
     "write `absent`, `not absent`, `age 6 years` or `caring some`"},
    {is_given_compared, E101_UNEXPECTED, false, "what a case gives is a value or a range, no comparison",
     "write a range, as in `age 6 to 25 years`"},
    {is_spoken_date, E110_DATE_FORM, false, "@ is not how a date is written",
     "write year, month and day: 2018-12-20"},
    {is_spoken_time, E111_TIME_FORM, false, "@ is not a time",
     "write hours and minutes: 09:00"},
    {is_sign_without_colon, E102_MISSING, false, "a colon is missing behind the item's number @",
     "write `@:`"},
    {is_sign_without_number, E102_MISSING, false, "the item's number is missing before @",
     "start each sign with its number in the guidance and a colon, such as `1: @`"},
    {is_signs_empty, E102_MISSING, true, "the signs are missing after &",
     "write one on each line below, with its number: `1: often_absent`"},
    {is_late_unless, E101_UNEXPECTED, false, "`unless` cannot come first",
     "write it behind the condition: `if C unless U then level 2`"},
    {is_version_first, E101_UNEXPECTED, false, "the name comes before the version",
     "write `ruleset NAME @ \"...\"`"},
    {is_version_missing, E102_MISSING, true, "the version is missing after &",
     "write the year and month from which it holds: `ruleset & 2018-12`"},
    {is_reason_behind_citation, E101_UNEXPECTED, false, "`because` comes before the citations",
     "move @ and its text before the citation"},
    {is_example_cited_late, E101_UNEXPECTED, false, "an example's citations follow its title",
     "write @ behind the title, before `given`"},
    {is_name_missing, E102_MISSING, false, "the rule's name is missing after `rule`",
     "give it a name, as in `rule often_absent`, or leave `rule` out"},
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
