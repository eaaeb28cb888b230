// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a kernel, compiled once for each instruction set by kernel_NAME.c, which defines
// first: KERNEL (the name), VECTOR (a type of WIDTH doubles), ZERO(), LOAD(p), STORE(p, v),
// SPREAD(x) (x in every lane), FMA(a, b, c), and LOAD_PART(p, n), STORE_PART(p, n, v) for the
// first n lanes; CLAIM(p) (asks for a line of the cache, to write it); MULTIPLY(a, b), SUBTRACT(a, b), DIVIDE(a, b), LARGER(a, b) (a where a > b, else b);
// TURN(to, to_row, from, from_row), which writes a square of WIDTH × WIDTH transposed; TILE_ROWS and
// TILE_VECTORS (product_body.h).
#include <string.h>

#include "network/mathfn.h"
#include "network/mathfn_more.h"

#define ACTIVATION_RULES
#include "network/activations.inc"
#include "network/kernel.h"
#include "network/loss_rule.h"
#include "network/optimizer_rule.h"

#define GLUE(a, b)  a##b
#define NAMED(a, b) GLUE(a, b)
#define TEXT(a)     #a
#define TEXT_OF(a)  TEXT(a)
#define ALWAYS      static inline __attribute__((always_inline))

#include "network/product_body.h"

static void claim(const double *at, size_t n)
{
    for (size_t i = 0; i < n; i += LINE)
        CLAIM(at + i);
}

#define ACTIVATION(name, ...)                                                                      \
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
#define ROW_ACTIVATION(name, ...)

#if WIDTH > 1
// Most often all are near, which a loop over vectors finds.
#define FAR_ACTIVATION(name, ...)                                                                  \
    static bool name##_are_near(size_t n, const double *z)                                         \
    {                                                                                              \
        int64_t far = 0;                                                                           \
        for (size_t i = 0; i < n; i++)                                                             \
            far |= !name##_is_near(z[i]);                                                          \
        return !far;                                                                               \
    }                                                                                              \
    static void name##_activate(size_t rows, size_t cols, const double *restrict z,                \
                                double *restrict a)                                                \
    {                                                                                              \
        size_t n = rows * cols;                                                                    \
        for (size_t i = 0; i < n; i++)                                                             \
            a[i] = name##_near_value(z[i]);                                                        \
        for (size_t i = name##_are_near(n, z) ? n : 0; i < n; i++)                                 \
            a[i] = name##_is_near(z[i]) ? a[i] : name##_value(z[i]);                               \
    }                                                                                              \
    static void name##_back(size_t rows, size_t cols, const double *restrict da,                   \
                            const double *restrict z, const double *restrict a,                    \
                            double *restrict dz)                                                   \
    {                                                                                              \
        size_t n = rows * cols;                                                                    \
        for (size_t i = 0; i < n; i++)                                                             \
            dz[i] = name##_near_backward(da[i], z[i], a[i]);                                       \
        for (size_t i = name##_are_near(n, z) ? n : 0; i < n; i++)                                 \
            dz[i] = name##_is_near(z[i]) ? dz[i] : name##_backward(da[i], z[i], a[i]);             \
    }
#endif
#include "network/activations.inc"

#include "network/rows_body.h"

static void softmax_back(size_t rows, size_t cols, const double *da, const double *z,
                         const double *a, double *dz)
{
    (void)z;
    for (size_t i = 0; i < rows; i++)
        softmax_row_backward(cols, da + i * cols, a + i * cols, dz + i * cols);
}

#define LOSS_VALUE(name)                                                                           \
    static double name##_value(struct matrix z, struct matrix a, struct matrix y)                  \
    {                                                                                              \
        return name##_batch(z, a, y);                                                              \
    }
LOSSES(LOSS_VALUE)

// Beyond this size a square or an exponential's sum may overflow.
#define TAME 1e150

static bool is_tame(size_t n, const double *values, const double *from)
{
    int64_t wild = 0; // as wide as a double, so that the loop is one over vectors
    for (size_t i = 0; i < n; i++)
        wild |= !(fabs(from ? values[i] - from[i] : values[i]) < TAME);
    return !wild;
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

// Short vectors, where a kernel has none of its own, are its vectors.
#ifndef SHORT_VECTOR
#define SHORT_VECTOR       VECTOR
#define SHORT_WIDTH        WIDTH
#define SHORT_LOAD(p)      LOAD(p)
#define SHORT_STORE(p, v)  STORE(p, v)
#define SHORT_SPREAD(x)    SPREAD(x)
#define SHORT_FMA(a, b, c) FMA(a, b, c)
#endif

#include "network/tiny_body.h"

#define UPDATE(name, states) name##_update,
#define VALUE(name)          name##_value,

extern const struct kernel NAMED(kernel_, KERNEL);
const struct kernel NAMED(kernel_, KERNEL) = {TEXT_OF(KERNEL),
                                              PANEL_COLS,
                                              product,
                                              transpose,
                                              claim,
                                              {
#define ACTIVATION(name, ...)     name##_activate,
#define ROW_ACTIVATION(name, ...) name##_activate,
#include "network/activations.inc"
                                              },
                                              {
#define ACTIVATION(name, ...)     name##_back,
#define ROW_ACTIVATION(name, ...) name##_back,
#include "network/activations.inc"
                                              },
                                              {LOSSES(VALUE)},
                                              is_tame,
                                              {OPTIMIZERS(UPDATE)},
                                              tiny_run};
