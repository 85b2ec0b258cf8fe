/* SPDX-License-Identifier: Apache-2.0 */
/* limen compile: a ruleset for programs that embed just that one. */
#include <limits.h>

#include "cli/compiler.h"
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/ruleset.h"
#include "engine/emit.h"

static bool wants(const struct arguments *arguments, const char *what)
{
    return arguments_chose(arguments, OPTION_EMIT, what);
}

static int write_text(const struct arguments *arguments, const struct text *text)
{
    struct output output;
    output_start(&output, arguments->values[OPTION_OUTPUT]);
    text_add_bytes(&output.text, text_string(text), text->length);
    return output_finish(&output, STATUS_DONE);
}

static int compile_text(const struct arguments *arguments, const struct text *c)
{
    struct text object = {0};
    const char *reason;
    int status = STATUS_WRONG_USE;
    if (compiler_run(arguments->arena, c, emit_header(), &object, &reason)) {
        status = write_text(arguments, &object);
    } else {
        complain("%s can't be compiled, because %s", arguments->operands[0], reason);
    }
    text_clear(&object);
    return status;
}

static int compile(const struct arguments *arguments, const struct plan *plan)
{
    struct text c = {0};
    const char *reason;
    int status = STATUS_WRONG_USE;
    if (!emit_c(&c, arguments->arena, plan, &reason)) {
        complain("%s can't be compiled, because %s", arguments->operands[0], reason);
    } else {
        status = wants(arguments, "c") ? write_text(arguments, &c) : compile_text(arguments, &c);
    }
    text_clear(&c);
    return status;
}

static int write_header(const struct arguments *arguments)
{
    struct text header = {0};
    text_add(&header, emit_header());
    int status = write_text(arguments, &header);
    text_clear(&header);
    return status;
}

int compile_run(const struct arguments *arguments)
{
    struct ruleset ruleset;
    if (wants(arguments, "header")) {
        return write_header(arguments);
    }
    if (arguments->operand_count != 1) {
        return complain_of_use(arguments->command, "which ruleset? (one at a time)");
    }
    if (!wants(arguments, "c") && !arguments_has(arguments, OPTION_OUTPUT)) {
        return complain_of_use(arguments->command,
                               "--output says which file the shared object becomes");
    }
    if (!ruleset_load(arguments, arguments->operands[0], INT32_MIN, &ruleset)) {
        return STATUS_WRONG_USE;
    }
    int status = compile(arguments, ruleset.plan);
    ruleset_free(&ruleset);
    return status;
}
