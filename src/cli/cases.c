/* SPDX-License-Identifier: Apache-2.0 */
/* The cases of a command line. */
#include "cli/cases.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "cli/complain.h"
#include "grammar/parse.h"
#include "meaning/check.h"

static bool read_date(const struct arguments *arguments, struct case_options *options)
{
    const char *text = arguments->values[OPTION_ON];
    if (!text) {
        return true;
    }
    switch (date_parse(text, strlen(text), &options->date)) {
    case DATE_OK:
        options->has_date = true;
        return true;
    case DATE_NO_SUCH_DAY:
        complain_of_use(arguments->command, "--on: there is no day %s", text);
        return false;
    case DATE_OUT_OF_RANGE:
        complain_of_use(arguments->command, "--on: %s is not from 1900 to 2199", text);
        return false;
    default:
        complain_of_use(arguments->command, "--on: '%s' is no date such as 2018-12-20", text);
        return false;
    }
}

static bool read_moment(const struct arguments *arguments, struct case_options *options)
{
    const char *text = arguments->values[OPTION_AT];
    if (!text) {
        return true;
    }
    if (!case_parse_moment(text, &options->moment_date, &options->moment_minute)) {
        complain_of_use(arguments->command, "--at: '%s' is no moment such as 2018-12-20T16:50",
                        text);
        return false;
    }
    options->has_moment = true;
    if (!options->has_date) {
        options->has_date = true;
        options->date = options->moment_date;
    }
    return true;
}

bool case_options_read(const struct arguments *arguments, struct case_options *ret_options)
{
    *ret_options = (struct case_options){.version_date = INT32_MIN};
    if (!read_date(arguments, ret_options) || !read_moment(arguments, ret_options)) {
        return false;
    }
    if (ret_options->has_date) {
        ret_options->version_date = ret_options->date;
    }
    return true;
}

static bool check_authority(const struct cases *cases)
{
    const struct program *program = cases->ruleset->program;
    const char *name = cases->arguments->values[OPTION_AUTHORITY];
    if (!name || neighbours_have_authority(cases->neighbours, name)) {
        return true;
    }
    struct near_names near;
    near_names_start(&near, name);
    for (size_t i = 0; i < program->authorities.count; i++) {
        if (strcmp(program->authorities.items[i], name) == 0) {
            return true;
        }
        near_names_offer(&near, program->authorities.items[i]);
    }
    const char *help = near_names_help(&near, cases->arguments->arena);
    complain_of_use(cases->arguments->command, "--authority: %s does not apply to '%s'%s%s",
                    program->name, name, help ? "; " : "", help ? help : "");
    return false;
}

/* False: there is no such section; *RET_HELP may name a near one. */
static bool close_section(struct cases *cases, const char *name, const char **ret_help)
{
    const struct program *program = cases->ruleset->program;
    struct near_names near;
    near_names_start(&near, name);
    for (size_t i = 0; i < program->sections.count; i++) {
        const char *section = program->sections.items[i]->entity.name;
        if (section && strcmp(section, name) == 0) {
            cases->sections[i] = true;
            return true;
        }
        if (section) {
            near_names_offer(&near, section);
        }
    }
    if (neighbours_have_section(cases->neighbours, name)) {
        return true;
    }
    *ret_help = near_names_help(&near, cases->arguments->arena);
    return false;
}

/* The first name of --nothing-else-in that is no section, or NULL. */
static const char *close_sections(struct cases *cases, struct arena *arena, const char **ret_help)
{
    const char *list = cases->arguments->values[OPTION_NOTHING_ELSE_IN];
    cases->sections = arena_alloc(arena, cases->ruleset->program->sections.count * sizeof(bool));
    for (const char *at = list; at && *at;) {
        at += strspn(at, ", ");
        size_t length = strcspn(at, ", ");
        const char *name = arena_copy(arena, at, length);
        if (length > 0 && !close_section(cases, name, ret_help)) {
            return name;
        }
        at += length;
    }
    return NULL;
}

static bool check_sections(struct cases *cases)
{
    const char *help;
    const char *name = close_sections(cases, cases->arguments->arena, &help);
    if (name) {
        complain_of_use(cases->arguments->command,
                        "--nothing-else-in: there is no section '%s'%s%s", name, help ? "; " : "",
                        help ? help : "");
    }
    return !name;
}

bool case_input_read(const struct arguments *arguments, const char *path,
                     struct case_input *ret_input)
{
    struct source_set *set = source_set_create(arguments->arena);
    uint32_t file;
    *ret_input = (struct case_input){.path = path};
    if (!path) {
        return true;
    }
    switch (source_read(set, path, &file)) {
    case SOURCE_OK:
        break;
    case SOURCE_DIRECTORY:
        complain_of_file(path, "this is a folder, where a file of cases is wanted");
        return false;
    case SOURCE_TOO_LARGE:
        complain_of_file(path, "larger than 2 GiB: split it");
        return false;
    case SOURCE_UNREADABLE:
        complain_of_file(path, strerror(errno));
        return false;
    }
    ret_input->length = set->files[file].length;
    ret_input->bytes = arena_alloc(arguments->arena, ret_input->length + READER_PADDING);
    memcpy(ret_input->bytes, set->files[file].bytes, ret_input->length);
    return true;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* A file's name says what it is; what comes from elsewhere is looked at. */
static bool is_table(struct arena *arena, const struct case_input *input)
{
    return ends_with(input->path, ".csv") ||
           (!ends_with(input->path, "json") && !ends_with(input->path, ".jsonl") &&
            case_text_is_table(arena, input->bytes, input->length));
}

static struct case_reader *reader_of(struct arena *arena, const struct program *program,
                                     const struct case_input *input)
{
    return is_table(arena, input)
               ? case_reader_create_table(arena, program, input->bytes, input->length)
               : case_reader_create(arena, program, input->bytes, input->length);
}

/* Input that was not read is read by the caller. */
static void open_reader(struct cases *cases, const struct case_input *input)
{
    if (!input->bytes) {
        return;
    }
    cases->reader = reader_of(cases->arguments->arena, cases->ruleset->program, input);
    case_reader_set_neighbours(cases->reader, cases->neighbours);
}

/* Takes out what is said of facts that only neighbours have. */
static void part_given(struct cases *cases)
{
    if (!cases->neighbours) {
        return;
    }
    const struct program *program = cases->ruleset->program;
    struct arena *arena = cases->ruleset->compilation->arena;
    struct node *kept = node_create(arena, cases->given->kind, cases->given->span);
    for (struct node *given = cases->given->child, *next; given; given = next) {
        next = given->next;
        if (given->name && !program_fact(program, given->name) &&
            neighbours_have_fact(cases->neighbours, given->name)) {
            vector_push(arena, &cases->given_unread, given->name);
        } else {
            given->next = NULL;
            node_append(kept, given);
        }
    }
    cases->given = kept;
}

static bool read_given(struct cases *cases)
{
    const char *text = cases->arguments->values[OPTION_GIVEN];
    struct compilation *compilation = cases->ruleset->compilation;
    if (!text) {
        return true;
    }
    /* Warnings about the ruleset are for `limen check` to tell. */
    compilation->diagnostics->count = compilation->diagnostics->warnings = 0;
    uint32_t file = source_add(compilation->sources, "--given", text, strlen(text));
    cases->given = parse_given(compilation->arena, compilation->symbols, compilation->diagnostics,
                               compilation->sources, file);
    if (compilation->diagnostics->errors == 0) {
        part_given(cases);
        check_givens(cases->ruleset->program, cases->given);
    }
    if (compilation->diagnostics->errors > 0) {
        diagnostics_print(compilation->diagnostics);
        return false;
    }
    return true;
}

static bool names_cases(const char *operand)
{
    return strcmp(operand, "-") == 0 || ends_with(operand, ".json") ||
           ends_with(operand, ".ndjson") || ends_with(operand, ".jsonl") ||
           ends_with(operand, ".csv");
}

/* The file of cases, or NULL. Alone, it needs no ruleset before it. */
static const char *cases_operand(const struct arguments *arguments)
{
    if (arguments->operand_count > 1) {
        return arguments->operands[1];
    }
    const char *operand = arguments->operand_count ? arguments->operands[0] : NULL;
    bool is_input = operand && strcmp(operand, "-") == 0;
    bool alone = operand && names_cases(operand) &&
                 (!is_input || arguments_has(arguments, OPTION_AUTHORITY));
    return alone ? operand : NULL;
}

/* The ruleset's name, or NULL: it goes by authority. */
static const char *ruleset_operand(const struct arguments *arguments)
{
    bool none = arguments->operand_count == 0 ||
                (arguments->operand_count == 1 && cases_operand(arguments));
    return none ? NULL : arguments->operands[0];
}

static bool is_picked_by_date(const char *reference)
{
    struct stat status;
    bool is_file = reference && stat(reference, &status) == 0 && !S_ISDIR(status.st_mode);
    return !reference || (!strpbrk(reference, "@/") && !ends_with(reference, ".limen") &&
                          strcmp(reference, "-") != 0 && !is_file);
}

bool cases_open_among(struct cases *cases, const struct arguments *arguments,
                      struct ruleset *ruleset, struct case_options options,
                      const struct case_input *input, const struct neighbours *neighbours)
{
    *cases = (struct cases){.arguments = arguments,
                            .ruleset = ruleset,
                            .options = options,
                            .neighbours = neighbours,
                            .input = *input,
                            .path = input->path};
    if (!check_authority(cases) || !check_sections(cases)) {
        return false;
    }
    if (!input->path) {
        return read_given(cases);
    }
    open_reader(cases, input);
    return true;
}

static bool applies_to(const struct program *program, const char *authority)
{
    for (size_t i = 0; i < program->authorities.count; i++) {
        if (strcmp(program->authorities.items[i], authority) == 0) {
            return true;
        }
    }
    return false;
}

static void apply_options(const struct cases *cases, struct arena *arena, struct limen_case *one)
{
    const struct program *program = cases->ruleset->program;
    const struct case_options *options = &cases->options;
    const char *authority = cases->arguments->values[OPTION_AUTHORITY];
    if (options->has_date && !one->has_date) {
        one->has_date = true;
        one->date = options->date;
    }
    if (options->has_moment && !one->has_moment) {
        one->has_moment = true;
        one->moment_date = options->moment_date;
        one->moment_minute = options->moment_minute;
    }
    if (authority && program->authority &&
        one->facts[program->authority->entity.index].state == FACT_NOT_ASKED) {
        case_set_authority(one, program, arena, authority);
    }
    if (authority && cases->neighbours && !applies_to(program, authority)) {
        vector_push(arena, &one->unread, "authority");
    }
    for (size_t i = 0; i < program->sections.count; i++) {
        one->closed_sections[i] = one->closed_sections[i] || cases->sections[i];
    }
    one->close_all = one->close_all || arguments_chose(cases->arguments, OPTION_OTHERWISE, "no");
    case_close(one, program, arena);
}

bool cases_next(struct cases *cases, struct arena *arena, struct case_result *ret_result)
{
    *ret_result = (struct case_result){0};
    cases->number++;
    if (cases->reader) {
        if (!case_reader_next(cases->reader, arena, ret_result) || cases->failed) {
            return false;
        }
        cases->is_header_wrong = ret_result->is_header;
    } else if (cases->given_done) {
        return false;
    } else if (cases->nowhere) {
        cases->given_done = true;
        ret_result->nowhere = cases->nowhere;
    } else {
        cases->given_done = true;
        ret_result->limen_case = case_create(arena, cases->ruleset->program);
        if (cases->given) {
            case_give(ret_result->limen_case, cases->ruleset->program, arena, cases->given);
        }
        for (size_t i = 0; i < cases->given_unread.count; i++) {
            vector_push(arena, &ret_result->limen_case->unread, cases->given_unread.items[i]);
        }
    }
    if (ret_result->limen_case) {
        apply_options(cases, arena, ret_result->limen_case);
    }
    return true;
}

void cases_close(struct cases *cases)
{
    if (cases->reader) {
        case_reader_destroy(cases->reader);
    }
    route_destroy(cases->route);
    if (cases->owned) {
        ruleset_free(cases->owned);
    }
    cases->reader = NULL;
    cases->route = NULL;
    cases->owned = NULL;
}

/* NUMBER 0: the error is of no single case. */
static void complain_error(const struct cases *cases, const char *id, size_t number,
                           const struct case_error *error)
{
    struct text place = {0};
    const char *path = cases->path ? cases->path : "--given";
    text_add(&place, strcmp(path, "-") == 0 ? "standard input" : path);
    if (error->line > 0) {
        text_format(&place, ", line %zu, column %zu", error->line, error->column);
    }
    if (id) {
        text_format(&place, ": case %s", id);
    } else if (cases->path && number > 0) {
        text_format(&place, ": case %zu of the file", number);
    }
    complain("%s: %s [%s]", text_string(&place), error->message, diagnostic_code_text(error->code));
    if (error->help) {
        complain("help: %s", error->help);
    }
    text_clear(&place);
}

void cases_complain(const struct cases *cases, const struct case_result *result, size_t number)
{
    for (size_t i = 0; i < result->errors.count; i++) {
        complain_error(cases, result->id, result->is_header ? 0 : number, &result->errors.items[i]);
    }
}

/* ------------------------------------------------------------------ one ruleset, named outright */

static int open_named(struct cases *cases, const struct arguments *arguments,
                      struct case_options options, const struct case_input *input)
{
    struct ruleset *ruleset = arena_alloc(arguments->arena, sizeof *ruleset);
    if (!ruleset_load(arguments, ruleset_operand(arguments), options.version_date,
                      ruleset)) {
        return STATUS_WRONG_USE;
    }
    bool opened = cases_open_among(cases, arguments, ruleset, options, input, NULL);
    cases->owned = ruleset;
    return opened ? STATUS_DONE : STATUS_WRONG_USE;
}

/* -------------------------------------------------------------- each case to a ruleset of its own */

static void refuse(struct arena *arena, const struct case_head *head, struct case_error error,
                   struct case_result *result)
{
    error.line = head->line;
    error.column = head->column;
    vector_push(arena, &result->errors, error);
}

/* What the options say for all cases must suit the ruleset of this one. */
static bool suits_options(struct cases *cases, struct arena *arena, const struct case_head *head,
                          const struct case_head *own, struct case_result *result)
{
    const struct program *program = cases->ruleset->program;
    struct case_error error = {0};
    const char *section = close_sections(cases, arena, &error.help);
    if (section) {
        error.code = E611_CASE_SECTION;
        error.message = arena_format(arena, "--nothing-else-in: %s %s has no section '%s'",
                                     program->name, program->version, section);
        refuse(arena, head, error, result);
        return false;
    }
    if (head->authority && !own->authority && !applies_to(program, head->authority)) {
        error.code = E610_CASE_AUTHORITY;
        error.message = arena_format(arena, "--authority: %s %s does not apply to '%s'",
                                     program->name, program->version, head->authority);
        refuse(arena, head, error, result);
        return false;
    }
    return true;
}

static struct case_head complete_head(const struct cases *cases, const struct case_head *own)
{
    struct case_head head = *own;
    if (!head.has_date) {
        head.has_date = cases->options.has_date;
        head.date = cases->options.date;
    }
    if (!head.authority) {
        head.authority = cases->arguments->values[OPTION_AUTHORITY];
    }
    return head;
}

static const struct case_head *keep_head(struct arena *arena, struct case_head head)
{
    struct case_head *kept = arena_alloc(arena, sizeof *kept);
    *kept = head;
    return kept;
}

/* A case_chooser. */
static const struct program *choose(void *context, struct arena *arena,
                                    const struct case_head *own, struct case_result *result)
{
    struct cases *cases = context;
    struct case_head head = complete_head(cases, own);
    struct case_error error = {0};
    cases->ruleset = NULL;
    switch (route_find(cases->route, arena, &head, &cases->ruleset, &error)) {
    case ROUTE_FOUND:
        return suits_options(cases, arena, &head, own, result) ? cases->ruleset->program : NULL;
    case ROUTE_NONE:
        result->nowhere = keep_head(arena, head);
        break;
    case ROUTE_REFUSED:
        refuse(arena, &head, error, result);
        break;
    case ROUTE_BROKEN:
        cases->failed = true;
        break;
    }
    return NULL;
}

static int route_input(struct cases *cases)
{
    if (cases->input.bytes) {
        cases->reader = reader_of(cases->arguments->arena, NULL, &cases->input);
        case_reader_set_chooser(cases->reader, choose, cases);
    }
    return STATUS_DONE;
}

static int open_given(struct cases *cases, struct ruleset *ruleset)
{
    struct cases before = *cases;
    bool opened = cases_open_among(cases, before.arguments, ruleset, before.options, &before.input,
                                   NULL);
    cases->route = before.route;
    return opened ? STATUS_DONE : STATUS_WRONG_USE;
}

static int route_given(struct cases *cases)
{
    struct case_head head = complete_head(cases, &(struct case_head){0});
    struct arena *arena = cases->arguments->arena;
    struct ruleset *ruleset;
    struct case_error error;
    switch (route_find(cases->route, arena, &head, &ruleset, &error)) {
    case ROUTE_FOUND:
        return open_given(cases, ruleset);
    case ROUTE_NONE:
        cases->nowhere = keep_head(arena, head);
        return STATUS_DONE;
    case ROUTE_REFUSED:
        return complain("%s%s%s", error.message, error.help ? "; " : "",
                        error.help ? error.help : "");
    default:
        return STATUS_WRONG_USE;
    }
}

static int check_option_authority(const struct cases *cases)
{
    const char *authority = cases->arguments->values[OPTION_AUTHORITY];
    if (!authority || route_has_authority(cases->route, authority)) {
        return STATUS_DONE;
    }
    const char *help = route_near_authority(cases->route, cases->arguments->arena, authority);
    return complain("--authority: no ruleset with levels in the library applies to '%s'%s%s",
                    authority, help ? "; " : "", help ? help : "");
}

static int open_routed(struct cases *cases, const struct arguments *arguments,
                       struct case_options options, const struct case_input *input)
{
    const char *name = ruleset_operand(arguments);
    const char *authority = arguments->values[OPTION_AUTHORITY];
    *cases = (struct cases){
        .arguments = arguments, .options = options, .input = *input, .path = input->path};
    if (!name && !authority && !input->path) {
        return complain_of_use(arguments->command, "which ruleset?");
    }
    if (!name && !input->path && !options.has_date) {
        return complain_of_use(arguments->command,
                               "which ruleset is in force for %s depends on the date: --on",
                               authority);
    }
    cases->route = route_create(arguments, name);
    if (name && !route_has_name(cases->route)) {
        route_destroy(cases->route); /* loading says all there is to say */
        cases->route = NULL;
        return open_named(cases, arguments, options, input);
    }
    int status = name ? STATUS_DONE : check_option_authority(cases);
    if (status != STATUS_DONE) {
        return status;
    }
    return input->path ? route_input(cases) : route_given(cases);
}

/* For a bare name and the one case of --given without a date, there is nothing to route by. */
static bool is_routed(const struct arguments *arguments, const struct case_options *options)
{
    const char *name = ruleset_operand(arguments);
    bool dateless = !cases_operand(arguments) && !options->has_date;
    return is_picked_by_date(name) && !(name && dateless);
}

static int open_cases(struct cases *cases, const struct arguments *arguments, bool is_read)
{
    struct case_options options;
    struct case_input input = {.path = cases_operand(arguments)};
    *cases = (struct cases){0};
    if (arguments->operand_count > 2) {
        return complain_of_use(arguments->command, "one ruleset and one file of cases at a time");
    }
    if (input.path && arguments_has(arguments, OPTION_GIVEN)) {
        return complain_of_use(arguments->command,
                               "cases come from a file or from --given, not from both");
    }
    if (!case_options_read(arguments, &options)
        || (is_read && !case_input_read(arguments, input.path, &input))) {
        return STATUS_WRONG_USE;
    }
    return is_routed(arguments, &options) ? open_routed(cases, arguments, options, &input)
                                          : open_named(cases, arguments, options, &input);
}

int cases_open(struct cases *cases, const struct arguments *arguments)
{
    return open_cases(cases, arguments, true);
}

/* --------------------------------------------------------------------------------- piece by piece */

int cases_open_stream(struct cases *cases, const struct arguments *arguments)
{
    return open_cases(cases, arguments, false);
}

void cases_share(struct cases *shared, const struct cases *cases)
{
    *shared = *cases;
    shared->owned = NULL;
    shared->number = 0;
}

enum cases_form cases_form_of(const struct cases *cases, struct arena *arena,
                              const struct feed *feed, const struct feed_piece *first,
                              struct csv_split *split)
{
    struct case_input input = {cases->path, first->bytes, first->length};
    if (is_table(arena, &input)) {
        return csv_split_start(split, feed, first) ? CASES_ROWS : CASES_WHOLE;
    }
    return case_text_is_lines(first->bytes, first->length) ? CASES_LINES : CASES_WHOLE;
}

static struct case_reader *reader_of_piece(const struct cases *cases, struct arena *arena,
                                           const struct feed_piece *piece, enum cases_form form,
                                           const struct csv_split *split)
{
    const struct program *program = cases->route ? NULL : cases->ruleset->program;
    struct case_input input = {cases->path, piece->bytes, piece->length};
    switch (form) {
    case CASES_LINES:
        return case_reader_create(arena, program, piece->bytes, piece->length);
    case CASES_ROWS:
        return case_reader_create_rows(arena, program, split->header, split->header_length, piece);
    default:
        return reader_of(arena, program, &input);
    }
}

void cases_start_piece(struct cases *cases, struct arena *arena, const struct feed_piece *piece,
                       enum cases_form form, const struct csv_split *split)
{
    cases->number = 0;
    cases->reader = reader_of_piece(cases, arena, piece, form, split);
    if (cases->route) {
        case_reader_set_chooser(cases->reader, choose, cases);
    }
    if (form == CASES_LINES) {
        case_reader_set_lines(cases->reader);
    }
}

void cases_read_line(struct cases *cases, struct arena *arena, size_t begin, size_t end, size_t line,
                     struct case_result *ret_result)
{
    case_reader_read_line(cases->reader, arena, begin, end, line, ret_result);
    if (ret_result->limen_case) {
        apply_options(cases, arena, ret_result->limen_case);
    }
}

void cases_read_rows(struct cases *cases, struct arena *arena, size_t index,
                     struct case_result *ret_result)
{
    case_reader_seek_rows(cases->reader, index);
    case_reader_next(cases->reader, arena, ret_result);
    if (ret_result->limen_case) {
        apply_options(cases, arena, ret_result->limen_case);
    }
}

static int64_t authority_index(const struct program *program, const char *name)
{
    for (size_t i = 0; name && i < program->authorities.count; i++) {
        if (strcmp(program->authorities.items[i], name) == 0) {
            return (int64_t)i;
        }
    }
    return -1;
}

void cases_defaults(const struct cases *cases, struct block_defaults *ret_defaults)
{
    *ret_defaults = (struct block_defaults){
        .has_date = cases->options.has_date,
        .date = cases->options.date,
        .authority = authority_index(cases->ruleset->program,
                                     cases->arguments->values[OPTION_AUTHORITY]),
        .close_all = arguments_chose(cases->arguments, OPTION_OTHERWISE, "no"),
        .sections = cases->sections};
}

void cases_end_piece(struct cases *cases)
{
    case_reader_destroy(cases->reader);
    cases->reader = NULL;
}

/* -------------------------------------------------------------------------------------- the end */

void cases_write_nowhere(const struct cases *cases, struct text *text,
                         const struct case_head *nowhere, bool json)
{
    if (json) {
        route_write_none_json(text, nowhere);
    } else {
        route_write_none_text(cases->route, text, nowhere);
    }
}

int cases_finish(const struct cases *cases, const struct case_counts *counts,
                 struct output *output)
{
    size_t all = counts->answered + counts->refused + counts->nowhere;
    output_flush(output);
    if (cases->failed) {
        return output_drop(output, STATUS_WRONG_USE);
    }
    if (cases->is_header_wrong) {
        complain("no case was read");
    } else if (cases->path && counts->refused > 0) {
        complain("%zu of %zu cases refused", counts->refused, all);
    }
    if (cases->path && counts->nowhere > 0) {
        complain("%zu of %zu cases: no ruleset in force", counts->nowhere, all);
    }
    return output_finish(output, counts->refused   ? STATUS_FINDINGS
                                 : counts->nowhere ? STATUS_NONE_IN_FORCE
                                 : counts->undecided ? STATUS_UNDECIDED
                                                   : STATUS_DONE);
}
