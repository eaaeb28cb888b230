// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix in NumPy's own format, version 1.0: a magic word, the length of the head, the head as a
// Python literal padded to 64 bytes, then the elements row by row. They are written as little-endian
// bytes whatever the machine.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/export_text.h"
#include "view/exports.h"

enum { HEAD_SIZE = 128, MAGIC_SIZE = 10 };

static void put_head(struct buf *out, struct matrix m, unsigned bits)
{
    char head[HEAD_SIZE];
    buf_add(out, "\x93NUMPY\x01\x00", 8);
    export_little_endian(out, HEAD_SIZE - MAGIC_SIZE, 2);
    int length = snprintf(head, sizeof head,
                          "{'descr': '<f%u', 'fortran_order': False, 'shape': (%zu, %zu), }",
                          bits / 8, m.rows, m.cols);
    buf_add(out, head, (size_t)length);
    buf_fill(out, ' ', HEAD_SIZE - MAGIC_SIZE - 1 - (size_t)length);
    buf_puts(out, "\n");
}

// Appends one element. Returns whether it was finite and is too large for the format.
static bool put_element(struct buf *out, double value, unsigned float_bits)
{
    export_bits(out, value, float_bits);
    return float_bits == 32 && isfinite(value) && isinf((float)value);
}

static bool write_npy(const struct export_source *source, struct export_files *files,
                      struct error *error)
{
    struct matrix m = source->matrix;
    size_t lost = 0;
    put_head(&files->main, m, source->float_bits);
    for (size_t i = 0; i < matrix_count(m); i++)
        lost += put_element(&files->main, m.data[i], source->float_bits);
    if (lost > 0)
        buf_printf(&files->note, "%zu number%s too large for float=32 and became infinite\n", lost,
                   lost == 1 ? " is" : "s are");
    return !(files->main.failed || files->note.failed) || error_memory(error);
}

const struct export_kind npy_export = {
    .ending = ".npy",
    .meaning = "a matrix for np.load: export w1 FILE.npy",
    .takes = EXPORT_MATRIX | EXPORT_FLOAT,
    .write = write_npy,
};
