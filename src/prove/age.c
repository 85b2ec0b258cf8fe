/* SPDX-License-Identifier: Apache-2.0 */
/* Dates that are only counted from: found, compared, and turned back into days. */
#include "prove/age.h"

#define MOST_YEARS 40 /* calendar years that are left on either side of the dates of cases */

/* ---------------------------------------------------------------------------------- which dates they are */

static bool is_comparison(enum op op)
{
    return op == OP_EQUAL || op == OP_NOT_EQUAL || op == OP_LESS || op == OP_LESS_OR_EQUAL;
}

/* NODE counts from a date to the date of the case, or compares the two. */
static bool only_ages(const struct plan *plan, node_id node, enum unit *ret_unit)
{
    const struct plan_node *found = plan_at(plan, node);
    if (found->operand_count != 2
        || (plan_at(plan, plan_operand(plan, node, 0))->op != OP_CASE_DATE
            && plan_at(plan, plan_operand(plan, node, 1))->op != OP_CASE_DATE)) {
        return false;
    }
    *ret_unit = found->op == OP_DATE_DIFFERENCE ? found->unit : UNIT_NONE;
    return is_comparison(found->op) || found->op == OP_DATE_DIFFERENCE;
}

static struct world_dating *dating_of(struct world *world, symbol name)
{
    struct world_dating *dating = table_get(&world->datings, name);
    if (!dating) {
        dating = arena_alloc(world->arena, sizeof *dating);
        table_set(&world->datings, name, dating);
    }
    return dating;
}

static void admit_use(struct world *world, const struct plan *plan, node_id node, node_id date)
{
    const struct plan_node *input = plan_at(plan, date);
    enum unit unit = UNIT_NONE;
    if (input->op != OP_INPUT || input->type->kind != TYPE_DATE) {
        return;
    }
    const struct fact *fact = plan->program->facts.items[input->index];
    struct world_dating *dating = dating_of(world, fact->entity.name);
    bool counts = only_ages(plan, node, &unit) && (unit == UNIT_NONE || unit == UNIT_YEARS
                                                   || unit == UNIT_MONTHS);
    bool same_unit = unit == UNIT_NONE || dating->unit == UNIT_NONE || dating->unit == unit;
    dating->unit = unit == UNIT_NONE ? dating->unit : unit;
    dating->is_plain = dating->is_plain || !counts || !same_unit || fact->from;
}

/* A date that an answer gives as it is, or that a rule waits for, is used as it is. */
static void admit_roots(struct world *world, const struct plan *plan)
{
    for (size_t i = 0; i < plan->decisions.count; i++) {
        admit_use(world, plan, plan->decisions.items[i].value, plan->decisions.items[i].value);
    }
    for (size_t i = 0; i < plan->requested.count; i++) {
        admit_use(world, plan, plan->requested.items[i], plan->requested.items[i]);
    }
}

void ages_admit(struct world *world, const struct plan *plan)
{
    for (node_id id = 0; id < plan->nodes.count; id++) {
        for (size_t i = 0; i < plan_at(plan, id)->operand_count; i++) {
            admit_use(world, plan, id, plan_operand(plan, id, i));
        }
    }
    admit_roots(world, plan);
}

/* Any number of years on either side belongs to some date; of one date of the case, as many as there are. */
static bool leaves_room(const struct world *world)
{
    return world->date_low == world->date_high || (world->date_low >= date_add_months(DATE_MIN, 12 * MOST_YEARS)
           && world->date_high <= date_add_months(DATE_MAX, -12 * MOST_YEARS));
}

static bool is_aged(const struct world *world, const struct fact *fact)
{
    const struct world_dating *dating = table_get(&world->datings, fact->entity.name);
    return dating && !dating->is_plain && !table_get(&world->set, fact) && leaves_room(world) && fact->type->low == DATE_MIN
           && fact->type->high == DATE_MAX;
}

const struct fact *age_fact(const struct world *world, const struct plan *plan, node_id date)
{
    const struct plan_node *node = plan_at(plan, date);
    if (node->op != OP_INPUT || node->type->kind != TYPE_DATE) {
        return NULL;
    }
    const struct fact *fact = plan->program->facts.items[node->index];
    return is_aged(world, fact) ? fact : NULL;
}

/* ------------------------------------------------------------------------------------- what they mean */

/* Completed units from FROM to TO. */
static int64_t units_between(enum unit unit, int32_t from, int32_t to)
{
    return unit == UNIT_MONTHS ? date_months_between(from, to) : date_years_between(from, to);
}

static term passed_variable(struct world *world, enum unit unit)
{
    int64_t most = MOST_YEARS * (unit == UNIT_MONTHS ? 12 : 1) - 1;
    return world->date_low == world->date_high
               ? term_variable(world->terms, units_between(unit, DATE_MAX, world->date_low),
                               units_between(unit, DATE_MIN, world->date_low))
               : term_variable(world->terms, -most, most);
}

static struct world_age *age_create(struct world *world, const struct fact *fact, enum unit unit)
{
    struct terms *terms = world->terms;
    struct world_age *age = arena_alloc(world->arena, sizeof *age);
    age->unit = unit == UNIT_NONE ? UNIT_YEARS : unit;
    age->low = DATE_MIN;
    age->high = DATE_MAX;
    age->as_said = terms->no;
    age->passed = passed_variable(world, age->unit);
    age->is_past = term_open(terms);
    age->is_future = term_open(terms);
    age->none = fact->type->or_none ? term_open(terms) : terms->no;
    terms_add_law(terms, term_not(terms, term_and2(terms, age->is_past, age->is_future)));
    terms_add_law(terms, term_implies(terms, term_reaches(terms, age->passed, 1), age->is_past));
    terms_add_law(terms, term_implies(terms, term_at_most(terms, age->passed, -1),
                                      age->is_future));
    return age;
}

struct world_age *age_of(struct world *world, const struct program *program,
                         const struct fact *fact)
{
    struct world_fact *found = world_fact(world, program, fact);
    if (!found->age && is_aged(world, fact)) {
        const struct world_dating *dating = table_get(&world->datings, fact->entity.name);
        found->age = age_create(world, fact, dating->unit);
        world_case_date(world);
    }
    return found->age;
}

term age_compare(struct terms *terms, const struct world_age *age, enum op op, bool flipped)
{
    term before = flipped ? age->is_future : age->is_past; /* the first is before the second */
    term after = flipped ? age->is_past : age->is_future;
    term same = term_not(terms, term_or2(terms, before, after));
    switch (op) {
    case OP_EQUAL:
        return same;
    case OP_NOT_EQUAL:
        return term_not(terms, same);
    case OP_LESS:
        return before;
    default:
        return term_or2(terms, before, same);
    }
}

term age_between(struct terms *terms, const struct world_age *age, bool backwards)
{
    return backwards ? term_times(terms, age->passed, -1) : age->passed;
}

term age_lies_between(const struct world *world, const struct world_age *age, int32_t low,
                      int32_t high)
{
    struct terms *terms = world->terms;
    int32_t today = world->date_low;
    term parts[] = {term_reaches(terms, age->passed, units_between(age->unit, high, today)),
                    term_at_most(terms, age->passed, units_between(age->unit, low, today)),
                    term_or2(terms, age->is_past, term_yes_no(terms, high >= today)),
                    term_or2(terms, age->is_future, term_yes_no(terms, low <= today)),
                    term_implies(terms, age->is_past, term_yes_no(terms, low < today)),
                    term_implies(terms, age->is_future, term_yes_no(terms, high > today)),
                    term_not(terms, age->none)};
    return term_and(terms, parts, sizeof parts / sizeof *parts);
}

/* Never on 29 February: a day's anniversaries are then days of its name. */
int32_t age_day(const struct world_age *age, int32_t case_date, int64_t units, int order)
{
    int64_t months = units * unit_factor(age->unit);
    int32_t day = date_add_months(case_date, -months);
    while (order > 0 && date_months_between(case_date, day) < -months) {
        day = date_add_days(day, 1);
    }
    return months != 0 ? day : date_add_days(case_date, order);
}
