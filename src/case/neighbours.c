/* SPDX-License-Identifier: Apache-2.0 */
/* Looking names up in several programs. */
#include "case/neighbours.h"

#include <string.h>

typedef bool has_name(const struct program *program, symbol name);

static bool has_fact(const struct program *program, symbol name)
{
    return program_fact(program, name) != NULL;
}

static bool has_section(const struct program *program, symbol name)
{
    return program_section(program, name) != NULL;
}

static bool has_checklist(const struct program *program, symbol name)
{
    return program_checklist(program, name) != NULL;
}

static bool has_authority(const struct program *program, symbol name)
{
    for (size_t i = 0; i < program->authorities.count; i++) {
        if (program->authorities.items[i] == name) {
            return true;
        }
    }
    return false;
}

/* Each program has symbols of its own. */
static bool any_has(const struct neighbours *neighbours, has_name *has, const char *name)
{
    for (size_t i = 0; neighbours && i < neighbours->count; i++) {
        const struct program *program = neighbours->items[i];
        symbol found = symbol_find(program->symbols, name, strlen(name));
        if (found && has(program, found)) {
            return true;
        }
    }
    return false;
}

bool neighbours_have_fact(const struct neighbours *neighbours, const char *name)
{
    return any_has(neighbours, has_fact, name);
}

bool neighbours_have_section(const struct neighbours *neighbours, const char *name)
{
    return any_has(neighbours, has_section, name);
}

bool neighbours_have_checklist(const struct neighbours *neighbours, const char *name)
{
    return any_has(neighbours, has_checklist, name);
}

bool neighbours_have_authority(const struct neighbours *neighbours, const char *name)
{
    return any_has(neighbours, has_authority, name);
}

static bool has_field(const struct program *program, symbol list, const char *name)
{
    const struct fact *fact = program_fact(program, list);
    symbol field = symbol_find(program->symbols, name, strlen(name));
    return fact && field && list_field(fact, field);
}

bool neighbours_have_field(const struct neighbours *neighbours, const char *list, const char *name)
{
    for (size_t i = 0; neighbours && i < neighbours->count; i++) {
        const struct program *program = neighbours->items[i];
        symbol found = symbol_find(program->symbols, list, strlen(list));
        if (found && has_field(program, found, name)) {
            return true;
        }
    }
    return false;
}
