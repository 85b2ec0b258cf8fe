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

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED true /* freed memory is held back, so the process grows */
#else
#define IS_SANITIZED false
#endif

#define array_count(array) (sizeof(array) / sizeof *(array))

/* Compares what was written with what is wanted, and empties TEXT for the next. */
#define assert_text(text, wanted)                          \
    do {                                                   \
        assert_string_equal(text_string(text), (wanted)); \
        text_clear(text);                                  \
    } while (0)

#endif
