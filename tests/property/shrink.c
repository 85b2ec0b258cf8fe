/* SPDX-License-Identifier: Apache-2.0 */
/* Tries to leave out, and tries again until nothing more can be. */
#include "shrink.h"

#include <stdlib.h>
#include <string.h>

#define ATTEMPTS 20000

struct shrinking {
    struct text *text;
    struct sketch *sketch;
    shrink_fails *fails;
    void *data;
    unsigned attempts;
};

static bool still_fails(struct shrinking *shrinking, const struct text *text)
{
    return shrinking->attempts++ < ATTEMPTS &&
           shrinking->fails(shrinking->data, text_string(text), text->length, shrinking->sketch);
}

/* The bytes from FROM to TO give way to LENGTH bytes at WITH. */
static bool replace(struct shrinking *shrinking, size_t from, size_t to, const char *with,
                    size_t length)
{
    struct text shorter = {0};
    text_add_bytes(&shorter, shrinking->text->data, from);
    text_add_bytes(&shorter, with, length);
    text_add(&shorter, shrinking->text->data + to);
    if (still_fails(shrinking, &shorter)) {
        text_clear(shrinking->text);
        *shrinking->text = shorter;
        return true;
    }
    text_clear(&shorter);
    return false;
}

static size_t next_line(const char *text, size_t at)
{
    const char *end = strchr(text + at, '\n');
    return end ? (size_t)(end - text) + 1 : strlen(text);
}

/* Where the statement or line at AT ends; a statement has the indented lines below it. */
static size_t part_end(const char *text, size_t at, bool statements)
{
    size_t end = next_line(text, at);
    while (statements && text[end] == ' ') {
        end = next_line(text, end);
    }
    return end;
}

static bool drop_parts(struct shrinking *shrinking, bool statements)
{
    bool any = false;
    size_t at = 0;
    while (shrinking->text->data[at]) {
        const char *text = shrinking->text->data;
        size_t end = part_end(text, at, statements);
        if ((statements || text[at] == ' ') && replace(shrinking, at, end, "", 0)) {
            any = true;
        } else {
            at = end;
        }
    }
    return any;
}

static size_t matching(const char *text, size_t open)
{
    size_t depth = 0, at = open;
    do {
        depth += text[at] == '(';
        depth -= text[at] == ')';
        at++;
    } while (depth > 0 && text[at]);
    return at;
}

/* A bracket becomes one that stands in it, or something plain. */
static bool simplify_bracket(struct shrinking *shrinking, size_t open)
{
    static const char *const plain[] = {"(a0)", "(yes)", "(no)", "(n0)", "(1)"};
    const char *text = shrinking->text->data;
    size_t end = matching(text, open);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        size_t length = strlen(plain[i]);
        if (end - open > length && replace(shrinking, open, end, plain[i], length)) {
            return true;
        }
    }
    for (size_t inner = open + 1; inner < end; inner++) {
        text = shrinking->text->data;
        if (text[inner] == '(') {
            char *copy = strndup(text + inner, matching(text, inner) - inner);
            bool done = copy && replace(shrinking, open, end, copy, strlen(copy));
            free(copy);
            if (done) {
                return true;
            }
        }
    }
    return false;
}

static bool simplify_brackets(struct shrinking *shrinking)
{
    bool any = false;
    for (size_t at = 0; shrinking->text->data[at]; at++) {
        while (shrinking->text->data[at] == '(' && simplify_bracket(shrinking, at)) {
            any = true;
        }
    }
    return any;
}

/* An element of a list, or an outcome, with the comma before it. */
static bool drop_elements(struct shrinking *shrinking)
{
    bool any = false;
    for (size_t at = 0; shrinking->text->data[at]; at++) {
        const char *text = shrinking->text->data;
        if (text[at] != ',') {
            continue;
        }
        size_t end = at + 1, depth = 0;
        while (text[end] && (depth > 0 || !strchr(",)\n", text[end]))) {
            depth += text[end] == '(';
            depth -= text[end] == ')';
            end++;
        }
        any = replace(shrinking, at, end, "", 0) || any;
    }
    return any;
}

static bool drop_unless(struct shrinking *shrinking)
{
    bool any = false;
    const char *found = strstr(shrinking->text->data, " unless (");
    while (found) {
        size_t at = (size_t)(found - shrinking->text->data);
        size_t end = matching(shrinking->text->data, at + strlen(" unless "));
        any = replace(shrinking, at, end, "", 0) || any;
        found = strstr(shrinking->text->data + at + 1, " unless (");
    }
    return any;
}

static bool drop_entries(struct shrinking *shrinking)
{
    bool any = false;
    struct sketch *sketch = shrinking->sketch;
    for (size_t i = sketch->entries.count; i-- > 0;) {
        struct sketch_entry entry = sketch->entries.items[i];
        size_t behind = (sketch->entries.count - i - 1) * sizeof entry;
        memmove(&sketch->entries.items[i], &sketch->entries.items[i + 1], behind);
        sketch->entries.count--;
        if (still_fails(shrinking, shrinking->text)) {
            any = true;
            continue;
        }
        memmove(&sketch->entries.items[i + 1], &sketch->entries.items[i], behind);
        sketch->entries.items[i] = entry;
        sketch->entries.count++;
    }
    return any;
}

static bool drop_items(struct shrinking *shrinking)
{
    bool any = false;
    for (size_t i = 0; i < shrinking->sketch->entries.count; i++) {
        struct sketch_entry *entry = &shrinking->sketch->entries.items[i];
        for (size_t j = entry->items.count; j-- > 0;) {
            const char *item = entry->items.items[j];
            entry->items.items[j] = entry->items.items[entry->items.count - 1];
            entry->items.count--;
            if (still_fails(shrinking, shrinking->text)) {
                any = true;
            } else {
                entry->items.items[entry->items.count++] = entry->items.items[j];
                entry->items.items[j] = item;
            }
        }
    }
    return any;
}

static bool drop_section(struct shrinking *shrinking)
{
    struct sketch *sketch = shrinking->sketch;
    const char *section = sketch->section;
    sketch->section = NULL;
    bool any = section && still_fails(shrinking, shrinking->text);
    sketch->section = any ? NULL : section;
    return any;
}

/* A value becomes the plainest of those that will do. */
static bool simplify_values(struct shrinking *shrinking)
{
    static const char *const plain[] = {"false", "true", "0", "1", "[]"};
    bool any = false;
    for (size_t i = 0; i < shrinking->sketch->entries.count; i++) {
        struct sketch_entry *entry = &shrinking->sketch->entries.items[i];
        const char *before = entry->value;
        for (size_t j = 0; before && j < sizeof plain / sizeof *plain; j++) {
            if (strcmp(before, plain[j]) == 0) {
                break;
            }
            entry->value = plain[j];
            if (still_fails(shrinking, shrinking->text)) {
                any = true;
                break;
            }
            entry->value = before;
        }
    }
    return any;
}

void shrink(struct text *text, struct sketch *sketch, shrink_fails *fails, void *data)
{
    struct shrinking shrinking = {text, sketch, fails, data, 0};
    bool any = true;
    while (any) {
        any = drop_parts(&shrinking, true);
        any = drop_parts(&shrinking, false) || any;
        any = drop_unless(&shrinking) || any;
        any = drop_elements(&shrinking) || any;
        any = simplify_brackets(&shrinking) || any;
        any = drop_entries(&shrinking) || any;
        any = drop_items(&shrinking) || any;
        any = drop_section(&shrinking) || any;
        any = simplify_values(&shrinking) || any;
    }
}
