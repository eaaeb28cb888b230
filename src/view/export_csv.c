// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix as CSV: a head, then a line for each row. The columns of w1 are called w1_0, w1_1, ...; those
// of x and y as the data call them.
#include <string.h>

#include "data/dataset.h"
#include "session/session.h"
#include "view/export_text.h"
#include "view/exports.h"

static bool write_csv(const struct export_source *source, struct export_files *files,
                      struct error *error)
{
    const struct dataset *data = source->session->data;
    struct matrix m = source->matrix;
    bool is_x = strcmp(source->name, "x") == 0, is_y = strcmp(source->name, "y") == 0;
    char title[DATASET_TITLE_SIZE];
    for (size_t j = 0; j < m.cols; j++) {
        buf_puts(&files->main, j ? "," : "");
        if (is_x || is_y) {
            dataset_title(data, is_x ? j : data->x.cols + j, title);
            export_csv_field(&files->main, title);
        } else {
            buf_printf(&files->main, "%s_%zu", source->name, j);
        }
    }
    buf_puts(&files->main, "\n");
    export_csv_rows(&files->main, m);
    return !files->main.failed || error_memory(error);
}

const struct export_kind csv_export = {
    .ending = ".csv",
    .meaning = "a matrix for a spreadsheet, NumPy, R: export w1 FILE.csv",
    .takes = EXPORT_MATRIX,
    .write = write_csv,
};
