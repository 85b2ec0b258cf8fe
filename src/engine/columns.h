/* SPDX-License-Identifier: Apache-2.0 */
/* Columns: evaluates blocks of cases by running sliced plans. One per thread; what it was created from is
   only read. */
#ifndef LIMEN_ENGINE_COLUMNS_H
#define LIMEN_ENGINE_COLUMNS_H

#include "engine/engine.h"
#include "engine/gates.h"
#include "engine/machine.h"
#include "engine/sliced.h"

struct columns;

/* OPEN and KNOWN: the plan sliced for blocks with something open, and for blocks without. */
struct columns *columns_create(struct arena *arena, const struct sliced *open,
                               const struct sliced *known);
/* An empty block for cases of PLAN's ruleset, with a column for each fact that the plan reads. */
struct block *columns_block(struct arena *arena, const struct plan *plan);
/* Instead of the widest vectors that the processor has, which are used else. */
void columns_set_gates(struct columns *columns, const struct gates *gates);
/* Runs MACHINE in place of the codes that it was made from. NULL: nothing. */
void columns_use(struct columns *columns, const struct machine *machine);
/* Evaluates a closed block. The results stay until the next call. */
void columns_run(struct columns *columns, const struct block *block);
/* The plane in a register that is kept, of the latest block. */
const uint64_t *columns_plane(const struct columns *columns, uint32_t at);
/* The planes of a wanted yes/no node: in which cases it is certainly, and possibly, yes. */
void columns_yes_no(const struct columns *columns, node_id node, const uint64_t **ret_certain,
                    const uint64_t **ret_possible);
/* The set of a wanted node in one case of the latest block. */
struct value_set columns_value(const struct columns *columns, struct arena *arena, node_id node,
                               size_t lane);
/* The register of the plane of refused cases. */
uint32_t columns_refusal(const struct columns *columns);
bool columns_refused(const struct columns *columns, size_t lane);
/* An `impossible` settled the fact. */
bool columns_settled(const struct columns *columns, size_t fact, size_t lane);

/* The members of a household may be evaluated as so many cases: nothing takes them together, and nothing that is so
   of one settles what all have in common. */
bool columns_take_members(const struct plan *plan);

#endif
