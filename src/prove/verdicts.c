/* SPDX-License-Identifier: Apache-2.0 */
/* An entry: how many findings were accepted, the files that findings point into, the findings. Numbers have
   eight bytes; a text is its length, then its bytes and a NUL. */
#include "prove/verdicts.h"

#include <string.h>

#include "base/sha256.h"

#define KIND "verdicts"
#define NO_TEXT UINT64_MAX
#define NOWHERE UINT64_MAX
#define MOST_FILES 64 /* that findings of one ruleset point into */

/* ---------------------------------------------------------------------------------------- the key */

static void add_number(struct text *text, uint64_t number)
{
    text_add_bytes(text, (const char *)&number, sizeof number);
}

static void add_text(struct text *text, const char *string)
{
    add_number(text, string ? strlen(string) : NO_TEXT);
    if (string) {
        text_add_bytes(text, string, strlen(string) + 1);
    }
}

struct cache_key verdicts_key(const struct verification *verification)
{
    struct text text = {0};
    add_text(&text, solver_version());
    add_number(&text, verification->limit);
    add_text(&text, verification->program->hash);
    for (size_t i = 0; i < verification->plan->claims.count; i++) {
        const struct plan *older = verification->older[i];
        add_text(&text, older ? older->program->hash : NULL);
    }
    struct cache_key key = cache_key_of(KIND, text.data, text.length);
    text_clear(&text);
    return key;
}

/* -------------------------------------------------------------------------------------- the files */

struct files {
    const struct source_set *sources;
    uint32_t files[MOST_FILES]; /* in the order of the entry */
    size_t count;
};

static void hash_file(const struct source_file *file, char ret_hex[SHA256_HEX_SIZE])
{
    sha256_hex(file->bytes, file->length, ret_hex);
}

/* The number of FILE among the entry's; NOWHERE where there is no room. */
static uint64_t file_number(struct files *files, uint32_t file)
{
    for (size_t i = 0; i < files->count; i++) {
        if (files->files[i] == file) {
            return i;
        }
    }
    if (files->count == MOST_FILES) {
        return NOWHERE;
    }
    files->files[files->count] = file;
    return files->count++;
}

/* False: findings point into more files than an entry may have. */
static bool gather_files(struct files *files, const struct verification *verification)
{
    const struct diagnostics *diagnostics = verification->compilation->diagnostics;
    for (size_t i = verification->said_before; i < diagnostics->count; i++) {
        const struct diagnostic *said = diagnostics->items[i];
        for (size_t j = 0; j < said->label_count; j++) {
            uint32_t file = said->labels[j].span.file;
            if (file != SOURCE_NO_FILE && file_number(files, file) == NOWHERE) {
                return false;
            }
        }
    }
    return true;
}

/* ---------------------------------------------------------------------------------------- writing */

static void write_files(struct text *text, const struct files *files)
{
    add_number(text, files->count);
    for (size_t i = 0; i < files->count; i++) {
        char hex[SHA256_HEX_SIZE];
        const struct source_file *file = &files->sources->files[files->files[i]];
        hash_file(file, hex);
        add_text(text, file->path);
        add_text(text, hex);
    }
}

static void write_finding(struct text *text, struct files *files, const struct diagnostic *said)
{
    add_text(text, diagnostic_code_text(said->code));
    add_text(text, said->message);
    add_text(text, said->note);
    add_text(text, said->help);
    add_text(text, said->example);
    add_number(text, said->label_count);
    for (size_t i = 0; i < said->label_count; i++) {
        const struct diagnostic_label *label = &said->labels[i];
        bool placed = label->span.file != SOURCE_NO_FILE;
        add_number(text, placed ? file_number(files, label->span.file) : NOWHERE);
        add_number(text, label->span.begin);
        add_number(text, label->span.end);
        add_text(text, label->text);
    }
}

void verdicts_keep(const struct cache *cache, const struct cache_key *key,
                   const struct verification *verification)
{
    const struct diagnostics *diagnostics = verification->compilation->diagnostics;
    struct files files = {.sources = verification->compilation->sources};
    struct text text = {0};
    if (!gather_files(&files, verification)) {
        return;
    }
    add_number(&text, verification->accepted);
    write_files(&text, &files);
    add_number(&text, diagnostics->count - verification->said_before);
    for (size_t i = verification->said_before; i < diagnostics->count; i++) {
        write_finding(&text, &files, diagnostics->items[i]);
    }
    cache_write(cache, key, text.data, text.length);
    text_clear(&text);
}

/* ---------------------------------------------------------------------------------------- reading */

struct reader {
    const unsigned char *bytes;
    size_t length, at;
    bool broken; /* it does not say what an entry says: all that is read is nothing */
    struct arena *arena;
};

static uint64_t read_number(struct reader *reader)
{
    uint64_t number = 0;
    if (reader->length - reader->at < sizeof number) {
        reader->broken = true;
        return 0;
    }
    memcpy(&number, reader->bytes + reader->at, sizeof number);
    reader->at += sizeof number;
    return number;
}

static const char *read_text(struct reader *reader)
{
    uint64_t length = read_number(reader);
    if (reader->broken || length == NO_TEXT) {
        return NULL;
    }
    const char *text = (const char *)reader->bytes + reader->at;
    if (length >= reader->length - reader->at || text[length] != '\0') {
        reader->broken = true;
        return NULL;
    }
    reader->at += length + 1;
    return arena_copy(reader->arena, text, length);
}

/* The file at PATH if its bytes are those that were hashed to HEX. */
static uint32_t find_file(const struct source_set *sources, const char *path, const char *hex)
{
    for (uint32_t i = 0; i < sources->count; i++) {
        char found[SHA256_HEX_SIZE];
        if (strcmp(sources->files[i].path, path) == 0) {
            hash_file(&sources->files[i], found);
            return strcmp(found, hex) == 0 ? i : SOURCE_NO_FILE;
        }
    }
    return SOURCE_NO_FILE;
}

static void read_files(struct reader *reader, struct files *files)
{
    size_t count = read_number(reader);
    reader->broken = reader->broken || count > MOST_FILES;
    for (size_t i = 0; i < count && !reader->broken; i++) {
        const char *path = read_text(reader), *hex = read_text(reader);
        files->files[i] = path && hex ? find_file(files->sources, path, hex) : SOURCE_NO_FILE;
        reader->broken = files->files[i] == SOURCE_NO_FILE;
        files->count = i + 1;
    }
}

static struct span read_span(struct reader *reader, const struct files *files)
{
    uint64_t number = read_number(reader);
    uint64_t begin = read_number(reader), end = read_number(reader);
    if (number == NOWHERE) {
        return SPAN_NOWHERE;
    }
    if (number >= files->count || begin > end
        || end > files->sources->files[files->files[number]].length) {
        reader->broken = true;
        return SPAN_NOWHERE;
    }
    return (struct span){files->files[number], (uint32_t)begin, (uint32_t)end};
}

static void read_labels(struct reader *reader, const struct files *files, struct diagnostic *said)
{
    said->label_count = read_number(reader);
    reader->broken = reader->broken || said->label_count == 0
                     || said->label_count > DIAGNOSTIC_MAX_SPANS;
    for (size_t i = 0; i < said->label_count && !reader->broken; i++) {
        said->labels[i].span = read_span(reader, files);
        said->labels[i].text = read_text(reader);
    }
}

static struct diagnostic read_finding(struct reader *reader, const struct files *files)
{
    struct diagnostic said = {0};
    const char *code = read_text(reader);
    reader->broken = reader->broken || !code || !diagnostic_code_find(code, &said.code);
    said.message = read_text(reader);
    said.note = read_text(reader);
    said.help = read_text(reader);
    said.example = read_text(reader);
    reader->broken = reader->broken || !said.message;
    read_labels(reader, files, &said);
    return said;
}

static void take_finding(struct verification *verification, const struct diagnostic *said)
{
    *diagnostic_report(verification->compilation->diagnostics, said->code, said->labels[0].span,
                       "%s", said->message) = *said;
    verification->findings++;
}

/* The findings are taken when all have been read. */
static bool read_entry(struct reader *reader, struct verification *verification)
{
    struct files files = {.sources = verification->compilation->sources};
    struct { VECTOR_OF(struct diagnostic); } findings = {0};
    size_t accepted = read_number(reader);
    read_files(reader, &files);
    size_t count = read_number(reader);
    for (size_t i = 0; i < count && !reader->broken; i++) {
        struct diagnostic said = read_finding(reader, &files);
        vector_push(reader->arena, &findings, said);
    }
    if (reader->broken || reader->at != reader->length) {
        return false;
    }
    verification->accepted = accepted;
    for (size_t i = 0; i < findings.count; i++) {
        take_finding(verification, &findings.items[i]);
    }
    return true;
}

bool verdicts_find(const struct cache *cache, const struct cache_key *key,
                   struct verification *verification)
{
    struct cache_entry entry;
    if (!cache_map(cache, key, NULL, &entry)) {
        return false;
    }
    struct reader reader = {.bytes = entry.bytes, .length = entry.length,
                            .arena = verification->compilation->arena};
    bool found = read_entry(&reader, verification);
    cache_unmap(&entry);
    return found;
}
