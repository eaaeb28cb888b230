// SPDX-License-Identifier: GPL-3.0-or-later
// A file of data: any bytes are a table or an error that says why not. The first byte chooses how the
// file is read; the rest comes in blocks of seven, so that everything falls across a border once.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "data/csv.h"
#include "data/dataset.h"

#include "target.h"

struct bytes {
    struct source source;
    const char *at;
    size_t left;
};

static bool read_block(struct source *source, const char **bytes, size_t *length,
                       struct error *error)
{
    struct bytes *from = (struct bytes *)(void *)source;
    (void)error;
    *bytes = from->at;
    *length = from->left < 7 ? from->left : 7;
    from->at += *length;
    from->left -= *length;
    return true;
}

static void close_nothing(struct source *source)
{
    (void)source;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const targets[] = {NULL, "first", "2", "kind"};
    unsigned choice = size ? data[0] : 0;
    struct bytes bytes = {{.read = read_block, .close = close_nothing}, "", 0};
    struct csv_options options = {.name = "fuzz",
                                  .targets = targets[choice & 3],
                                  .drop = choice & 4 ? "a" : NULL,
                                  .text = choice & 128 ? "b" : NULL,
                                  .missing_as = choice & 128 ? "-9, x" : NULL,
                                  .onehot = (enum csv_onehot)((choice >> 3 & 3) % 3),
                                  .missing = (enum csv_missing)((choice >> 5 & 3) % 3),
                                  .memory = 1 << 22};
    struct csv_report report;
    struct error error = ERROR_NONE;
    if (size) {
        bytes.at = (const char *)data + 1;
        bytes.left = size - 1;
    }
    struct dataset *set = csv_read(&bytes.source, &options, &report, &error);
    if (!set && error.what[0] == '\0')
        abort();
    if (set && (set->x.rows == 0 || set->x.cols == 0 || set->y.cols == 0))
        abort();
    dataset_free(set);
    csv_report_clear(&report);
    return 0;
}
