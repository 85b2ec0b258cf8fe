/* SPDX-License-Identifier: Apache-2.0 */
/* Setting: a number that whoever runs a property test gives it by an environment variable. */
#ifndef LIMEN_TESTS_PROPERTY_SETTING_H
#define LIMEN_TESTS_PROPERTY_SETTING_H

#include <stdlib.h>

static inline unsigned long long setting(const char *name, unsigned long long otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

#endif
