/* SPDX-License-Identifier: Apache-2.0 */
/* Evaluator: what evaluates the cases of a table: the interpreter, columns, or columns that run machine code.
   All give the same. It is chosen by --engine, or by how many cases there are; what can't be had is
   done without, with a reason that --verbose tells.

   Once it is chosen, threads may share it; each creates columns of its own. */
#ifndef LIMEN_CLI_EVALUATOR_H
#define LIMEN_CLI_EVALUATOR_H

#include "cli/command.h"
#include "engine/columns.h"

#define EVALUATOR_FEW 256 /* cases; fewer do not pay for slicing the ruleset */

struct evaluator;

/* IS_ROUTED: each case has a ruleset of its own, and PLAN may be NULL. EXPECTED: about how many cases there are, 0:
   that is not known yet. NULL: the engine that was asked for can't be had, which was said. */
struct evaluator *evaluator_create(const struct arguments *arguments, const struct plan *plan,
                                   bool is_routed, uint64_t expected);
void evaluator_destroy(struct evaluator *evaluator); /* NULL: nothing */

/* If it is not decided: there are COUNT cases at least, and if they are fewer than EVALUATOR_FEW, no more. */
void evaluator_decide(struct evaluator *evaluator, size_t count);

enum evaluator_choice { EVALUATOR_UNDECIDED, EVALUATOR_INTERPRETER, EVALUATOR_COLUMNS };
enum evaluator_choice evaluator_choice(const struct evaluator *evaluator);
/* To run blocks, if the choice is columns. */
struct columns *evaluator_columns(const struct evaluator *evaluator, struct arena *arena);

/* Says which engine evaluated how many, if --verbose. */
void evaluator_tell(const struct evaluator *evaluator, size_t by_columns, size_t by_interpreter);

#endif
