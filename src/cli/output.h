/* SPDX-License-Identifier: Apache-2.0 */
/* Output: where a command's result goes, so that no failed write goes unseen.

   A result is collected in `text` and written out in pieces as it grows: to standard output, or to a
   draft that takes the place of a file when the result is whole. A signal that ends the program removes
   the draft. After output_start, output_finish or output_drop must be called exactly once; there is one
   output at a time. */
#ifndef LIMEN_CLI_OUTPUT_H
#define LIMEN_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/file.h"
#include "base/text.h"

struct output {
    struct text text;
    const char *path; /* NULL: standard output */
    bool has_draft;
    struct file_draft draft;
    bool failed;      /* reported; what comes is dropped */
    size_t width;     /* columns a page may use */
    bool colour;
};

void output_start(struct output *output, const char *path);
/* Writes out what was collected if it is much; false: it can't be written, so there is no use
   going on. */
bool output_step(struct output *output);
/* Writes what there is to standard output, so that a message after it comes after it on a terminal, and
   before the end of the output in a pipe. */
void output_flush(struct output *output);
/* Writes the rest. Yields STATUS, or STATUS_WRONG_USE if not everything could be written. */
int output_finish(struct output *output, int status);
/* The same of a result that broke off: a file is left as it was. */
int output_drop(struct output *output, int status);

/* Columns of the terminal behind FD, else what COLUMNS says, else 80. */
size_t terminal_width(int fd);
/* Whether FD is a terminal that may be sent colours. */
bool terminal_colour(int fd);

/* "NAME":VALUE, or null, as the next member of the JSON object that TEXT ends in. */
void output_member(struct text *text, const char *name, const char *value);
void output_date(struct text *text, const char *name, bool has, int32_t date);

#endif
