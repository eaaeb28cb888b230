// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix that is larger than its picture is shown in blocks, each by its element of largest size: a
// mean would hide what stands out.
#include <math.h>
#include <stdio.h>

#include "view/plot_builders.h"

// What the rows and columns of a kind of matrix count.
static void name_sides(struct plot_cells *cells, enum quantity_kind kind)
{
    const char *rows = "sample", *cols = "unit";
    switch (kind) {
    case QUANTITY_W:
    case QUANTITY_DW:
        rows = "input";
        break;
    case QUANTITY_B:
    case QUANTITY_DB:
        rows = "";
        break;
    case QUANTITY_X:
        cols = "input";
        break;
    case QUANTITY_Y:
        cols = "output";
        break;
    default:
        break;
    }
    snprintf(cells->row_name, sizeof cells->row_name, "%s", rows);
    snprintf(cells->col_name, sizeof cells->col_name, "%s", cols);
}

double plot_largest(struct matrix m, size_t row, size_t rows, size_t col, size_t cols)
{
    double found = 0;
    for (size_t i = row; i < row + rows && i < m.rows; i++)
        for (size_t j = col; j < col + cols && j < m.cols; j++) {
            double value = matrix_at(m, i, j);
            if (isnan(value))
                return value;
            found = fabs(value) > fabs(found) ? value : found;
        }
    return found;
}

bool plot_matrix(struct plot *plot, struct quantity quantity, struct matrix m,
                 const struct plot_grid *grid, struct error *error)
{
    struct plot_cells *cells = &plot->cells;
    char name[QUANTITY_NAME_SIZE];
    quantity_name(quantity, name);
    size_t tall = (m.rows + grid->table_rows - 1) / grid->table_rows;
    size_t wide = (m.cols + grid->table_cols - 1) / grid->table_cols;
    if (!plot_cells(plot, (m.rows + tall - 1) / tall, (m.cols + wide - 1) / wide))
        return error_memory(error);
    for (size_t i = 0; i < cells->rows; i++)
        for (size_t j = 0; j < cells->cols; j++)
            cells->values[i * cells->cols + j] = plot_largest(m, i * tall, tall, j * wide, wide);
    name_sides(cells, quantity.kind);
    bool is_plain =
        quantity.kind == QUANTITY_X || quantity.kind == QUANTITY_Y || quantity.kind == QUANTITY_A;
    plot_cells_about_zero(cells, cells->rows * cells->cols, is_plain);
    cells->is_table = true;
    cells->row_step = tall;
    cells->col_step = wide;
    snprintf(cells->name, sizeof cells->name, "%s", name);
    int used = snprintf(plot->title, sizeof plot->title, "%s, %zu×%zu: ", name, m.rows, m.cols);
    snprintf(plot->title + used, sizeof plot->title - (size_t)used, "%s%s%sa column for each %s",
             cells->row_name[0] ? "a row for each " : "", cells->row_name,
             cells->row_name[0] ? ", " : "", cells->col_name);
    if (tall > 1 || wide > 1)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS},
                 "each cell shows the largest of %zu×%zu elements", tall, wide);
    return plot->failed ? error_memory(error) : true;
}
