/* SPDX-License-Identifier: Apache-2.0 */
/* One line for each kind of statement. */
#include "grammar/shape.h"

#include "grammar/parser.h"

static const struct shape {
    int kind; /* of the statement's first word */
    const char *words;
} shapes[] = {
    {T_RULESET, "ruleset NAME 2018-12 \"...\""},
    {T_VOCABULARY, "vocabulary NAME"},
    {T_CALENDAR, "calendar NAME"},
    {T_APPLIES, "applies to NAME"},
    {T_IN_FORCE, "in force from 2018-12-01"},
    {T_SOURCE, "source \"...\""},
    {T_SCOPE, "scope if age < 18 years"},
    {T_HOLIDAY, "holiday 2018-12-25 \"...\""},
    {T_SECTION, "section NAME \"...\""},
    {T_TOPIC, "topic NAME \"...\""},
    {T_CONCERN, "concern NAME \"...\""},
    {T_STRENGTH, "strength NAME \"...\""},
    {T_EVENT, "event NAME \"...\""},
    {T_LIST, "list NAME \"...\" has FIELD : 0 to 10 \"...\""},
    {T_FACT, "fact NAME : 0 to 10 \"...\""},
    {T_SCALE, "scale NAME : none < some < much \"...\""},
    {T_TYPE, "type NAME : one of a, b"},
    {T_PARAMETER, "parameter NAME : 2 to 20 = 7 \"...\""},
    {T_DEFINE, "define NAME is EXPRESSION"},
    {T_GROUP, "group NAME (a, b, c)"},
    {T_RULE, "rule NAME if ... then level 3"},
    {T_SIGNS, "signs at level 2"},
    {T_LADDER, "ladder NAME some level 2, much level 3"},
    {T_EXCEPTION, "exception NAME to RULE if ..."},
    {T_DECISION, "decision NAME : one of a, b"},
    {T_CONTACT, "contact NAME \"...\" phone \"...\""},
    {T_DUTY, "duty NAME \"...\" to CONTACT within 3 days"},
    {T_CHECKLIST, "checklist NAME \"...\" item NAME \"...\""},
    {T_EXAMPLE, "example NAME given ... expect level 2"},
    {T_ACCEPT, "accept W502 for NAME \"why\""},
    {T_CHANGE, "change since 2018-12 if ... \"why\""},
    {T_WITHDRAW, "withdraw rule NAME because \"why\""},
};

void shape_help(const struct mistake *m, struct diagnostic *diagnostic)
{
    if (mistake_can_be_expression(m) || mistake_after_expression(m)) {
        return;
    }
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (shapes[i].kind == m->opening.kind && !mistake_in_place(m, m->found)) {
            MISTAKE_HELP(m, diagnostic, "such a statement reads `%s`", shapes[i].words);
        }
    }
}
