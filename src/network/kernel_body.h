// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a kernel, compiled once for each instruction set by kernel_NAME.c, which defines
// first: KERNEL (the name), VECTOR (a type of WIDTH doubles), ZERO(), LOAD(p), STORE(p, v),
// SPREAD(x) (x in every lane), FMA(a, b, c), and LOAD_PART(p, n), STORE_PART(p, n, v) for the
// first n lanes.
//
// The product walks C in tiles of TILE_ROWS rows and TILE_VECTORS vectors whose accumulators stay
// in registers while k runs from 0 to its end. Each lane is one element's chain; a tile merely
// advances many chains at once, which is what hides the latency of the multiply-add. The tile
// function is always inlined with constant sizes, so the compiler unrolls it completely.
#include "network/activation_rule.h"
#include "network/kernel.h"
#include "network/optimizer_rule.h"

#define GLUE(a, b)  a##b
#define NAMED(a, b) GLUE(a, b)
#define TEXT(a)     #a
#define TEXT_OF(a)  TEXT(a)
#define ALWAYS      static inline __attribute__((always_inline))

// The element tile at row [i], column [j]: [rows] × [vectors] vectors, of which the last one has
// only [part] lanes where [part] is not 0.
ALWAYS void tile(const struct product *p, size_t i, size_t j, const size_t rows,
                 const size_t vectors, size_t part)
{
    VECTOR sum[TILE_ROWS][TILE_VECTORS];
#pragma GCC unroll 8
    for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 8
        for (size_t v = 0; v < vectors; v++) {
            const double *start =
                p->start ? p->start + (i + r) * p->start_row + j + v * WIDTH : NULL;
            sum[r][v] = !start                     ? ZERO()
                        : part && v + 1 == vectors ? LOAD_PART(start, part)
                                                   : LOAD(start);
        }
    const double *a = p->a + i * p->a_row;
    const double *b = p->b + j;
    for (size_t k = 0; k < p->inner; k++, a += p->a_col, b += p->b_row) {
        VECTOR row[TILE_VECTORS];
#pragma GCC unroll 8
        for (size_t v = 0; v < vectors; v++)
            row[v] =
                part && v + 1 == vectors ? LOAD_PART(b + v * WIDTH, part) : LOAD(b + v * WIDTH);
#pragma GCC unroll 8
        for (size_t r = 0; r < rows; r++) {
            VECTOR factor = SPREAD(a[r * p->a_row]);
#pragma GCC unroll 8
            for (size_t v = 0; v < vectors; v++)
                sum[r][v] = FMA(factor, row[v], sum[r][v]);
        }
    }
#pragma GCC unroll 8
    for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 8
        for (size_t v = 0; v < vectors; v++) {
            double *c = p->c + (i + r) * p->c_row + j + v * WIDTH;
            if (part && v + 1 == vectors)
                STORE_PART(c, part, sum[r][v]);
            else
                STORE(c, sum[r][v]);
        }
}

// All columns of the [rows] rows from row [i] on.
ALWAYS void stripe(const struct product *p, size_t i, const size_t rows)
{
    size_t j = 0;
    for (; j + TILE_VECTORS * WIDTH <= p->cols; j += TILE_VECTORS * WIDTH)
        tile(p, i, j, rows, TILE_VECTORS, 0);
    for (; j + WIDTH <= p->cols; j += WIDTH)
        tile(p, i, j, rows, 1, 0);
    if (j < p->cols)
        tile(p, i, j, rows, 1, p->cols - j);
}

static void product(const struct product *p)
{
    size_t i = 0;
    for (; i + TILE_ROWS <= p->rows; i += TILE_ROWS)
        stripe(p, i, TILE_ROWS);
    for (; i + 4 <= p->rows; i += 4)
        stripe(p, i, 4);
    for (; i < p->rows; i++)
        stripe(p, i, 1);
}

#define ELEMENT_LOOPS(name)                                                                        \
    static void name##_activate(size_t rows, size_t cols, const double *restrict z,                \
                                double *restrict a)                                                \
    {                                                                                              \
        for (size_t i = 0; i < rows * cols; i++)                                                   \
            a[i] = name##_value(z[i]);                                                             \
    }                                                                                              \
    static void name##_back(size_t rows, size_t cols, const double *restrict da,                   \
                            const double *restrict z, const double *restrict a,                    \
                            double *restrict dz)                                                   \
    {                                                                                              \
        for (size_t i = 0; i < rows * cols; i++)                                                   \
            dz[i] = name##_backward(da[i], z[i], a[i]);                                            \
    }
ELEMENT_ACTIVATIONS(ELEMENT_LOOPS)

static void softmax_activate(size_t rows, size_t cols, const double *z, double *a)
{
    for (size_t i = 0; i < rows; i++)
        softmax_row(cols, z + i * cols, a + i * cols);
}

static void softmax_back(size_t rows, size_t cols, const double *da, const double *z,
                         const double *a, double *dz)
{
    (void)z;
    for (size_t i = 0; i < rows; i++)
        softmax_row_backward(cols, da + i * cols, a + i * cols, dz + i * cols);
}

// The loop over an optimizer's rule, for each number of states it keeps.
#define UPDATE_BEGIN(name)                                                                         \
    static void name##_update(size_t n, const struct hyper *hyper, const double *restrict g,       \
                              double *restrict w, double *restrict s1, double *restrict s2)        \
    {                                                                                              \
        const struct hyper h = *hyper;                                                             \
        for (size_t i = 0; i < n; i++) {
#define UPDATE_END                                                                                 \
    }                                                                                              \
    }
#define UPDATE_0(name)                                                                             \
    UPDATE_BEGIN(name)(void) s1, (void)s2;                                                         \
    w[i] += name##_step(&h, w[i], g[i], NULL, NULL);                                               \
    UPDATE_END
#define UPDATE_1(name)                                                                             \
    UPDATE_BEGIN(name)(void) s2;                                                                   \
    w[i] += name##_step(&h, w[i], g[i], &s1[i], NULL);                                             \
    UPDATE_END
#define UPDATE_2(name)                                                                             \
    UPDATE_BEGIN(name) w[i] += name##_step(&h, w[i], g[i], &s1[i], &s2[i]);                        \
    UPDATE_END
#define UPDATE_LOOP(name, states) UPDATE_##states(name)
OPTIMIZERS(UPDATE_LOOP)

#include "network/tiny_body.h"

#define ACTIVATE(name)       name##_activate,
#define BACK(name)           name##_back,
#define UPDATE(name, states) name##_update,

extern const struct kernel NAMED(kernel_, KERNEL);
const struct kernel NAMED(kernel_, KERNEL) = {TEXT_OF(KERNEL),         product,
                                              {ACTIVATIONS(ACTIVATE)}, {ACTIVATIONS(BACK)},
                                              {OPTIMIZERS(UPDATE)},    tiny_run};
