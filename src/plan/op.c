/* SPDX-License-Identifier: Apache-2.0 */
/* The operation table as data, and what of a node only its operation tells. */
#include "plan/plan.h"

#include <assert.h>

static const struct op_facts {
    const char *text, *formula;
    enum op_result result;
    enum op_signs signs;
} ops[] = {
#define X(op, text, result, signs, formula) [op] = {text, formula, result, signs},
#include "plan/op.def"
#undef X
};

_Static_assert(sizeof ops / sizeof *ops == OPS, "one row an operation");

const char *op_text(enum op op)
{
    return ops[op].text;
}

const char *op_formula(enum op op)
{
    return ops[op].formula;
}

enum op_result op_result(enum op op)
{
    return ops[op].result;
}

enum op_signs op_signs(enum op op)
{
    return ops[op].signs;
}
