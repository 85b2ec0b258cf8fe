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

/* `= last` is as much as `>= last`, `= first` as `<= first`. */
static enum op_signs signs_of_equal(const struct type *type, int64_t constant)
{
    return constant == (int64_t)type->choice->count - 1 ? PLUS : constant == 0 ? MINUS : BOTH;
}

enum op_signs plan_signs(const struct plan *plan, node_id node)
{
    enum op op = plan_at(plan, node)->op;
    for (size_t i = 0; i < 2 && (op == OP_EQUAL || op == OP_NOT_EQUAL); i++) {
        const struct plan_node *constant = plan_at(plan, plan_operand(plan, node, i));
        if (constant->op != OP_CONSTANT || constant->type->kind != TYPE_CHOICE) {
            continue;
        }
        enum op_signs equal = signs_of_equal(constant->type, constant->constant);
        return op == OP_EQUAL || equal == BOTH ? equal : equal == PLUS ? MINUS : PLUS;
    }
    return op_signs(op);
}
