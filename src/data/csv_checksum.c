// SPDX-License-Identifier: GPL-3.0-or-later
// FNV-1a takes a byte at a time; over words of eight it keeps up with reading, and the same words are
// made on machines of either byte order.
#include "data/csv_checksum.h"

#include <string.h>

#define FNV_START UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

void csv_checksum_start(struct csv_checksum *checksum)
{
    *checksum = (struct csv_checksum){.hash = FNV_START};
}

static void add_byte(struct csv_checksum *checksum, unsigned char byte)
{
    checksum->word |= (uint64_t)byte << 8 * checksum->used;
    if (++checksum->used < 8)
        return;
    checksum->hash = (checksum->hash ^ checksum->word) * FNV_PRIME;
    checksum->word = checksum->used = 0;
}

void csv_checksum_add(struct csv_checksum *checksum, const char *bytes, size_t length)
{
    size_t i = 0;
    checksum->bytes += length;
    while (i < length) {
        if (checksum->used > 0 || length - i < 8) {
            add_byte(checksum, (unsigned char)bytes[i++]);
            continue;
        }
        uint64_t word = 0;
        for (unsigned k = 0; k < 8; k++) // the same word whatever the machine's byte order
            word |= (uint64_t)(unsigned char)bytes[i + k] << 8 * k;
        checksum->hash = (checksum->hash ^ word) * FNV_PRIME;
        i += 8;
    }
}

uint64_t csv_checksum_end(const struct csv_checksum *checksum)
{
    return (checksum->hash ^ checksum->word ^ checksum->bytes) * FNV_PRIME;
}
