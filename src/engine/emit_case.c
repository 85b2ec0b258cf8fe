/* SPDX-License-Identifier: Apache-2.0 */
/* From cases that were read to those that compiled rulesets take. */
#include "engine/emit_case.h"

static struct limenc_value said_of(struct arena *arena, const struct fact *fact,
                                    const struct case_fact *said);

static const struct limenc_value *items_of(struct arena *arena, const struct fact *list,
                                           const struct case_fact *said)
{
    size_t fields = list->fields.count;
    struct limenc_value *values =
        arena_alloc(arena, (said->item_count * fields + 1) * sizeof *values);
    for (size_t i = 0; said->items && i < said->item_count; i++) {
        for (size_t f = 0; f < fields; f++) {
            values[i * fields + f] =
                said_of(arena, list->fields.items[f], &said->items[i].fields[f]);
        }
    }
    return values;
}

static struct limenc_value value_of_set(const struct type *type, struct value_set set)
{
    bool several = type->kind == TYPE_CHOICE && set.low != set.high;
    return (struct limenc_value){.state = LIMENC_GIVEN, .or_none = set.or_none, .low = set.low,
                                 .high = set.high, .members = several ? set.members : NULL};
}

/* What was assumed is left out: the compiled ruleset is to assume the same. */
static struct limenc_value said_of(struct arena *arena, const struct fact *fact,
                                    const struct case_fact *said)
{
    struct limenc_value value = {.state = LIMENC_GIVEN, .is_open = !said->complete};
    switch (said->state) {
    case FACT_NOT_ASKED:
    case FACT_ASSUMED:
        return (struct limenc_value){.state = LIMENC_LEFT_OUT};
    case FACT_NOT_KNOWN:
        return (struct limenc_value){.state = LIMENC_NOT_KNOWN};
    default:
        break;
    }
    if (fact->type->kind == TYPE_EVENT) {
        value.dates = said->dates;
        value.count = said->date_count;
        return value;
    }
    if (fact->type->kind == TYPE_LIST) {
        value.items = items_of(arena, fact, said);
        value.count = said->item_count;
        return value;
    }
    return value_of_set(fact->type, said->set);
}

struct limenc_case emit_case(struct arena *arena, const struct program *program,
                             const struct limen_case *one)
{
    size_t facts = program->facts.count;
    struct limenc_value *values = arena_alloc(arena, (facts + 1) * sizeof *values);
    for (size_t i = 0; i < facts; i++) {
        values[i] = said_of(arena, program->facts.items[i], &one->facts[i]);
    }
    values[facts] = (struct limenc_value){.state = one->has_date ? LIMENC_GIVEN : LIMENC_LEFT_OUT,
                                         .low = one->date, .high = one->date};
    return (struct limenc_case){values, one->close_all, one->closed_sections};
}
