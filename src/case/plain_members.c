/* SPDX-License-Identifier: Apache-2.0 */
/* Members, one case of the block each. */
#include "case/plain_members.h"

#include "case/plain_json.h"

static const char *const keys[] = {"case", "facts", "events", "lists"};

static bool has_name(const struct plain_facts *facts, const char *name)
{
    bool has = false;
    for (size_t i = 0; i < facts->program->facts.count; i++) {
        has = has || strcmp(facts->program->facts.items[i]->entity.name, name) == 0;
    }
    return has;
}

static void list_shared(struct plain_facts *facts, struct arena *arena)
{
    struct plain_members *members = facts->household;
    size_t count = facts->program->facts.count + 1; /* and the date */
    members->shared = arena_alloc(arena, count * sizeof *members->shared);
    for (size_t i = 0; i < count; i++) {
        if (facts->whose[i] == WHOSE_SHARED) {
            members->shared[members->shared_count++] = (uint32_t)i;
        }
    }
}

void plain_members_create(struct plain_facts *facts, struct arena *arena)
{
    const struct fact *each = facts->program->each;
    size_t most = each ? (size_t)each->type->high : 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        most = has_name(facts, keys[i]) ? 0 : most; /* the key and the fact would look alike */
    }
    if (most > 0) {
        facts->by_fact[each->entity.index].how = HOW_MEMBERS;
        facts->household = arena_alloc(arena, sizeof *facts->household);
        facts->household->most = most < PLAIN_MOST_MEMBERS ? most : PLAIN_MOST_MEMBERS;
        facts->household->ids = arena_alloc(arena, BLOCK_CASES * sizeof *facts->household->ids);
        list_shared(facts, arena);
    }
}

/* ------------------------------------------------------------------------------------------- reading */

static bool read_id(struct plain_cursor *cursor)
{
    struct plain_id *id = &cursor->facts->household->ids[cursor->lane];
    const char *text;
    size_t length;
    if (id->text || !read_text(cursor, &text, &length) || !plain_is_simple(text, length)) {
        return false;
    }
    *id = (struct plain_id){text, (uint32_t)length};
    return true;
}

static bool read_member_key(struct plain_cursor *cursor, unsigned *seen)
{
    const char *name;
    size_t length, key = 0;
    if (!read_key(cursor, &name, &length)) {
        return false;
    }
    while (key < sizeof keys / sizeof *keys && !plain_is_text(name, length, keys[key])) {
        key++;
    }
    if (*seen >> key & 1) {
        return false;
    }
    *seen |= key < sizeof keys / sizeof *keys ? 1u << key : 0;
    switch (key) {
    case 0:
        return read_id(cursor);
    case 1:
        return plain_read_facts(cursor);
    case 2:
        return plain_read_events(cursor);
    case 3:
        return plain_read_lists(cursor);
    default:
        return plain_read_named(cursor, name, length, PLAIN_ANYWHERE);
    }
}

/* A member before the latest has its name. */
static bool is_taken(const struct plain_members *members)
{
    const struct plain_id *ids = members->ids + members->lane, *latest = &ids[members->count - 1];
    for (size_t i = 0; latest->text && i + 1 < members->count; i++) {
        if (ids[i].text && ids[i].length == latest->length
            && memcmp(ids[i].text, latest->text, latest->length) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_member(struct plain_cursor *cursor)
{
    struct plain_facts *facts = cursor->facts;
    struct plain_members *members = facts->household;
    bool empty, good = true;
    unsigned seen = 0;
    if (!is_in_line(cursor) || members->count == members->most) {
        return false;
    }
    cursor->lane = members->lane + members->count++;
    members->ids[cursor->lane] = (struct plain_id){0};
    facts->serial = ++members->latest;
    plain_facts_turn(facts, cursor->lane);
    if (!plain_opens(cursor, '{', '}', &empty)) {
        return false;
    }
    while (!empty) {
        if (!plain_read_quickly(cursor) && !read_member_key(cursor, &seen)) {
            return false;
        }
        empty = !has_next(cursor, '}', &good);
    }
    return good && !is_taken(members);
}

static bool read_all(struct plain_cursor *cursor, void *to)
{
    bool empty, good = true;
    (void)to;
    if (!plain_opens(cursor, '[', ']', &empty) || empty) {
        return false;
    }
    do {
        if (!read_member(cursor)) {
            return false;
        }
    } while (has_next(cursor, ']', &good));
    return good;
}

bool plain_read_members(struct plain_cursor *cursor)
{
    struct plain_facts *facts = cursor->facts;
    struct plain_members *members = facts->household;
    struct plain_whole whole = {.key = "items", .read = read_all};
    if (members->count > 0 || facts->forbids || facts->spoken & WHOSE_OWN) {
        return false;
    }
    members->lane = cursor->lane;
    members->serial = members->latest = facts->serial;
    facts->forbids = WHOSE_SHARED | WHOSE_TIED;
    bool is_read = plain_read_whole(cursor, &whole) && whole.complete && members->count > 0;
    facts->forbids = WHOSE_OWN;
    facts->serial = members->serial;
    cursor->lane = members->lane;
    plain_facts_turn(facts, cursor->lane);
    return is_read;
}

/* ------------------------------------------------------------------------------------ all of them read */

/* Of 64 cases, those of the members but the first. */
static uint64_t bits_of_others(const struct plain_members *members)
{
    uint64_t all = members->count < 64 ? (UINT64_C(1) << members->count) - 1 : ~UINT64_C(0);
    return (all & ~UINT64_C(1)) << (members->lane % 64);
}

/* What stands in the block only after plain_facts_pass(). */
static void copy_word(struct plain_fact *fact, size_t lane, uint64_t others)
{
    fact->given |= fact->given >> (lane % 64) & 1 ? others : 0;
    fact->yes |= fact->yes >> (lane % 64) & 1 ? others : 0;
}

static void copy(const struct plain_facts *facts, struct column *column)
{
    const struct plain_members *members = facts->household;
    for (size_t i = 1; i < members->count; i++) {
        block_copy(facts->block, column, members->lane, members->lane + i);
    }
}

static void copy_facts(struct plain_facts *facts)
{
    const struct plain_members *members = facts->household;
    bool is_one_word = members->lane / 64 == (members->lane + members->count - 1) / 64;
    uint64_t others = is_one_word ? bits_of_others(members) : 0;
    if (!is_one_word) {
        plain_facts_pass(facts);
    }
    for (size_t i = 0; i < members->shared_count; i++) {
        size_t index = members->shared[i];
        if (facts->by_fact[index].seen == members->serial && facts->targets[index].column) {
            copy_word(&facts->by_fact[index], members->lane, others);
            copy(facts, facts->targets[index].column);
        }
    }
}

size_t plain_members_end(struct plain_facts *facts)
{
    struct plain_members *members = facts->household;
    if (!members || members->count == 0) {
        return 0;
    }
    copy_facts(facts);
    for (size_t i = 1; i < members->count; i++) {
        block_copy_closing(facts->block, members->lane, members->lane + i);
    }
    facts->serial = members->latest;
    return members->count;
}

bool plain_members_drop(struct plain_facts *facts)
{
    struct plain_members *members = facts->household;
    if (!members || members->count == 0) {
        return false;
    }
    plain_facts_pass(facts);
    for (size_t i = members->count; i > 0; i--) {
        for (size_t f = 0; f <= facts->program->facts.count; f++) {
            if (facts->by_fact[f].seen >= members->serial && facts->targets[f].column) {
                column_drop(facts->targets[f].column, members->lane + i - 1);
            }
        }
    }
    block_open(facts->block, members->lane);
    facts->serial = members->latest;
    return true;
}
