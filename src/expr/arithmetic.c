// SPDX-License-Identifier: GPL-3.0-or-later
// Broadcasting is NumPy's: a value with one row or column acts as if that were repeated. It is
// done by steps of 0, so nothing is copied: element (i, j) of a walk is data[i * row + j * col].
//
// The inner loops run along a row with the operation outside, one loop for each. A result is
// written over an operand that owns its elements and has the result's shape already; each element
// is read before it is written and no later one looks at it, because such an operand is not
// repeated.
//
// The matrix product is the kernel's: one chain of fused multiply-adds over k for each element,
// begun by the start. Where a start is given and broadcasts to the product's shape, it is spread
// over the result first and the chain begins there, as a layer's does with its bias. A start that
// is larger than the product (a row of products added to a column) has no single chain to begin;
// there the + is an addition.
#include "expr/arithmetic.h"

#include <math.h>
#include <stdio.h>

#include "expr/expr.h"
#include "network/kernel.h"
#include "network/mathfn_more.h"

struct shape shape_of(const struct value *value)
{
    if (!value->is_matrix)
        return (struct shape){1, 1};
    return (struct shape){value->all.rows, value->all.cols};
}

struct shape_string shape_text(const struct value *value)
{
    struct shape_string string = {"a number"};
    if (value->is_matrix)
        snprintf(string.text, sizeof string.text, "a %zu×%zu matrix", value->all.rows,
                 value->all.cols);
    return string;
}

// "cannot add 4×2 and 3×1" and its like; a subtraction names its second operand first.
static void say_misfit(enum op_code code, struct shape x, struct shape y, char *text, size_t size)
{
    static const char *const words[OP_ELEMENTWISE_COUNT][3] = {
        [OP_ADD] = {"add", "and", ""},
        [OP_SUBTRACT] = {"subtract", "from", ""},
        [OP_MULTIPLY] = {"multiply", "by", " element by element"},
        [OP_DIVIDE] = {"divide", "by", " element by element"},
        [OP_POWER] = {"raise", "to the power of", ""},
        [OP_AND] = {"join", "and", " by 'and'"},
        [OP_OR] = {"join", "and", " by 'or'"},
    };
    static const char *const compare[3] = {"compare", "with", ""};
    const char *const *word = words[code][0] ? words[code] : compare;
    struct shape first = code == OP_SUBTRACT ? y : x, second = code == OP_SUBTRACT ? x : y;
    snprintf(text, size, "cannot %s %zu×%zu %s %zu×%zu%s", word[0], first.rows, first.cols, word[1],
             second.rows, second.cols, word[2]);
}

// The rule of broadcasting along one axis.
static bool sizes_fit(size_t a, size_t b)
{
    return a == b || a == 1 || b == 1;
}

bool shape_broadcast(enum op_code code, const struct value *x, const struct value *y,
                     struct shape *shape, struct error *error)
{
    struct shape a = shape_of(x), b = shape_of(y);
    if (sizes_fit(a.rows, b.rows) && sizes_fit(a.cols, b.cols)) {
        *shape = (struct shape){a.rows == 1 ? b.rows : a.rows, a.cols == 1 ? b.cols : a.cols};
        return true;
    }
    char text[200];
    bool is_rows = !sizes_fit(a.rows, b.rows); // of two reasons the first one is enough
    struct shape first = code == OP_SUBTRACT ? b : a, second = code == OP_SUBTRACT ? a : b;
    say_misfit(code, a, b, text, sizeof text);
    error_set(error, "%s: the %s, %zu and %zu, differ and neither is 1", text,
              is_rows ? "rows" : "columns", is_rows ? first.rows : first.cols,
              is_rows ? second.rows : second.cols);
    if (code == OP_MULTIPLY && a.cols == b.rows)
        error_hint(error, "the matrix product is written @");
    return false;
}

struct walk walk_over(const struct value *value)
{
    if (!value->is_matrix)
        return (struct walk){&value->number, 0, 0};
    struct matrix m = value->all;
    return (struct walk){m.data, m.rows == 1 ? 0 : m.cols, m.cols == 1 ? 0 : 1};
}

// x ** y. The powers that have a plain formula are that formula, so that w ** 2 is w * w.
static double power(double x, double y)
{
    if (y == 2)
        return x * x;
    if (y == 1)
        return x;
    if (y == 0)
        return 1;
    if (y == 0.5)
        return sqrt(x);
    if (y == -1)
        return 1 / x;
    return math_pow(x, y);
}

// Every operation once: its formula, for EACH of the elements.
#define OPERATIONS(EACH)                                                                           \
    EACH(OP_ADD, x + y)                                                                            \
    EACH(OP_SUBTRACT, x - y)                                                                       \
    EACH(OP_MULTIPLY, (x * y))                                                                     \
    EACH(OP_DIVIDE, x / y)                                                                         \
    EACH(OP_POWER, power(x, y))                                                                    \
    EACH(OP_LESS, x < y)                                                                           \
    EACH(OP_LESS_EQUAL, x <= y)                                                                    \
    EACH(OP_GREATER, x > y)                                                                        \
    EACH(OP_GREATER_EQUAL, x >= y)                                                                 \
    EACH(OP_EQUAL, x == y)                                                                         \
    EACH(OP_NOT_EQUAL, x != y)                                                                     \
    EACH(OP_AND, x != 0 && y != 0)                                                                 \
    EACH(OP_OR, x != 0 || y != 0)

#define NUMBER(code, formula)                                                                      \
    case code:                                                                                     \
        return formula;

double arithmetic_number(enum op_code code, double x, double y)
{
    switch (code) {
        OPERATIONS(NUMBER)
    default:
        return x; // no other code is element by element
    }
}

#define ROW(code, formula)                                                                         \
    case code:                                                                                     \
        for (size_t j = 0; j < n; j++) {                                                           \
            double x = a[j * a_step], y = b[j * b_step];                                           \
            out[j] = formula;                                                                      \
        }                                                                                          \
        break;

// One row of n elements.
static void each_in_row(enum op_code code, size_t n, const double *a, size_t a_step,
                        const double *b, size_t b_step, double *out)
{
    switch (code) {
        OPERATIONS(ROW)
    default:
        break;
    }
}

// Whether a value is a matrix of just that shape.
static bool has_shape(const struct value *value, struct shape shape)
{
    return value->is_matrix && value->all.rows == shape.rows && value->all.cols == shape.cols;
}

// A matrix of that shape to write to: an operand's own where it may be overwritten, else a new one.
static bool find_room(struct value *x, struct value *y, struct shape shape, size_t limit,
                      struct value *room, struct error *error)
{
    struct value *mine = x->owned && has_shape(x, shape)        ? x
                         : y && y->owned && has_shape(y, shape) ? y
                                                                : NULL;
    if (!mine)
        return value_create(room, shape.rows, shape.cols, limit, error);
    *room = *mine;
    mine->owned = NULL;
    return true;
}

// Whether every element is true, as 1 or 0.
static double holds_all(struct value *value)
{
    struct matrix m = value_view(value);
    for (size_t i = 0; i < matrix_count(m); i++)
        if (m.data[i] == 0)
            return 0;
    return 1;
}

bool arithmetic_each(enum op_code code, struct value *x, struct value *y, size_t limit,
                     struct error *error)
{
    struct shape shape;
    struct value result;
    // Two numbers: by far the most frequent case in conditions, and without an allocation.
    if (!x->is_matrix && !y->is_matrix) {
        x->number = arithmetic_number(code, x->number, y->number);
        return true;
    }
    if (!shape_broadcast(code, x, y, &shape, error) ||
        !find_room(x, y, shape, limit, &result, error))
        return false;
    struct walk a = walk_over(x), b = walk_over(y);
    for (size_t i = 0; i < shape.rows; i++)
        each_in_row(code, shape.cols, a.data + i * a.row, a.col, b.data + i * b.row, b.col,
                    result.all.data + i * shape.cols);
    value_clear(x);
    value_clear(y);
    *x = result;
    return true;
}

bool arithmetic_join(enum op_code code, struct value *x, struct value *y, size_t limit,
                     struct error *error)
{
    struct shape shape;
    struct error misfit;
    if (shape_broadcast(code, x, y, &shape, &misfit))
        return arithmetic_each(code, x, y, limit, error);
    double left = holds_all(x), right = holds_all(y);
    value_clear(x);
    value_clear(y);
    *x = value_number(arithmetic_number(code, left, right));
    return true;
}

bool arithmetic_can_multiply(const struct value *a, const struct value *b, struct error *error)
{
    if (!a->is_matrix || !b->is_matrix) {
        error_set(error, "@ multiplies two matrices, but the %s side is a number",
                  a->is_matrix ? "right" : "left");
        return error_hint(error, "to multiply by a number, write *");
    }
    struct shape x = shape_of(a), y = shape_of(b);
    if (x.cols == y.rows)
        return true;
    error_set(error, "cannot multiply %zu×%zu by %zu×%zu: the inner sizes, %zu and %zu, differ",
              x.rows, x.cols, y.rows, y.cols, x.cols, y.rows);
    if (x.cols == y.cols)
        error_hint(error, "the transpose of the right side, .T, would fit");
    else if (x.rows == y.rows)
        error_hint(error, "the transpose of the left side, .T, would fit");
    return false;
}

// Fills [out] with [value], repeated where it has one row or column.
static void spread(const struct value *value, struct matrix out)
{
    struct walk from = walk_over(value);
    for (size_t i = 0; i < out.rows; i++)
        for (size_t j = 0; j < out.cols; j++)
            out.data[i * out.cols + j] = from.data[i * from.row + j * from.col];
}

// Multiplications between two looks at the stop flag, and the rows that are done at once at least, so
// that the walk through b is worth it.
#define PRODUCT_WORK 4e9
enum { PRODUCT_ROWS = 96 };

// c becomes a @ b, or c + a @ b where the chains begin at what c holds.
static void multiply_rows(struct matrix a, struct matrix b, bool has_start, struct matrix c)
{
    kernel_best()->product(&(struct product){
        .rows = c.rows,
        .cols = c.cols,
        .inner = a.cols,
        .a = a.data,
        .a_row = a.cols,
        .a_col = 1,
        .b = b.data,
        .b_row = b.cols,
        .start = has_start ? c.data : NULL,
        .start_row = c.cols,
        .c = c.data,
        .c_row = c.cols,
    });
}

// The same, some rows at a time: each element is a chain of its own. False when it was stopped.
static bool multiply(struct matrix a, struct matrix b, bool has_start, struct matrix c,
                     const volatile sig_atomic_t *stop)
{
    double most = PRODUCT_WORK / ((double)a.cols * (double)b.cols + 1);
    size_t step = most < PRODUCT_ROWS     ? PRODUCT_ROWS
                  : most < (double)c.rows ? (size_t)most
                                          : c.rows;
    for (size_t i = 0; i < c.rows; i += step) {
        size_t rows = c.rows - i < step ? c.rows - i : step;
        if (i > 0 && stop && *stop)
            return false;
        multiply_rows((struct matrix){rows, a.cols, a.data + i * a.cols}, b, has_start,
                      (struct matrix){rows, c.cols, c.data + i * c.cols});
    }
    return true;
}

bool arithmetic_product(struct value *a, struct value *b, struct value *start,
                        const struct scope *scope, struct error *error)
{
    size_t limit = scope->limit;
    struct value result;
    struct shape sum;
    if (!value_create(&result, a->all.rows, b->all.cols, limit, error))
        return false;
    struct matrix c = result.all;
    // The start is spread into c before anything is multiplied, and c itself is the chains' start.
    bool fits = !start || shape_broadcast(OP_ADD, &result, start, &sum, error);
    bool is_chain = start && fits && sum.rows == c.rows && sum.cols == c.cols;
    if (is_chain)
        spread(start, c);
    if (fits && !multiply(a->all, b->all, is_chain, c, scope->stop))
        fits = error_set(error, "interrupted in a matrix product");
    if (!fits || (start && !is_chain && !arithmetic_each(OP_ADD, &result, start, limit, error))) {
        value_clear(&result);
        return false;
    }
    value_clear(a);
    value_clear(b);
    if (start)
        value_clear(start);
    *a = result;
    return true;
}

bool arithmetic_negate(struct value *x, size_t limit, struct error *error)
{
    // -1 * x is -x, for zeros and infinities too.
    struct value minus = value_number(-1);
    if (x->is_matrix)
        return arithmetic_each(OP_MULTIPLY, x, &minus, limit, error);
    x->number = -x->number;
    return true;
}

bool arithmetic_not(struct value *x, size_t limit, struct error *error)
{
    struct value zero = value_number(0); // whatever is not 0 is true, NaN too, as in Python
    return arithmetic_each(OP_EQUAL, x, &zero, limit, error);
}

bool arithmetic_transpose(struct value *x, size_t limit, struct error *error)
{
    if (!x->is_matrix)
        return true;
    struct matrix m = x->all;
    if (m.rows == 1 || m.cols == 1) { // the same elements in the same order
        x->all = (struct matrix){m.cols, m.rows, m.data};
        return true;
    }
    struct value result;
    if (!value_create(&result, m.cols, m.rows, limit, error))
        return false;
    for (size_t i = 0; i < m.rows; i++)
        for (size_t j = 0; j < m.cols; j++)
            result.all.data[j * m.rows + i] = matrix_at(m, i, j);
    value_clear(x);
    *x = result;
    return true;
}
