/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 of bytes, as 64 lower-case hexadecimal digits: the work is Nettle's. */
#ifndef LIMEN_BASE_SHA256_H
#define LIMEN_BASE_SHA256_H

#include <nettle/sha2.h>
#include <stddef.h>

#define SHA256_HEX_SIZE 65 /* bytes, with the NUL */

void sha256_hex(const void *bytes, size_t length, char ret_hex[SHA256_HEX_SIZE]);

/* The same of bytes that come in pieces: start, add any number of times, finish once. */
struct sha256 {
    struct sha256_ctx context;
};

void sha256_start(struct sha256 *sha256);
void sha256_add(struct sha256 *sha256, const void *bytes, size_t length);
void sha256_finish(struct sha256 *sha256, char ret_hex[SHA256_HEX_SIZE]);

#endif
