/* SPDX-License-Identifier: Apache-2.0 */
/* The passes, in order. */
#include "meaning/check.h"

#include "meaning/attach.h"
#include "meaning/cycle.h"
#include "meaning/declare.h"
#include "meaning/each.h"
#include "meaning/fallback.h"
#include "meaning/expression.h"
#include "meaning/given.h"
#include "meaning/header.h"
#include "meaning/names.h"
#include "meaning/statement.h"
#include "meaning/summary.h"
#include "meaning/warn.h"

void program_check(struct program *program)
{
    names_create(program);
    header_declare(program);
    if (!header_node(program->tree)) {
        return; /* nothing can be said of a file that does not say what it is */
    }
    declare_all(program);
    attach_all(program);
    attach_counts(program);
    definitions_check(program);
    statements_check(program);
    each_spread(program);
    examples_check(program);
    struct graph *graph = graph_create(program);
    cycles_check(graph);
    fallbacks_check(program);
    summaries_find(program);
    facts_mark_read(graph);
    summaries_spread(program);
    warnings_check(graph);
}
