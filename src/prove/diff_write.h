/* SPDX-License-Identifier: Apache-2.0 */
/* Diff as text for a terminal, as JSON (doc/diff.schema.json), and as Markdown for a pull request. Findings
   are written apart, as diagnostics. */
#ifndef LIMEN_PROVE_DIFF_WRITE_H
#define LIMEN_PROVE_DIFF_WRITE_H

#include "prove/diff.h"

void diff_write_text(struct text *text, const struct diff *diff);
/* One object, the findings in it. */
void diff_write_json(struct text *text, const struct diff *diff);
/* What changes for whom, in the words of the facts. */
void diff_write_markdown(struct text *text, const struct diff *diff);

#endif
