/* SPDX-License-Identifier: Apache-2.0 */
/* From a case's authority and date to a ruleset. */
#include "cli/route.h"

#include <pthread.h>
#include <string.h>

#include "base/date.h"
#include "cli/complain.h"
#include "meaning/kept.h"
#include "meaning/timeline.h"

struct loaded {
    const char *path;
    struct ruleset ruleset;
};

struct route {
    const struct arguments *arguments;
    struct compilation *compilation; /* of the headers */
    const char *name;                /* or NULL: by authority */
    const struct timelines *timelines; /* by name: one, which may be empty */
    pthread_mutex_t lock; /* of what is loaded, and of loading */
    struct { VECTOR_OF(struct loaded *); } loaded;
};

/* A kept_maker. */
static void *read_timelines(struct compilation *compilation, const struct kept_request *request)
{
    struct timelines *timelines = arena_alloc(compilation->arena, sizeof *timelines);
    *timelines = *request->name ? timelines_of_name(compilation, request->name)
                                : timelines_read(compilation);
    return timelines;
}

struct route *route_create(const struct arguments *arguments, const char *name)
{
    struct route *route = arena_alloc(arguments->arena, sizeof *route);
    route->arguments = arguments;
    route->name = name;
    pthread_mutex_init(&route->lock, NULL);
    struct kept_request request = {.cache = cache_open(arguments->arena, NULL),
                                   .kind = "timelines",
                                   .folder = arguments->values[OPTION_LIBRARY],
                                   .name = name ? name : "",
                                   .date = INT32_MIN};
    route->timelines = kept_make(&request, read_timelines, &route->compilation);
    return route;
}

void route_destroy(struct route *route)
{
    if (!route) {
        return;
    }
    for (size_t i = 0; i < route->loaded.count; i++) {
        ruleset_free(&route->loaded.items[i]->ruleset);
    }
    compilation_destroy(route->compilation);
    pthread_mutex_destroy(&route->lock);
}

static const struct timeline *timeline_for(const struct route *route, const char *authority)
{
    if (route->name) {
        return &route->timelines->items[0];
    }
    return authority ? timelines_of(route->timelines, authority) : NULL;
}

static bool is_unreadable(const struct route *route)
{
    return route->compilation->diagnostics->errors > 0;
}

bool route_has_name(const struct route *route)
{
    return route->timelines->items[0].periods.count > 0 || is_unreadable(route);
}

bool route_has_authority(const struct route *route, const char *authority)
{
    return timelines_of(route->timelines, authority) || is_unreadable(route);
}

const char *route_near_authority(const struct route *route, struct arena *arena,
                                 const char *authority)
{
    struct near_names near;
    near_names_start(&near, authority);
    for (size_t i = 0; i < route->timelines->count; i++) {
        if (route->timelines->items[i].authority) {
            near_names_offer(&near, route->timelines->items[i].authority);
        }
    }
    return near_names_help(&near, arena);
}

/* ------------------------------------------------------------------------------------- loading */

static enum route_end load(struct route *route, const char *path,
                           struct ruleset **ret_ruleset)
{
    struct arena *arena = route->arguments->arena;
    for (size_t i = 0; i < route->loaded.count; i++) {
        if (strcmp(route->loaded.items[i]->path, path) == 0) {
            *ret_ruleset = &route->loaded.items[i]->ruleset;
            return ROUTE_FOUND;
        }
    }
    struct loaded *loaded = arena_alloc(arena, sizeof *loaded);
    loaded->path = path;
    if (!ruleset_load(route->arguments, path, INT32_MIN, &loaded->ruleset)) {
        return ROUTE_BROKEN;
    }
    vector_push(arena, &route->loaded, loaded);
    *ret_ruleset = &loaded->ruleset;
    return ROUTE_FOUND;
}

/* ------------------------------------------------------------------------------------- finding */

static enum route_end refuse(struct case_error *error, enum diagnostic_code code,
                             const char *message, const char *help)
{
    error->code = code;
    error->message = message;
    error->help = help;
    return ROUTE_REFUSED;
}

static enum route_end refuse_authority(const struct route *route, struct arena *arena,
                                       const char *authority, struct case_error *error)
{
    if (!authority) {
        return refuse(error, E610_CASE_AUTHORITY,
                      "the case names no authority, by which its ruleset is found",
                      "give it an \"authority\", or all cases one with --authority");
    }
    struct text name = {0};
    text_add_safe(&name, authority, strlen(authority));
    const char *message =
        arena_format(arena, "no ruleset with levels in the library applies to \"%s\"",
                     text_string(&name));
    text_clear(&name);
    return refuse(error, E610_CASE_AUTHORITY, message,
                  route_near_authority(route, arena, authority));
}

static enum route_end refuse_undated(const struct route *route, struct arena *arena,
                                     const struct case_head *head, struct case_error *error)
{
    const char *message =
        route->name ? arena_format(arena, "`%s` has several versions, and the case has no date",
                                   route->name)
                    : arena_format(arena, "which ruleset is in force for `%s` depends on the "
                                          "date, and the case has none", head->authority);
    return refuse(error, E703_SEVERAL_VERSIONS, message,
                  "give the case an \"on\", or all cases a date with --on");
}

static enum route_end refuse_several(const struct route *route, struct arena *arena,
                                     const struct case_head *head, struct case_error *error)
{
    const char *whom = route->name ? route->name : head->authority;
    struct text day = {0};
    date_write(&day, head->date);
    const char *message = arena_format(arena, "several rulesets are in force for %s on %s", whom,
                                       text_string(&day));
    text_clear(&day);
    return refuse(error, E712_OVERLAP, message,
                  arena_format(arena, "see `limen versions %s`", whom));
}

/* A file that can't be read may be the one that is sought. */
static enum route_end fail_unreadable(struct route *route)
{
    diagnostics_print(route->compilation->diagnostics);
    return ROUTE_BROKEN;
}

static enum route_end find(struct route *route, struct arena *arena, const struct case_head *head,
                           struct ruleset **ret_ruleset, struct case_error *ret_error)
{
    const struct timeline *timeline = timeline_for(route, head->authority);
    size_t count = 0;
    if (timeline && !head->has_date) {
        return route->name && timeline->periods.count == 1
                   ? load(route, timeline->periods.items[0].path, ret_ruleset)
                   : refuse_undated(route, arena, head, ret_error);
    }
    const struct period *period = timeline ? timeline_find(timeline, head->date, &count) : NULL;
    if (period) {
        return load(route, period->path, ret_ruleset);
    }
    if (is_unreadable(route)) {
        return fail_unreadable(route);
    }
    if (!timeline) {
        return refuse_authority(route, arena, head->authority, ret_error);
    }
    return count > 0 ? refuse_several(route, arena, head, ret_error) : ROUTE_NONE;
}

enum route_end route_find(struct route *route, struct arena *arena, const struct case_head *head,
                          struct ruleset **ret_ruleset, struct case_error *ret_error)
{
    pthread_mutex_lock(&route->lock);
    enum route_end end = find(route, arena, head, ret_ruleset, ret_error);
    pthread_mutex_unlock(&route->lock);
    return end;
}

/* -------------------------------------------------------------------------------- none in force */

static void write_period(struct text *text, const struct period *period)
{
    text_format(text, "  %s@%s is in force", period->name, period->version);
    text_add(text, period->dates.has_from ? " from " : "");
    if (period->dates.has_from) {
        date_write(text, period->dates.from);
    }
    text_add(text, period->dates.has_to ? " to " : "");
    if (period->dates.has_to) {
        date_write(text, period->dates.to);
    }
    text_add(text, "\n");
}

void route_write_none_text(const struct route *route, struct text *text,
                           const struct case_head *head)
{
    const struct timeline *timeline = timeline_for(route, head->authority);
    text_add(text, "None in force: ");
    if (route->name) {
        text_format(text, "no version of %s holds", route->name);
    } else {
        text_format(text, "no ruleset binds %s", head->authority);
    }
    text_add(text, " on ");
    date_write(text, head->date);
    if (head->id) {
        text_add(text, " (case ");
        text_add_safe(text, head->id, strlen(head->id));
        text_add(text, ")");
    }
    text_add(text, ".\n");
    for (size_t i = 0; i < timeline->periods.count; i++) {
        write_period(text, &timeline->periods.items[i]);
    }
}

void route_write_none_json(struct text *text, const struct case_head *head)
{
    text_add_char(text, '{');
    if (head->id) {
        text_add(text, "\"case\":");
        text_add_json(text, head->id);
        text_add_char(text, ',');
    }
    text_add(text, "\"on\":\"");
    date_write(text, head->date);
    text_add(text, "\",\"authority\":");
    if (head->authority) {
        text_add_json(text, head->authority);
    } else {
        text_add(text, "null");
    }
    text_add(text, ",\"ruleset\":null,\"in_force\":false}\n");
}
