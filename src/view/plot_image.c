// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that belong to the points of an image, drawn as one: a sample as a table without numbers, the
// weights of each unit as a small picture of their own, all with one scale. An image that is larger than
// there is room for is shown in blocks, as every matrix is.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "view/plot_builders.h"

enum { ROW_USUAL = 6 }; // images in a row

// How an image is reduced: each of rows × cols cells stands for tall × wide of its numbers.
struct blocks {
    size_t tall, wide, rows, cols;
};

static struct blocks choose_blocks(struct image_shape shape, const struct plot_grid *grid)
{
    size_t tall = (shape.rows + grid->table_rows - 1) / grid->table_rows;
    size_t wide = (shape.cols + grid->table_cols - 1) / grid->table_cols;
    tall = wide = size_max(tall, wide);
    return (struct blocks){tall, wide, (shape.rows + tall - 1) / tall,
                           (shape.cols + wide - 1) / wide};
}

static void fill_blocks(double *values, struct matrix image, struct blocks blocks)
{
    for (size_t i = 0; i < blocks.rows; i++)
        for (size_t j = 0; j < blocks.cols; j++)
            values[i * blocks.cols + j] =
                plot_largest(image, i * blocks.tall, blocks.tall, j * blocks.wide, blocks.wide);
}

static void tell_blocks(struct plot *plot, struct blocks blocks)
{
    if (blocks.tall > 1)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS},
                 "each cell shows the largest of %zu×%zu numbers", blocks.tall, blocks.wide);
}

// Writes what the targets of a sample say: its class, or the numbers.
static void add_target(struct plot *plot, const struct dataset *data, size_t sample)
{
    const double *y = data->y.data + sample * data->y.cols;
    char *end = plot->title + strlen(plot->title);
    size_t room = sizeof plot->title - strlen(plot->title);
    if (data->targets == TARGETS_CLASSES)
        snprintf(end, room, ": class %zu", dataset_class_of(y, data->y.cols));
    else if (data->y.cols == 1)
        snprintf(end, room, ": target %s",
                 number_string(dataset_original(data, data->x.cols, y[0]), 6).text);
}

bool plot_sample(struct plot *plot, const struct dataset *data, size_t sample,
                 struct image_shape shape, const struct plot_grid *grid, struct error *error)
{
    struct plot_cells *cells = &plot->cells;
    struct blocks blocks = choose_blocks(shape, grid);
    struct matrix image = {shape.rows, shape.cols, data->x.data + sample * data->x.cols};
    if (!plot_cells(plot, blocks.rows, blocks.cols))
        return error_memory(error);
    fill_blocks(cells->values, image, blocks);
    plot_cells_about_zero(cells, blocks.rows * blocks.cols, true);
    cells->is_table = cells->is_image = true;
    cells->row_step = blocks.tall;
    cells->col_step = blocks.wide;
    snprintf(cells->name, sizeof cells->name, "input");
    snprintf(cells->row_name, sizeof cells->row_name, "row");
    snprintf(cells->col_name, sizeof cells->col_name, "column");
    snprintf(plot->title, sizeof plot->title, "sample %zu of %s as an image of %zu×%zu", sample,
             data->name, shape.rows, shape.cols);
    add_target(plot, data, sample);
    tell_blocks(plot, blocks);
    return plot->failed ? error_memory(error) : true;
}

// Fills the strip with the columns of m from its first one on. False where memory does not suffice.
static bool fill_strip(struct plot_strip *strip, struct matrix m, struct image_shape shape,
                       struct blocks blocks)
{
    struct matrix image = {shape.rows, shape.cols, malloc(m.rows * sizeof(double))};
    for (size_t u = 0; image.data && u < strip->count; u++) {
        for (size_t i = 0; i < m.rows; i++)
            image.data[i] = matrix_at(m, i, strip->first + u);
        fill_blocks(plot_strip_values(strip, u), image, blocks);
    }
    free(image.data);
    return image.data != NULL;
}

bool plot_weights(struct plot *plot, struct quantity quantity, struct matrix m,
                  struct image_shape shape, const struct plot_grid *grid, struct error *error)
{
    struct blocks blocks = choose_blocks(shape, grid);
    struct plot_cells scale = {.values = m.data};
    char name[QUANTITY_NAME_SIZE];
    // A name takes a row, and a gap the width of a cell. Where there is room, the rows are not too long.
    size_t strips = size_max(grid->table_rows / (blocks.rows + 1), 1), shown = 0;
    size_t tiles = size_min((grid->table_cols + 5) / (blocks.cols + 1), grid->tiles);
    tiles = size_min(tiles, size_max((m.cols + strips - 1) / strips, ROW_USUAL));
    tiles = size_max(tiles, 1);
    quantity_name(quantity, name);
    plot_cells_about_zero(&scale, matrix_count(m), false);
    for (size_t s = 0; s < strips && shown < m.cols; s++) {
        size_t count = size_min(tiles, m.cols - shown);
        struct plot_strip *strip = plot_strip(plot, count, blocks.rows, blocks.cols);
        if (!strip)
            return error_memory(error);
        strip->first = shown;
        strip->cells.scale = scale.scale;
        strip->cells.low = scale.low;
        strip->cells.high = scale.high;
        strip->cells.is_image = true;
        snprintf(strip->matrix, sizeof strip->matrix, "%s", name);
        snprintf(strip->cells.name, sizeof strip->cells.name, "%s", name);
        if (!fill_strip(strip, m, shape, blocks))
            return error_memory(error);
        shown += count;
    }
    snprintf(plot->title, sizeof plot->title, "%s, %zu×%zu: an image of %zu×%zu for each unit",
             name, m.rows, m.cols, shape.rows, shape.cols);
    if (shown < m.cols)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "%zu of the %zu units are shown",
                 shown, m.cols);
    tell_blocks(plot, blocks);
    return plot->failed ? error_memory(error) : true;
}
