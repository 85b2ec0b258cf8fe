/* SPDX-License-Identifier: Apache-2.0 */
/* Constant: a value written in a text (of `usually`, of a parameter, of an example) as a value of the
   type that is wanted, exactly or not at all. */
#ifndef LIMEN_MEANING_CONSTANT_H
#define LIMEN_MEANING_CONSTANT_H

#include "meaning/program.h"

struct constant {
    int64_t value; /* at the type's scale and unit */
    bool is_none;
};

/* Reads NODE as a value of TYPE and sets node->type; reports what does not fit. */
bool constant_read(struct program *program, struct node *node, const struct type *type,
                   struct constant *ret);

/* `85 to 92 %`: a low end without a unit has that of the high end. */
bool constant_read_range(struct program *program, struct node *low, struct node *high,
                         const struct type *type, int64_t *ret_low, int64_t *ret_high);

/* The digits of a number as written, minus signs applied; false if NODE is no written number. */
bool constant_number(const struct node *node, struct decimal *ret_value, enum unit *ret_unit);

/* NODE, a written number counted in UNIT, lies on a step of TYPE. Reports. */
bool constant_on_step(struct program *program, const struct node *node, enum unit unit,
                      const struct type *type);

/* The unit of the low end of a range: its own, else that of the high end. */
enum unit constant_low_unit(const struct node *low, const struct node *high);
bool constant_report_empty(struct program *program, const struct node *low,
                           const struct node *high); /* false */

/* Reports that NODE lacks a unit, or has one that TYPE has not. */
bool constant_unit_fits(struct program *program, const struct node *node, enum unit unit,
                        const struct type *type);

/* The level that NODE (a number, a label or a name) stands for; reports an unknown one. */
bool constant_level(struct program *program, struct node *node);

/* Reports that NAME is no value of CHOICE. */
void constant_report_unknown_value(struct program *program, const struct node *node,
                                   const struct choice *choice);

#endif
