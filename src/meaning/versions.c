/* SPDX-License-Identifier: Apache-2.0 */
/* Listing a library's folders and choosing a version by its dates in force. */
#include "meaning/versions.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "grammar/parse.h"
#include "meaning/header.h"

#define EXTENSION ".limen"

static int name_order(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in FOLDER that end in EXTENSION, without it; or its folders if FOLDERS. */
static struct source_names list(struct compilation *compilation, const char *folder, bool folders)
{
    struct source_names all = source_list(compilation->sources, folder), names = {0};
    size_t extension = strlen(EXTENSION);
    for (size_t i = 0; i < all.count; i++) {
        size_t length = strlen(all.items[i]);
        bool file = length > extension &&
                    strcmp(all.items[i] + length - extension, EXTENSION) == 0;
        if (file != folders) {
            vector_push(compilation->arena, &names,
                        arena_copy(compilation->arena, all.items[i],
                                   length - (file ? extension : 0)));
        }
    }
    if (names.count > 1) { /* without the extension, another order */
        qsort(names.items, names.count, sizeof *names.items, name_order);
    }
    return names;
}

static const char *near(struct compilation *compilation, const struct source_names *names,
                        const char *wanted)
{
    struct near_names near_names;
    near_names_start(&near_names, wanted);
    for (size_t i = 0; i < names->count; i++) {
        near_names_offer(&near_names, names->items[i]);
    }
    return near_names_help(&near_names, compilation->arena);
}

const char *versions_near_file(struct compilation *compilation, const char *folder,
                               const char *name)
{
    struct source_names names = list(compilation, folder, false);
    return near(compilation, &names, name);
}

static const char *folder_of(struct compilation *compilation, const char *name)
{
    return arena_format(compilation->arena, "%s/%s", compilation->library, name);
}

const char *versions_path(struct compilation *compilation, const char *name, const char *version)
{
    return arena_format(compilation->arena, "%s/%s/%s" EXTENSION, compilation->library, name,
                        version);
}

static const char *joined(struct compilation *compilation, const struct source_names *names)
{
    struct text text = {0};
    for (size_t i = 0; i < names->count; i++) {
        text_format(&text, "%s%s", i ? ", " : "", names->items[i]);
    }
    const char *kept = arena_copy(compilation->arena, text_string(&text), text.length);
    text_clear(&text);
    return kept;
}

static struct source_names versions_of(struct compilation *compilation, const char *name)
{
    struct source_names versions = list(compilation, folder_of(compilation, name), false);
    if (versions.count > 0) {
        return versions;
    }
    struct diagnostic *said =
        diagnostic_report(compilation->diagnostics, E701_NO_RULESET, SPAN_NOWHERE,
                          "there is no ruleset called `%s`", name);
    diagnostic_note(compilation->diagnostics, said, "the library is %s", compilation->library);
    struct source_names rulesets = list(compilation, compilation->library, true);
    const char *help = near(compilation, &rulesets, name);
    if (rulesets.count == 0) {
        help = "there is no ruleset in that folder; name the library's with --library, or in the "
               "environment as LIMEN_LIBRARY";
    } else if (!help) {
        help = "name a file, a ruleset of the library, or another library with --library";
    }
    diagnostic_help(compilation->diagnostics, said, "%s", help);
    return versions;
}

const char *versions_exact(struct compilation *compilation, const char *name, const char *version)
{
    struct source_names versions = versions_of(compilation, name);
    for (size_t i = 0; i < versions.count; i++) {
        if (strcmp(versions.items[i], version) == 0) {
            return versions.items[i];
        }
    }
    if (versions.count > 0) {
        struct diagnostic *said =
            diagnostic_report(compilation->diagnostics, E708_NO_VERSION, SPAN_NOWHERE,
                              "ruleset `%s` has no version %s", name, version);
        diagnostic_help(compilation->diagnostics, said, "its versions are %s",
                        joined(compilation, &versions));
    }
    return NULL;
}

/* The dates in force of a version; what else is wrong with the file is said when it is loaded. */
static bool dates_of(struct compilation *compilation, const char *name, const char *version,
                     struct header_dates *ret_dates)
{
    uint32_t file;
    struct diagnostics *unheard =
        diagnostics_create(compilation->arena, compilation->sources);
    const char *path = versions_path(compilation, name, version);
    if (source_read(compilation->sources, path, &file) != SOURCE_OK) {
        return false;
    }
    *ret_dates = header_dates(parse_file(compilation->arena, compilation->symbols, unheard,
                                         compilation->sources, file, NULL));
    return true;
}

static bool in_force(struct header_dates dates, int32_t date)
{
    return (!dates.has_from || date >= dates.from) && (!dates.has_to || date <= dates.to);
}

static void describe(struct text *text, const char *version, struct header_dates dates)
{
    text_format(text, "%s%s", text->length ? "; " : "", version);
    if (dates.has_from) {
        text_add(text, " from ");
        date_write(text, dates.from);
    }
    if (dates.has_to) {
        text_add(text, " to ");
        date_write(text, dates.to);
    }
}

static const char *report_none(struct compilation *compilation, const char *name, int32_t date,
                               const struct text *known, enum diagnostic_code code)
{
    struct text day = {0};
    date_write(&day, date);
    struct diagnostic *said =
        code == E702_NOT_IN_FORCE
            ? diagnostic_report(compilation->diagnostics, code, SPAN_NOWHERE,
                                "no version of `%s` is in force on %s", name, text_string(&day))
            : diagnostic_report(compilation->diagnostics, code, SPAN_NOWHERE,
                                "more than one version of `%s` is in force on %s", name,
                                text_string(&day));
    diagnostic_note(compilation->diagnostics, said, "its versions are %s", text_string(known));
    diagnostic_help(compilation->diagnostics, said, "name the version that is meant: `%s@VERSION`",
                    name);
    text_clear(&day);
    return NULL;
}

static const char *choose_by_date(struct compilation *compilation, const char *name,
                                  const struct source_names *versions, int32_t date)
{
    struct text known = {0};
    const char *chosen = NULL;
    size_t count = 0;
    for (size_t i = 0; i < versions->count; i++) {
        struct header_dates dates;
        if (!dates_of(compilation, name, versions->items[i], &dates)) {
            continue;
        }
        describe(&known, versions->items[i], dates);
        if (in_force(dates, date)) {
            chosen = versions->items[i];
            count++;
        }
    }
    if (count != 1) {
        chosen = report_none(compilation, name, date, &known,
                             count ? E703_SEVERAL_VERSIONS : E702_NOT_IN_FORCE);
    }
    text_clear(&known);
    return chosen;
}

const char *versions_choose(struct compilation *compilation, const char *name, int32_t date)
{
    struct source_names versions = versions_of(compilation, name);
    if (versions.count == 0) {
        return NULL;
    }
    if (date != INT32_MIN) {
        return choose_by_date(compilation, name, &versions, date);
    }
    if (versions.count == 1) {
        return versions.items[0];
    }
    struct diagnostic *said =
        diagnostic_report(compilation->diagnostics, E703_SEVERAL_VERSIONS, SPAN_NOWHERE,
                          "`%s` has several versions, and no date says which", name);
    diagnostic_note(compilation->diagnostics, said, "its versions are %s",
                    joined(compilation, &versions));
    diagnostic_help(compilation->diagnostics, said, "name one: `%s@%s`", name,
                    versions.items[versions.count - 1]);
    return NULL;
}

struct version_files versions_list(struct compilation *compilation)
{
    struct version_files files = {0};
    struct source_names names = list(compilation, compilation->library, true);
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.items[i];
        if (strcmp(name, "vocabulary") == 0 || strcmp(name, "calendar") == 0) {
            continue;
        }
        struct source_names versions = list(compilation, folder_of(compilation, name), false);
        for (size_t j = 0; j < versions.count; j++) {
            vector_push(compilation->arena, &files,
                        (struct version_file){name, versions.items[j]});
        }
    }
    return files;
}

static void add_shared(struct compilation *compilation, struct references *references,
                       const char *folder)
{
    struct source_names names = list(compilation, folder_of(compilation, folder), false);
    for (size_t i = 0; i < names.count; i++) {
        vector_push(compilation->arena, references,
                    versions_path(compilation, folder, names.items[i]));
    }
}

struct references versions_references(struct compilation *compilation)
{
    struct references references = {0};
    struct version_files files = versions_list(compilation);
    add_shared(compilation, &references, "calendar");
    add_shared(compilation, &references, "vocabulary");
    for (size_t i = 0; i < files.count; i++) {
        vector_push(compilation->arena, &references,
                    arena_format(compilation->arena, "%s@%s", files.items[i].name,
                                 files.items[i].version));
    }
    return references;
}
