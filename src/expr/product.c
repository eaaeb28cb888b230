// SPDX-License-Identifier: GPL-3.0-or-later
// The matrix product is the kernel's: one chain of fused multiply-adds over k for each element,
// begun by the start. Where a start is given and broadcasts to the product's size, it is spread
// over the result first and the chain begins there, as a layer's does with its bias. A start that
// is larger than the product (a row of products added to a column) has no single chain to begin;
// there the + is an addition.
#include "expr/product.h"

#include "expr/arithmetic.h"
#include "expr/expr.h"
#include "network/kernel.h"

// The operands as matrices: a 1-d array is a row on the left and a column on the right.
static struct matrix right_matrix(const struct value *b)
{
    struct matrix m = b->all;
    return b->is_vector ? (struct matrix){m.cols, 1, m.data} : m;
}

bool product_exists(const struct value *a, const struct value *b, struct error *error)
{
    if (!a->is_matrix || !b->is_matrix) {
        error_set(error, "@ multiplies two matrices, but the %s side is a number",
                  a->is_matrix ? "right" : "left");
        return error_hint(error, "to multiply by a number, write *");
    }
    struct matrix x = a->all, y = right_matrix(b);
    if (x.cols == y.rows)
        return true;
    error_set(error, "cannot multiply %s by %s: the inner sizes, %zu and %zu, differ",
              shape_sizes(shape_of(a)).text, shape_sizes(shape_of(b)).text, x.cols, y.rows);
    if (a->is_vector || b->is_vector)
        return false;
    if (x.cols == y.cols)
        error_hint(error, "the transpose of the right side, .T, would fit");
    else if (x.rows == y.rows)
        error_hint(error, "the transpose of the left side, .T, would fit");
    return false;
}

// The shape of a @ b.
static struct shape shape_after(const struct value *a, const struct value *b)
{
    if (a->is_vector && b->is_vector)
        return (struct shape){1, 1, 0};
    if (b->is_vector)
        return (struct shape){1, a->all.rows, 1};
    return (struct shape){a->all.rows, b->all.cols, a->is_vector ? 1 : 2};
}

// Fills [out] with [value], repeated where it has one row or column.
static void spread(const struct value *value, struct matrix out)
{
    struct walk from = walk_over(value);
    for (size_t i = 0; i < out.rows; i++)
        for (size_t j = 0; j < out.cols; j++)
            out.data[i * out.cols + j] = walk_at(from, i, j);
}

// Multiplications between two looks at the stop flag, and the rows that are done at once at least, so
// that the walk through b is worth it.
#define PRODUCT_WORK 1e9
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
    if (a.cols == 0) // a chain of no links is its start, which c holds already
        return true;
    for (size_t i = 0; i < c.rows; i += step) {
        size_t rows = c.rows - i < step ? c.rows - i : step;
        if (i > 0 && stop && *stop)
            return false;
        multiply_rows((struct matrix){rows, a.cols, a.data + i * a.cols}, b, has_start,
                      (struct matrix){rows, c.cols, c.data + i * c.cols});
    }
    return true;
}

bool product_run(struct value *a, struct value *b, struct value *start, const struct scope *scope,
                 struct error *error)
{
    struct shape shape = shape_after(a, b), sum = shape;
    struct value result;
    struct matrix right = right_matrix(b);
    if (start && !shape_broadcast(OP_ADD, shape, shape_of(start), scope, &sum, error))
        return false;
    bool is_chain = start && sum.rows == shape.rows && sum.cols == shape.cols;
    if (!value_create_shape(&result, is_chain ? sum : shape, scope->limit, error))
        return false;
    struct matrix all = value_view(&result), c = {a->all.rows, right.cols, all.data};
    // The start is spread into c before anything is multiplied, and c itself is the chains' start.
    if (is_chain)
        spread(start, all);
    bool done = multiply(a->all, right, is_chain, c, scope->stop) ||
                error_set(error, "interrupted in a matrix product");
    result.kind = (uint8_t)arithmetic_kind(a->kind, b->kind);
    if (start && is_chain)
        result.kind = (uint8_t)arithmetic_kind(result.kind, start->kind);
    if (!done || (start && !is_chain && !arithmetic_each(OP_ADD, &result, start, scope, error))) {
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
