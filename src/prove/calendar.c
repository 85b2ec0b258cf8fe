/* SPDX-License-Identifier: Apache-2.0 */
/* The Gregorian calendar from 1900 to 2199 in linear formulas.

   With Y years since 1900, P = floor((Y + 3) / 4) and M months since January: 1900 and 2100 are common
   years, so Y is a leap year if Y = 4 P, but for Y = 0 and Y = 200, and P - [Y >= 1] - [Y >= 201] leap
   years came before it. */
#include "prove/world.h"

#define YEARS 300
#define MONTHS (YEARS * 12)
#define FEBRUARY 1 /* months count from 0 */
#define MARCH 2

/* A day taken apart. */
struct date_terms {
    term year;  /* since 1900 */
    term month; /* 0 to 11 */
    term day;   /* 1 to 31 */
};

static term leap_year(struct terms *terms, term year, term fours)
{
    term parts[] = {term_equal(terms, year, term_times(terms, fours, 4)),
                    term_reaches(terms, year, 1), term_not(terms, term_is(terms, year, 200))};
    return term_and(terms, parts, 3);
}

/* Days of the year before the month, and days of the month. */
static void add_months(struct terms *terms, const struct date_terms *date, term leap, term *ret_before,
                       term *ret_length)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    term reached[13];
    int64_t before[13], change[13];
    size_t count = 0;
    for (int month = 1; month < 12; month++) {
        reached[count] = term_reaches(terms, date->month, month);
        before[count] = lengths[month - 1];
        change[count++] = lengths[month] - lengths[month - 1];
    }
    reached[count] = term_and2(terms, leap, term_reaches(terms, date->month, MARCH));
    before[count] = 1;
    *ret_before = term_sum(terms, 0, before, reached, count + 1);
    reached[count] = term_and2(terms, leap, term_is(terms, date->month, FEBRUARY));
    change[count] = 1;
    *ret_length = term_sum(terms, lengths[0], change, reached, count + 1);
}

/* Ties the parts to each other, and gives the day that they stand for. CLIP: a day past the end of its
   month is its last day. */
static term day_of(struct world *world, const struct date_terms *date, bool clip)
{
    struct terms *terms = world->terms;
    term fours = term_variable(terms, 0, (YEARS + 3) / 4);
    term rest = term_minus(terms, term_sum(terms, 3, NULL, &date->year, 1),
                           term_times(terms, fours, 4));
    terms_add_law(terms, term_and2(terms, term_reaches(terms, rest, 0),
                                   term_at_most(terms, rest, 3)));
    term before, length, day = date->day;
    add_months(terms, date, leap_year(terms, date->year, fours), &before, &length);
    if (clip) {
        day = term_if(terms, term_less(terms, length, day), length, day);
    } else {
        terms_add_law(terms, term_less_equal(terms, day, length));
    }
    term parts[] = {date->year, fours, term_reaches(terms, date->year, 1),
                    term_reaches(terms, date->year, 201), before, day};
    return term_sum(terms, DATE_MIN - 1, (int64_t[]){365, 1, -1, -1, 1, 1}, parts, 6);
}

static const struct date_terms *parts_of(struct world *world, term day)
{
    struct terms *terms = world->terms;
    const void *key = (const void *)((uintptr_t)day + 1); /* no term is NULL */
    struct date_terms *found = table_get(&world->date_parts, key);
    if (found) {
        return found;
    }
    found = arena_alloc(world->arena, sizeof *found);
    const struct term_node *node = term_at(terms, day);
    if (node->kind == TERM_CONSTANT) {
        struct date_parts parts = date_to_parts((int32_t)node->constant);
        found->year = term_number(terms, parts.year - 1900);
        found->month = term_number(terms, parts.month - 1);
        found->day = term_number(terms, parts.day);
    } else {
        found->year = term_variable(terms, 0, YEARS - 1);
        found->month = term_variable(terms, 0, 11);
        found->day = term_variable(terms, 1, 31);
        terms_add_law(terms, term_equal(terms, day, day_of(world, found, false)));
    }
    table_set(&world->date_parts, key, found);
    return found;
}

static term months_of(struct terms *terms, const struct date_terms *date)
{
    return term_sum(terms, 0, (int64_t[]){12, 1}, (term[]){date->year, date->month}, 2);
}

static term clamp(struct terms *terms, term of, int64_t low, int64_t high)
{
    term above = term_if(terms, term_at_most(terms, of, high), of, term_number(terms, high));
    return term_if(terms, term_reaches(terms, of, low), above, term_number(terms, low));
}

static term plus_months(struct world *world, term day, term count)
{
    struct terms *terms = world->terms;
    const struct date_terms *from = parts_of(world, day);
    term wanted = term_plus(terms, months_of(terms, from), count);
    term reached = clamp(terms, wanted, 0, MONTHS - 1);
    struct date_terms to = {term_variable(terms, 0, YEARS - 1), term_variable(terms, 0, 11),
                            from->day};
    terms_add_law(terms, term_equal(terms, months_of(terms, &to), reached));
    term sum = day_of(world, &to, true);
    term early = term_at_most(terms, wanted, -1), late = term_reaches(terms, wanted, MONTHS);
    return term_if(terms, early, term_number(terms, DATE_MIN),
                   term_if(terms, late, term_number(terms, DATE_MAX), sum));
}

/* Both constants: the calendar itself says. */
static term plus_constant(struct terms *terms, int32_t day, int64_t steps, enum unit base)
{
    return term_number(terms, base == UNIT_MONTHS ? date_add_months(day, steps)
                                                  : date_add_days(day, steps));
}

term date_plus_term(struct world *world, term day, term count, enum unit unit)
{
    if (term_is_constant(world->terms, day) && term_is_constant(world->terms, count)) {
        return plus_constant(world->terms, (int32_t)term_at(world->terms, day)->constant,
                             term_at(world->terms, count)->constant * unit_factor(unit),
                             unit_base(unit));
    }
    term steps = term_times(world->terms, count, unit_factor(unit));
    return unit_base(unit) == UNIT_MONTHS
               ? plus_months(world, day, steps)
               : clamp(world->terms, term_plus(world->terms, day, steps), DATE_MIN, DATE_MAX);
}

/* COUNT / BY without the rest, towards 0. */
static term divided(struct terms *terms, term count, int64_t by)
{
    const struct term_node node = *term_at(terms, count);
    term quotient = term_variable(terms, node.low / by, node.high / by);
    term rest = term_minus(terms, count, term_times(terms, quotient, by));
    term up = term_reaches(terms, count, 0);
    term above = term_and2(terms, term_reaches(terms, rest, 0), term_at_most(terms, rest, by - 1));
    term below = term_and2(terms, term_reaches(terms, rest, 1 - by), term_at_most(terms, rest, 0));
    terms_add_law(terms, term_if(terms, up, above, below));
    return quotient;
}

/* Of dates in order. */
static term months_between(struct terms *terms, const struct date_terms *from,
                           const struct date_terms *to)
{
    term whole = term_minus(terms, months_of(terms, to), months_of(terms, from));
    return term_minus(terms, whole, term_less(terms, to->day, from->day));
}

static term years_between(struct terms *terms, const struct date_terms *from,
                          const struct date_terms *to)
{
    term same_month = term_equal(terms, to->month, from->month);
    term not_yet = term_or2(terms, term_less(terms, to->month, from->month),
                            term_and2(terms, same_month, term_less(terms, to->day, from->day)));
    return term_minus(terms, term_minus(terms, to->year, from->year), not_yet);
}

term date_between_term(struct world *world, term from, term to, enum unit unit)
{
    struct terms *terms = world->terms;
    term days = term_minus(terms, to, from);
    if (unit_base(unit) != UNIT_MONTHS) {
        return unit == UNIT_WEEKS ? divided(terms, days, 7) : days;
    }
    const struct date_terms *a = parts_of(world, from), *b = parts_of(world, to);
    term (*between)(struct terms *, const struct date_terms *, const struct date_terms *) =
        unit == UNIT_YEARS ? years_between : months_between;
    term backwards = term_times(terms, between(terms, b, a), -1);
    return term_if(terms, term_reaches(terms, days, 0), between(terms, a, b), backwards);
}
