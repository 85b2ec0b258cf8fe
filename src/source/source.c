/* SPDX-License-Identifier: Apache-2.0 */
/* Source: reading files, and finding lines and columns in them.

   The line index is made by one pass of memchr and searched by halves. A column is counted from the
   start of its line, or, where that is far, from the nearest mark, so that any number of places in a
   line of any length costs time in proportion to the file once and a constant for each place. */
#include "source/source.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"

#define FIRST_READ 65536

struct source_set *source_set_create(struct arena *arena)
{
    struct source_set *set = arena_alloc(arena, sizeof *set);
    set->arena = arena;
    return set;
}

static uint32_t add_file(struct source_set *set, const char *path, const char *bytes, size_t length)
{
    if (set->count == set->capacity) {
        size_t capacity = set->capacity ? set->capacity * 2 : 8;
        set->files = arena_grow(set->arena, set->files, set->capacity * sizeof *set->files,
                                capacity * sizeof *set->files);
        set->capacity = capacity;
    }
    set->files[set->count] = (struct source_file){
        .path = arena_copy(set->arena, path, strlen(path)),
        .bytes = bytes,
        .length = length,
    };
    return (uint32_t)set->count++;
}

/* Bytes being read; `bytes` has room for `capacity` and a NUL. */
struct reading {
    char *bytes;
    size_t length, capacity;
};

static void reading_grow(struct arena *arena, struct reading *reading)
{
    size_t capacity = reading->capacity ? reading->capacity * 2 : FIRST_READ;
    if (capacity > SOURCE_MAX_BYTES) {
        capacity = (size_t)SOURCE_MAX_BYTES + 1; /* one more shows that a file is too large */
    }
    reading->bytes = arena_grow(arena, reading->bytes, reading->length, capacity + 1);
    reading->capacity = capacity;
}

static enum source_status read_all(struct arena *arena, int fd, struct reading *reading)
{
    for (;;) {
        if (reading->length > SOURCE_MAX_BYTES) {
            return SOURCE_TOO_LARGE;
        }
        if (reading->length == reading->capacity) {
            reading_grow(arena, reading);
        }
        ssize_t count =
            read(fd, reading->bytes + reading->length, reading->capacity - reading->length);
        if (count == 0) {
            reading->bytes[reading->length] = '\0';
            return SOURCE_OK;
        }
        if (count < 0 && errno != EINTR) {
            return errno == EISDIR ? SOURCE_DIRECTORY : SOURCE_UNREADABLE;
        }
        reading->length += count > 0 ? (size_t)count : 0;
    }
}

static enum source_status read_descriptor(struct arena *arena, int fd, struct reading *reading,
                                          bool *ret_regular)
{
    struct stat status;
    if (fstat(fd, &status) != 0) {
        return SOURCE_UNREADABLE;
    }
    *ret_regular = S_ISREG(status.st_mode);
    if (S_ISDIR(status.st_mode)) {
        return SOURCE_DIRECTORY;
    }
    if (S_ISREG(status.st_mode) && status.st_size > SOURCE_MAX_BYTES) {
        return SOURCE_TOO_LARGE;
    }
    if (S_ISREG(status.st_mode)) {
        reading->capacity = (size_t)status.st_size + 1; /* room to see the end without growing */
        reading->bytes = arena_alloc(arena, reading->capacity + 1);
    }
    return read_all(arena, fd, reading);
}

static bool find_file(const struct source_set *set, const char *path, uint32_t *ret_file)
{
    for (size_t i = 0; i < set->count; i++) {
        bool by_path = set->files[i].was_read || set->files[i].was_provided;
        if (by_path && strcmp(set->files[i].path, path) == 0) {
            *ret_file = (uint32_t)i;
            return true;
        }
    }
    return false;
}

static enum source_status read_path(struct source_set *set, const char *path, struct reading *reading)
{
    bool standard_input = strcmp(path, "-") == 0, regular = false;
    int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return SOURCE_UNREADABLE;
    }
    enum source_status status = read_descriptor(set->arena, fd, reading, &regular);
    int before = errno;
    set->cannot_ask_again = set->cannot_ask_again || standard_input || !regular;
    if (!standard_input) {
        close(fd); /* only read from: nothing can be lost */
    }
    errno = before;
    return status;
}

enum source_status source_read(struct source_set *set, const char *path, uint32_t *ret_file)
{
    struct reading reading = {0};
    if (find_file(set, path, ret_file)
        || (set->provide && set->provide(set, path) && find_file(set, path, ret_file))) {
        return SOURCE_OK;
    }
    enum source_status status = read_path(set, path, &reading);
    if (status != SOURCE_OK) {
        set->cannot_ask_again = true;
        return status;
    }
    *ret_file = add_file(set, path, reading.bytes, reading.length);
    set->files[*ret_file].was_read = true;
    return SOURCE_OK;
}

uint32_t source_add(struct source_set *set, const char *path, const char *bytes, size_t length)
{
    assert(length <= SOURCE_MAX_BYTES);
    return add_file(set, path, arena_copy(set->arena, bytes, length), length);
}

void source_provide(struct source_set *set, const char *path, const char *bytes, size_t length)
{
    uint32_t file = source_add(set, path, bytes, length);
    set->files[file].was_provided = true;
    set->cannot_ask_again = true;
}

bool source_is_provided(struct source_set *set, const char *path)
{
    uint32_t file;
    if (!set->provide) {
        return false;
    }
    return (find_file(set, path, &file) && set->files[file].was_provided)
           || set->provide(set, path);
}

/* Notes where lines start in STARTS, unless that is NULL; yields how many lines there are. */
static size_t scan_lines(const struct source_file *file, uint32_t *starts)
{
    size_t count = 0, at = 0;
    for (;;) {
        if (starts) {
            starts[count] = (uint32_t)at;
        }
        count++;
        const char *feed = memchr(file->bytes + at, '\n', file->length - at);
        if (!feed) {
            return count;
        }
        at = (size_t)(feed - file->bytes) + 1;
    }
}

static struct source_file *indexed_file(struct source_set *set, uint32_t number)
{
    assert(number < set->count);
    struct source_file *file = &set->files[number];
    if (!file->line_starts) {
        file->line_count = scan_lines(file, NULL);
        file->line_starts = arena_alloc(set->arena, file->line_count * sizeof *file->line_starts);
        scan_lines(file, file->line_starts);
    }
    return file;
}

/* Number from 0 of the line that OFFSET is in. */
static size_t find_line(const struct source_file *file, size_t offset)
{
    size_t low = 0, high = file->line_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (file->line_starts[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static void make_marks(struct source_set *set, struct source_file *file)
{
    size_t count = file->length / SOURCE_MARK_STRIDE + 1;
    file->marks = arena_alloc(set->arena, count * sizeof *file->marks);
    uint32_t characters = 0, point;
    for (size_t at = 0; at < file->length; characters++) {
        if (at >= file->mark_count * SOURCE_MARK_STRIDE) {
            file->marks[file->mark_count++] = (struct source_mark){(uint32_t)at, characters};
        }
        at += utf8_decode(file->bytes + at, file->length - at, &point);
    }
    set->counted += characters;
}

/* Characters that end between the character start FROM and offset TO. */
static size_t count_characters(struct source_set *set, const struct source_file *file, size_t from,
                               size_t to)
{
    size_t count = 0;
    uint32_t point;
    for (; from < to; set->counted++) {
        from += utf8_decode(file->bytes + from, file->length - from, &point);
        count += from <= to;
    }
    return count;
}

/* Characters between the start of the file and OFFSET. */
static size_t characters_before(struct source_set *set, const struct source_file *file,
                                size_t offset)
{
    size_t at = offset / SOURCE_MARK_STRIDE;
    if (at >= file->mark_count || file->marks[at].offset > offset) {
        at = at < file->mark_count ? at - 1 : file->mark_count - 1;
    }
    struct source_mark mark = file->marks[at];
    return mark.characters + count_characters(set, file, mark.offset, offset);
}

struct source_place source_place_at(struct source_set *set, uint32_t number, uint32_t offset)
{
    struct source_file *file = indexed_file(set, number);
    size_t at = offset < file->length ? offset : file->length;
    size_t line = find_line(file, at);
    size_t start = file->line_starts[line];
    if (at - start < SOURCE_MARK_STRIDE) {
        return (struct source_place){line + 1, count_characters(set, file, start, at) + 1};
    }
    if (!file->marks) {
        make_marks(set, file);
    }
    size_t characters = characters_before(set, file, at) - characters_before(set, file, start);
    return (struct source_place){line + 1, characters + 1};
}

const char *source_line(struct source_set *set, uint32_t number, size_t line, size_t *ret_length)
{
    struct source_file *file = indexed_file(set, number);
    assert(line >= 1 && line <= file->line_count);
    size_t start = file->line_starts[line - 1];
    bool last = line == file->line_count;
    size_t end = last ? file->length : file->line_starts[line] - 1U;
    if (!last && end > start && file->bytes[end - 1] == '\r') {
        end--;
    }
    *ret_length = end - start;
    return file->bytes + start;
}

const char *source_path(const struct source_set *set, uint32_t file)
{
    return file < set->count ? set->files[file].path : NULL;
}

struct span span_join(struct span a, struct span b)
{
    if (a.file == SOURCE_NO_FILE || b.file == SOURCE_NO_FILE) {
        return a.file == SOURCE_NO_FILE ? b : a;
    }
    assert(a.file == b.file);
    return (struct span){a.file, a.begin < b.begin ? a.begin : b.begin,
                         a.end > b.end ? a.end : b.end};
}
