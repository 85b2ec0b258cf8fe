/* SPDX-License-Identifier: Apache-2.0 */
/* Numbered: every case there can be of a few facts, known by its number.

   Each fact has values from 0 on, 0 being at rest; they are the digits of the number, the first fact's the
   lowest. */
#ifndef LIMEN_TESTS_PROPERTY_NUMBERED_H
#define LIMEN_TESTS_PROPERTY_NUMBERED_H

#include <string.h>

#include "meaning/program.h"

struct numbered_fact {
    const char *name, *declaration;
    int values;
};

static inline int numbered_value(const struct numbered_fact *facts, size_t number, size_t fact)
{
    for (size_t i = 0; i < fact; i++) {
        number /= (size_t)facts[i].values;
    }
    return (int)(number % (size_t)facts[fact].values);
}

/* The number of the case that differs from NUMBER in that FACT has VALUE. */
static inline size_t numbered_with(const struct numbered_fact *facts, size_t number, size_t fact, int value)
{
    size_t step = 1;
    for (size_t i = 0; i < fact; i++) {
        step *= (size_t)facts[i].values;
    }
    return number + (size_t)value * step - (size_t)numbered_value(facts, number, fact) * step;
}

/* Facts of the case, of COUNT, that are not at rest. */
static inline size_t numbered_stated(const struct numbered_fact *facts, size_t count, size_t number)
{
    size_t stated = 0;
    for (size_t i = 0; i < count; i++) {
        stated += numbered_value(facts, number, i) != 0;
    }
    return stated;
}

static inline const struct fact *fact_named(const struct program *program, const char *name)
{
    for (size_t i = 0; i < program->facts.count; i++) {
        if (strcmp(program->facts.items[i]->entity.name, name) == 0) {
            return program->facts.items[i];
        }
    }
    return NULL;
}

#endif
