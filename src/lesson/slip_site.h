// SPDX-License-Identifier: GPL-3.0-or-later
// Where a slip is computed: the question, and the numbers around the element it asks for. Nothing is owned.
#ifndef LESSON_SLIP_SITE_H
#define LESSON_SLIP_SITE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "lesson/numbers.h"
#include "lesson/subject.h"
#include "network/loss.h"

// Kinds of questions, as bits. Where the last layer's dz comes from loss and activation together, its dz,
// dw and db are kinds of their own.
enum slip_kinds {
    SLIP_Z = 1,
    SLIP_A = 2,
    SLIP_LOSS = 4,
    SLIP_PART = 8,
    SLIP_OUTPUT_DA = 16,
    SLIP_HIDDEN_DA = 32,
    SLIP_DZ = 64, // of the last layer
    SLIP_HIDDEN_DZ = 128,
    SLIP_FUSED_DZ = 256,
    SLIP_DW = 512,
    SLIP_FUSED_DW = 1024,
    SLIP_DB = 2048,
    SLIP_FUSED_DB = 4096,
    SLIP_NEXT = 8192,
    SLIP_SHAPE = 16384,
    SLIP_PARAMETERS = 32768,
    SLIP_UPDATES = 65536,

    SLIP_ANY_DZ = SLIP_DZ | SLIP_HIDDEN_DZ | SLIP_FUSED_DZ,
    SLIP_ANY_DW = SLIP_DW | SLIP_FUSED_DW,
    SLIP_ANY_DB = SLIP_DB | SLIP_FUSED_DB,
    SLIP_GRADIENT = SLIP_ANY_DW | SLIP_ANY_DB,
    SLIP_SLOPES = SLIP_OUTPUT_DA | SLIP_HIDDEN_DA | SLIP_ANY_DZ | SLIP_GRADIENT,
    SLIP_ELEMENTS = SLIP_Z | SLIP_A | SLIP_SLOPES | SLIP_NEXT,
    SLIP_NUMBERS = SLIP_ELEMENTS | SLIP_LOSS | SLIP_PART,
};

// Where a slip is computed: the element asked for, and what stands around it.
struct slip_site {
    const struct numbers *numbers;
    struct subject subject;
    struct element e;
    unsigned kind;
    double right;                    // the right value
    const struct layer *layer;       // its layer
    const struct pass_layer *values; // what the pass computed there
    struct matrix x;                 // what the layer takes in
    size_t count;                    // what the loss is divided by
};

// The value of a slip that cannot be made here.
#define NO_SLIP ((double)NAN)

// Σ left·right over [count] numbers that lie so far apart; right may be NULL.
static inline double site_sum(size_t count, const double *left, size_t left_step,
                              const double *right, size_t right_step)
{
    double sum = 0;
    for (size_t k = 0; k < count; k++)
        sum += left[k * left_step] * (right ? right[k * right_step] : 1);
    return sum;
}

// The element of a matrix at the site's place.
static inline double site_at(const struct slip_site *site, struct matrix m)
{
    return matrix_at(m, site->e.row, site->e.col);
}

// Σn x[n,i]·m[n,j], and Σn m[n,j], for the element i, j of dw or db.
static inline double site_sum_with_input(const struct slip_site *site, struct matrix m)
{
    return site_sum(m.rows, site->x.data + site->e.row, site->x.cols, m.data + site->e.col, m.cols);
}

static inline double site_sum_of_column(const struct slip_site *site, struct matrix m)
{
    return site_sum(m.rows, m.data + site->e.col, m.cols, NULL, 0);
}

// Σk m[n,k]·w[i,k] for the element n, i of a hidden da, w those of the next layer.
static inline double site_sum_through_weights(const struct slip_site *site, struct matrix m)
{
    struct matrix w = site->layer[1].w;
    return site_sum(m.cols, m.data + site->e.row * m.cols, 1, w.data + site->e.col * w.cols, 1);
}

// One value; it is there in the first turn only.
static inline bool site_once(size_t turn, double value[2], double wrong)
{
    value[0] = wrong;
    return turn == 0;
}

// Whether the layer has that activation, and the network that loss; whether the loss is a mean of several terms.
static inline bool site_is_of(const struct slip_site *site, enum activation_id id)
{
    return site->layer->activation->id == id;
}

static inline bool site_has_loss(const struct slip_site *site, enum loss_id id)
{
    return site->numbers->config.loss->id == id;
}

static inline bool site_is_mean(const struct slip_site *site)
{
    return site->numbers->config.loss->is_mean && site->count > 1;
}

#endif
