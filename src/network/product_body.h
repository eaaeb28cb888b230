// SPDX-License-Identifier: GPL-3.0-or-later
// The product walks C in tiles of TILE_ROWS rows and TILE_VECTORS vectors whose accumulators stay
// in registers while k runs from 0 to its end. Each lane is one element's chain; a tile merely
// advances many chains at once, which is what hides the latency of the multiply-add. The tile
// function is always inlined with constant sizes, so the compiler unrolls it completely.
//
// Tiles below each other share a panel of b, tiles beside each other a strip of a. What they share is
// to be near, and what comes next is asked for in time. Where b lies row by row it is walked in blocks
// of rows that the second cache holds, since there memory is read row by row, page by page; within a
// block the first tile of a panel copies it while it reads it, so that those below find its rows side
// by side. Where b or c lie in panels, memory is read from one end to the other.
//
// Part of kernel_body.h.
#include <assert.h>

// Doubles that the first cache holds beside others.
#define NEAR ((size_t)1 << 12)

// Doubles in a line of the cache.
#define LINE ((size_t)8)

// Rows of a tile of one vector, which has registers to spare.
#define TALL_ROWS (2 * TILE_ROWS)

// Columns of a panel of b.
#define PANEL_COLS (TILE_VECTORS * WIDTH)

// A block of b is as many of its rows as the second cache has room for beside the rest, at least and at
// most that many. A block of c is that many of its rows.
#define BLOCK_SIZE  ((size_t)1 << 16)
#define DEPTH_LEAST ((size_t)64)
#define DEPTH_MOST  ((size_t)400)
#define BLOCK_ROWS  ((size_t)64)

// Rows of a panel of b that stay in the first cache: a multiple of each kernel's PANEL_COLS.
#define PANEL_DEPTH ((size_t)120)

// Where c lies in panels: how many tiles ahead it is asked for. And how much of a is turned at a time.
#define PANEL_TILES_AHEAD ((size_t)3)
#define TURNED_MOST       ((size_t)1 << 14)

// What is far away is asked for ahead of time, a few lines between that many steps of k: seldom enough
// that the processor can wait for all of them and continue. A divisor of PANEL_COLS, after which an a that
// lies in panels continues elsewhere.
#define STRIDE (PANEL_COLS < 16 ? (size_t)PANEL_COLS : (size_t)8)

// What will be needed soon: the rest of the row at [at] up to [end], and [rows] more rows of [cols]
// doubles, which lie [row] apart. Row by row, since memory is read so with the least trouble.
struct wish {
    const double *at, *end;
    size_t rows, cols, row;
};

// A panel of b and of c, and what is done beside the work on it.
struct panel {
    size_t cols;
    const double *b; // rows that lie [row] apart
    size_t row;
    const double *start; // of its first row, as in struct product; or NULL
    double *c;           // rows that lie [c_row] apart
    size_t c_row;
    double *copy; // NULL, or where the first tile puts the rows of b side by side for the others
    struct wish *wish;
    size_t hop;   // from the end of a row of one panel of a to that row of the next one
    size_t ahead; // not 0: c is asked for that many tiles ahead, instead of what is wished for
};

// The first [rows] rows of [cols] doubles at [at], or nothing where there are none.
static struct wish wish_for(const double *at, size_t rows, size_t cols, size_t row)
{
    return (struct wish){at, rows > 0 ? at + cols : at, rows > 0 ? rows - 1 : 0, cols, row};
}

// Asks for the next lines of what is wished for. A line past the end of a row does no harm.
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
    __builtin_prefetch(wish->at + 3 * LINE);
    wish->at += 4 * LINE;
}

// What the sums of a tile begin with: what stands at [start], whose rows lie [row] apart, or 0 where that
// is NULL. Of vector number [last] only the first [lanes] lanes are there.
ALWAYS void begin(VECTOR sum[TALL_ROWS][TILE_VECTORS], const size_t rows, const size_t vectors,
                  const size_t last, size_t lanes, const double *start, size_t row)
{
#pragma GCC unroll 16
    for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 16
        for (size_t v = 0; v < vectors; v++)
            sum[r][v] = !start      ? ZERO()
                        : v == last ? LOAD_PART(start + r * row + v * WIDTH, lanes)
                                    : LOAD(start + r * row + v * WIDTH);
}

// Writes the sums to [c], or with an lr not 0 takes a step of gradient descent there.
ALWAYS void end(VECTOR sum[TALL_ROWS][TILE_VECTORS], const size_t rows, const size_t vectors,
                const size_t last, size_t lanes, double *c, size_t row, double lr)
{
    if (lr != 0)
#pragma GCC unroll 16
        for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 16
            for (size_t v = 0; v < vectors; v++) {
                const double *from = c + r * row + v * WIDTH;
                VECTOR old = v == last ? LOAD_PART(from, lanes) : LOAD(from);
                sum[r][v] = SUBTRACT(old, MULTIPLY(SPREAD(lr), sum[r][v]));
            }
#pragma GCC unroll 16
    for (size_t r = 0; r < rows; r++, c += row)
#pragma GCC unroll 16
        for (size_t v = 0; v < vectors; v++)
            if (v == last)
                STORE_PART(c + v * WIDTH, lanes, sum[r][v]);
            else
                STORE(c + v * WIDTH, sum[r][v]);
}

// The tile at row [i] of a panel: [rows] × [vectors] vectors, of which the last one has only [lanes]
// lanes where it is a part. Where it [copies], it writes down the rows of b that it reads.
ALWAYS void tile(const struct product *p, struct panel *panel, size_t i, size_t lanes,
                 const size_t rows, const size_t vectors, const bool is_part, const bool copies,
                 const bool is_upright)
{
    const size_t last = is_part ? vectors - 1 : vectors;
    const size_t c_row = panel->c_row;
    const double lr = p->lr;
    VECTOR sum[TALL_ROWS][TILE_VECTORS];
    begin(sum, rows, vectors, last, lanes, panel->start ? panel->start + i * p->start_row : NULL,
          p->start_row);
    // Rows 0, 3, 6 ... of an upright a: no row is more than two steps from one, and so far an instruction
    // adds by itself. The rows of a transposed a lie side by side.
    const size_t a_row = is_upright ? p->a_row : 1, a_col = is_upright ? 1 : p->a_col;
    const size_t b_row = panel->row, apart = is_upright ? 3 : TALL_ROWS;
    const double *a[(TALL_ROWS + 2) / 3];
#pragma GCC unroll 16
    for (size_t r = 0; r < rows; r += apart)
        a[r / apart] = p->a + (i + r) * a_row;
    const double *b = panel->b;
    double *copy = panel->copy;
    size_t hop_in = PANEL_COLS;
    for (size_t left = p->inner; left > 0;) {
        size_t steps = left < STRIDE ? left : STRIDE;
        left -= steps;
        hop_in -= steps;
        if (rows >= TILE_ROWS)
            ask(panel->wish);
#pragma GCC unroll 8
        for (; steps > 0; steps--) {
            VECTOR row[TILE_VECTORS];
#pragma GCC unroll 16
            for (size_t v = 0; v < vectors; v++)
                row[v] = v == last ? LOAD_PART(b + v * WIDTH, lanes) : LOAD(b + v * WIDTH);
#pragma GCC unroll 16
            for (size_t v = 0; v < vectors && copies; v++)
                STORE(copy + v * WIDTH, row[v]);
#pragma GCC unroll 16
            for (size_t r = 0; r < rows; r++) {
                VECTOR factor = SPREAD(a[r / apart][r % apart * a_row]);
#pragma GCC unroll 16
                for (size_t v = 0; v < vectors; v++)
                    sum[r][v] = FMA(factor, row[v], sum[r][v]);
            }
            b += b_row;
            if (copies)
                copy += PANEL_COLS;
#pragma GCC unroll 16
            for (size_t r = 0; r < rows; r += apart)
                a[r / apart] += a_col;
        }
        if (is_upright && panel->hop && hop_in == 0 && left > 0) {
#pragma GCC unroll 16
            for (size_t r = 0; r < rows; r += apart)
                a[r / apart] += panel->hop;
            hop_in = PANEL_COLS;
        }
    }
    end(sum, rows, vectors, last, lanes, panel->c + i * c_row, c_row, lr);
}

// The tiles of a panel, from the highest on. They are functions that are not inlined, so that the
// compiler has all registers for the loop over k.
struct tiles {
    void (*tall)(const struct product *p, struct panel *panel, size_t i, size_t lanes); // or NULL
    void (*copying)(const struct product *p, struct panel *panel, size_t i, size_t lanes);
    void (*high)(const struct product *p, struct panel *panel, size_t i, size_t lanes);
    void (*four)(const struct product *p, struct panel *panel, size_t i, size_t lanes);
    void (*one)(const struct product *p, struct panel *panel, size_t i, size_t lanes);
};

#define TILE(name, rows, vectors, is_part, copies, is_upright)                                     \
    static __attribute__((noinline)) void name(const struct product *p, struct panel *panel,       \
                                               size_t i, size_t lanes)                             \
    {                                                                                              \
        tile(p, panel, i, lanes, rows, vectors, is_part, copies, is_upright);                      \
    }
#define TILES(name, vectors, is_part, tall, is_upright)                                            \
    TILE(name##_copying, TILE_ROWS, vectors, is_part, true, is_upright)                            \
    TILE(name##_high, TILE_ROWS, vectors, is_part, false, is_upright)                              \
    TILE(name##_four, 4, vectors, is_part, false, is_upright)                                      \
    TILE(name##_one, 1, vectors, is_part, false, is_upright)                                       \
    static const struct tiles name = {tall, name##_copying, name##_high, name##_four, name##_one};
#define ALL_TILES(name, is_upright)                                                                \
    TILE(name##_tall, TALL_ROWS, 1, true, false, is_upright)                                       \
    TILES(name##_whole, TILE_VECTORS, false, NULL, is_upright)                                     \
    TILES(name##_three, 3, true, NULL, is_upright)                                                 \
    TILES(name##_two, 2, true, NULL, is_upright)                                                   \
    TILES(name##_single, 1, true, name##_tall, is_upright)                                         \
    static const struct tiles *const name[] = {&name##_single, &name##_two, &name##_three,         \
                                               &name##_whole};
ALL_TILES(upright, true)
ALL_TILES(transposed, false)
_Static_assert(TILE_VECTORS == 3, "as many vectors as there are kinds of tiles");

// All tiles of a panel.
static void run_panel(const struct product *p, struct panel *panel)
{
    size_t cols = panel->cols, lanes = (cols - 1) % WIDTH + 1, i = 0;
    size_t vectors = cols == PANEL_COLS ? TILE_VECTORS : (cols - 1) / WIDTH;
    const struct tiles *tiles = p->a_col == 1 ? upright[vectors] : transposed[vectors];
    if (panel->copy) {
        tiles->copying(p, panel, i, lanes);
        panel->b = panel->copy;
        panel->row = PANEL_COLS;
        i += TILE_ROWS;
    }
    for (; tiles->tall && i + TALL_ROWS <= p->rows; i += TALL_ROWS)
        tiles->tall(p, panel, i, lanes);
    for (; i + TILE_ROWS <= p->rows; i += TILE_ROWS) {
        if (panel->ahead)
            *panel->wish = wish_for(panel->c + (i + panel->ahead * TILE_ROWS) * panel->c_row,
                                    TILE_ROWS, cols, panel->c_row);
        tiles->high(p, panel, i, lanes);
    }
    for (; i + 4 <= p->rows; i += 4)
        tiles->four(p, panel, i, lanes);
    for (; i < p->rows; i++)
        tiles->one(p, panel, i, lanes);
}

static size_t at_most(size_t n, size_t most)
{
    return n < most ? n : most;
}

// Columns of a matrix that are transposed at a time, so that what is written stays in the first cache
// until its lines are whole.
#define TURN_COLS ((size_t)64)

// Squares are turned in registers where the kernel can; the rest one by one.
static void transpose(double *to, size_t to_row, const double *from, size_t from_row, size_t rows,
                      size_t cols)
{
    size_t whole_rows = rows / WIDTH * WIDTH, whole_cols = cols / WIDTH * WIDTH;
    for (size_t first = 0; first < whole_cols; first += TURN_COLS)
        for (size_t i = 0; i < whole_rows; i += WIDTH)
            for (size_t j = first; j < whole_cols && j < first + TURN_COLS; j += WIDTH)
                TURN(to + j * to_row + i, to_row, from + i * from_row + j, from_row);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = i < whole_rows ? whole_cols : 0; j < cols; j++)
            to[j * to_row + i] = from[i * from_row + j];
}

// One block of c, panel by panel. A panel is worth a copy with its rows side by side where more than
// one tile uses it and they lie apart, which neither the cache's sets nor its prefetcher like.
static void run_block(const struct product *p, struct wish *wish)
{
    _Alignas(64) double copy[PANEL_COLS * DEPTH_MOST];
    bool copies = p->rows >= 2 * TILE_ROWS && p->b_row > PANEL_COLS && p->cols * p->inner > NEAR;
    for (size_t j = 0; j < p->cols; j += PANEL_COLS) {
        struct panel panel = {.b = p->b + j, .row = p->b_row, .wish = wish};
        panel.cols = at_most(p->cols - j, PANEL_COLS);
        panel.start = p->start ? p->start + j : NULL;
        panel.c = p->c + j, panel.c_row = p->c_row;
        panel.copy = copies ? copy : NULL;
        panel.hop = p->a_packed ? (p->a_packed - 1) * PANEL_COLS : 0;
        run_panel(p, &panel);
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

// Block by block of b, each continuing from what the one before left in c, which is the same chain, and
// block by block of c. While one is worked on, the next one is asked for: of b, or where there is only
// one of b, of c.
static void product_of_rows(const struct product *p)
{
    if (p->rows <= BLOCK_ROWS && p->cols * p->inner <= NEAR) { // no time to lose
        run_block(p, &(struct wish){0});
        return;
    }
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
            run_block(&block, &wish);
        }
    }
}

// What is worked on after the block of panels [at] of a: the same rows of the next [more] columns, or the
// first columns of the rows below.
static struct wish next_of_packed(const struct product *p, const double *at, size_t cols,
                                  size_t more)
{
    size_t below = p->a_first + p->rows, rows = p->rows;
    at += cols * p->a_packed + p->a_first * PANEL_COLS;
    if (more == 0) {
        at = p->a + below * PANEL_COLS;
        rows = below < p->a_packed ? at_most(rows, p->a_packed - below) : 0;
        more = rows > 0 ? at_most(p->inner, PANEL_DEPTH) : 0;
    }
    return wish_for(at, more / PANEL_COLS, rows * PANEL_COLS, p->a_packed * PANEL_COLS);
}

// Where a lies in panels: some whole panels at a time, as many each time, then the last one, which is narrower.
static void product_from_packed(const struct product *p)
{
    size_t panels = p->inner / PANEL_COLS, whole = panels * PANEL_COLS, depth;
    size_t times = (whole + PANEL_DEPTH - 1) / PANEL_DEPTH;
    size_t most = times > 0 ? (panels + times - 1) / times * PANEL_COLS : 0;
    assert(p->inner > 0);
    for (size_t k = 0; k < p->inner; k += depth) {
        struct product part = *p;
        depth = k < whole ? at_most(whole - k, most) : p->inner - k;
        part.inner = depth;
        part.a += k * p->a_packed + p->a_first * at_most(depth, PANEL_COLS);
        part.a_row = at_most(depth, PANEL_COLS), part.a_col = 1;
        part.b += k * p->b_row;
        if (k > 0) {
            part.start = p->c;
            part.start_row = p->c_row;
        }
        size_t more = at_most(whole > k + depth ? whole - k - depth : 0, most);
        struct wish wish = next_of_packed(p, p->a + k * p->a_packed, depth, more);
        run_block(&part, &wish);
    }
}

// Panel by panel of b, and in each block by block; the next block is right after it.
static void product_of_packed(const struct product *p)
{
    const double *end = p->b + p->cols * p->b_packed;
    for (size_t j = 0; j < p->cols; j += PANEL_COLS) {
        size_t cols = at_most(p->cols - j, PANEL_COLS);
        for (size_t k = 0; k == 0 || k < p->inner; k += PANEL_DEPTH) {
            struct product part = *p;
            part.inner = at_most(p->inner - k, PANEL_DEPTH);
            part.a += k * p->a_col;
            part.start_row = k > 0 ? p->c_row : p->start_row;
            const double *start = k > 0 ? p->c : p->start, *b = p->b + j * p->b_packed + k * cols;
            const double *next = b + part.inner * cols;
            struct wish wish =
                wish_for(next, 1, at_most((size_t)(end - next), part.inner * cols), 0);
            struct panel panel = {.cols = cols, .b = b, .row = cols, .wish = &wish};
            panel.start = start ? start + j : NULL;
            panel.c = p->c + j, panel.c_row = p->c_row;
            run_panel(&part, &panel);
        }
    }
}

// Where a stands transposed: block by block of rows, whose part of a is turned to stand upright, and panel
// by panel. It is worth a copy of each panel of b.
static void product_turned(const struct product *p)
{
    _Alignas(64) double copy[PANEL_COLS * DEPTH_MOST], strip[TURNED_MOST];
    size_t most = p->lr != 0 ? DEPTH_MOST : PANEL_DEPTH;
    assert(p->lr == 0 || p->inner <= most);
    for (size_t k = 0; k == 0 || k < p->inner; k += most) {
        struct product block = *p;
        block.inner = at_most(p->inner - k, most);
        block.start_row = k > 0 ? p->c_row : p->start_row;
        const double *start = k > 0 ? p->c : p->start, *b = p->b + k * p->b_row;
        size_t rows = TURNED_MOST / (block.inner + 1) / TILE_ROWS * TILE_ROWS;
        for (size_t i = 0; i < p->rows; i += rows) {
            block.rows = at_most(p->rows - i, rows);
            transpose(strip, block.inner, p->a + k * p->a_col + i, p->a_col, block.inner,
                      block.rows);
            block.a = strip, block.a_row = block.inner, block.a_col = 1;
            for (size_t j = 0; j < p->cols; j += PANEL_COLS) {
                struct wish wish = {0};
                struct panel panel = {.b = b + j, .row = p->b_row, .wish = &wish};
                panel.cols = at_most(p->cols - j, PANEL_COLS);
                panel.c_row = p->c_packed ? panel.cols : p->c_row;
                panel.c = p->c + (p->c_packed ? j * p->c_packed : j) + i * panel.c_row;
                panel.start = start ? start + i * block.start_row + j : NULL;
                panel.copy = block.rows >= TILE_ROWS ? copy : NULL;
                panel.ahead = p->c_packed ? PANEL_TILES_AHEAD : 1;
                run_panel(&block, &panel);
            }
        }
    }
}

// Whether a stands transposed and is read by several panels, but its columns lie too far apart for that.
static bool is_worth_turning(const struct product *p)
{
    return p->a_row == 1 && p->a_col > BLOCK_ROWS && p->cols > PANEL_COLS && p->rows >= TILE_ROWS;
}

static void product(const struct product *p)
{
    if (p->a_packed)
        product_from_packed(p);
    else if (p->b_packed)
        product_of_packed(p);
    else if (p->c_packed || is_worth_turning(p))
        product_turned(p);
    else
        product_of_rows(p);
}
