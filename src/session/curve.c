// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping losses must not slow training, and nobody knows beforehand how long it will be. So
// the distance between two points grows with the run, to a hundredth of it or so: a run of N epochs
// costs some hundred looks for each time that it doubles, and a run that ends early has a fine curve
// all the same. When the room is full, points are dropped until they stand a 512th of the whole
// apart; many short runs then look like one long one.
#include "session/curve.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_OF_RUN = 128, PARTS_OF_ALL = CURVE_POINTS / 2 };

bool curve_create(struct curve *curve, struct error *error)
{
    struct curve_point *points = malloc(CURVE_POINTS * sizeof *points);
    // Memory that is never written is never taken: a large network costs nothing here.
    double *block = malloc((size_t)CURVE_POINTS * CURVE_PARAMETERS_MOST * sizeof *block);
    if (!points || !block) {
        free(points);
        free(block);
        return error_memory(error);
    }
    *curve = (struct curve){.points = points, .parameters = block, .due = 1};
    return true;
}

void curve_free(struct curve *curve)
{
    free(curve->points);
    free(curve->parameters);
    *curve = (struct curve){0};
}

// Notes when the next loss is wanted, after that of [epoch].
static void plan(struct curve *curve, size_t epoch)
{
    size_t run = epoch > curve->begun ? (epoch - curve->begun) / PARTS_OF_RUN : 0;
    size_t all = epoch / PARTS_OF_ALL;
    size_t distance = run > all ? run : all;
    curve->due = epoch + (distance ? distance : 1);
}

void curve_restart(struct curve *curve, size_t origin, size_t epoch, const double *parameters,
                   size_t count)
{
    curve->count = 0;
    curve->version = ++curve->versions;
    curve->begun = epoch;
    curve->origin = origin;
    curve->width = count <= CURVE_PARAMETERS_MOST ? count : 0;
    curve_add(curve, epoch, (double)NAN, (double)NAN, parameters);
}

void curve_begin(struct curve *curve, size_t epoch)
{
    curve->begun = epoch;
    curve->due = epoch + 1;
}

size_t curve_due(const struct curve *curve)
{
    return curve->points ? curve->due : SIZE_MAX;
}

bool curve_wants(const struct curve *curve, size_t epoch)
{
    return epoch >= curve_due(curve);
}

static void copy_point(struct curve *curve, size_t to, size_t from)
{
    size_t width = curve->width;
    curve->points[to] = curve->points[from];
    if (width && to != from)
        memcpy(curve->parameters + to * width, curve->parameters + from * width,
               width * sizeof(double));
}

// Drops points that stand closer than a part of the whole. The first one and the beginning stay.
static void thin(struct curve *curve)
{
    size_t apart = curve->points[curve->count - 1].epoch / PARTS_OF_ALL + 1, kept = 1;
    for (size_t i = 1; i < curve->count; i++)
        if (i == 1 || curve->points[i].epoch >= curve->points[kept - 1].epoch + apart)
            copy_point(curve, kept++, i);
    curve->count = kept;
}

void curve_add(struct curve *curve, size_t epoch, double loss, double test,
               const double *parameters)
{
    if (!curve->points)
        return;
    if (epoch > 0)
        curve_truncate(curve, epoch - 1);
    if (curve->count == CURVE_POINTS)
        thin(curve);
    curve->points[curve->count] =
        (struct curve_point){epoch, loss, test, curve->kind, curve->has_batches};
    if (curve->width)
        memcpy(curve->parameters + curve->count * curve->width, parameters,
               curve->width * sizeof *parameters);
    curve->count++;
    curve->version = ++curve->versions;
    plan(curve, epoch);
}

void curve_truncate(struct curve *curve, size_t epoch)
{
    size_t count = curve_count(curve, epoch);
    if (count < curve->count)
        curve->version = ++curve->versions;
    curve->count = count;
    curve->begun = curve->begun < epoch ? curve->begun : epoch;
    curve->due = curve->due < epoch + 1 ? curve->due : epoch + 1;
}

size_t curve_count(const struct curve *curve, size_t epoch)
{
    size_t count = curve->count;
    while (count > 0 && curve->points[count - 1].epoch > epoch)
        count--;
    return count;
}

const double *curve_parameters(const struct curve *curve, size_t index)
{
    return curve->width ? curve->parameters + index * curve->width : NULL;
}
