/* SPDX-License-Identifier: Apache-2.0 */
/* The completion script for bash, from the tables of commands and options. */
#include "cli/usage.h"

#include <string.h>

static void write_command_names(struct text *text)
{
    for (enum command_id id = 0; id < COMMANDS; id++) {
        text_format(text, "%s ", command_at(id)->name);
    }
}

static void write_option_names(struct text *text, enum command_id command)
{
    for (enum option_id id = 0; id < OPTIONS; id++) {
        if (option_belongs(id, command)) {
            text_format(text, "--%s ", option_at(id)->name);
        }
    }
}

/* What follows an option that takes a value: its words, a folder, a file, or nothing to offer. */
static void write_value(struct text *text, enum command_id command, enum option_id id)
{
    const struct option_row *row = option_at(id);
    text_format(text, "    %s:--%s", command_at(command)->name, row->name);
    if (row->letter) {
        text_format(text, "|%s:-%c", command_at(command)->name, row->letter);
    }
    if (option_is_choice(row)) {
        text_add(text, ") words='");
        for (const char *c = row->argument; *c; c++) {
            text_add_char(text, *c == '|' ? ' ' : *c);
        }
        text_add(text, "' ;;\n");
    } else if (strcmp(row->argument, "DIR") == 0) {
        text_add(text, ") files=-d ;;\n");
    } else if (strcmp(row->argument, "FILE") == 0) {
        text_add(text, ") files=-f ;;\n");
    } else {
        text_add(text, ") return ;;\n");
    }
}

static void write_values(struct text *text)
{
    for (enum command_id command = 0; command < COMMANDS; command++) {
        for (enum option_id id = 0; id < OPTIONS; id++) {
            if (option_belongs(id, command) && option_at(id)->argument) {
                write_value(text, command, id);
            }
        }
    }
}

static void write_operands(struct text *text)
{
    static const char *const offers[] = {
        [OPERAND_RULES] = "words=$(_limen_rulesets) files=-f",
        [OPERAND_RULES_THEN_FILES] = "words=$(_limen_rulesets) files=-f",
        [OPERAND_FILES] = "files=-f",
        [OPERAND_HELP] = "words=$commands",
    };
    for (enum command_id id = 0; id < COMMANDS; id++) {
        text_format(text, "      %s:-*) words='", command_at(id)->name);
        write_option_names(text, id);
        text_format(text, "' ;;\n      %s:*) %s ;;\n", command_at(id)->name,
                    offers[command_at(id)->completes]);
    }
}

void completion_write(struct text *text)
{
    text_add(text, "# Completion of limen for bash; made from its command tables.\n"
                   "_limen_rulesets() {\n"
                   "  local file library=${LIMEN_LIBRARY:-" LIMEN_LIBRARY_DIR "}\n"
                   "  for file in \"$library\"/*/*.limen; do\n"
                   "    file=${file#\"$library\"/}\n"
                   "    case $file in\n"
                   "      '*'* | vocabulary/* | calendar/*) ;;\n"
                   "      *) file=${file%.limen}; printf '%s\\n' \"${file%/*}@${file##*/}\" ;;\n"
                   "    esac\n"
                   "  done\n"
                   "}\n\n"
                   "_limen() {\n"
                   "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
                   "  local command=${COMP_WORDS[1]} words= files= commands='");
    write_command_names(text);
    text_add(text,
             "'\n"
             "  COMPREPLY=()\n"
             "  if ((COMP_CWORD == 1)); then\n"
             "    mapfile -t COMPREPLY < <(compgen -W \"$commands--help --version\" -- \"$word\")\n"
             "    return\n"
             "  fi\n"
             "  case $command:$before in\n");
    write_values(text);
    text_add(text, "    *)\n      case $command:$word in\n");
    write_operands(text);
    text_add(text, "      esac ;;\n"
                   "  esac\n"
                   "  mapfile -t COMPREPLY < <(compgen ${files:+$files} ${words:+-W \"$words\"} "
                   "-- \"$word\")\n"
                   "}\n\n"
                   "complete -o filenames -F _limen limen\n");
}
