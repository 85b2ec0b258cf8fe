/* SPDX-License-Identifier: Apache-2.0 */
/* limen facts: the facts that a case may state, listed, searched, and as a case to fill in. */
#include "cli/facts.h"

#include <ctype.h>
#include <string.h>
#include <unistd.h>

#include "base/table.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "cli/template.h"

#define DEFAULT_VOCABULARY "children"

struct listing {
    const struct arguments *arguments;
    const struct program *program;
    struct output output;
    bool *cited; /* by fact, if --cite is given: some rule that cites the item reads it */
    struct template_facts facts;
};

/* --------------------------------------------------------------------------------------- citing */

struct reading {
    struct listing *listing;
    struct table seen; /* defines and groups looked into */
};

static void read_expression(struct reading *reading, const struct node *node);

static void read_entity(struct reading *reading, struct entity *entity)
{
    if (entity->kind == ENTITY_FACT) {
        reading->listing->cited[entity->index] = true;
        return;
    }
    if (table_get(&reading->seen, entity)) {
        return;
    }
    table_set(&reading->seen, entity, entity);
    if (entity->kind == ENTITY_DEFINE) {
        read_expression(reading, ((struct define *)entity)->expression);
    } else if (entity->kind == ENTITY_GROUP) {
        read_expression(reading, ((struct group *)entity)->elements);
    }
}

static void read_expression(struct reading *reading, const struct node *node)
{
    if (!node) {
        return;
    }
    if (node->ref) {
        read_entity(reading, node->ref);
    }
    for (const struct node *child = node->child; child; child = child->next) {
        read_expression(reading, child);
    }
}

/* ITEM itself, or one below it: L3/education stands for L3/education/01, too. */
static bool cites(const struct entity *entity, const char *item)
{
    size_t length = strlen(item);
    for (size_t i = 0; i < entity->cites.count; i++) {
        const char *cited = entity->cites.items[i].item;
        if (cited && strncmp(cited, item, length) == 0 &&
            (cited[length] == '\0' || cited[length] == '/')) {
            return true;
        }
    }
    return false;
}

static void find_cited(struct listing *listing)
{
    const char *item = listing->arguments->values[OPTION_CITE];
    struct reading reading = {listing, {.arena = listing->arguments->arena}};
    if (!item) {
        return;
    }
    listing->cited =
        arena_alloc(listing->arguments->arena, listing->program->facts.count * sizeof(bool));
    for (size_t i = 0; i < listing->program->rules.count; i++) {
        const struct rule *rule = listing->program->rules.items[i];
        if (cites(&rule->entity, item)) {
            read_expression(&reading, rule->condition);
            read_expression(&reading, rule->unless);
        }
    }
}

/* ------------------------------------------------------------------------------------- choosing */

/* WORD, in whatever case, in TEXT; an underscore of a name counts as a space. */
static bool has_word(const char *text, const char *word, size_t length)
{
    if (!text) {
        return false;
    }
    for (const char *start = text; *start; start++) {
        size_t same = 0;
        while (same < length && start[same] &&
               tolower((unsigned char)(start[same] == '_' ? ' ' : start[same])) ==
                   tolower((unsigned char)(word[same] == '_' ? ' ' : word[same]))) {
            same++;
        }
        if (same == length) {
            return true;
        }
    }
    return false;
}

/* A list is spoken of by what is said of its fields, too. */
static bool speaks_of(const struct fact *fact, const char *word, size_t length)
{
    bool found = has_word(fact->entity.name, word, length) ||
                 has_word(fact->entity.title, word, length) ||
                 has_word(fact->question, word, length);
    for (size_t i = 0; i < fact->also.count && !found; i++) {
        found = has_word(fact->also.items[i], word, length);
    }
    for (size_t i = 0; i < fact->fields.count && !found; i++) {
        found = speaks_of(fact->fields.items[i], word, length);
    }
    return found;
}

bool fact_matches(const struct fact *fact, const char *words)
{
    for (const char *at = words; at && *at;) {
        at += strspn(at, " ");
        size_t length = strcspn(at, " ");
        if (length > 0 && !speaks_of(fact, at, length)) {
            return false;
        }
        at += length;
    }
    return true;
}

static bool is_wanted(const struct listing *listing, const struct fact *fact)
{
    const char *section = listing->arguments->values[OPTION_SECTION];
    bool readable = listing->program->kind != PROGRAM_RULESET || fact->is_read;
    bool placed = !section ||
                  (fact->entity.section && strcmp(fact->entity.section->entity.name, section) == 0);
    return readable && !fact->is_builtin && placed &&
           (!listing->cited || listing->cited[fact->entity.index]) &&
           fact_matches(fact, listing->arguments->values[OPTION_SEARCH]);
}

static void choose(struct listing *listing)
{
    find_cited(listing);
    for (size_t i = 0; i < listing->program->facts.count; i++) {
        if (is_wanted(listing, listing->program->facts.items[i])) {
            vector_push(listing->arguments->arena, &listing->facts,
                        listing->program->facts.items[i]);
        }
    }
}

static bool check_section(const struct listing *listing)
{
    const char *section = listing->arguments->values[OPTION_SECTION];
    struct near_names near;
    if (!section) {
        return true;
    }
    near_names_start(&near, section);
    for (size_t i = 0; i < listing->program->sections.count; i++) {
        const char *name = listing->program->sections.items[i]->entity.name;
        if (strcmp(name, section) == 0) {
            return true;
        }
        near_names_offer(&near, name);
    }
    const char *help = near_names_help(&near, listing->arguments->arena);
    complain_of_use(listing->arguments->command, "there is no section '%s'%s%s", section,
                    help ? "; " : "", help ? help : "");
    return false;
}

/* ----------------------------------------------------------------------------------------- text */

static void add_type(struct text *text, const struct fact *fact)
{
    type_write(text, fact->type);
}

static void add_usual(struct text *text, const struct fact *fact)
{
    if (fact->usual_none) {
        text_add(text, "none");
    } else {
        value_write(text, fact->type, fact->usual);
    }
}

static const char *direction_of(const struct fact *fact)
{
    if (fact->direction == DIRECTION_NONE) {
        return NULL;
    }
    if (fact->type->kind == TYPE_YES_NO) {
        return fact->is_strength ? "a strength" : "a concern";
    }
    return fact->direction == DIRECTION_HIGHER_IS_WORSE ? "higher is worse" : "lower is worse";
}

static void add_remark(struct text *text, const char *words)
{
    text_format(text, "%s%s", text->length ? "; " : "", words);
}

static void add_remarks(struct text *text, const struct fact *fact)
{
    if (direction_of(fact)) {
        add_remark(text, direction_of(fact));
    }
    if (fact->has_usual) {
        add_remark(text, "usually ");
        add_usual(text, fact);
    }
    if (fact->from) {
        add_remark(text, "worked out unless the case gives it");
    }
    if (fact->of) {
        add_remark(text, "of each ");
        text_add(text, fact->of->entity.name);
    }
    for (size_t i = 0; i < fact->also.count; i++) {
        add_remark(text, "also: ");
        text_add(text, fact->also.items[i]);
    }
    for (size_t i = 0; i < fact->unlike.count; i++) {
        const struct unlike *unlike = &fact->unlike.items[i];
        add_remark(text, "unlike ");
        text_format(text, "%s%s%s", unlike->name, unlike->why ? ": " : "",
                    unlike->why ? unlike->why : "");
    }
}

static void write_line(struct listing *listing, const char *words)
{
    if (words && *words) {
        text_add(&listing->output.text, "    ");
        text_add_wrapped(&listing->output.text, words, 4, 4, listing->output.width);
        text_add_char(&listing->output.text, '\n');
    }
}

static void write_fact(struct listing *listing, const struct fact *fact)
{
    struct text *text = &listing->output.text, remarks = {0};
    const char *strong = listing->output.colour ? "\033[1m" : "";
    text_format(text, "%s%s%s : ", strong, fact->entity.name, *strong ? "\033[0m" : "");
    add_type(text, fact);
    text_add_char(text, '\n');
    write_line(listing, fact->entity.title);
    write_line(listing, fact->question
                            ? arena_format(listing->arguments->arena, "ask: %s", fact->question)
                            : NULL);
    add_remarks(&remarks, fact);
    write_line(listing, text_string(&remarks));
    text_clear(&remarks);
}

/* The fields of a list's items, one a line. */
static void write_fields(struct listing *listing, const struct fact *list)
{
    for (size_t i = 0; i < list->fields.count; i++) {
        const struct fact *field = list->fields.items[i];
        struct text words = {0}, remarks = {0};
        text_format(&words, "has %s : ", field->entity.name);
        add_type(&words, field);
        add_remarks(&remarks, field);
        text_format(&words, "%s%s%s%s", field->entity.title ? "; " : "",
                    field->entity.title ? field->entity.title : "", remarks.length ? "; " : "",
                    text_string(&remarks));
        if (field->question) {
            text_format(&words, "; ask: %s", field->question);
        }
        write_line(listing, text_string(&words));
        text_clear(&words);
        text_clear(&remarks);
    }
}

static void write_text(struct listing *listing)
{
    const struct section *section = NULL;
    struct text *text = &listing->output.text;
    for (size_t i = 0; i < listing->facts.count; i++) {
        const struct fact *fact = listing->facts.items[i];
        if (fact->entity.section && fact->entity.section != section) {
            section = fact->entity.section;
            text_format(text, "%s# %s%s%s\n\n", i ? "\n" : "", section->entity.name,
                        section->entity.title ? ": " : "",
                        section->entity.title ? section->entity.title : "");
        }
        write_fact(listing, fact);
        write_fields(listing, fact);
    }
    text_format(text, "%s%zu fact%s\n", listing->facts.count ? "\n" : "", listing->facts.count,
                listing->facts.count == 1 ? "" : "s");
}

/* ----------------------------------------------------------------------------------------- JSON */

static void add_member(struct text *text, const char *name, const char *value)
{
    if (value) {
        text_format(text, ",\"%s\":", name);
        text_add_json(text, value);
    }
}

static void add_written(struct text *text, const char *name, const struct fact *fact,
                        void (*write)(struct text *, const struct fact *))
{
    struct text written = {0};
    write(&written, fact);
    add_member(text, name, text_string(&written));
    text_clear(&written);
}

static void add_names(struct text *text, const struct fact *fact)
{
    text_add(text, ",\"also\":[");
    for (size_t i = 0; i < fact->also.count; i++) {
        text_add(text, i ? "," : "");
        text_add_json(text, fact->also.items[i]);
    }
    text_add(text, "],\"unlike\":[");
    for (size_t i = 0; i < fact->unlike.count; i++) {
        text_format(text, "%s{\"name\":\"%s\"", i ? "," : "", fact->unlike.items[i].name);
        add_member(text, "why", fact->unlike.items[i].why);
        text_add_char(text, '}');
    }
    text_add_char(text, ']');
}

/* What facts and fields alike are told by. */
static void add_description(struct text *text, const struct fact *fact)
{
    text_format(text, "{\"name\":\"%s\"", fact->entity.name);
    add_written(text, "type", fact, add_type);
    add_member(text, "text", fact->entity.title);
    add_member(text, "of", fact->of ? fact->of->entity.name : NULL);
    add_member(text, "section", fact->entity.section ? fact->entity.section->entity.name : NULL);
    add_member(text, "question", fact->question);
    add_member(text, "direction", direction_of(fact));
    if (fact->has_usual) {
        add_written(text, "usually", fact, add_usual);
    }
    add_names(text, fact);
}

static void add_fields(struct text *text, const struct fact *list)
{
    text_add(text, ",\"fields\":[");
    for (size_t i = 0; i < list->fields.count; i++) {
        text_add(text, i ? "," : "");
        add_description(text, list->fields.items[i]);
        text_format(text, ",\"worked_out\":%s}", list->fields.items[i]->from ? "true" : "false");
    }
    text_add_char(text, ']');
}

/* One object a line. */
static void write_json(struct listing *listing)
{
    struct text *text = &listing->output.text;
    for (size_t i = 0; i < listing->facts.count; i++) {
        const struct fact *fact = listing->facts.items[i];
        add_description(text, fact);
        if (fact->type->kind == TYPE_LIST) {
            add_fields(text, fact);
        }
        text_format(text, ",\"worked_out\":%s}\n", fact->from ? "true" : "false");
    }
}

/* ------------------------------------------------------------------------------------ the whole */

static int list(struct listing *listing)
{
    if (!check_section(listing)) {
        return STATUS_WRONG_USE;
    }
    output_start(&listing->output, NULL);
    choose(listing);
    if (arguments_chose(listing->arguments, OPTION_FORMAT_FACTS, "csv")) {
        template_write_csv(&listing->output.text, listing->program, &listing->facts);
    } else if (arguments_has(listing->arguments, OPTION_TEMPLATE)) {
        template_write_json(&listing->output.text, &listing->facts);
    } else if (arguments_chose(listing->arguments, OPTION_FORMAT_FACTS, "json")) {
        write_json(listing);
    } else {
        write_text(listing);
    }
    return output_finish(&listing->output, STATUS_DONE);
}

/* A vocabulary of the library by its name, else what else NAME may be. */
static const char *reference_of(const struct arguments *arguments, const char *name)
{
    struct compilation *compilation = compilation_create(arguments->values[OPTION_LIBRARY]);
    const char *path =
        arena_format(arguments->arena, "%s/vocabulary/%s.limen", compilation->library, name);
    compilation_destroy(compilation);
    return access(path, R_OK) == 0 ? path : name;
}

int facts_run(const struct arguments *arguments)
{
    struct listing listing = {.arguments = arguments};
    struct ruleset ruleset;
    const char *name = arguments->operand_count > 0 ? arguments->operands[0] : DEFAULT_VOCABULARY;
    if (arguments->operand_count > 1) {
        return complain_of_use(arguments->command, "one ruleset or vocabulary at a time");
    }
    if (!ruleset_load_program(arguments, reference_of(arguments, name), INT32_MIN, &ruleset)) {
        return STATUS_WRONG_USE;
    }
    listing.program = ruleset.program;
    int status = list(&listing);
    ruleset_free(&ruleset);
    return status;
}
