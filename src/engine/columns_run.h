/* SPDX-License-Identifier: Apache-2.0 */
/* Running: what columns.c, which runs code, and columns_items.c, which runs loops, share. */
#ifndef LIMEN_ENGINE_COLUMNS_RUN_H
#define LIMEN_ENGINE_COLUMNS_RUN_H

#include "case/round.h"
#include "engine/columns.h"
#include "engine/stepwise.h"

/* Where code finds its planes: those that it reads, and those of them that it writes. */
struct bank {
    const uint64_t **registers; /* of the latest code */
    block_plane *memory;
    size_t room;
};

/* Where code runs: the words from FROM up to TO, of which those cases mean something that are in PRESENT. */
struct stretch {
    const block_plane *present; /* NULL: all of the block */
    size_t from, to;
};

/* Of one list. */
struct list_state {
    struct round *round;
    bool *known;         /* by item of the block, then by place of the field: what `is known` answers */
    size_t known_room;
    block_plane *known_planes; /* by place of the field: the same of the items at hand */
};

/* What one item has whose different values are counted. */
struct logged {
    int64_t low, high;
    bool certain, possible;
};

/* By node of ITEM_DISTINCT: the items of the block. */
struct item_log {
    struct logged *items;
    size_t room;
};

struct columns {
    struct arena *arena;
    const struct sliced *open, *known, *ran;
    const struct block *block;
    const struct gates *gates;
    struct bank bank, of_items;
    const struct code *placed; /* whose registers those of `bank` are, for a block with these planes */
    const void *placed_for;
    size_t placed_moved; /* how often those had moved */
    struct { VECTOR_OF(const struct machine *); } machines;
    block_plane *carried, *scratch; /* by plane that a loop carries, before and after an item */
    size_t carried_room;
    block_plane *settled;     /* by fact twice */
    block_plane *derived;     /* by fact: `is known` */
    struct list_state *lists; /* by fact; those that nothing is asked of have no round */
    struct item_log *logs;    /* by node */
    struct distinct distinct; /* of one case */
    size_t distinct_room;
};

block_plane *planes_create(struct arena *arena, size_t count);
int64_t planes_number(const uint64_t *const *registers, const struct bits *bits, size_t lane);

/* Runs CODE, whose inputs are in their registers. */
void columns_run_code(struct columns *columns, const struct bank *bank, const struct code *code,
                      const struct stretch *stretch);
void columns_run_loop(struct columns *columns, const struct bank *around,
                      const struct code_loop *loop);
/* The step of ITEM_DISTINCT in one case. */
struct value_set columns_distinct(struct columns *columns, const struct bank *bank,
                                  const struct code_step *step, size_t lane);

void columns_create_lists(struct columns *columns);

#endif
