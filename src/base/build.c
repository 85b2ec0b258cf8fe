/* SPDX-License-Identifier: Apache-2.0 */
/* The identifier is an ELF note of the object that holds this function. */
#include "base/build.h"

#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct search {
    uintptr_t here; /* an address in the object that is meant */
    const unsigned char *id;
    size_t length;
};

static bool holds(const struct dl_phdr_info *object, uintptr_t address)
{
    for (size_t i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        uintptr_t begin = object->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_LOAD && address >= begin && address - begin < part->p_memsz) {
            return true;
        }
    }
    return false;
}

static size_t aligned(size_t size)
{
    return (size + 3) / 4 * 4;
}

/* Goes over the notes in SIZE bytes. */
static void read_notes(struct search *search, const unsigned char *bytes, size_t size)
{
    ElfW(Nhdr) note;
    while (size >= sizeof note) {
        memcpy(&note, bytes, sizeof note);
        size_t name = aligned(note.n_namesz), content = aligned(note.n_descsz);
        if (name > size - sizeof note || content > size - sizeof note - name) {
            return;
        }
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof "GNU"
            && memcmp(bytes + sizeof note, "GNU", sizeof "GNU") == 0) {
            search->id = bytes + sizeof note + name;
            search->length = note.n_descsz;
            return;
        }
        bytes += sizeof note + name + content;
        size -= sizeof note + name + content;
    }
}

static int look(struct dl_phdr_info *object, size_t size, void *context)
{
    struct search *search = context;
    (void)size;
    if (!holds(object, search->here)) {
        return 0;
    }
    for (size_t i = 0; i < object->dlpi_phnum && !search->id; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        if (part->p_type == PT_NOTE) {
            read_notes(search, (const unsigned char *)(object->dlpi_addr + part->p_vaddr),
                       part->p_memsz);
        }
    }
    return 1;
}

const unsigned char *build_id(size_t *ret_length)
{
    struct search search = {.here = (uintptr_t)&look};
    dl_iterate_phdr(look, &search);
    *ret_length = search.length;
    return search.id;
}
