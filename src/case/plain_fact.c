/* SPDX-License-Identifier: Apache-2.0 */
/* Facts by name, and what is not said in one value. */
#include "case/plain_fact.h"

#include <string.h>

#include "base/date.h"
#include "meaning/each.h"

/* ------------------------------------------------------------------------------------------- tables */

/* Members of a household have cases of their own (plain_members.h). */
static enum how how_of(const struct program *program, const struct fact *fact)
{
    if (fact->is_builtin || fact == program->each) {
        return HOW_OTHER;
    }
    switch (fact->type->kind) {
    case TYPE_YES_NO:
        return HOW_YES_NO;
    case TYPE_NUMBER:
        return HOW_NUMBER;
    case TYPE_CHOICE:
        return HOW_CHOICE;
    case TYPE_DATE:
        return HOW_DATE;
    case TYPE_EVENT:
        return HOW_EVENT;
    case TYPE_LIST:
        return HOW_LIST;
    default:
        return HOW_OTHER;
    }
}

static const struct lexicon *lexicon_of_choice(struct arena *arena, const struct choice *choice)
{
    struct lexicon *lexicon = arena_alloc(arena, sizeof *lexicon);
    lexicon_create(lexicon, arena, choice->count);
    for (size_t i = 0; i < choice->count; i++) {
        lexicon_add(lexicon, choice->values[i].name, (uint32_t)i);
    }
    return lexicon;
}

static struct plain_fact entry_of(const struct plain_facts *facts, enum how how,
                                  const struct type *type)
{
    struct plain_fact entry = {.how = (uint8_t)how, .scale = (uint8_t)type->scale,
                               .behind = (uint8_t)(type->scale <= 6 ? 8 * type->scale : 0),
                               .low = type->low, .high = type->high, .type = type};
    if (how == HOW_CHOICE) {
        entry.choice.planes = *facts->nowhere;
    } else if (how == HOW_NUMBER || how == HOW_DATE) {
        entry.number.power = decimal_power(type->scale);
        entry.number.bytes = (uint8_t *)facts->nowhere;
    }
    return entry;
}

static void aim(struct plain_fact *entry, const struct column *column)
{
    if (column->is_there && entry->how == HOW_CHOICE) {
        entry->choice.planes = *column->member;
    } else if (column->is_there && (entry->how == HOW_NUMBER || entry->how == HOW_DATE)) {
        entry->byte_count = (uint8_t)column->byte_count;
        entry->number.bytes = column->bytes;
    }
}

static struct plain_target target_of(struct column *column)
{
    bool is_yes_no = column->type->kind == TYPE_YES_NO;
    return column->is_there ? (struct plain_target){column, *column->given,
                                                    is_yes_no ? *column->low : NULL,
                                                    column->some ? *column->some : NULL}
                            : (struct plain_target){0};
}

static void *lines_of_cache(struct arena *arena, size_t size)
{
    _Static_assert(sizeof(struct plain_fact) == 64, "a fact is one line of the cache");
    return block_planes(arena, (size + sizeof(block_plane) - 1) / sizeof(block_plane));
}

static struct plain_fact fact_entry(const struct plain_facts *facts, struct arena *arena,
                                    const struct fact *fact);

static const struct plain_list *list_of(const struct plain_facts *facts, struct arena *arena,
                                        const struct fact *fact)
{
    struct plain_list *list = arena_alloc(arena, sizeof *list);
    list->fact = fact;
    list->fields = lines_of_cache(arena, fact->fields.count * sizeof *list->fields);
    lexicon_create(&list->names, arena, fact->fields.count);
    for (size_t i = 0; i < fact->fields.count; i++) {
        list->fields[i] = fact_entry(facts, arena, fact->fields.items[i]);
        lexicon_add(&list->names, fact->fields.items[i]->entity.name, (uint32_t)i);
    }
    bool is_event = fact->entity.decl->kind == NODE_EVENT;
    list->date = is_event ? &list->fields[fact->date->place] : NULL;
    return list;
}

static struct plain_fact fact_entry(const struct plain_facts *facts, struct arena *arena,
                                    const struct fact *fact)
{
    struct plain_fact entry = entry_of(facts, how_of(facts->program, fact), fact->type);
    if (entry.how == HOW_CHOICE) {
        entry.choice.values = lexicon_of_choice(arena, fact->type->choice);
    } else if (entry.how == HOW_LIST) {
        entry.list = list_of(facts, arena, fact);
    }
    return entry;
}

static void add_fact(struct plain_facts *facts, struct arena *arena, size_t index)
{
    const struct fact *fact = facts->program->facts.items[index];
    facts->by_fact[index] = fact_entry(facts, arena, fact);
    lexicon_add(&facts->names, fact->entity.name, (uint32_t)index);
}

static size_t most_values(const struct program *program)
{
    size_t most = 1;
    for (size_t i = 0; i < program->facts.count; i++) {
        const struct choice *choice = program->facts.items[i]->type->choice;
        most = choice && choice->count > most ? choice->count : most;
    }
    for (size_t i = 0; i < program->fields.count; i++) {
        const struct choice *choice = program->fields.items[i]->type->choice;
        most = choice && choice->count > most ? choice->count : most;
    }
    return most;
}

static void add_facts(struct plain_facts *facts, struct arena *arena)
{
    static const struct type date_type = {.kind = TYPE_DATE, .low = DATE_MIN, .high = DATE_MAX};
    size_t count = facts->program->facts.count;
    facts->by_fact = lines_of_cache(arena, (count + 1) * sizeof *facts->by_fact);
    facts->targets = arena_alloc(arena, (count + 1) * sizeof *facts->targets);
    facts->nowhere = block_planes(arena, most_values(facts->program));
    facts->members = arena_alloc(arena, (most_values(facts->program) / VALUE_WORD_BITS + 1)
                                            * sizeof *facts->members);
    facts->by_fact[count] = entry_of(facts, HOW_DATE, &date_type);
    lexicon_create(&facts->names, arena, count);
    for (size_t i = 0; i < count; i++) {
        add_fact(facts, arena, i);
    }
    lexicon_settle(&facts->names);
    for (size_t i = 0; i <= count; i++) {
        facts->targets[i] = target_of(&facts->block->columns[i]);
        aim(&facts->by_fact[i], &facts->block->columns[i]);
    }
}

static uint8_t whose_is(const struct program *program, const struct fact *fact)
{
    if (!fact_is_of_each(program, fact)) {
        return WHOSE_SHARED;
    }
    for (size_t i = 0; i < fact->sums_up.count; i++) {
        if (!fact_is_of_each(program, fact->sums_up.items[i])) {
            return WHOSE_OWN | WHOSE_TIED;
        }
    }
    return WHOSE_OWN;
}

static void find_whose(struct plain_facts *facts, struct arena *arena)
{
    const struct program *program = facts->program;
    facts->whose = arena_alloc(arena, program->facts.count + 1);
    for (size_t i = 0; i < program->facts.count; i++) {
        facts->whose[i] = whose_is(program, program->facts.items[i]);
    }
    facts->whose[program->facts.count] = WHOSE_SHARED; /* the date */
}

static void add_sections(struct plain_facts *facts, struct arena *arena)
{
    const struct program *program = facts->program;
    lexicon_create(&facts->sections, arena, program->sections.count);
    for (size_t i = 0; i < program->sections.count; i++) {
        const char *name = program->sections.items[i]->entity.name;
        if (name) {
            lexicon_add(&facts->sections, name, (uint32_t)i);
        }
    }
}

void plain_facts_create(struct plain_facts *facts, struct arena *arena,
                        const struct program *program, struct block *block)
{
    *facts = (struct plain_facts){.program = program, .block = block};
    add_facts(facts, arena);
    find_whose(facts, arena);
    add_sections(facts, arena);
    lexicon_create(&facts->authorities, arena, program->authorities.count);
    for (size_t i = 0; i < program->authorities.count; i++) {
        lexicon_add(&facts->authorities, program->authorities.items[i], (uint32_t)i);
    }
}

/* -------------------------------------------------------------------------------------------- cases */

void plain_facts_pass(struct plain_facts *facts)
{
    for (size_t i = 0; i <= facts->program->facts.count; i++) {
        struct plain_fact *fact = &facts->by_fact[i];
        const struct plain_target *target = &facts->targets[i];
        if (fact->given && target->column) {
            target->given[facts->word] |= fact->given;
            if (target->yes) {
                target->yes[facts->word] |= fact->yes;
            }
            if (target->some) {
                target->some[facts->word] |= fact->given;
            }
        }
        fact->given = fact->yes = 0;
    }
}

void plain_facts_drop(struct plain_facts *facts)
{
    size_t lane = facts->block->count;
    uint64_t others = ~(UINT64_C(1) << (lane % 64));
    for (size_t i = 0; i <= facts->program->facts.count; i++) {
        struct plain_fact *fact = &facts->by_fact[i];
        fact->given &= others;
        fact->yes &= others;
        if (fact->seen == facts->serial && facts->targets[i].column) {
            column_drop(facts->targets[i].column, lane);
        }
    }
    block_open(facts->block, lane);
}

/* ------------------------------------------------------------------------------------------- values */

/* Digits with at most one point among them, exactly; RET_DECIMALS of them stand behind it. */
static inline const char *read_digits(const char *at, int64_t *ret, unsigned *ret_decimals)
{
    const char *begin = at, *point = NULL;
    uint64_t digits = 0; /* of more than MOST_DIGITS it means nothing */
    for (; *at >= '0' && *at <= '9'; at++) {
        digits = digits * 10 + (uint64_t)(*at - '0');
    }
    bool is_good = at > begin && (*begin != '0' || at == begin + 1);
    if (*at == '.') {
        for (point = ++at; *at >= '0' && *at <= '9'; at++) {
            digits = digits * 10 + (uint64_t)(*at - '0');
        }
        is_good = is_good && at > point;
    }
    *ret = (int64_t)digits;
    *ret_decimals = point ? (unsigned)(at - point) : 0;
    return is_good && at - begin <= MOST_DIGITS ? at : NULL;
}

bool plain_read_long(const char *at, unsigned scale, int64_t *ret, const char **ret_end)
{
    bool is_negative = *at == '-';
    unsigned decimals;
    *ret_end = read_digits(at + is_negative, ret, &decimals);
    if (!*ret_end || decimals > scale) {
        return false;
    }
    for (; decimals < scale; decimals++) {
        if (*ret > DECIMAL_LIMIT / 10) {
            return false;
        }
        *ret *= 10;
    }
    *ret = is_negative ? -*ret : *ret;
    return true;
}

static struct column *column_of(const struct plain_facts *facts, const struct plain_fact *fact)
{
    return facts->targets[fact - facts->by_fact].column;
}

void plain_set_not_known(const struct plain_facts *facts, const struct plain_fact *fact, size_t lane)
{
    struct column *column = column_of(facts, fact);
    if (column) {
        plane_set(column->said, lane);
    }
}

bool plain_set_authority(const struct plain_facts *facts, size_t lane, const char *name,
                         size_t length)
{
    if (!facts->program->authority) {
        return plain_is_simple(name, length);
    }
    uint32_t value = lexicon_find(&facts->authorities, name, length);
    size_t index = facts->program->authority->entity.index;
    struct column *column = facts->targets[index].column;
    plain_see(facts, &facts->by_fact[index]);
    if (value != NO_NAME && column) {
        column_set_value(column, lane, value);
    }
    return value != NO_NAME;
}

static void sort_dates(int32_t *dates, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        int32_t date = dates[i];
        size_t place = i;
        for (; place > 0 && dates[place - 1] > date; place--) {
            dates[place] = dates[place - 1];
        }
        dates[place] = date;
    }
}

void plain_set_dates(const struct plain_facts *facts, const struct plain_fact *fact, size_t lane,
                     int32_t *dates, size_t count, bool complete)
{
    struct column *column = column_of(facts, fact);
    sort_dates(dates, count);
    if (column) {
        block_set_dates(facts->block, column, lane, dates, count, complete);
    }
}

bool plain_is_simple(const char *text, size_t length)
{
    unsigned char all = 0;
    bool is_odd = false;
    for (size_t i = 0; i < length; i++) {
        all |= (unsigned char)text[i];
        is_odd |= text[i] == '\\' || text[i] == '\0';
    }
    return all < 0x80 && !is_odd;
}
