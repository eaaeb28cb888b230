// SPDX-License-Identifier: GPL-3.0-or-later
// Where no shape is typed, the numbers must be a square; the advice is the shape that is nearest to one.
#include "shell/picture_shape.h"

#include <string.h>

#include "base/number.h"
#include "shell/call.h"

enum { SIDE_MOST = 1000000 };

static const char word_begins[] = "shape=";
#define WORD_LENGTH (sizeof word_begins - 1)

bool picture_is_shape(const struct picture_wish *wish, size_t index)
{
    const struct word *word = &wish->names[index];
    return index < wish->name_count && word->length >= WORD_LENGTH &&
           memcmp(wish->call->text + word->at, word_begins, WORD_LENGTH) == 0;
}

// Reads ROWSxCOLS.
static bool read_sides(const char *text, size_t length, struct image_shape *shape)
{
    const char *cross = memchr(text, 'x', length);
    size_t before = cross ? (size_t)(cross - text) : 0;
    return cross && number_parse_count(text, before, SIDE_MOST, &shape->rows) &&
           number_parse_count(cross + 1, length - before - 1, SIDE_MOST, &shape->cols) &&
           shape->rows > 0 && shape->cols > 0;
}

// The shape of [count] numbers that is nearest to a square, and not taller than wide.
static struct image_shape nearest_shape(size_t count)
{
    struct image_shape shape = {1, count};
    for (size_t rows = 1; rows * rows <= count; rows++)
        if (count % rows == 0)
            shape = (struct image_shape){rows, count / rows};
    return shape;
}

bool picture_read_shape(const struct picture_wish *wish, size_t index, size_t count,
                        const char *owner, struct image_shape *shape, struct error *error)
{
    struct image_shape near = nearest_shape(count);
    struct word word = wish->names[index];
    *shape = near;
    if (!picture_is_shape(wish, index)) {
        if (near.rows == near.cols)
            return true;
        error_set(error, "%s has %zu inputs, which are not a square image", owner, count);
        return error_hint(error, "give the image a shape, as in 'plot sample 0 shape=%zux%zu'",
                          near.rows, near.cols);
    }
    if (!read_sides(wish->call->text + word.at + WORD_LENGTH, word.length - WORD_LENGTH, shape))
        error_at(error, word.at, word.length, "shape= takes rows and columns");
    else if (shape->rows * shape->cols != count)
        error_at(error, word.at, word.length,
                 "%zu×%zu is an image of %zu numbers, and %s has %zu inputs", shape->rows,
                 shape->cols, shape->rows * shape->cols, owner, count);
    else
        return true;
    return error_hint(error, "as in 'shape=%zux%zu'", near.rows, near.cols);
}
