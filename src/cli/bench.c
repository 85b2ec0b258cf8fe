/* SPDX-License-Identifier: Apache-2.0 */
/* limen bench: how fast the engines are here, for this ruleset. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "case/feed.h"
#include "case/reader.h"
#include "case/synthetic.h"
#include "cli/bench_engine.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/ruleset.h"

#define MOST_ENGINES 8
#define FILES 2        /* forms of text in which cases are read */
#define STEP_CASES 1024 /* written at a time */
#define WHOLE_RUNS 3      /* of a file, unless that takes long: */
#define ENOUGH_SECONDS 2
#define UNKNOWN 10     /* percent, unless --unknown says otherwise */

extern char **environ;

/* A file of cases that whole runs of limen read. */
struct bench_file {
    const char *form, *path;
    uint64_t bytes;
};

/* Figures of one engine; 0: not measured. */
struct bench_row {
    const struct bench_engine *engine;
    const char *reason;   /* it can't be had; NULL: it can */
    double seconds;       /* to get ready */
    double known, unknown; /* cases a second, from memory */
    double files[FILES];  /* seconds of processor time of a whole run */
};

struct bench {
    const struct arguments *arguments;
    struct arena *arena;
    struct synthetic synthetic;
    unsigned long case_count;    /* in each file */
    struct ruleset ruleset;
    const char *reference;       /* of the ruleset, for other runs of limen */
    const char *folder;          /* of what is written, or NULL */
    struct bench_file files[FILES];
    size_t file_count;
    struct bench_cases *known, *unknown; /* unknown NULL: the cases are somebody's own */
    struct bench_row rows[MOST_ENGINES];
};

/* -------------------------------------------------------------------------------------------- options */

struct size_option {
    enum option_id id;
    unsigned long least, most, usual;
};

/* False: a complaint was printed. */
static bool read_size(const struct arguments *arguments, const struct size_option *option,
                      unsigned long *ret)
{
    const char *text = arguments->values[option->id];
    char *end = NULL;
    *ret = option->usual;
    if (!text) {
        return true;
    }
    errno = 0;
    *ret = strtoul(text, &end, 10);
    if (strspn(text, "0123456789") != strlen(text) || !*text || errno || *ret < option->least
        || *ret > option->most) {
        complain_of_use(arguments->command, "--%s wants a number from %lu to %lu, not '%s'",
                        option_at(option->id)->name, option->least, option->most, text);
        return false;
    }
    return true;
}

static bool read_sizes(struct bench *bench)
{
    static const struct size_option options[] = {
        {OPTION_RULES, 1, 100000, 300},      {OPTION_YES_NO, 3, 100000, 300},
        {OPTION_NUMBERS, 1, 10000, 20},      {OPTION_UNUSUAL, 0, 100000, 12},
        {OPTION_UNKNOWN, 0, 100, UNKNOWN},   {OPTION_CASE_COUNT, 1, 10000000, 50000}};
    unsigned long sizes[sizeof options / sizeof *options];
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (!read_size(bench->arguments, &options[i], &sizes[i])) {
            return false;
        }
    }
    bench->synthetic = (struct synthetic){.rules = sizes[0], .yes_no = sizes[1],
                                          .numbers = sizes[2], .unusual = (unsigned)sizes[3],
                                          .unknown = (unsigned)sizes[4]};
    bench->case_count = sizes[5];
    return true;
}

/* Options that say what is made up mean nothing where it is given. */
static bool options_fit(const struct arguments *arguments)
{
    static const enum option_id of_rules[] = {OPTION_RULES, OPTION_YES_NO, OPTION_NUMBERS};
    static const enum option_id of_cases[] = {OPTION_UNUSUAL, OPTION_UNKNOWN, OPTION_CASE_COUNT};
    for (size_t i = 0; i < 3; i++) {
        enum option_id wrong = arguments->operand_count > 0 && arguments_has(arguments, of_rules[i])
                                   ? of_rules[i]
                               : arguments->operand_count > 1
                                       && arguments_has(arguments, of_cases[i])
                                   ? of_cases[i]
                                   : OPTIONS;
        if (wrong != OPTIONS) {
            complain_of_use(arguments->command, "--%s is for what is made up, and %s is given",
                            option_at(wrong)->name,
                            wrong == of_rules[i] ? "a ruleset" : "a file of cases");
            return false;
        }
    }
    if (arguments->operand_count > 2) {
        complain_of_use(arguments->command, "there is one ruleset and one file of cases at most");
    }
    return arguments->operand_count <= 2;
}

/* -------------------------------------------------------------------------------------------- ruleset */

static bool write_file(const char *path, const struct text *text, bool more)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (more ? O_APPEND : O_TRUNC), 0600);
    bool good = fd >= 0 && file_write_stream(fd, text_string(text), text->length);
    int error = errno;
    if (fd >= 0) {
        good = close(fd) == 0 && good;
    }
    if (!good) {
        complain_of_file(path, strerror(error));
    }
    return good;
}

static bool make_up_ruleset(struct bench *bench)
{
    struct text text = {0};
    bench->reference = arena_format(bench->arena, "%s/synthetic.limen", bench->folder);
    synthetic_write_rules(&text, &bench->synthetic);
    bool good = write_file(bench->reference, &text, false);
    text_clear(&text);
    return good && ruleset_load(bench->arguments, bench->reference, INT32_MIN, &bench->ruleset);
}

/* Other runs read the same version, whatever the dates of the cases are. */
static bool load_ruleset(struct bench *bench)
{
    const char *given = bench->arguments->operands[0];
    if (!ruleset_load(bench->arguments, given, INT32_MIN, &bench->ruleset)) {
        return false;
    }
    const struct program *program = bench->ruleset.program;
    bool is_bare = !strpbrk(given, "/@.");
    bench->reference = is_bare ? arena_format(bench->arena, "%s@%s", given, program->version) : given;
    return true;
}

/* ---------------------------------------------------------------------------------------------- cases */

static bool take_cases(struct bench *bench, const char *bytes, size_t length, bool is_table,
                       struct bench_cases **ret)
{
    const struct program *program = bench->ruleset.program;
    struct case_reader *reader =
        is_table ? case_reader_create_table(bench->arena, program, bytes, length)
                 : case_reader_create(bench->arena, program, bytes, length);
    struct case_result result;
    *ret = bench_cases_create(bench->arena, bench->ruleset.plan);
    while ((*ret)->count < BLOCK_CASES && case_reader_next(reader, bench->arena, &result)) {
        if (result.limen_case) {
            bench_cases_add(*ret, result.limen_case);
        }
    }
    case_reader_destroy(reader);
    bench_cases_close(*ret);
    return (*ret)->count > 0;
}

static bool take_made_up(struct bench *bench, const struct synthetic *synthetic,
                         struct bench_cases **ret)
{
    struct text text = {0};
    struct synthetic_cases cases = synthetic_cases(synthetic, bench->ruleset.program);
    synthetic_write_json(&text, &cases, 0, BLOCK_CASES);
    size_t length = text.length;
    text_repeat(&text, '\0', READER_PADDING);
    bool good = take_cases(bench, text.data, length, false, ret);
    text_clear(&text);
    if (!good) {
        complain("none of the cases that were made up for this ruleset can be read");
    }
    return good;
}

static bool write_cases(struct bench *bench, struct bench_file *file,
                        void (*write)(struct text *, const struct synthetic_cases *, size_t, size_t))
{
    struct synthetic known = bench->synthetic;
    known.unknown = 0;
    struct synthetic_cases cases = synthetic_cases(&known, bench->ruleset.program);
    bool good = true;
    for (size_t first = 0; good && first < bench->case_count; first += STEP_CASES) {
        struct text text = {0};
        size_t left = bench->case_count - first;
        write(&text, &cases, first, left < STEP_CASES ? left : STEP_CASES);
        good = write_file(file->path, &text, first > 0);
        file->bytes += text.length;
        text_clear(&text);
    }
    return good;
}

static bool make_up_cases(struct bench *bench)
{
    struct synthetic known = bench->synthetic;
    known.unknown = 0;
    bench->file_count = FILES;
    bench->files[0] = (struct bench_file){
        .form = "ndjson", .path = arena_format(bench->arena, "%s/cases.ndjson", bench->folder)};
    bench->files[1] = (struct bench_file){
        .form = "csv", .path = arena_format(bench->arena, "%s/cases.csv", bench->folder)};
    return take_made_up(bench, &known, &bench->known)
           && take_made_up(bench, &bench->synthetic, &bench->unknown)
           && write_cases(bench, &bench->files[0], synthetic_write_json)
           && write_cases(bench, &bench->files[1], synthetic_write_csv);
}

static bool load_cases(struct bench *bench)
{
    const char *path = bench->arguments->operands[1];
    struct feed feed;
    struct feed_piece piece = {0};
    if (!feed_open(&feed, path, FEED_MAX_BYTES / 4)) {
        complain_of_file(path, strerror(errno));
        return false;
    }
    enum feed_status status = feed_next(&feed, &piece);
    if (status != FEED_OK) {
        complain_of_file(path, status == FEED_UNREADABLE ? strerror(errno) : "it is too large");
        feed_close(&feed);
        return false;
    }
    bool is_table = case_text_is_table(bench->arena, piece.bytes, piece.length);
    bench->file_count = 1;
    bench->files[0] = (struct bench_file){.form = "file", .path = path, .bytes = feed.total};
    bool good = take_cases(bench, piece.bytes, piece.length, is_table, &bench->known);
    feed_close(&feed);
    feed_piece_clear(&piece);
    return good || (complain("%s: there is no case in it that can be read", path), false);
}

/* ------------------------------------------------------------------------------------------ whole runs */

static double seconds_of(const struct rusage *usage)
{
    return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec)
           + (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

/* Seconds of processor time of one `limen eval` of FILE; negative: it could not be run. */
static double time_one_run(const struct bench *bench, const char *engine,
                             const struct bench_file *file)
{
    const char *library = bench->arguments->values[OPTION_LIBRARY];
    const char *words[] = {"limen",    "eval", bench->reference, file->path, "--engine", engine,
                           "--format", "tsv",  library ? "--library" : NULL, library,   NULL};
    posix_spawn_file_actions_t quiet;
    pid_t child;
    int status = 0;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    struct rusage usage;
    bool ran = posix_spawn(&child, "/proc/self/exe", &quiet, NULL, (char *const *)(uintptr_t)words,
                           environ) == 0;
    while (ran && wait4(child, &status, 0, &usage) < 0) {
        ran = errno == EINTR;
    }
    posix_spawn_file_actions_destroy(&quiet);
    return ran && WIFEXITED(status) && WEXITSTATUS(status) <= STATUS_FINDINGS
               ? seconds_of(&usage) : -1;
}

/* The fastest of a few runs: what else runs meanwhile only slows. */
static double time_whole_runs(const struct bench *bench, const char *engine,
                              const struct bench_file *file)
{
    double least = time_one_run(bench, engine, file), spent = least;
    for (size_t i = 1; i < WHOLE_RUNS && least >= 0 && spent < ENOUGH_SECONDS; i++) {
        double again = time_one_run(bench, engine, file);
        least = again < least ? again : least;
        spent += again;
    }
    return least;
}

/* ------------------------------------------------------------------------------------------- measuring */

static bool measure(struct bench *bench, const struct bench_engine *engine, struct bench_row *row)
{
    struct bench_made made = bench_make(engine, bench->arena, bench->ruleset.plan);
    *row = (struct bench_row){.engine = engine, .reason = made.reason, .seconds = made.seconds};
    if (!made.reason) {
        row->known = bench_rate(&made, bench->known);
        row->unknown = bench->unknown ? bench_rate(&made, bench->unknown) : 0;
    }
    bench_unmake(&made);
    bool reads = !row->reason && !engine->is_for_others;
    for (size_t i = 0; reads && i < bench->file_count; i++) {
        row->files[i] = time_whole_runs(bench, engine->name, &bench->files[i]);
        if (row->files[i] < 0) {
            complain("limen eval --engine %s could not be run", engine->name);
            return false;
        }
    }
    return true;
}

/* From how many cases on ROW, with what it costs before the first one, is done earlier than OTHER; negative:
   never. */
static double pays_from(const struct bench_row *row, const struct bench_row *other)
{
    double gain = 1 / other->known - 1 / row->known;
    return gain > 0 ? ceil((row->seconds - other->seconds) / gain) : -1;
}

/* ------------------------------------------------------------------------------------------- the result */

/* "4.91 M": three digits. */
static void add_figure(struct text *text, double figure)
{
    static const char *const units[] = {"", " k", " M", " G"};
    size_t unit = 0;
    for (; figure >= 999.5 && unit < 3; unit++) {
        figure /= 1000;
    }
    text_format(text, figure >= 99.5 || figure == floor(figure) ? "%.0f%s"
                      : figure >= 9.95                          ? "%.1f%s"
                                                                : "%.2f%s",
                figure, units[unit]);
}

static void add_rate(struct text *text, double rate)
{
    struct text cell = {0};
    add_figure(&cell, rate);
    text_format(text, "%12s", rate > 0 ? text_string(&cell) : "-");
    text_clear(&cell);
}

static double file_rate(const struct bench *bench, const struct bench_row *row, size_t file)
{
    return row->files[file] > 0 ? (double)bench->case_count / row->files[file] : 0;
}

static void write_row(struct text *text, const struct bench *bench, const struct bench_row *row,
                      const struct bench_row *before)
{
    text_format(text, "%-10s", row->engine->name);
    if (row->reason) {
        text_format(text, "  left out, because %s\n", row->reason);
        return;
    }
    text_format(text, "%9.1f ms", row->seconds * 1e3);
    add_rate(text, row->known);
    add_rate(text, row->unknown);
    for (size_t i = 0; i < bench->file_count; i++) {
        if (bench->unknown) {
            add_rate(text, file_rate(bench, row, i));
        } else if (row->files[i] > 0) {
            text_format(text, "%10.2f s", row->files[i]);
        } else {
            text_format(text, "%12s", "-");
        }
    }
    double from = before ? pays_from(row, before) : -1;
    if (from >= 0) {
        text_add(text, "  from ");
        add_figure(text, from);
        text_format(text, " cases, against %s", before->engine->name);
    }
    text_add_char(text, '\n');
}

static void write_text(struct text *text, const struct bench *bench)
{
    const struct program *program = bench->ruleset.program;
    text_format(text, "%s %s: %zu rules, %zu facts\n", program->name, program->version,
                program->rules.count, program->facts.count);
    if (bench->unknown) {
        text_format(text, "%lu cases made up: %.0f bytes each as JSON, %.0f as CSV\n\n",
                    bench->case_count, (double)bench->files[0].bytes / (double)bench->case_count,
                    (double)bench->files[1].bytes / (double)bench->case_count);
        text_format(text, "%-10s%12s%12s%7u %% unkn.%12s%12s  pays\n", "engine", "to begin",
                    "known", bench->synthetic.unknown, "from JSON", "from CSV");
    } else {
        text_format(text, "cases of %s\n\n%-10s%12s%12s%12s%12s  pays\n", bench->files[0].path,
                    "engine", "to begin", "in memory", "", "whole run");
    }
    const struct bench_row *before = NULL;
    for (size_t i = 0; i < bench_engine_count; i++) {
        write_row(text, bench, &bench->rows[i], before);
        before = bench->rows[i].reason ? before : &bench->rows[i];
    }
    text_add(text, "\nCases a second of processor time, one thread; what is read is answered as rows.\n");
}

static void add_number(struct text *text, const char *name, double value)
{
    text_format(text, value > 0 ? ",\"%s\":%.6g" : ",\"%s\":null", name, value);
}

static void write_json_row(struct text *text, const struct bench *bench, size_t index)
{
    const struct bench_row *row = &bench->rows[index];
    bool first = true;
    text_format(text, "%s{\"engine\":\"%s\"", index ? ",\n " : "\n ", row->engine->name);
    output_member(text, "left_out_because", row->reason);
    if (!row->reason) {
        text_format(text, ",\"seconds_before\":%.6f", row->seconds);
        add_number(text, "cases_per_second_known", row->known);
        add_number(text, "cases_per_second_unknown", row->unknown);
        for (size_t i = 0; i < bench->file_count; i++) {
            add_number(text, arena_format(bench->arena, "seconds_%s", bench->files[i].form),
                       row->files[i]);
        }
        text_add(text, ",\"pays_from\":{");
        for (size_t i = 0; i < index; i++) {
            double from = bench->rows[i].reason ? -1 : pays_from(row, &bench->rows[i]);
            if (from >= 0) {
                text_format(text, "%s\"%s\":%.0f", first ? "" : ",", bench->rows[i].engine->name, from);
                first = false;
            }
        }
        text_add_char(text, '}');
    }
    text_add_char(text, '}');
}

static void write_json(struct text *text, const struct bench *bench)
{
    const struct program *program = bench->ruleset.program;
    text_add(text, "{\"ruleset\":");
    text_add_json(text, program->name);
    output_member(text, "version", program->version);
    text_format(text, ",\"rules\":%zu,\"facts\":%zu", program->rules.count, program->facts.count);
    if (bench->unknown) {
        text_format(text, ",\"cases\":%lu,\"unknown_percent\":%u", bench->case_count,
                    bench->synthetic.unknown);
    }
    for (size_t i = 0; i < bench->file_count; i++) {
        text_format(text, ",\"bytes_%s\":%" PRIu64, bench->files[i].form, bench->files[i].bytes);
    }
    text_add(text, ",\"engines\":[");
    for (size_t i = 0; i < bench_engine_count; i++) {
        write_json_row(text, bench, i);
    }
    text_add(text, "]}\n");
}

/* ------------------------------------------------------------------------------------------- the command */

static bool folder_create(struct bench *bench)
{
    const char *parent = getenv("TMPDIR");
    char *folder = arena_format(bench->arena, "%s/limen-bench.XXXXXX",
                                parent && *parent ? parent : "/tmp");
    bench->folder = mkdtemp(folder);
    if (!bench->folder) {
        complain_of_file(folder, strerror(errno));
    }
    return bench->folder != NULL;
}

static void folder_remove(const struct bench *bench)
{
    static const char *const names[] = {"synthetic.limen", "cases.ndjson", "cases.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)unlink(arena_format(bench->arena, "%s/%s", bench->folder, names[i]));
    }
    (void)rmdir(bench->folder);
}

static bool set_up(struct bench *bench)
{
    size_t operands = bench->arguments->operand_count;
    return (operands > 0 ? load_ruleset(bench) : make_up_ruleset(bench))
           && (operands > 1 ? load_cases(bench) : make_up_cases(bench));
}

static bool measure_all(struct bench *bench)
{
    for (size_t i = 0; i < bench_engine_count; i++) {
        if (!measure(bench, &bench_engines[i], &bench->rows[i])) {
            return false;
        }
    }
    return true;
}

int bench_run(const struct arguments *arguments)
{
    struct bench bench = {.arguments = arguments, .arena = arguments->arena};
    if (!options_fit(arguments) || !read_sizes(&bench) || !folder_create(&bench)) {
        return STATUS_WRONG_USE;
    }
    bool good = set_up(&bench) && measure_all(&bench);
    folder_remove(&bench);
    if (good) {
        struct output output;
        output_start(&output, arguments->values[OPTION_OUTPUT]);
        (arguments_chose(arguments, OPTION_FORMAT, "json") ? write_json : write_text)(&output.text,
                                                                                      &bench);
        ruleset_free(&bench.ruleset);
        return output_finish(&output, STATUS_DONE);
    }
    if (bench.ruleset.compilation) {
        ruleset_free(&bench.ruleset);
    }
    return STATUS_WRONG_USE;
}
