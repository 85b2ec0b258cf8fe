/* SPDX-License-Identifier: Apache-2.0 */
/* Slip: a mistake that the scanner can tell by itself, reported with the form that was meant.

   Each function reports the slip in the token just matched and returns the token that the parser shall
   see in its place: TOKEN, as a rule. */
#ifndef LIMEN_GRAMMAR_SLIP_H
#define LIMEN_GRAMMAR_SLIP_H

#include <stddef.h>

#include "grammar/scanner.h"

typedef int slip_function(struct scanner *scanner, int token, const char *bytes, size_t length);

slip_function slip_character;   /* no token begins so */
slip_function slip_operator;    /* == for =, and the like */
slip_function slip_quotes;      /* a text in other quotes */
slip_function slip_unended;     /* a text whose closing quotes are missing */
slip_function slip_citation;    /* any citation: reported only if unended or empty */
slip_function slip_capitals;    /* a name or keyword in capitals */
slip_function slip_hyphens;     /* a name with hyphens */
slip_function slip_digit_first; /* a name that starts with a digit, or a unit without its space */
slip_function slip_number;      /* .5 and 1.2.3 */
slip_function slip_date;        /* 13/12/2018 */
slip_function slip_time;        /* 9am */
slip_function slip_comment;     /* as other languages write it */

/* How much of a number with letters behind it is the number: all of it, unless the letters are a unit. */
size_t slip_number_length(const char *bytes, size_t length);
/* Bytes of the first line of BYTES, line end excluded. */
size_t slip_line_length(const char *bytes, size_t length);

#endif
