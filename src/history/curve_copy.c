// SPDX-License-Identifier: GPL-3.0-or-later
// A curve has room for all the points it may ever keep; a copy takes what there are.
#include "history/curve_copy.h"

#include <stdlib.h>
#include <string.h>

struct curve_copy *curve_copy_take(const struct curve *curve, size_t *held)
{
    size_t width = curve->width * sizeof(double);
    size_t bytes = sizeof(struct curve_copy) + curve->count * (sizeof(struct curve_point) + width);
    struct curve_copy *copy = malloc(bytes);
    if (!copy)
        return NULL;
    *copy = (struct curve_copy){.owners = 1,
                                .bytes = bytes,
                                .held = held,
                                .version = curve->version,
                                .origin = curve->origin,
                                .width = curve->width,
                                .count = curve->count};
    copy->parameters = (double *)(copy->points + curve->count);
    memcpy(copy->points, curve->points, curve->count * sizeof(struct curve_point));
    if (width)
        memcpy(copy->parameters, curve->parameters, curve->count * width);
    *held += bytes;
    return copy;
}

struct curve_copy *curve_copy_share(struct curve_copy *copy)
{
    copy->owners++;
    return copy;
}

void curve_copy_free(struct curve_copy *copy)
{
    if (!copy || --copy->owners > 0)
        return;
    *copy->held -= copy->bytes;
    free(copy);
}

void curve_copy_open(const struct curve_copy *copy, struct curve *curve)
{
    curve->count = copy->count;
    curve->width = copy->width;
    curve->origin = copy->origin;
    curve->version = copy->version;
    memcpy(curve->points, copy->points, copy->count * sizeof(struct curve_point));
    if (copy->width)
        memcpy(curve->parameters, copy->parameters, copy->count * copy->width * sizeof(double));
}
