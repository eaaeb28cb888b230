// SPDX-License-Identifier: GPL-3.0-or-later
// A bitmap holds its rows from the last one up, each filled to a multiple of four bytes.
#include "web/bitmap.h"

#include <stdlib.h>
#include <string.h>

enum {
    HEAD = 54,
    INFO = 40
}; // the bytes before the colours; those of them that describe the picture

static void put_base64(struct buf *out, const unsigned char *bytes, size_t count)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < count; i += 3) {
        unsigned three = (unsigned)bytes[i] << 16;
        three |= i + 1 < count ? (unsigned)bytes[i + 1] << 8 : 0;
        three |= i + 2 < count ? bytes[i + 2] : 0;
        char four[4] = {signs[three >> 18], signs[three >> 12 & 63],
                        i + 1 < count ? signs[three >> 6 & 63] : '=',
                        i + 2 < count ? signs[three & 63] : '='};
        buf_add(out, four, 4);
    }
}

static void put_little(unsigned char *at, unsigned value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

static void fill_head(unsigned char *bytes, size_t count, size_t cols, size_t rows)
{
    memcpy(bytes, "BM", 2);
    put_little(bytes + 2, (unsigned)count);
    put_little(bytes + 10, HEAD);
    put_little(bytes + 14, INFO);
    put_little(bytes + 18, (unsigned)cols);
    put_little(bytes + 22, (unsigned)rows);
    put_little(bytes + 26, 1 | 24 << 16); // one plane of 24 bits
}

void bitmap_put(struct buf *out, const unsigned char *pixels, size_t cols, size_t rows)
{
    size_t padded = (3 * cols + 3) / 4 * 4, count = HEAD + padded * rows;
    unsigned char *bytes = calloc(count, 1);
    if (!bytes) {
        out->failed = true;
        return;
    }
    fill_head(bytes, count, cols, rows);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++)
            memcpy(bytes + HEAD + padded * (rows - 1 - i) + 3 * j, pixels + 4 * (i * cols + j), 3);
    put_base64(out, bytes, count);
    free(bytes);
}
