/* SPDX-License-Identifier: Apache-2.0 */
/* The oracle's walk over one complete case, for its own files. */
#ifndef LIMEN_TESTS_PROPERTY_ORACLE_WALK_H
#define LIMEN_TESTS_PROPERTY_ORACLE_WALK_H

#include "oracle.h"

struct walk {
    struct arena *arena;
    const struct program *program;
    const struct limen_case *given;
    const size_t *judged;
    size_t level; /* assumed */
    struct oracle_answer *answer;
    const struct case_item *item; /* whose fields are read, or NULL */
    bool is_own; /* the level without rules that ask for the levels of the household's members */
    struct walk *members; /* of the household, as they are by themselves */
    size_t member_count;
    uint8_t *facts, *decisions, *rules; /* enum memo, for the level assumed */
};

static const struct oracle_value none = {.is_none = true};

static inline struct oracle_value plain(oracle_number number)
{
    return (struct oracle_value){false, number};
}

static inline bool is_many(const struct type *type)
{
    return type->kind == TYPE_EVENT || type->kind == TYPE_LIST;
}

/* oracle.c */
struct oracle_value value_at(struct walk *walk, const struct node *node);
bool holds(struct walk *walk, const struct node *node);
bool compare(enum comparison op, struct oracle_value a, struct oracle_value b);
/* What FACT, a derived one, is worked out as; SAID: what the case says of it. */
struct oracle_value worked_out(struct walk *walk, const struct fact *fact,
                               const struct case_fact *said);
struct oracle_value from_set(const struct type *type, const struct value_set *set);
int64_t whole(struct oracle_value value);
int64_t base_units(enum unit unit);
enum unit base_of(enum unit unit);
void give_up(const char *why);

/* RULE is not looked at where members are taken by themselves. */
bool is_left_out(const struct walk *walk, const struct rule *rule);

/* oracle_calendar.c; BASE is months or days. */
int64_t add_time(int64_t date, enum unit base, int64_t amount);
int64_t time_between(enum unit unit, int64_t a, int64_t b);

/* oracle_items.c */
int64_t amount_of(struct walk *walk, const struct node *amount);
struct oracle_value field_value(struct walk *walk, const struct fact *field);
/* Notes whether derived fields of items are against what is given of them. */
void check_items(struct walk *walk);
bool field_is_known(const struct walk *walk, const struct fact *field);
int64_t count_items(struct walk *walk, const struct node *node);
bool all_items(struct walk *walk, const struct node *node);
struct oracle_value latest(struct walk *walk, const struct node *node);
struct oracle_value extreme_item(struct walk *walk, const struct node *node);
struct oracle_value sum_of_items(struct walk *walk, const struct node *node);
int64_t count_distinct(struct walk *walk, const struct node *node);

#endif
