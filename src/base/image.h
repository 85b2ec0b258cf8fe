/* SPDX-License-Identifier: Apache-2.0 */
/* Image: an arena that is kept in the cache, and found again by another process with all that was made
   in it, by mapping a file.

   An image is always put to the address at which it was made, which its key chooses: so every pointer
   within it is right as it stands, and nothing is adjusted. Pointers that lead outside would not be; before
   an image is kept, each of its words is held against all that the process has mapped, and if one could be
   an address of anything but the image itself, it is not kept. So nobody needs to say where pointers are,
   and no change to what is in an arena can make an image wrong: at worst there is none. */
#ifndef LIMEN_BASE_IMAGE_H
#define LIMEN_BASE_IMAGE_H

#include "base/arena.h"
#include "base/cache.h"

/* An arena for what is to be kept under KEY; an ordinary one if its address is taken. */
struct arena *image_create(const struct cache_key *key);

/* Keeps ARENA as it is, with its root. False: it is not kept; RET_WHY, unless NULL, says why, for tests. */
bool image_keep(const struct cache *cache, const struct cache_key *key, struct arena *arena,
                const char **ret_why);

/* The arena that was kept, which the caller owns and may change, or NULL. */
struct arena *image_find(const struct cache *cache, const struct cache_key *key);

#endif
