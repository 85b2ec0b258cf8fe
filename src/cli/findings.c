/* SPDX-License-Identifier: Apache-2.0 */
/* From --format to a report. Its paths begin at the folder that the command runs in, which in a pipeline is
   the repository's. */
#include "cli/findings.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/usage.h"

static const struct {
    const char *name;
    enum report_format format;
} formats[] = {
    {"sarif", REPORT_SARIF},
    {"github", REPORT_GITHUB},
    {"junit", REPORT_JUNIT},
};

static const char *current_folder(struct arena *arena)
{
    char *folder = getcwd(NULL, 0);
    const char *kept = folder ? arena_format(arena, "%s", folder) : NULL;
    free(folder);
    return kept;
}

const char *findings_path(const struct arguments *arguments, const char *path)
{
    return report_shorten(path, current_folder(arguments->arena));
}

struct report *findings_report(const struct arguments *arguments, enum option_id option,
                               struct text *text)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (arguments_chose(arguments, option, formats[i].name)) {
            struct report *report = arena_alloc(arguments->arena, sizeof *report);
            report->text = text;
            report->format = formats[i].format;
            report->command = command_at(arguments->command)->name;
            report->folder = current_folder(arguments->arena);
            report->page = help_page;
            return report;
        }
    }
    return NULL;
}
