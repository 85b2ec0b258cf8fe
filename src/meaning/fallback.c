/* SPDX-License-Identifier: Apache-2.0 */
/* Each contact has one that stands in for it or none, so a walk from one either ends or closes a ring. */
#include "meaning/fallback.h"

#include "base/text.h"
#include "meaning/names.h"

/* What the walks of one authority have come by: the walk's number by contact, 0 for none. */
struct walks {
    struct program *program;
    symbol authority;
    size_t *walk_of;
    bool *reported; /* by contact, for all authorities */
};

/* The contact that stands in for CONTACT in cases of AUTHORITY, or NULL; no AUTHORITY: where no variant counts. */
static const struct contact *fallback_of(const struct contact *contact, symbol authority)
{
    for (size_t i = 0; authority && i < contact->variants.count; i++) {
        const struct contact_variant *variant = &contact->variants.items[i];
        if (variant->authority == authority && variant->lines.fallback) {
            return variant->lines.fallback;
        }
    }
    return contact->lines.fallback;
}

static void report_ring(struct walks *walks, const struct contact *first)
{
    struct diagnostics *diagnostics = walks->program->diagnostics;
    struct text path = {0};
    const struct contact *contact = first;
    text_format(&path, "`%s`", first->entity.name);
    do {
        walks->reported[contact->entity.index] = true;
        const struct contact *next = fallback_of(contact, walks->authority);
        text_format(&path, "%s leads to `%s`", contact == first ? "" : ", which", next->entity.name);
        contact = next;
    } while (contact != first);
    struct diagnostic *said =
        diagnostic_report(diagnostics, E401_CYCLE, entity_span(&first->entity),
                          "contact `%s` stands in for itself", first->entity.name);
    diagnostic_note(diagnostics, said, "%s", text_string(&path));
    diagnostic_help(diagnostics, said, "leave out the `otherwise` of the contact that is there last");
    text_clear(&path);
}

static void walk_from(struct walks *walks, const struct contact *contact, size_t walk)
{
    while (contact && walks->walk_of[contact->entity.index] == 0) {
        walks->walk_of[contact->entity.index] = walk;
        contact = fallback_of(contact, walks->authority);
    }
    if (contact && walks->walk_of[contact->entity.index] == walk &&
        !walks->reported[contact->entity.index]) {
        report_ring(walks, contact);
    }
}

static void walk_all(struct walks *walks)
{
    const struct program *program = walks->program;
    size_t count = program->contacts.count;
    walks->walk_of = arena_alloc(program->arena, (count + 1) * sizeof *walks->walk_of);
    for (size_t i = 0; i < count; i++) {
        walk_from(walks, program->contacts.items[i], i + 1);
    }
}

void fallbacks_check(struct program *program)
{
    struct walks walks = {.program = program};
    walks.reported = arena_alloc(program->arena, program->contacts.count + 1);
    walk_all(&walks);
    for (size_t i = 0; i < program->authorities.count; i++) {
        walks.authority = program->authorities.items[i];
        walk_all(&walks);
    }
}
