// SPDX-License-Identifier: GPL-3.0-or-later
// A checksum of bytes that come in blocks of any size. The caller owns the record; nothing is allocated.
#ifndef DATA_CSV_CHECKSUM_H
#define DATA_CSV_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

struct csv_checksum {
    uint64_t hash, word;
    unsigned used;
    uint64_t bytes; // so far
};

// Starts one in place.
void csv_checksum_start(struct csv_checksum *checksum);

// Takes the next bytes.
void csv_checksum_add(struct csv_checksum *checksum, const char *bytes, size_t length);

// The checksum of all bytes so far: FNV-1a over words of 8 bytes.
uint64_t csv_checksum_end(const struct csv_checksum *checksum);

#endif
