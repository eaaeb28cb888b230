// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a kernel, compiled once for each instruction set by kernel_NAME.c, which defines
// first: KERNEL (the name), VECTOR (a type of WIDTH doubles), ZERO(), LOAD(p), STORE(p, v),
// SPREAD(x) (x in every lane), FMA(a, b, c), and LOAD_PART(p, n), STORE_PART(p, n, v) for the
// first n lanes; MULTIPLY(a, b), SUBTRACT(a, b).
//
// The product walks C in tiles of TILE_ROWS rows and TILE_VECTORS vectors whose accumulators stay
// in registers while k runs from 0 to its end. Each lane is one element's chain; a tile merely
// advances many chains at once, which is what hides the latency of the multiply-add. The tile
// function is always inlined with constant sizes, so the compiler unrolls it completely.
#include "network/activation_rule.h"
#include "network/kernel.h"
#include "network/loss_rule.h"
#include "network/optimizer_rule.h"

#define GLUE(a, b)  a##b
#define NAMED(a, b) GLUE(a, b)
#define TEXT(a)     #a
#define TEXT_OF(a)  TEXT(a)
#define ALWAYS      static inline __attribute__((always_inline))

// Columns of a panel of b, and the most rows of it that are walked at a time.
#define PANEL_COLS  (TILE_VECTORS * WIDTH)
#define PANEL_DEPTH ((size_t)400)

// Rows that packing asks the cache for before it comes to them.
#define AHEAD ((size_t)32)

// Doubles in a line of the cache.
#define LINE ((size_t)8)

// A panel of b, whose rows lie [row] apart, and the one that is packed after it, or NULL: its lines
// are asked for while this one is worked on, since they come from far away.
struct panel {
    const double *b;
    size_t row;
    const double *next;
};

// The tile at row [i], column [j]: [rows] × [vectors] vectors, of which the last one has only [part]
// lanes where [part] is not 0. Each of the first tiles asks for one line of every row of the panel
// that is next.
ALWAYS void tile(const struct product *p, const struct panel *panel, size_t i, size_t j,
                 const size_t rows, const size_t vectors, size_t part)
{
    size_t line = i / TILE_ROWS * LINE;
    bool asks = rows == TILE_ROWS && panel->next && line < PANEL_COLS;
    const double *b = panel->b, *next = asks ? panel->next + line : b;
    size_t next_row = asks ? p->b_row : 0;
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
    // What is read only at the end is asked for now.
    for (size_t r = 0; r < rows && p->lr != 0; r++)
        for (size_t at = 0; at < vectors * WIDTH; at += LINE)
            __builtin_prefetch(p->c + (i + r) * p->c_row + j + at, 1);
    const double *a = p->a + i * p->a_row;
    for (size_t k = 0; k < p->inner; k++, a += p->a_col, b += panel->row) {
        VECTOR row[TILE_VECTORS];
        if (rows == TILE_ROWS) {
            __builtin_prefetch(next);
            next += next_row;
        }
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
            bool is_part = part && v + 1 == vectors;
            if (p->lr != 0) {
                VECTOR old = is_part ? LOAD_PART(c, part) : LOAD(c);
                sum[r][v] = SUBTRACT(old, MULTIPLY(SPREAD(p->lr), sum[r][v]));
            }
            if (is_part)
                STORE_PART(c, part, sum[r][v]);
            else
                STORE(c, sum[r][v]);
        }
}

// All rows of one panel of columns.
ALWAYS void tiles(const struct product *p, const struct panel *panel, size_t j,
                  const size_t vectors, size_t part)
{
    size_t i = 0;
    for (; i + TILE_ROWS <= p->rows; i += TILE_ROWS)
        tile(p, panel, i, j, TILE_ROWS, vectors, part);
    for (; i + 4 <= p->rows; i += 4)
        tile(p, panel, i, j, 4, vectors, part);
    for (; i < p->rows; i++)
        tile(p, panel, i, j, 1, vectors, part);
}

// The panel of [cols] columns from column [j] on, whatever its width.
static void any_tiles(const struct product *p, const struct panel *panel, size_t j, size_t cols)
{
    if (cols == PANEL_COLS)
        tiles(p, panel, j, TILE_VECTORS, 0);
    else if (cols > 2 * WIDTH)
        tiles(p, panel, j, TILE_VECTORS, cols - 2 * WIDTH);
    else if (cols > WIDTH)
        tiles(p, panel, j, 2, cols - WIDTH);
    else
        tiles(p, panel, j, 1, cols);
}

// Whether a panel of b is worth a copy with its rows side by side: where many rows of c use it and
// its own rows lie in a new page each, which neither the cache's sets nor its prefetcher like.
static bool is_worth_packing(const struct product *p)
{
    return p->rows >= 32 && p->b_row >= 256;
}

// Copies [rows] rows of a panel side by side, asking for rows ahead of time.
static void pack(double *packed, const double *b, size_t b_row, size_t rows, size_t cols)
{
    for (size_t k = 0; k < rows; k++, b += b_row, packed += PANEL_COLS) {
        if (cols < PANEL_COLS) {
            memcpy(packed, b, cols * sizeof *b);
            continue;
        }
        for (size_t line = 0; line < PANEL_COLS && k + AHEAD < rows; line += LINE)
            __builtin_prefetch(b + AHEAD * b_row + line);
#pragma GCC unroll 8
        for (size_t v = 0; v < TILE_VECTORS; v++)
            STORE(packed + v * WIDTH, LOAD(b + v * WIDTH));
    }
}

// The panel that comes after the one at [b] in column [j]: [depth] rows on, or where that is 0 at the
// top of the columns beside it, if there are any.
static const double *next_panel(const struct product *p, const double *b, size_t j, size_t depth)
{
    if (depth > 0)
        return b + depth * p->b_row;
    return p->cols - j > PANEL_COLS ? p->b + j + PANEL_COLS : NULL;
}

// Panel by panel, so that b comes from memory once; a deep one is walked in parts, each going on
// from what the part before left in c, which is the same chain.
static void product(const struct product *p)
{
    _Alignas(64) double packed[PANEL_COLS * PANEL_DEPTH];
    bool packs = is_worth_packing(p);
    size_t parts = (p->inner + PANEL_DEPTH - 1) / PANEL_DEPTH; // of like depth
    size_t depth = parts > 0 ? (p->inner + parts - 1) / parts : 1;
    for (size_t j = 0; j < p->cols; j += PANEL_COLS) {
        size_t cols = p->cols - j < PANEL_COLS ? p->cols - j : PANEL_COLS;
        struct product part = *p;
        for (size_t done = 0; done == 0 || done < p->inner; done += depth) {
            size_t left = p->inner - done;
            const double *b = p->b + done * p->b_row + j;
            part.inner = left < depth ? left : depth;
            part.a = p->a + done * p->a_col;
            if (done > 0) {
                part.start = p->c;
                part.start_row = p->c_row;
            }
            struct panel panel = {b, p->b_row, NULL};
            if (packs) {
                pack(packed, b, p->b_row, part.inner, cols);
                panel = (struct panel){packed, PANEL_COLS,
                                       next_panel(p, b, j, left > depth ? depth : 0)};
            }
            any_tiles(&part, &panel, j, cols);
        }
    }
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

#define LOSS_VALUE(name)                                                                           \
    static double name##_value(struct matrix z, struct matrix a, struct matrix y)                  \
    {                                                                                              \
        return name##_batch(z, a, y);                                                              \
    }
LOSSES(LOSS_VALUE)

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
#define VALUE(name)          name##_value,

extern const struct kernel NAMED(kernel_, KERNEL);
const struct kernel NAMED(kernel_, KERNEL) = {
    TEXT_OF(KERNEL),      product, {ACTIVATIONS(ACTIVATE)}, {ACTIVATIONS(BACK)}, {LOSSES(VALUE)},
    {OPTIMIZERS(UPDATE)}, tiny_run};
