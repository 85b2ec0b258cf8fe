/* SPDX-License-Identifier: Apache-2.0 */
/* What every unit test includes: cmocka with the headers it wants before it, and two helpers. */
#ifndef LIMEN_TESTS_UNIT_H
#define LIMEN_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

#define array_count(array) (sizeof(array) / sizeof *(array))

/* Compares what was written with what is wanted, and empties TEXT for the next. */
#define assert_text(text, wanted)                          \
    do {                                                   \
        assert_string_equal(text_string(text), (wanted)); \
        text_clear(text);                                  \
    } while (0)

#endif
