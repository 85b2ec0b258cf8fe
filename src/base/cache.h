/* SPDX-License-Identifier: Apache-2.0 */
/* Cache: results that took work, kept between runs in a folder of the user's own.

   An entry is a file that is named by its key: a digest of all that the result depends on, as its maker
   tells it, and always of the build of limen. Entries are written whole under another name and then renamed,
   so nobody ever finds half of one, and two processes that make the same entry leave one of the two.

   An entry is used only if it and the folder belong to the user, nobody else can write to either, and its
   length and checksum are those that were written. Whatever is wrong with an entry or the folder, it is as
   if the entry were not there: nothing is reported, and whoever asked does the work. The folder's size is
   bounded: adding an entry removes those that were not used for longest. */
#ifndef LIMEN_BASE_CACHE_H
#define LIMEN_BASE_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/sha256.h"

#define CACHE_LIMIT ((size_t)256 * 1024 * 1024)  /* bytes of all entries together */
#define CACHE_LARGEST (CACHE_LIMIT / 4)          /* bytes of an entry; a larger one is not kept */
#define CACHE_PAGE ((size_t)4096)                /* what entries begin at when they are mapped */
#define CACHE_KIND_SIZE 15                       /* bytes, with the NUL */

struct cache;

/* FOLDER: NULL for the user's, which LIMEN_CACHE names, else $XDG_CACHE_HOME/limen, else ~/.cache/limen.
   NULL if there is none, or LIMEN_CACHE is "off". Made in ARENA; the folder is made when first needed. */
struct cache *cache_open(struct arena *arena, const char *folder);

struct cache_key {
    char name[SHA256_HEX_SIZE + CACHE_KIND_SIZE]; /* of the file: DIGEST.KIND */
};

/* KIND is a short word of lower-case letters, one for each sort of result. BYTES is all that the result
   depends on, in a form that tells apart what differs. */
struct cache_key cache_key_of(const char *kind, const void *bytes, size_t length);

struct cache_entry {
    unsigned char *bytes; /* of a private mapping; bytes behind the length up to a whole page are zero */
    size_t length;
};

/* Finds the entry, checks it and maps it for reading. ADDRESS: where, or else not at all; NULL: anywhere. */
bool cache_map(const struct cache *cache, const struct cache_key *key, void *address,
               struct cache_entry *ret_entry);
void cache_unmap(struct cache_entry *entry);

/* The path of an entry that was checked, for what must be opened by name, or NULL. The file holds more
   behind the entry's bytes. */
const char *cache_path(const struct cache *cache, const struct cache_key *key, struct arena *arena);

/* False: the entry is not kept. */
bool cache_write(const struct cache *cache, const struct cache_key *key, const void *bytes,
                 size_t length);

#endif
