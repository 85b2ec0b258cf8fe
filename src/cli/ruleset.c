/* SPDX-License-Identifier: Apache-2.0 */
/* Loading rulesets for commands, and saying what is wrong with them. */
#include "cli/ruleset.h"

#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "meaning/timeline.h"

void diagnostics_print(struct diagnostics *diagnostics)
{
    struct text text = {0};
    diagnostics_sort(diagnostics);
    diagnostics_write_text(&text, diagnostics, terminal_colour(STDERR_FILENO));
    (void)file_write_stream(STDERR_FILENO, text_string(&text), text.length);
    text_clear(&text);
}

bool diagnostics_unreadable(const struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        /* E0: files and encoding; E701 to E708: what the library lacks */
        enum diagnostic_code said = diagnostics->items[i]->code;
        const char *code = diagnostic_code_text(said);
        bool lacking = said >= E701_NO_RULESET && said <= E708_NO_VERSION;
        if ((code[0] == 'E' && code[1] == '0') || lacking) {
            return true;
        }
    }
    return false;
}

static bool load_program(const struct arguments *arguments, const char *reference, int32_t date,
                         bool only_mentioned, struct ruleset *ret_ruleset)
{
    struct compilation *compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    compilation->only_mentioned = only_mentioned;
    struct program *program = library_load(compilation, reference, date);
    if (compilation->diagnostics->errors > 0) {
        diagnostics_print(compilation->diagnostics);
        compilation_destroy(compilation);
        return false;
    }
    *ret_ruleset = (struct ruleset){.compilation = compilation, .program = program};
    return true;
}

static bool load(const struct arguments *arguments, const char *reference, int32_t date,
                 bool only_mentioned, struct ruleset *ret_ruleset)
{
    if (!load_program(arguments, reference, date, only_mentioned, ret_ruleset)) {
        return false;
    }
    if (ret_ruleset->program->kind != PROGRAM_RULESET) {
        complain("%s: this is no ruleset", reference);
        ruleset_free(ret_ruleset);
        return false;
    }
    ret_ruleset->plan = plan_create(ret_ruleset->compilation->arena, ret_ruleset->program);
    return true;
}

bool ruleset_load_program(const struct arguments *arguments, const char *reference, int32_t date,
                          struct ruleset *ret_ruleset)
{
    return load_program(arguments, reference, date, false, ret_ruleset);
}

bool ruleset_load(const struct arguments *arguments, const char *reference, int32_t date,
                  struct ruleset *ret_ruleset)
{
    return load(arguments, reference, date, false, ret_ruleset);
}

bool ruleset_load_mentioned(const struct arguments *arguments, const char *reference, int32_t date,
                            struct ruleset *ret_ruleset)
{
    return load(arguments, reference, date, true, ret_ruleset);
}

bool ruleset_is_complete(const struct ruleset *ruleset)
{
    return !ruleset->compilation->only_mentioned;
}

bool ruleset_complete(struct ruleset *ruleset)
{
    struct compilation *compilation = ruleset->compilation;
    struct program *program = library_load_whole(compilation, ruleset->program);
    if (compilation->diagnostics->errors > 0) {
        diagnostics_print(compilation->diagnostics);
        return false;
    }
    ruleset->program = program;
    ruleset->plan = plan_create(compilation->arena, program);
    return true;
}

void ruleset_free(struct ruleset *ruleset)
{
    compilation_destroy(ruleset->compilation);
    *ruleset = (struct ruleset){0};
}

static int fail_authority(const struct arguments *arguments, const struct timelines *timelines,
                          const char *authority)
{
    struct near_names near;
    near_names_start(&near, authority);
    for (size_t i = 0; i < timelines->count; i++) {
        if (timelines->items[i].authority) {
            near_names_offer(&near, timelines->items[i].authority);
        }
    }
    const char *help = near_names_help(&near, arguments->arena);
    return complain("--authority: no ruleset with levels in the library applies to '%s'%s%s",
                    authority, help ? "; " : "", help ? help : "");
}

static void write_none_text(struct text *text, const struct timeline *timeline, const char *day)
{
    text_format(text, "None in force: no ruleset binds %s on %s.\n", timeline->authority, day);
    for (size_t i = 0; i < timeline->periods.count; i++) {
        const struct period *period = &timeline->periods.items[i];
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
}

static bool wants_json(const struct arguments *arguments)
{
    return arguments_chose(arguments, OPTION_FORMAT, "json") ||
           arguments_chose(arguments, OPTION_FORMAT_CASES, "json");
}

static int answer_none(const struct arguments *arguments, const struct timeline *timeline,
                       int32_t date)
{
    struct output output;
    struct text day = {0};
    output_start(&output, arguments->values[OPTION_OUTPUT]);
    date_write(&day, date);
    if (wants_json(arguments)) {
        text_format(&output.text,
                    "{\"on\":\"%s\",\"authority\":\"%s\",\"ruleset\":null,\"in_force\":false}\n",
                    text_string(&day), timeline->authority);
    } else {
        write_none_text(&output.text, timeline, text_string(&day));
    }
    text_clear(&day);
    return output_finish(&output, STATUS_NONE_IN_FORCE);
}

static int choose(const struct arguments *arguments, struct compilation *compilation,
                  const char *authority, int32_t date, const char **ret_path)
{
    size_t count;
    struct timelines timelines = timelines_read(compilation);
    const struct timeline *timeline = timelines_of(&timelines, authority);
    const struct period *period = timeline ? timeline_find(timeline, date, &count) : NULL;
    if (period) {
        *ret_path = arena_copy(arguments->arena, period->path, strlen(period->path));
        return STATUS_DONE;
    }
    if (compilation->diagnostics->errors > 0) { /* a file that can't be read may be the one */
        diagnostics_print(compilation->diagnostics);
        return STATUS_WRONG_USE;
    }
    if (!timeline) {
        return fail_authority(arguments, &timelines, authority);
    }
    return count > 0 ? complain("several rulesets are in force for %s on that date; see 'limen "
                                "versions %s'",
                                authority, authority)
                     : answer_none(arguments, timeline, date);
}

int ruleset_of_authority(const struct arguments *arguments, const char *authority, int32_t date,
                         const char **ret_path)
{
    struct compilation *compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    *ret_path = NULL;
    int status = choose(arguments, compilation, authority, date, ret_path);
    compilation_destroy(compilation);
    return status;
}
