/* SPDX-License-Identifier: Apache-2.0 */
/* Source: the files of a compilation, held whole in memory, and places in them.

   A span is a pair of byte offsets into one file; lines and columns are worked out only when a
   diagnostic is shown. Columns count characters, not bytes, from 1. Files are never read again.

   The set remembers all that it was asked about the file system, with the answers: what a compilation
   makes depends on nothing else outside, so it can be used again as long as the answers are the same. */
#ifndef LIMEN_SOURCE_SOURCE_H
#define LIMEN_SOURCE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vector.h"

#define SOURCE_NO_FILE UINT32_MAX
#define SOURCE_MAX_BYTES UINT32_C(2147483647)
#define SOURCE_MARK_STRIDE 128

struct span {
    uint32_t file; /* index in the source set; SOURCE_NO_FILE: nowhere */
    uint32_t begin, end; /* bytes; end is exclusive */
};

#define SPAN_NOWHERE ((struct span){SOURCE_NO_FILE, 0, 0})

/* A character that begins at `offset`, and how many characters of the file are before it. */
struct source_mark {
    uint32_t offset, characters;
};

struct source_file {
    const char *path;  /* as the user gave it */
    const char *bytes; /* NUL-terminated beyond length */
    size_t length;
    uint32_t *line_starts; /* made when first asked for */
    size_t line_count;
    struct source_mark *marks; /* one every SOURCE_MARK_STRIDE bytes; made when a line is that long */
    size_t mark_count;
    bool was_read;     /* from PATH, so reading that again gives this file */
    bool was_provided; /* PATH is not of the file system: source_provide */
};

struct source_names {
    VECTOR_OF(const char *); /* sorted */
};

/* A question other than what is in a file, and its answer. */
struct source_look {
    const char *path;
    bool is_list;              /* what a folder holds; else whether there is a file */
    bool is_file;
    struct source_names names;
};

struct source_set;

/* Finds PATH elsewhere than in the file system, and hands it to source_provide. False: it is not there. */
typedef bool source_provider(struct source_set *set, const char *path);

struct source_set {
    struct arena *arena;
    source_provider *provide; /* asked before the file system; or NULL */
    struct source_file *files;
    size_t count, capacity;
    struct { VECTOR_OF(struct source_look); } looks; /* besides the files that were read */
    bool cannot_ask_again; /* of something that could not be read, or can be read only once */
    size_t counted; /* characters that were looked at to find columns: the work of finding places */
};

struct source_place {
    size_t line, column; /* from 1 */
};

enum source_status {
    SOURCE_OK,
    SOURCE_UNREADABLE, /* errno says why */
    SOURCE_DIRECTORY,
    SOURCE_TOO_LARGE
};

struct source_set *source_set_create(struct arena *arena);

/* Reads the file at PATH ("-": standard input), once: asked again, it is the same file. Content is not
   judged here. */
enum source_status source_read(struct source_set *set, const char *path, uint32_t *ret_file);
/* Takes LENGTH bytes that are copied. PATH is what diagnostics call it. */
uint32_t source_add(struct source_set *set, const char *path, const char *bytes, size_t length);

/* The same of what is then read wherever PATH is asked for. */
void source_provide(struct source_set *set, const char *path, const char *bytes, size_t length);

bool source_is_provided(struct source_set *set, const char *path);

/* Whether PATH is something other than a folder. */
bool source_is_file(struct source_set *set, const char *path);
/* What is in FOLDER, but for names that begin with a dot; nothing if it can't be read. */
struct source_names source_list(struct source_set *set, const char *folder);
/* Whether all that was asked of SET has the same answer again, byte for byte. */
bool source_unchanged(struct source_set *set);

/* A line ends with LF or CR LF. An offset past the end counts as the end; a byte inside a character
   has the column of that character; a byte that is not UTF-8 counts as one character. */
struct source_place source_place_at(struct source_set *set, uint32_t file, uint32_t offset);
/* The bytes of line LINE (from 1, to the file's line_count) without its line end; not NUL-terminated. */
const char *source_line(struct source_set *set, uint32_t file, size_t line, size_t *ret_length);
const char *source_path(const struct source_set *set, uint32_t file);

struct span span_join(struct span a, struct span b); /* smallest that holds both; same file */

#endif
