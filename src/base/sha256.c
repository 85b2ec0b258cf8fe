/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256: Nettle's, which uses the processor's own instructions for it, with the digest written as
   hexadecimal digits. */
#include "base/sha256.h"

void sha256_hex(const void *bytes, size_t length, char ret_hex[SHA256_HEX_SIZE])
{
    struct sha256 sha256;
    sha256_start(&sha256);
    sha256_add(&sha256, bytes, length);
    sha256_finish(&sha256, ret_hex);
}

void sha256_start(struct sha256 *sha256)
{
    sha256_init(&sha256->context);
}

void sha256_add(struct sha256 *sha256, const void *bytes, size_t length)
{
    if (length > 0) {
        sha256_update(&sha256->context, length, bytes);
    }
}

void sha256_finish(struct sha256 *sha256, char ret_hex[SHA256_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[SHA256_DIGEST_SIZE];
    sha256_digest(&sha256->context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        ret_hex[2 * i] = digits[digest[i] >> 4];
        ret_hex[2 * i + 1] = digits[digest[i] & 15];
    }
    ret_hex[SHA256_HEX_SIZE - 1] = '\0';
}
