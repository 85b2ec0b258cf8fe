/* SPDX-License-Identifier: Apache-2.0 */
/* Look-ups in a checked program. */
#include "meaning/program.h"

#include <string.h>

#include "meaning/names.h"

const char *entity_noun(enum entity_kind kind)
{
    static const char *const nouns[] = {
#define X(entity, noun) [entity] = noun,
        ENTITIES(X)
#undef X
    };
    return nouns[kind];
}

static struct entity *find(const struct program *program, enum name_space space, symbol name,
                           enum entity_kind kind)
{
    struct entity *entity = names_get(program, space, name);
    return entity && entity->kind == kind ? entity : NULL;
}

struct fact *program_fact(const struct program *program, symbol name)
{
    return (struct fact *)find(program, SPACE_VALUE, name, ENTITY_FACT);
}

struct fact *list_field(const struct fact *list, symbol name)
{
    for (size_t i = 0; i < list->fields.count; i++) {
        if (list->fields.items[i]->entity.name == name) {
            return list->fields.items[i];
        }
    }
    return NULL;
}

struct section *program_section(const struct program *program, symbol name)
{
    return (struct section *)find(program, SPACE_SECTION, name, ENTITY_SECTION);
}

struct decision *program_decision(const struct program *program, symbol name)
{
    return (struct decision *)find(program, SPACE_VALUE, name, ENTITY_DECISION);
}

struct rule *program_rule(const struct program *program, symbol name)
{
    return (struct rule *)find(program, SPACE_RULE, name, ENTITY_RULE);
}

struct checklist *program_checklist(const struct program *program, symbol name)
{
    return (struct checklist *)find(program, SPACE_CHECKLIST, name, ENTITY_CHECKLIST);
}

bool rule_counts_at(const struct rule *rule, size_t rank, const struct section *section)
{
    return rule->has_level && rule->level_low == rank && rule->level_high == rank &&
           !rule->is_counting && (!section || rule->entity.section == section);
}

static bool rule_cites(const struct rule *rule, const char *item)
{
    for (size_t i = 0; i < rule->entity.cites.count; i++) {
        const char *cited = rule->entity.cites.items[i].item;
        if (cited && strcmp(cited, item) == 0) {
            return true;
        }
    }
    return false;
}

struct rule *program_rule_by_label(const struct program *program, const char *label)
{
    symbol name = symbol_find(program->symbols, label, strlen(label));
    struct rule *rule = name ? table_get(&program->names->labels, name) : NULL;
    for (size_t i = 0; !rule && i < program->rules.count; i++) {
        rule = rule_cites(program->rules.items[i], label) ? program->rules.items[i] : NULL;
    }
    return rule;
}
