// SPDX-License-Identifier: GPL-3.0-or-later
// How a row of numbers is laid out as an image: `shape=ROWSxCOLS`.
#ifndef SHELL_PICTURE_SHAPE_H
#define SHELL_PICTURE_SHAPE_H

#include "shell/picture_kind.h"

// Whether the word after the picture's name with that index is a shape.
bool picture_is_shape(const struct picture_wish *wish, size_t index);

// The shape in that word, or a square where there is no such word, for [count] numbers, which belong to
// [owner], as in "a sample". False with [error] set when it does not hold as many.
bool picture_read_shape(const struct picture_wish *wish, size_t index, size_t count,
                        const char *owner, struct image_shape *shape, struct error *error);

#endif
