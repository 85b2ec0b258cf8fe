/* SPDX-License-Identifier: Apache-2.0 */
/* Evaluator: what evaluates the cases of a table: the interpreter, columns, or columns that run machine code.
   All give the same. It is chosen by --engine, or by how many cases there are; what can't be had is
   done without, with a reason that --verbose tells. Nobody waits for machine code: columns evaluate while it
   is being made.

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

/* If it is not decided: there are COUNT cases at least, and if they are fewer than EVALUATOR_FEW, no more. */
void evaluator_decide(struct evaluator *evaluator, size_t count);

enum evaluator_choice { EVALUATOR_UNDECIDED, EVALUATOR_INTERPRETER, EVALUATOR_COLUMNS };
enum evaluator_choice evaluator_choice(const struct evaluator *evaluator);
/* To run blocks, if the choice is columns. */
struct columns *evaluator_columns(const struct evaluator *evaluator, struct arena *arena);

/* From now on COLUMNS, of this evaluator, run machine code, if it has been made by now. False: they don't. */
bool evaluator_take_up(struct evaluator *evaluator, struct columns *columns);

/* Says, if --verbose, which engine evaluated how many; IN_CODE of BY_COLUMNS were so by machine code. */
void evaluator_tell(const struct evaluator *evaluator, size_t by_columns, size_t in_code,
                    size_t by_interpreter);

/* Waits for machine code that is still being made, so that the next run finds it. */
void evaluator_destroy(struct evaluator *evaluator); /* NULL: nothing */

#endif
