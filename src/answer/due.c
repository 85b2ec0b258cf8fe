/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines on the calendar. */
#include "answer/due.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/date.h"

#define MINUTES_OF_DAY (24 * 60)

static int compare_days(const void *a, const void *b)
{
    int32_t left = *(const int32_t *)a;
    int32_t right = *(const int32_t *)b;
    return (left > right) - (left < right);
}

static bool is_holiday(const struct program *program, int32_t date)
{
    return program->holidays.count > 0 &&
           bsearch(&date, program->holidays.items, program->holidays.count, sizeof date,
                   compare_days);
}

static bool is_working_day(const struct program *program, int32_t date)
{
    return date_weekday(date) < 5 && !is_holiday(program, date);
}

static int32_t calendar_end(const struct program *program)
{
    return program->calendar_name ? program->calendar_end : DATE_MAX;
}

static struct due on_day(int64_t date)
{
    struct due due = {.known = date >= DATE_MIN && date <= DATE_MAX};
    due.date = due.known ? (int32_t)date : 0;
    return due;
}

static struct due after_working_days(const struct program *program, int32_t date, int64_t count)
{
    int32_t end = calendar_end(program);
    if (program->calendar_name && date < program->calendar_begin) {
        return (struct due){.known = false};
    }
    while (count > 0 && date < end) {
        date++;
        count -= is_working_day(program, date);
    }
    return count > 0 || date > end ? (struct due){.known = false} : on_day(date);
}

static struct due after_hours(struct due_start start, int64_t hours)
{
    int64_t most = (int64_t)(DATE_MAX - DATE_MIN) * 24;
    if (hours > most) {
        return (struct due){.known = false};
    }
    int64_t minutes = (start.has_minute ? start.minute : 0) + hours * 60;
    struct due due = on_day(start.date + minutes / MINUTES_OF_DAY);
    due.has_minute = true;
    due.minute = (int)(minutes % MINUTES_OF_DAY);
    return due;
}

/* date_add_months clamps at the ends of the calendar; such a day is not known. */
static struct due after_months(int32_t date, int64_t months)
{
    int32_t end = date_add_months(date, months);
    return end >= DATE_MAX ? (struct due){.known = false} : on_day(end);
}

static struct due after_days(int32_t date, int64_t days)
{
    return days > DATE_MAX - DATE_MIN ? (struct due){.known = false} : on_day(date + days);
}

static struct due after(const struct program *program, struct due_start start, enum unit unit,
                        int64_t amount)
{
    const int64_t most = INT32_MAX; /* further than any calendar */
    amount = amount > most ? most : amount;
    switch (unit) {
    case UNIT_HOURS:
        return after_hours(start, amount);
    case UNIT_WORKING_DAYS:
        return after_working_days(program, start.date, amount);
    case UNIT_YEARS:
    case UNIT_MONTHS:
        return after_months(start.date, amount * unit_factor(unit));
    default:
        return after_days(start.date, amount * unit_factor(unit));
    }
}

static struct due resolve_kind(const struct program *program, const struct deadline *deadline,
                               int64_t amount, struct due_start start)
{
    struct due due = on_day(start.date);
    switch (deadline->kind) {
    case DEADLINE_IMMEDIATELY:
        due.has_minute = start.has_minute;
        due.minute = start.minute;
        return due;
    case DEADLINE_SAME_DAY:
    case DEADLINE_BY:
        return due;
    case DEADLINE_WITHIN:
    case DEADLINE_AFTER:
        return after(program, start, deadline->unit, amount);
    default:
        return (struct due){.known = false};
    }
}

struct due due_resolve(const struct program *program, const struct deadline *deadline,
                       int64_t amount, struct due_start start)
{
    struct due due = {.known = false};
    if (start.known) {
        due = resolve_kind(program, deadline, amount, start);
    }
    due.deadline = deadline;
    due.amount = amount;
    return due;
}

struct due_start due_start_of(const struct evaluation *evaluation, node_id start)
{
    const struct limen_case *asked = evaluation->limen_case;
    if (start == NO_NODE) {
        return (struct due_start){asked->has_moment, asked->has_moment, asked->moment_date,
                                  asked->moment_minute};
    }
    struct value_set date = evaluation->values[start];
    bool known = value_is_single(date) && !value_is_none(date);
    return (struct due_start){known, false, known ? (int32_t)date.low : 0, 0};
}

static int64_t moment_of(const struct due *due)
{
    return (int64_t)due->date * MINUTES_OF_DAY + (due->has_minute ? due->minute : MINUTES_OF_DAY);
}

int due_compare(const struct due *a, const struct due *b)
{
    if (a->known != b->known) {
        return a->known ? -1 : 1;
    }
    int64_t left = moment_of(a);
    int64_t right = moment_of(b);
    return a->known ? (left > right) - (left < right) : 0;
}

static void write_amount(struct text *text, const char *before, int64_t amount, enum unit unit)
{
    text_format(text, "%s%" PRId64 " %s", before, amount,
                amount == 1 ? unit_singular(unit) : unit_word(unit));
}

void deadline_write(struct text *text, const struct deadline *deadline, int64_t amount)
{
    text_add(text, deadline->written ? "in writing " : "");
    switch (deadline->kind) {
    case DEADLINE_IMMEDIATELY:
        text_add(text, "immediately");
        break;
    case DEADLINE_SAME_DAY:
        text_add(text, "the same day");
        break;
    case DEADLINE_WITHIN:
        write_amount(text, "within ", amount, deadline->unit);
        break;
    case DEADLINE_AFTER:
        write_amount(text, "not before ", amount, deadline->unit);
        text_add(text, " have passed");
        break;
    case DEADLINE_BY:
        text_add(text, "by a date");
        break;
    default:
        break;
    }
}
