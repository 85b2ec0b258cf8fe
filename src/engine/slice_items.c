/* SPDX-License-Identifier: Apache-2.0 */
/* Items of lists have no slices yet: sliced_create() refuses a plan that asks about them before it comes
   here. Should one come all the same, any value is what is known of it. */
#include "engine/slice.h"

#define X(op)                                                                        \
    struct slice slice_##op(struct slicing *slicing, const struct plan_node *node)   \
    {                                                                                \
        return slice_OP_ANY(slicing, node);                                          \
    }
X(OP_FIELD)
X(OP_FIELD_KNOWN)
X(OP_FIELD_DERIVED)
X(OP_ITEM_ANY)
X(OP_ITEM_COUNT)
X(OP_ITEM_HIGHEST)
X(OP_ITEM_LOWEST)
X(OP_ITEM_SUM)
X(OP_ITEM_DISTINCT)
#undef X
