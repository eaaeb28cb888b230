// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops run along a row with the operation outside, one loop for each. A result is
// written over an operand that owns its elements and has the result's size already; each element
// is read before it is written and no later one looks at it, because such an operand is not
// repeated.
#include "expr/arithmetic.h"

#include <math.h>

#include "base/words.h"
#include "expr/expr.h"
#include "network/mathfn_more.h"

// x ** y. The powers that have a plain formula are that formula, so that w ** 2 is w * w.
static double power(double x, double y)
{
    if (y == 2)
        return x * x;
    if (y == 1)
        return x;
    if (y == 0)
        return 1;
    if (y == 0.5 && x > 0)
        return sqrt(x);
    if (y == -1)
        return 1 / x;
    return math_pow(x, y);
}

// The remainder of x / y with the sign of y, as Python has it; 0 takes that sign, too. fmod is exact.
static double modulo(double x, double y)
{
    double rest = fmod(x, y);
    if (y == 0)
        return rest;
    if (rest == 0)
        return copysign(0, y);
    return (y < 0) != (rest < 0) ? rest + y : rest;
}

// The whole number that x / y, rounded down, comes to. It is found from the remainder, since the
// quotient may have been rounded up to the next whole number; this is NumPy's npy_floor_divide.
static double floor_divide(double x, double y)
{
    double rest = fmod(x, y);
    if (y == 0)
        return x / y;
    double quotient = (x - rest) / y;
    if (rest != 0 && (y < 0) != (rest < 0))
        quotient -= 1;
    if (quotient == 0)
        return copysign(0, x / y);
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
}

// The larger and the smaller; a NaN is both, as in NumPy.
static double larger(double x, double y)
{
    return x >= y || isnan(x) ? x : y;
}

static double smaller(double x, double y)
{
    return x <= y || isnan(x) ? x : y;
}

// Every operation once: its formula, for EACH of the elements.
#define OPERATIONS(EACH)                                                                           \
    EACH(OP_ADD, x + y)                                                                            \
    EACH(OP_SUBTRACT, x - y)                                                                       \
    EACH(OP_MULTIPLY, (x * y))                                                                     \
    EACH(OP_DIVIDE, x / y)                                                                         \
    EACH(OP_FLOOR_DIVIDE, floor_divide(x, y))                                                      \
    EACH(OP_MODULO, modulo(x, y))                                                                  \
    EACH(OP_POWER, power(x, y))                                                                    \
    EACH(OP_LESS, x < y)                                                                           \
    EACH(OP_LESS_EQUAL, x <= y)                                                                    \
    EACH(OP_GREATER, x > y)                                                                        \
    EACH(OP_GREATER_EQUAL, x >= y)                                                                 \
    EACH(OP_EQUAL, x == y)                                                                         \
    EACH(OP_NOT_EQUAL, x != y)                                                                     \
    EACH(OP_MAXIMUM, larger(x, y))                                                                 \
    EACH(OP_MINIMUM, smaller(x, y))

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

enum value_kind arithmetic_kind(enum value_kind a, enum value_kind b)
{
    if (a == KIND_FRACTION || b == KIND_FRACTION)
        return KIND_FRACTION;
    return a == b ? a : KIND_WHOLE;
}

// The kind of a result. True + True is 2, so a sum of truth values is a count; a product of them is
// a truth value again.
static enum value_kind kind_after(enum op_code code, enum value_kind a, enum value_kind b)
{
    if (code >= OP_LESS && code <= OP_NOT_EQUAL)
        return KIND_TRUTH;
    if (code == OP_DIVIDE)
        return KIND_FRACTION;
    enum value_kind kind = arithmetic_kind(a, b);
    bool stays = code == OP_MULTIPLY || code == OP_MAXIMUM || code == OP_MINIMUM;
    return kind == KIND_TRUTH && !stays ? KIND_WHOLE : kind;
}

// Whether an operand may be overwritten with a result of that shape.
static bool has_room(const struct value *value, struct shape shape)
{
    return value->owned && value->all.rows == shape.rows && value->all.cols == shape.cols;
}

// A value of that shape to write to: an operand's own where it may be overwritten, else a new one.
static bool find_room(struct value *x, struct value *y, struct shape shape, size_t limit,
                      struct value *room, struct error *error)
{
    struct value *mine = has_room(x, shape) ? x : has_room(y, shape) ? y : NULL;
    if (!mine)
        return value_create_shape(room, shape, limit, error);
    *room = *mine;
    room->is_vector = shape.dims == 1;
    mine->owned = NULL;
    return true;
}

// One row after the other. The square root of an array is sqrt, which differs from pow at -0 and
// -inf; NumPy has it so.
static void each_row(enum op_code code, const struct value *x, const struct value *y,
                     struct matrix out, const struct scope *scope)
{
    struct walk a = walk_over(x), b = walk_over(y);
    if (code == OP_POWER && !y->is_matrix && y->number == 0.5) {
        for (size_t i = 0; i < matrix_count(out) && !scope_stops_at(scope, i); i++)
            out.data[i] = sqrt(a.data[i]);
        return;
    }
    size_t done = 0; // since the flag was looked at
    for (size_t i = 0; i < out.rows; i++)
        for (size_t j = 0, n; j < out.cols; j += n) {
            n = size_min(out.cols - j, STOP_EVERY);
            each_in_row(code, n, a.data + i * a.row + j * a.col, a.col,
                        b.data + i * b.row + j * b.col, b.col, out.data + i * out.cols + j);
            done += n;
            if (done >= STOP_EVERY && scope_is_stopped(scope))
                return;
            done = done >= STOP_EVERY ? 0 : done;
        }
}

bool arithmetic_each(enum op_code code, struct value *x, struct value *y, const struct scope *scope,
                     struct error *error)
{
    struct shape shape;
    struct value result;
    enum value_kind kind = kind_after(code, x->kind, y->kind);
    // Two numbers: by far the most frequent case in conditions, and without an allocation.
    if (!x->is_matrix && !y->is_matrix) {
        x->number = arithmetic_number(code, x->number, y->number);
        x->kind = (uint8_t)kind;
        return true;
    }
    if (!shape_broadcast(code, shape_of(x), shape_of(y), scope, &shape, error) ||
        !find_room(x, y, shape, scope->limit, &result, error))
        return false;
    each_row(code, x, y, result.all, scope);
    result.kind = (uint8_t)kind;
    value_clear(x);
    value_clear(y);
    *x = result;
    return true;
}

bool arithmetic_negate(struct value *x, const struct scope *scope, struct error *error)
{
    // -1 * x is -x, for zeros and infinities too.
    struct value minus = value_number(-1);
    if (x->is_matrix)
        return arithmetic_each(OP_MULTIPLY, x, &minus, scope, error);
    x->number = -x->number;
    x->kind = x->kind == KIND_TRUTH ? KIND_WHOLE : x->kind;
    return true;
}

bool arithmetic_transpose(struct value *x, const struct scope *scope, struct error *error)
{
    if (!x->is_matrix || x->is_vector)
        return true;
    struct matrix m = x->all;
    if (m.rows == 1 || m.cols == 1) { // the same elements in the same order
        x->all = (struct matrix){m.cols, m.rows, m.data};
        return true;
    }
    struct value result;
    if (!value_create(&result, m.cols, m.rows, scope->limit, error))
        return false;
    for (size_t i = 0; i < m.rows; i++)
        for (size_t j = 0; j < m.cols && !scope_stops_at(scope, i * m.cols + j); j++)
            result.all.data[j * m.rows + i] = matrix_at(m, i, j);
    result.kind = x->kind;
    value_clear(x);
    *x = result;
    return true;
}
