/* SPDX-License-Identifier: Apache-2.0 */
/* Where what a case says goes. */
#include "base/day.h"
#include "case/block.h"
#include "case/summed.h"
#include "engine/emitting.h"

/* ----------------------------------------------------------------------------------------- the facts */

struct places {
    VECTOR_OF(uint32_t);
};

/* One of those that nobody reads. */
static uint32_t spread(size_t count)
{
    return EMIT_NOWHERE + (uint32_t)(count % EMIT_NOWHERES);
}

static void add_place(const struct emitting *emitting, struct places *places, unsigned part,
                      size_t fact, size_t index)
{
    uint32_t place = emit_input(emitting, part, fact, index);
    if (place == EMIT_NOWHERE) {
        place = spread(places->count);
    }
    vector_push(emitting->arena, places, place);
}

/* In the order that put_column() of emit_facts.inc reads. */
static void add_column_places(const struct emitting *emitting, struct places *places, size_t fact,
                              size_t width, size_t members)
{
    for (size_t i = 0; i < width; i++) {
        add_place(emitting, places, PART_LOW, fact, i);
    }
    for (size_t i = 0; i < width; i++) {
        add_place(emitting, places, PART_HIGH, fact, i);
    }
    for (size_t i = 0; i < members; i++) {
        add_place(emitting, places, PART_MEMBER, fact, i);
    }
    add_place(emitting, places, PART_KNOWN, fact, 0);
    add_place(emitting, places, PART_NONE, fact, 0);
    add_place(emitting, places, PART_SOME, fact, 0);
}

static bool is_read(const struct emitting *emitting, size_t fact)
{
    for (size_t i = 0; i < emitting->inputs.count; i++) {
        const struct code_input *input = &emitting->inputs.items[i];
        if (input->fact == fact && input->part < COLUMN_PARTS) {
            return true;
        }
    }
    return emitting->events[fact] > 0;
}

static bool has_only_authority(const struct program *program, const struct fact *fact)
{
    return fact && fact == program->authority && program->authorities.count == 1;
}

/* What keeps a fact that is left out from being as usual: of a list or an event, facts that sum it up and are
   said to be so, or not known; of such a fact, that the case speaks of what it sums up. */
static size_t add_ties(const struct emitting *emitting, const struct fact *fact)
{
    for (size_t i = 0; i < fact->summaries.count; i++) {
        text_format(emitting->text, "    {%zu, true},\n", fact->summaries.items[i]->entity.index);
    }
    for (size_t i = 0; i < fact->sums_up.count; i++) {
        text_format(emitting->text, "    {%zu, false},\n", fact->sums_up.items[i]->entity.index);
    }
    return fact->summaries.count + fact->sums_up.count;
}

/* Of a field of items, that a fact which sums up its list and reads it is so. */
static size_t add_field_ties(const struct emitting *emitting, const struct fact *field)
{
    const struct fact *list = field->list;
    size_t count = 0;
    for (size_t i = 0; i < list->summaries.count; i++) {
        if (summary_reads(list->summaries.items[i], field)) {
            text_format(emitting->text, "    {%zu, true},\n", list->summaries.items[i]->entity.index);
            count++;
        }
    }
    return count;
}

/* Ties by fact, then by field: those of one end where those of the next begin. */
static const size_t *add_all_ties(const struct emitting *emitting)
{
    const struct program *program = emitting->plan->program;
    size_t facts = program->facts.count, fields = program->fields.count, count = 0;
    size_t *first = arena_alloc(emitting->arena, (facts + fields + 2) * sizeof *first);
    text_add(emitting->text, "/* A fact, and whether it keeps nothing from being closed where it is not so. */\n"
                             "struct tie {\n    uint32_t fact;\n    bool may_be_no;\n};\n\n"
                             "static const struct tie ties[] = {\n");
    for (size_t i = 0; i < facts; i++) {
        first[i] = count;
        count += add_ties(emitting, program->facts.items[i]);
    }
    first[facts] = count; /* the date of the case has none */
    for (size_t i = 0; i < fields; i++) {
        first[facts + 1 + i] = count;
        count += add_field_ties(emitting, program->fields.items[i]);
    }
    first[facts + 1 + fields] = count;
    emit_end(emitting->text, count);
    text_add(emitting->text, "struct closing {\n    bool may_be_assumed;\n"
                             "    uint32_t section;      /* from 1; 0: none */\n"
                             "    uint32_t first, count; /* ties */\n};\n\n");
    return first;
}

static void add_closing(const struct emitting *emitting, const struct fact *fact,
                        const size_t *ties)
{
    const struct fact *whole = fact && fact->list ? fact->list : fact;
    const struct section *section = whole ? whole->entity.section : NULL;
    size_t at = !fact        ? emitting->plan->program->facts.count
                : fact->list ? emit_fact(emitting, fact)
                             : fact->entity.index;
    text_format(emitting->text, "{%s, %zu, %zu, %zu}", emit_truth(fact && fact_may_be_assumed(fact)),
                section ? section->entity.index + 1 : 0, ties[at], ties[at + 1] - ties[at]);
}

/* The column of FACT, a field too, or of the date of the case (NULL), that is entry PLACE of its table. */
static void add_column(const struct emitting *emitting, struct places *places,
                       const struct fact *fact, size_t place, const size_t *ties)
{
    static const struct type date = {.kind = TYPE_DATE, .low = DATE_MIN, .high = DATE_MAX};
    const struct program *program = emitting->plan->program;
    const struct type *type = fact ? fact->type : &date;
    bool is_signed, is_event = type->kind == TYPE_EVENT;
    size_t members = type->kind == TYPE_CHOICE ? type->choice->count : 0;
    size_t width = is_event || members ? 0 : type_width(type, &is_signed);
    text_format(emitting->text, "    {%zu, %zu, %zu, %zu, %u, ", place, places->count, width, members,
                is_event ? emitting->events[place] : 0);
    add_closing(emitting, fact, ties);
    text_format(emitting->text, ", %s, %s, INT64_C(%lld)},\n", emit_truth(fact && fact->usual_none),
                emit_truth(has_only_authority(program, fact)),
                (long long)(fact && fact->has_usual ? fact->usual : 0));
    add_column_places(emitting, places,
                      !fact        ? program->facts.count
                      : fact->list ? emit_fact(emitting, fact)
                                   : fact->entity.index,
                      width, members);
}

/* A yes/no that is never none. */
static bool is_flag(const struct emitting *emitting, size_t index)
{
    const struct program *program = emitting->plan->program;
    const struct type *type =
        index < program->facts.count ? program->facts.items[index]->type : NULL;
    return type && type->kind == TYPE_YES_NO && !type->or_none;
}

static void add_flags(const struct emitting *emitting, const size_t *ties)
{
    static const unsigned parts[] = {PART_LOW, PART_HIGH, PART_KNOWN};
    const struct program *program = emitting->plan->program;
    struct text *text = emitting->text;
    size_t count = 0;
    text_add(text, "struct flag {\n    uint32_t fact, certain, possible, known;\n"
                   "    struct closing closing;\n};\n\nstatic const struct flag flags[] = {\n");
    for (size_t i = 0; i < program->facts.count; i++) {
        if (is_flag(emitting, i) && is_read(emitting, i)) {
            struct places places = {0};
            for (size_t j = 0; j < 3; j++) {
                add_place(emitting, &places, parts[j], i, 0);
            }
            uint32_t known = places.items[2] < EMIT_FIRST_INPUT ? spread(count) : places.items[2];
            text_format(text, "    {%zu, %u, %u, %u, ", i, places.items[0], places.items[1],
                        known);
            add_closing(emitting, program->facts.items[i], ties);
            text_add(text, "},\n");
            count++;
        }
    }
    emit_end(text, count);
    text_format(text, "static const size_t flag_count = %zu;\n\n", count);
}

static const struct fact *fact_at(const struct emitting *emitting, size_t index)
{
    const struct program *program = emitting->plan->program;
    return index < program->facts.count ? program->facts.items[index] : NULL;
}

static bool is_list(const struct fact *fact)
{
    return fact && fact->type->kind == TYPE_LIST;
}

static void add_columns(const struct emitting *emitting, struct places *places, const size_t *ties)
{
    struct text *text = emitting->text;
    size_t count = 0;
    text_add(text, "struct column {\n"
                   "    uint32_t fact, first, width, members;\n"
                   "    uint32_t event; /* from 1; 0: steps do not read it */\n"
                   "    struct closing closing;\n"
                   "    bool usual_none, has_only;\n"
                   "    int64_t usual;\n"
                   "};\n\n"
                   "static const struct column columns[] = {\n");
    for (size_t i = 0; i <= emitting->plan->program->facts.count; i++) {
        const struct fact *fact = fact_at(emitting, i);
        if (is_read(emitting, i) && !is_flag(emitting, i) && !is_list(fact)) {
            add_column(emitting, places, fact, i, ties);
            count++;
        }
    }
    emit_end(text, count);
    text_format(text, "static const size_t column_count = %zu;\n\n", count);
}

/* --------------------------------------------------------------------------------------------- lists */

static size_t add_field_columns(const struct emitting *emitting, struct places *places,
                                const struct fact *list, const size_t *ties)
{
    size_t count = 0;
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        if (is_read(emitting, emit_fact(emitting, field))) {
            add_column(emitting, places, field, field->place, ties);
            count++;
        }
    }
    return count;
}

/* Bits of how many items more there may be, then whether all are known. */
static size_t add_list_places(const struct emitting *emitting, struct places *places,
                              const struct fact *list)
{
    size_t width = 0;
    for (; list->type->high >> width; width++) {
        add_place(emitting, places, PART_LOW, list->entity.index, width);
    }
    add_place(emitting, places, PART_KNOWN, list->entity.index, 0);
    return width;
}

static void add_lists(const struct emitting *emitting, struct places *places, const size_t *ties)
{
    struct text *text = emitting->text;
    struct { VECTOR_OF(size_t); } columns = {0};
    size_t all = 0;
    text_add(text, "/* Of fields, whose `fact` is their place. */\n"
                   "static const struct column field_columns[] = {\n");
    for (size_t i = 0; i < emitting->lists.count; i++) {
        size_t count = add_field_columns(emitting, places, emitting->lists.items[i].fact, ties);
        vector_push(emitting->arena, &columns, count);
        all += count;
    }
    emit_end(text, all);
    text_add(text, "struct list {\n"
                   "    uint32_t fact;\n"
                   "    uint32_t first, width; /* of `column_places`: bits of how many items more there may be; known */\n"
                   "    uint32_t first_column, columns;\n"
                   "    uint32_t first_word, words; /* of its fields */\n"
                   "    struct closing closing;\n"
                   "};\n\n"
                   "static const struct list lists[] = {\n");
    all = 0;
    for (size_t i = 0; i < emitting->lists.count; i++) {
        const struct emit_list *list = &emitting->lists.items[i];
        size_t first = places->count, width = add_list_places(emitting, places, list->fact);
        text_format(text, "    {%zu, %zu, %zu, %zu, %zu, %zu, %zu, ", list->fact->entity.index, first,
                    width, all, columns.items[i], list->first, list->count);
        add_closing(emitting, list->fact, ties);
        text_add(text, "},\n");
        all += columns.items[i];
    }
    emit_end(text, emitting->lists.count);
    text_format(text, "static const size_t list_count = %zu;\n\n"
                      "/* Which cases have the item at hand; what is carried from item to item, and while it changes "
                      "hands. */\n"
                      "enum { PRESENT = %zu, CARRIED = %zu, SCRATCH = %zu };\n\n",
                emitting->lists.count, emitting->present, emitting->carried, emitting->scratch);
}

void emit_facts(const struct emitting *emitting)
{
    const size_t *ties = add_all_ties(emitting);
    struct places places = {0};
    add_flags(emitting, ties);
    add_columns(emitting, &places, ties);
    if (emitting->lists.count > 0) {
        add_lists(emitting, &places, ties);
    }
    text_add(emitting->text, "static const uint32_t column_places[] = ");
    emit_numbers(emitting->text, places.items, places.count);
}
