/* SPDX-License-Identifier: Apache-2.0 */
/* Build: which build of limen this is, exactly. */
#ifndef LIMEN_BASE_BUILD_H
#define LIMEN_BASE_BUILD_H

#include <stddef.h>

/* The identifier that the linker gave the program or library this code is in: equal only if all that was
   linked is equal. NULL: it was linked without one. */
const unsigned char *build_id(size_t *ret_length);

#endif
