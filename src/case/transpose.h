/* SPDX-License-Identifier: Apache-2.0 */
/* Transpose: from numbers, one after the other, to planes of their bits. */
#ifndef LIMEN_CASE_TRANSPOSE_H
#define LIMEN_CASE_TRANSPOSE_H

#include "case/column.h"

/* Byte I of the number of a case is at BYTES + I * COLUMN_STRIDE; PLANES gets the lowest WIDTH bits of the
   cases in the words FROM up to TO. */
void planes_of_bytes(const uint8_t *bytes, block_plane *planes, size_t width, size_t from,
                     size_t to);

#endif
