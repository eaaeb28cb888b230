// SPDX-License-Identifier: GPL-3.0-or-later
// What the parser is fed: the bytes of a source as UTF-8, without comments, one tab in place of each run
// of spaces, and the rows of ARFF as CSV. csv_feed_init starts one in place, csv_feed_clear ends it; the source is borrowed. What a
// call returns is valid until the next.
#ifndef DATA_CSV_FEED_H
#define DATA_CSV_FEED_H

#include "base/buf.h"
#include "data/csv_arff_row.h"
#include "data/csv_checksum.h"
#include "data/csv_judge.h"
#include "data/source.h"

struct csv_feed {
    struct source *source;
    struct csv_checksum checksum; // of the bytes as they come
    enum { CSV_ENCODING_OPEN, CSV_ENCODING_BYTES, CSV_ENCODING_UTF16 } encoding;
    bool is_big_endian;       // of UTF-16
    unsigned char carried[4]; // the beginning of a character whose rest is in the next block
    size_t carried_count;
    struct buf decoded;

    struct buf filtered;
    bool in_quotes, in_line; // between quotes; not at the beginning of a line
    bool in_comment, is_between, was_blank;
    struct csv_arff_row row; // of an ARFF file
    char start[24];          // the beginning of a line that may be a comment
    size_t start_length;
    size_t comments; // lines left out
};

// Starts with the first byte of [source].
void csv_feed_init(struct csv_feed *feed, struct source *source);

// Frees what the feed holds.
void csv_feed_clear(struct csv_feed *feed);

// The next bytes in UTF-8; [length] 0 at the end. False with [error] set when reading failed.
bool csv_feed_read(struct csv_feed *feed, const char **bytes, size_t *length, struct error *error);

// Takes comments and runs out of bytes that are in UTF-8. The bytes stay where they are where there is
// nothing to be taken out. False with [error] set without memory.
bool csv_feed_filter(struct csv_feed *feed, const struct csv_dialect *dialect, const char **bytes,
                     size_t *length, struct error *error);

// What the filter still holds when all has been read.
bool csv_feed_end(struct csv_feed *feed, const struct csv_dialect *dialect, const char **bytes,
                  size_t *length, struct error *error);

#endif
