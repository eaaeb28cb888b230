// SPDX-License-Identifier: GPL-3.0-or-later
// Softmax and cross-entropy for rows of a few columns, as classes are: a row is no longer than a vector
// or two, so WIDTH rows are turned to stand side by side, and a vector holds one column of them all. Each
// lane is one row's chain in index order, as in activations.inc and loss_rule.h, which do what is left.
// Part of kernel_body.h.

// The most columns; more fill vectors by themselves.
#define ROWS_COLS_MOST ((size_t)32)

// WIDTH rows turned.
struct rows {
    _Alignas(64) double columns[ROWS_COLS_MOST][WIDTH];
};

static bool rows_are_few_columns(size_t cols)
{
    return WIDTH > 1 && cols <= ROWS_COLS_MOST;
}

static void rows_load(struct rows *rows, size_t cols, const double *from)
{
    transpose(rows->columns[0], WIDTH, from, cols, WIDTH, cols);
}

// Takes the largest of its elements from each row.
static void rows_subtract_largest(struct rows *rows, size_t cols)
{
    VECTOR largest = LOAD(rows->columns[0]);
    for (size_t j = 1; j < cols; j++)
        largest = LARGER(LOAD(rows->columns[j]), largest);
    for (size_t j = 0; j < cols; j++)
        STORE(rows->columns[j], SUBTRACT(LOAD(rows->columns[j]), largest));
}

// The exponentials of all elements. Returns the sum of each row's.
static VECTOR rows_exponentials(const struct rows *rows, size_t cols, struct rows *to)
{
    VECTOR sums = ZERO();
    for (size_t j = 0; j < cols; j++)
        for (size_t n = 0; n < WIDTH; n++)
            to->columns[j][n] = math_exp(rows->columns[j][n]);
    for (size_t j = 0; j < cols; j++)
        sums = FMA(SPREAD(1), LOAD(to->columns[j]), sums);
    return sums;
}

static void softmax_activate(size_t rows, size_t cols, const double *z, double *a)
{
    size_t i = 0;
    for (; rows_are_few_columns(cols) && i + WIDTH <= rows; i += WIDTH) {
        struct rows values;
        rows_load(&values, cols, z + i * cols);
        rows_subtract_largest(&values, cols);
        VECTOR sums = rows_exponentials(&values, cols, &values);
        for (size_t j = 0; j < cols; j++)
            STORE(values.columns[j], DIVIDE(LOAD(values.columns[j]), sums));
        transpose(a + i * cols, cols, values.columns[0], WIDTH, cols, WIDTH);
    }
    softmax_rows(rows - i, cols, z + i * cols, a + i * cols);
}

// The parts of WIDTH rows.
static void ce_parts_of_few(size_t cols, const double *z, const double *y, double *parts)
{
    struct rows values, exponentials, targets;
    _Alignas(64) double logs[WIDTH];
    rows_load(&values, cols, z);
    rows_load(&targets, cols, y);
    rows_subtract_largest(&values, cols);
    STORE(logs, rows_exponentials(&values, cols, &exponentials));
    for (size_t n = 0; n < WIDTH; n++)
        logs[n] = math_log(logs[n]);
    VECTOR part = ZERO();
    for (size_t j = 0; j < cols; j++)
        part = FMA(LOAD(targets.columns[j]), SUBTRACT(LOAD(logs), LOAD(values.columns[j])), part);
    STORE(parts, part);
}

static double ce_batch(struct matrix z, struct matrix a, struct matrix y)
{
    double sum = 0, parts[LOSS_CHUNK];
    size_t cols = a.cols, i = 0;
    for (; rows_are_few_columns(cols) && i + WIDTH <= a.rows; i += WIDTH) {
        ce_parts_of_few(cols, z.data + i * cols, y.data + i * cols, parts);
        for (size_t n = 0; n < WIDTH; n++)
            sum += parts[n];
    }
    return ce_sum(a.rows - i, cols, z.data + i * cols, y.data + i * cols, sum) / (double)a.rows;
}
