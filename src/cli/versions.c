/* SPDX-License-Identifier: Apache-2.0 */
/* limen versions: the timelines of the library. */
#include <string.h>

#include "base/date.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "meaning/timeline.h"

static bool is_wanted(const struct timeline *timeline, const char *wanted)
{
    bool found = !wanted || (timeline->authority && strcmp(timeline->authority, wanted) == 0);
    for (size_t i = 0; !found && i < timeline->periods.count; i++) {
        found = strcmp(timeline->periods.items[i].name, wanted) == 0;
    }
    return found;
}

static struct timelines wanted_of(struct arena *arena, const struct timelines *all,
                                  const char *wanted)
{
    struct timelines timelines = {0};
    for (size_t i = 0; i < all->count; i++) {
        if (is_wanted(&all->items[i], wanted)) {
            vector_push(arena, &timelines, all->items[i]);
        }
    }
    return timelines;
}

static int fail_unknown(const struct arguments *arguments, const struct timelines *timelines,
                        const char *wanted)
{
    struct near_names near;
    near_names_start(&near, wanted);
    for (size_t i = 0; i < timelines->count; i++) {
        const struct timeline *timeline = &timelines->items[i];
        if (timeline->authority) {
            near_names_offer(&near, timeline->authority);
        }
        for (size_t j = 0; j < timeline->periods.count; j++) {
            near_names_offer(&near, timeline->periods.items[j].name);
        }
    }
    const char *help = near_names_help(&near, arguments->arena);
    return complain("the library has no authority or ruleset '%s'%s%s", wanted, help ? "; " : "",
                    help ? help : "");
}

/* ---------------------------------------------------------------------------------------- text */

static size_t name_width(const struct timeline *timeline)
{
    size_t width = 0;
    for (size_t i = 0; i < timeline->periods.count; i++) {
        const struct period *period = &timeline->periods.items[i];
        size_t own = strlen(period->name) + 1 + strlen(period->version);
        width = own > width ? own : width;
    }
    return width;
}

static void add_days(struct text *text, const struct period *period)
{
    const struct header_dates *dates = &period->dates;
    size_t start = text->length;
    if (dates->has_from) {
        date_write(text, dates->from);
    }
    text_add(text, dates->has_from && dates->has_to ? " " : "");
    text_add(text, dates->has_to ? "to " : dates->has_from ? " onwards" : "always");
    if (dates->has_to) {
        date_write(text, dates->to);
    }
    text_repeat(text, ' ', strlen("2018-12-01 to 2025-08-31") - (text->length - start));
}

static void write_text(struct text *text, const struct timeline *timeline)
{
    size_t width = name_width(timeline);
    const char *authority = timeline->authority ? timeline->authority : "no authority";
    text_format(text, "%s%s%s%s\n", authority, timeline->name ? ", " : "",
                timeline->name ? timeline->name : "",
                timeline->has_levels ? "" : " (decisions only)");
    for (size_t i = 0; i < timeline->periods.count; i++) {
        const struct period *period = &timeline->periods.items[i];
        size_t own = strlen(period->name) + 1 + strlen(period->version);
        text_add(text, "  ");
        add_days(text, period);
        text_format(text, "  %s@%s", period->name, period->version);
        text_repeat(text, ' ', width - own);
        text_format(text, "  %s\n", period->path);
    }
}

/* ---------------------------------------------------------------------------------------- JSON */

static void write_json(struct text *text, const struct timeline *timeline)
{
    text_add_char(text, '{');
    output_member(text, "authority", timeline->authority);
    text_format(text, ",\"levels\":%s,\"periods\":[", timeline->has_levels ? "true" : "false");
    for (size_t i = 0; i < timeline->periods.count; i++) {
        const struct period *period = &timeline->periods.items[i];
        text_add(text, i ? ",{" : "{");
        output_member(text, "ruleset", period->name);
        output_member(text, "version", period->version);
        output_date(text, "from", period->dates.has_from, period->dates.from);
        output_date(text, "to", period->dates.has_to, period->dates.to);
        output_member(text, "file", period->path);
        text_add_char(text, '}');
    }
    text_add(text, "]}");
}

/* -------------------------------------------------------------------------------------- command */

static void write_all(struct output *output, const struct timelines *timelines,
                      struct diagnostics *diagnostics, bool json)
{
    struct text *text = &output->text;
    text_add(text, json ? "{\"timelines\":[" : "");
    for (size_t i = 0; i < timelines->count; i++) {
        text_add(text, i == 0 ? "" : json ? "," : "\n");
        (json ? write_json : write_text)(text, &timelines->items[i]);
    }
    diagnostics_sort(diagnostics);
    if (json) {
        text_add(text, "],");
        size_t brace = text->length;
        diagnostics_write_json(text, diagnostics);
        text->data[brace] = ' '; /* one object with the timelines */
    } else if (diagnostics->count > 0) {
        text_add(text, timelines->count ? "\n" : "");
        diagnostics_write_text(text, diagnostics, output->colour);
    }
}

int versions_run(const struct arguments *arguments)
{
    struct output output;
    const char *wanted = arguments->operand_count ? arguments->operands[0] : NULL;
    if (arguments->operand_count > 1) {
        return complain_of_use(arguments->command, "one authority or ruleset at a time");
    }
    struct compilation *compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    struct timelines all = timelines_read(compilation);
    struct timelines timelines = wanted_of(compilation->arena, &all, wanted);
    timelines_check(compilation, &timelines);
    int status = compilation->diagnostics->errors ? STATUS_FINDINGS : STATUS_DONE;
    if (wanted && timelines.count == 0) {
        status = fail_unknown(arguments, &all, wanted);
    } else {
        output_start(&output, arguments->values[OPTION_OUTPUT]);
        write_all(&output, &timelines, compilation->diagnostics,
                  arguments_chose(arguments, OPTION_FORMAT, "json"));
        status = output_finish(&output, status);
    }
    compilation_destroy(compilation);
    return status;
}
