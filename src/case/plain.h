/* SPDX-License-Identifier: Apache-2.0 */
/* Plain: cases that are said plainly, one a line, read straight into the columns of a block.

   Most cases of a long input name facts and give each one value: true, a number, a name of a choice, a
   day. Such a line goes from its tokens to planes without becoming a case in between. A line that has
   anything else in it, or anything wrong, is left to the case reader, which understands all and says what
   is wrong: what is read here is a part of what that reads, and means the same. */
#ifndef LIMEN_CASE_PLAIN_H
#define LIMEN_CASE_PLAIN_H

#include "case/block.h"

struct plain;

/* A line that is not blank. */
struct plain_line {
    bool is_read;   /* it is the block's latest case; else it is for the case reader */
    uint32_t begin, end; /* bytes of the text, without the line's end */
    uint32_t line;  /* from 1 */
    const char *id; /* of a case that was read: its name in the text; NULL: it has none */
    uint32_t id_length;
    uint32_t members; /* of a household that was read: it is the block's latest cases, so many; 0: it is one case */
};

/* Lives in ARENA until plain_destroy(). TAKES_MEMBERS: the members of a household may be read as cases of their own. */
struct plain *plain_create(struct arena *arena, const struct program *program,
                           struct block *block, bool takes_members);
void plain_destroy(struct plain *plain);

/* Begins a text, which is at most 4 GiB, with READER_PADDING readable bytes behind it. */
void plain_start(struct plain *plain, const char *bytes, size_t length);
/* The next line; the block must have room for plain_most() cases. False: there are no more. */
bool plain_next(struct plain *plain, struct plain_line *ret_line);
/* How many cases a line may become. */
size_t plain_most(const struct plain *plain);
/* What the member is called that is the block's case LANE; NULL: it has no name. */
const char *plain_member_id(const struct plain *plain, size_t lane, size_t *ret_length);
/* Before the block is closed: only now all that was read stands in it. */
void plain_end_block(struct plain *plain);
/* Lines that were passed so far. */
size_t plain_lines(const struct plain *plain);

#endif
