/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a command's arguments: getopt_long's tables are made from the rows that belong to it. */
#include "cli/parse.h"

#include <getopt.h>
#include <string.h>

#include "cli/complain.h"
#include "source/diagnostic.h"

#define OPTION_VALUE_BASE 256 /* above any letter */

struct tables {
    struct option longs[OPTIONS + 1];
    char letters[2 * OPTIONS + 2];
};

static void fill_tables(enum command_id command, struct tables *tables)
{
    size_t count = 0;
    char *letter = tables->letters;
    *letter++ = ':';
    for (enum option_id id = 0; id < OPTIONS; id++) {
        const struct option_row *row = option_at(id);
        if (!option_belongs(id, command)) {
            continue;
        }
        int takes = row->argument ? required_argument : no_argument;
        tables->longs[count++] =
            (struct option){row->name, takes, NULL, OPTION_VALUE_BASE + (int)id};
        if (row->letter) {
            *letter++ = row->letter;
            if (row->argument) {
                *letter++ = ':';
            }
        }
    }
}

static enum option_id option_of_letter(enum command_id command, int letter)
{
    enum option_id id = 0;
    while (id < OPTIONS && !(option_belongs(id, command) && option_at(id)->letter == letter)) {
        id++;
    }
    return id;
}

static enum option_id option_of_result(enum command_id command, int result)
{
    return result >= OPTION_VALUE_BASE ? (enum option_id)(result - OPTION_VALUE_BASE)
                                       : option_of_letter(command, result);
}

static bool is_one_of(const char *words, const char *value)
{
    size_t length = strlen(value);
    for (const char *word = words; word; word = strchr(word, '|')) {
        word += *word == '|';
        if (length > 0 && strncmp(word, value, length) == 0 &&
            (word[length] == '|' || word[length] == '\0')) {
            return true;
        }
    }
    return false;
}

/* "text|json|tsv" as "text, json or tsv", and "TEXT..." as "TEXT" */
static const char *choices_in_words(struct arena *arena, const char *choices)
{
    struct text words = {0};
    const char *last = strrchr(choices, '|');
    for (const char *at = choices; *at && *at != '.'; at++) {
        if (*at != '|') {
            text_add_char(&words, *at);
        } else {
            text_add(&words, at == last ? " or " : ", ");
        }
    }
    const char *copy = arena_copy(arena, words.data, words.length);
    text_clear(&words);
    return copy;
}

static bool set_value(struct arguments *arguments, enum option_id id, const char *value)
{
    const struct option_row *row = option_at(id);
    const char *before = arguments->values[id];
    if (option_is_choice(row) && !is_one_of(row->argument, value)) {
        complain_of_use(arguments->command, "--%s takes %s, not '%s'", row->name,
                        choices_in_words(arguments->arena, row->argument), value);
        return false;
    }
    if (before && option_repeats(row)) {
        value = arena_format(arguments->arena, "%s, %s", before, value);
    } else if (before && row->argument) {
        complain_of_use(arguments->command, "--%s is given twice", row->name);
        return false;
    }
    arguments->values[id] = value ? value : "";
    return true;
}

static bool fail_unknown(const struct arguments *arguments, const char *written)
{
    struct near_names near;
    char letter[] = {'-', (char)optopt, '\0'};
    if (optopt > 0 && optopt < OPTION_VALUE_BASE) {
        complain_of_use(arguments->command, "there is no option %s", letter);
        return false;
    }
    if (optopt >= OPTION_VALUE_BASE) {
        complain_of_use(arguments->command, "--%s takes no value",
                        option_at((enum option_id)(optopt - OPTION_VALUE_BASE))->name);
        return false;
    }
    const char *name = arena_copy(arguments->arena, written, strcspn(written, "="));
    near_names_start(&near, name);
    for (enum option_id id = 0; id < OPTIONS; id++) {
        if (option_belongs(id, arguments->command)) {
            near_names_offer(&near, arena_format(arguments->arena, "--%s", option_at(id)->name));
        }
    }
    const char *help = near_names_help(&near, arguments->arena);
    complain_of_use(arguments->command, "there is no option %s%s%s", name, help ? "; " : "",
                    help ? help : "");
    return false;
}

static bool fail_missing(const struct arguments *arguments)
{
    const struct option_row *row = option_at(option_of_result(arguments->command, optopt));
    complain_of_use(arguments->command, "--%s needs a value: %s", row->name,
                    choices_in_words(arguments->arena, row->argument));
    return false;
}

bool arguments_parse(struct arena *arena, enum command_id command, int argc, char **argv,
                     struct arguments *ret_arguments)
{
    struct tables tables = {0};
    int result;
    *ret_arguments = (struct arguments){.command = command, .arena = arena};
    fill_tables(command, &tables);
    optind = 0; /* GNU: start afresh */
    opterr = 0;
    while ((result = getopt_long(argc, argv, tables.letters, tables.longs, NULL)) != -1) {
        if (result == '?') {
            return fail_unknown(ret_arguments, argv[optind - 1]);
        }
        if (result == ':') {
            return fail_missing(ret_arguments);
        }
        if (!set_value(ret_arguments, option_of_result(command, result), optarg)) {
            return false;
        }
    }
    ret_arguments->operands = (const char *const *)(argv + optind);
    ret_arguments->operand_count = (size_t)(argc - optind);
    return true;
}
