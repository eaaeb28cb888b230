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
//
// Tiles below each other share a panel of b, tiles beside each other a strip of a. What they share is
// to be near: b is walked in blocks of rows that the second cache holds, since there memory is read
// row by row, page by page; within a block the first tile of a panel copies it while it reads it, so
// that those below find its rows side by side.
#include <assert.h>

#include "network/activation_rule.h"
#include "network/kernel.h"
#include "network/loss_rule.h"
#include "network/optimizer_rule.h"

#define GLUE(a, b)  a##b
#define NAMED(a, b) GLUE(a, b)
#define TEXT(a)     #a
#define TEXT_OF(a)  TEXT(a)
#define ALWAYS      static inline __attribute__((always_inline))

// Columns of a panel of b.
#define PANEL_COLS (TILE_VECTORS * WIDTH)

// A block of b is as many of its rows as the second cache has room for beside the rest, at least and at
// most so many. A block of c is so many of its rows.
#define BLOCK_SIZE  ((size_t)1 << 16)
#define DEPTH_LEAST ((size_t)64)
#define DEPTH_MOST  ((size_t)400)
#define BLOCK_ROWS  ((size_t)64)
#define STRIP_MOST  ((size_t)128)

// Doubles in a line of the cache.
#define LINE ((size_t)8)

// What is far away is asked for ahead of time, a few lines between so many steps of k: seldom enough
// that the processor can wait for all of them and go on.
#define STRIDE ((size_t)8)

// What will be needed soon: the rest of the row at [at] up to [end], and [rows] more rows of [cols]
// doubles, which lie [row] apart. Row by row, since memory is read so with the least trouble.
struct wish {
    const double *at, *end;
    size_t rows, cols, row;
};

// A panel of b and what is done beside the work on it.
struct panel {
    const double *b; // rows that lie [row] apart
    size_t row;
    double *copy; // where the first tile puts them side by side for those that follow, or NULL
    struct wish *wish;
};

// The first [rows] rows of [cols] doubles at [at], or nothing where there are none.
static struct wish wish_for(const double *at, size_t rows, size_t cols, size_t row)
{
    return (struct wish){at, rows > 0 ? at + cols : at, rows > 0 ? rows - 1 : 0, cols, row};
}

// Asks for the next lines of what is wished for. A line behind the end of a row does no harm.
ALWAYS void ask(struct wish *wish)
{
    if (wish->at >= wish->end) {
        if (wish->rows == 0)
            return;
        wish->rows--;
        wish->end += wish->row;
        wish->at = wish->end - wish->cols;
    }
    __builtin_prefetch(wish->at, 1);
    __builtin_prefetch(wish->at + LINE);
    __builtin_prefetch(wish->at + 2 * LINE);
    wish->at += 3 * LINE;
}

// What the sums of a tile begin with: what stands at [start], whose rows lie [row] apart, or 0 where that
// is NULL. Of vector number [last] only the first [lanes] lanes are there.
ALWAYS void begin(VECTOR sum[TILE_ROWS][TILE_VECTORS], const size_t rows, const size_t vectors,
                  const size_t last, size_t lanes, const double *start, size_t row)
{
#pragma GCC unroll 8
    for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 8
        for (size_t v = 0; v < vectors; v++)
            sum[r][v] = !start      ? ZERO()
                        : v == last ? LOAD_PART(start + r * row + v * WIDTH, lanes)
                                    : LOAD(start + r * row + v * WIDTH);
}

// Writes the sums to [c], or with an lr not 0 takes a step of gradient descent there.
ALWAYS void end(VECTOR sum[TILE_ROWS][TILE_VECTORS], const size_t rows, const size_t vectors,
                const size_t last, size_t lanes, double *c, size_t row, double lr)
{
    if (lr != 0)
#pragma GCC unroll 8
        for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 8
            for (size_t v = 0; v < vectors; v++) {
                const double *from = c + r * row + v * WIDTH;
                VECTOR old = v == last ? LOAD_PART(from, lanes) : LOAD(from);
                sum[r][v] = SUBTRACT(old, MULTIPLY(SPREAD(lr), sum[r][v]));
            }
#pragma GCC unroll 8
    for (size_t r = 0; r < rows; r++, c += row)
#pragma GCC unroll 8
        for (size_t v = 0; v < vectors; v++)
            if (v == last)
                STORE_PART(c + v * WIDTH, lanes, sum[r][v]);
            else
                STORE(c + v * WIDTH, sum[r][v]);
}

// The tile at row [i], column [j]: [rows] × [vectors] vectors, of which the last one has only [lanes]
// lanes where it is a part. Where it [copies], it writes down the rows of b that it reads.
ALWAYS void tile(const struct product *p, struct panel *panel, size_t i, size_t j, size_t lanes,
                 const size_t rows, const size_t vectors, const bool is_part, const bool copies)
{
    const size_t last = is_part ? vectors - 1 : vectors;
    const size_t c_row = p->c_row;
    const double lr = p->lr;
    VECTOR sum[TILE_ROWS][TILE_VECTORS];
    begin(sum, rows, vectors, last, lanes, p->start ? p->start + i * p->start_row + j : NULL,
          p->start_row);
    // Rows 0, 3 and 6 of a: no row is more than two steps from one, and so far an instruction adds by
    // itself.
    const size_t a_row = p->a_row, a_col = p->a_col, b_row = panel->row;
    const double *a[] = {p->a + i * a_row, rows > 3 ? p->a + (i + 3) * a_row : NULL,
                         rows > 6 ? p->a + (i + 6) * a_row : NULL};
    const double *b = panel->b;
    double *copy = panel->copy;
    for (size_t left = p->inner; left > 0;) {
        size_t steps = left < STRIDE ? left : STRIDE;
        left -= steps;
        if (rows == TILE_ROWS)
            ask(panel->wish);
#pragma GCC unroll 4
        for (; steps > 0; steps--) {
            VECTOR row[TILE_VECTORS];
#pragma GCC unroll 8
            for (size_t v = 0; v < vectors; v++)
                row[v] = v == last ? LOAD_PART(b + v * WIDTH, lanes) : LOAD(b + v * WIDTH);
#pragma GCC unroll 8
            for (size_t v = 0; v < vectors && copies; v++)
                STORE(copy + v * WIDTH, row[v]);
#pragma GCC unroll 8
            for (size_t r = 0; r < rows; r++) {
                VECTOR factor = SPREAD(a[r / 3][r % 3 * a_row]);
#pragma GCC unroll 8
                for (size_t v = 0; v < vectors; v++)
                    sum[r][v] = FMA(factor, row[v], sum[r][v]);
            }
            b += b_row;
            if (copies)
                copy += PANEL_COLS;
#pragma GCC unroll 8
            for (size_t r = 0; r < rows; r += 3)
                a[r / 3] += a_col;
        }
    }
    end(sum, rows, vectors, last, lanes, p->c + i * c_row + j, c_row, lr);
}

// The tiles of a panel, from the highest on. They are functions that are not inlined, so that the
// compiler has all registers for the loop over k.
struct tiles {
    void (*copying)(const struct product *p, struct panel *panel, size_t i, size_t j, size_t lanes);
    void (*high)(const struct product *p, struct panel *panel, size_t i, size_t j, size_t lanes);
    void (*four)(const struct product *p, struct panel *panel, size_t i, size_t j, size_t lanes);
    void (*one)(const struct product *p, struct panel *panel, size_t i, size_t j, size_t lanes);
};

#define TILE(name, rows, vectors, is_part, copies)                                                 \
    static __attribute__((noinline)) void name(const struct product *p, struct panel *panel,       \
                                               size_t i, size_t j, size_t lanes)                   \
    {                                                                                              \
        tile(p, panel, i, j, lanes, rows, vectors, is_part, copies);                               \
    }
#define TILES(name, vectors, is_part)                                                              \
    TILE(name##_copying, TILE_ROWS, vectors, is_part, true)                                        \
    TILE(name##_high, TILE_ROWS, vectors, is_part, false)                                          \
    TILE(name##_four, 4, vectors, is_part, false)                                                  \
    TILE(name##_one, 1, vectors, is_part, false)                                                   \
    static const struct tiles name = {name##_copying, name##_high, name##_four, name##_one};
TILES(whole_panel, TILE_VECTORS, false)
TILES(three_vectors, 3, true)
TILES(two_vectors, 2, true)
TILES(one_vector, 1, true)
_Static_assert(TILE_VECTORS == 3, "as many vectors as there are kinds of tiles");

// The panel of columns from [j] on.
static void run_panel(const struct product *p, struct panel *panel, size_t j)
{
    static const struct tiles *const parts[] = {&one_vector, &two_vectors, &three_vectors};
    size_t cols = p->cols - j < PANEL_COLS ? p->cols - j : PANEL_COLS;
    const struct tiles *tiles = cols == PANEL_COLS ? &whole_panel : parts[(cols - 1) / WIDTH];
    size_t lanes = (cols - 1) % WIDTH + 1, i = 0;
    if (panel->copy) {
        tiles->copying(p, panel, i, j, lanes);
        panel->b = panel->copy;
        panel->row = PANEL_COLS;
        i += TILE_ROWS;
    }
    for (; i + TILE_ROWS <= p->rows; i += TILE_ROWS)
        tiles->high(p, panel, i, j, lanes);
    for (; i + 4 <= p->rows; i += 4)
        tiles->four(p, panel, i, j, lanes);
    for (; i < p->rows; i++)
        tiles->one(p, panel, i, j, lanes);
}

// Copies a block's part of an a that stands transposed, where it is read by many panels: its columns
// lie in a page each.
static void gather(struct product *p, double *strip)
{
    for (size_t k = 0; k < p->inner; k++)
        for (size_t i = 0; i < p->rows; i++)
            strip[k * BLOCK_ROWS + i] = p->a[k * p->a_col + i];
    p->a = strip;
    p->a_col = BLOCK_ROWS;
}

// One block of c, panel by panel. A panel is worth a copy with its rows side by side where more than
// one tile uses it and they lie apart, which neither the cache's sets nor its prefetcher like.
static void run_block(struct product p, struct wish *wish)
{
    _Alignas(64) double copy[PANEL_COLS * DEPTH_MOST], strip[BLOCK_ROWS * STRIP_MOST];
    bool copies = p.rows >= 2 * TILE_ROWS && p.b_row > PANEL_COLS;
    if (p.a_row == 1 && p.a_col > BLOCK_ROWS && p.inner <= STRIP_MOST && p.cols > PANEL_COLS)
        gather(&p, strip);
    for (size_t j = 0; j < p.cols; j += PANEL_COLS) {
        struct panel panel = {p.b + j, p.b_row, copies ? copy : NULL, wish};
        run_panel(&p, &panel, j);
    }
}

// The rows of a block of b, all blocks being of like depth. A step of gradient descent takes the whole
// sum and so one block.
static size_t block_depth(const struct product *p)
{
    size_t most = BLOCK_SIZE / (p->cols + 1);
    if (most < DEPTH_LEAST)
        most = DEPTH_LEAST;
    if (most > DEPTH_MOST || p->lr != 0)
        most = DEPTH_MOST;
    assert(p->lr == 0 || p->inner <= most);
    size_t blocks = (p->inner + most - 1) / most;
    return blocks > 0 ? (p->inner + blocks - 1) / blocks : 1;
}

static size_t at_most(size_t n, size_t most)
{
    return n < most ? n : most;
}

// Block by block of b, each going on from what the one before left in c, which is the same chain, and
// block by block of c. While one is worked on the next one of b is asked for, or where there is only
// one of b the next one of c.
static void product(const struct product *p)
{
    size_t depth = block_depth(p);
    for (size_t k = 0; k == 0 || k < p->inner; k += depth) {
        struct product part = *p;
        part.inner = at_most(p->inner - k, depth);
        part.a += k * p->a_col;
        part.b += k * p->b_row;
        if (k > 0) {
            part.start = p->c;
            part.start_row = p->c_row;
        }
        struct wish wish = wish_for(part.b + part.inner * p->b_row,
                                    at_most(p->inner - k - part.inner, depth), p->cols, p->b_row);
        for (size_t i = 0; i < p->rows; i += BLOCK_ROWS) {
            struct product block = part;
            block.rows = at_most(p->rows - i, BLOCK_ROWS);
            block.a += i * p->a_row;
            if (part.start)
                block.start += i * part.start_row;
            block.c += i * p->c_row;
            if (part.inner == p->inner)
                wish = wish_for(block.c + block.rows * p->c_row,
                                at_most(p->rows - i - block.rows, BLOCK_ROWS), p->cols, p->c_row);
            run_block(block, &wish);
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
    softmax_rows(rows, cols, z, a);
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

#define ACTIVATE(name)       name##_activate,
#define BACK(name)           name##_back,
#define UPDATE(name, states) name##_update,
#define VALUE(name)          name##_value,

extern const struct kernel NAMED(kernel_, KERNEL);
const struct kernel NAMED(kernel_, KERNEL) = {
    TEXT_OF(KERNEL), product, {ACTIVATIONS(ACTIVATE)}, {ACTIVATIONS(BACK)},
    {LOSSES(VALUE)}, is_tame, {OPTIMIZERS(UPDATE)},    tiny_run};
