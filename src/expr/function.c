// SPDX-License-Identifier: GPL-3.0-or-later
// The table of functions. Those that work element by element are a row with a function of one
// number; the activations run through the network's own kernels, so that what a student computes
// by hand with sigmoid(z1) is what the network computed, bit for bit.
//
// The softmax of a row is exp(z - m) over the sum of these, m being the row's largest element; the
// sum runs in index order from 0.
#include "expr/function.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "expr/arithmetic.h"
#include "expr/reduce.h"
#include "network/kernel.h"
#include "network/mathfn.h"

// The project's own exp and log as functions that a row can point at.
static double each_exp(double x)
{
    return math_exp(x);
}

static double each_log(double x)
{
    return math_log(x);
}

static double each_log1p(double x)
{
    return math_log1p(x);
}

static double each_expm1(double x)
{
    return math_expm1(x);
}

// A matrix of the first argument's shape, or a number where that is one.
static bool create_alike(const struct function_call *call, struct value *result,
                         struct error *error)
{
    struct shape shape = shape_of(&call->arguments[0]);
    *result = value_number(0);
    return !call->arguments[0].is_matrix ||
           value_create(result, shape.rows, shape.cols, call->limit, error);
}

// Applies the row's function to each element.
static bool function_map(const struct function_call *call, struct value *result,
                         struct error *error)
{
    if (!create_alike(call, result, error))
        return false;
    struct matrix from = value_view(&call->arguments[0]), to = value_view(result);
    for (size_t i = 0; i < matrix_count(from); i++)
        to.data[i] = call->function->each(from.data[i]);
    return true;
}

// Runs the row's activation as the network does.
static bool function_activate(const struct function_call *call, struct value *result,
                              struct error *error)
{
    if (!create_alike(call, result, error))
        return false;
    struct matrix z = value_view(&call->arguments[0]), a = value_view(result);
    kernel_best()->activate[call->function->activation](z.rows, z.cols, z.data, a.data);
    return true;
}

// One row. Taking the largest element off keeps exp from overflowing and changes no quotient; a NaN
// counts as the largest, so that the whole row shows it.
static void softmax_row(size_t n, const double *z, double *a)
{
    double most = z[0], sum = 0;
    for (size_t j = 1; j < n; j++)
        most = z[j] > most || isnan(z[j]) ? z[j] : most;
    for (size_t j = 0; j < n; j++) {
        a[j] = math_exp(z[j] - most);
        sum += a[j];
    }
    for (size_t j = 0; j < n; j++)
        a[j] /= sum;
}

static bool function_softmax(const struct function_call *call, struct value *result,
                             struct error *error)
{
    if (!create_alike(call, result, error))
        return false;
    struct matrix z = value_view(&call->arguments[0]), a = value_view(result);
    for (size_t i = 0; i < z.rows; i++)
        softmax_row(z.cols, z.data + i * z.cols, a.data + i * a.cols);
    return true;
}

// Half to even, as NumPy rounds: the default rounding of IEEE arithmetic, which nothing here ever
// changes. A number that overflows when it is scaled has no decimals to round.
static double round_to(double x, double scale, bool is_left)
{
    double scaled = is_left ? x / scale : x * scale;
    if (!isfinite(scaled))
        return x;
    return is_left ? rint(scaled) * scale : rint(scaled) / scale;
}

static bool function_round(const struct function_call *call, struct value *result,
                           struct error *error)
{
    enum { DECIMALS_MOST = 22 }; // up to here a power of ten is a double
    double decimals = call->count > 1 ? call->arguments[1].number : 0, scale = 1;
    if (!(fabs(decimals) <= DECIMALS_MOST) || decimals != rint(decimals))
        return error_set(error, "decimals is a whole number from -%d to %d", DECIMALS_MOST,
                         DECIMALS_MOST);
    if (!create_alike(call, result, error))
        return false;
    for (double d = 0; d < fabs(decimals); d++) // exact, see DECIMALS_MOST
        scale *= 10;
    struct matrix from = value_view(&call->arguments[0]), to = value_view(result);
    for (size_t i = 0; i < matrix_count(from); i++)
        to.data[i] = round_to(from.data[i], scale, decimals < 0);
    return true;
}

// Reads the sizes of zeros(rows, cols) or, for a single row, zeros(cols).
static bool read_shape(const struct function_call *call, struct shape *shape, struct error *error)
{
    size_t sizes[2] = {1, 1};
    for (size_t i = 0; i < call->count; i++) {
        double size = call->arguments[i].number;
        if (call->arguments[i].is_matrix)
            return error_set(error, "a size is a number; this is %s",
                             shape_text(&call->arguments[i]).text);
        if (!(size >= 1 && size <= 0x1p53) || size != rint(size))
            return error_set(error, "a size is a whole number, 1 or more; this is %s",
                             number_string(size, 17).text);
        sizes[i] = (size_t)size;
    }
    *shape = call->count == 1 ? (struct shape){1, sizes[0]} : (struct shape){sizes[0], sizes[1]};
    return true;
}

static bool function_zeros(const struct function_call *call, struct value *result,
                           struct error *error)
{
    struct shape shape = {1, 1};
    return read_shape(call, &shape, error) &&
           value_create(result, shape.rows, shape.cols, call->limit, error);
}

// Zeros first: then only one place checks sizes.
static bool function_ones(const struct function_call *call, struct value *result,
                          struct error *error)
{
    if (!function_zeros(call, result, error))
        return false;
    for (size_t i = 0; i < matrix_count(result->all); i++)
        result->all.data[i] = 1;
    return true;
}

static bool function_shape(const struct function_call *call, struct value *result,
                           struct error *error)
{
    struct shape shape = shape_of(&call->arguments[0]);
    if (!value_create(result, 1, 2, call->limit, error))
        return false;
    result->all.data[0] = (double)shape.rows;
    result->all.data[1] = (double)shape.cols;
    return true;
}

// The parts of a row: its words; then least and most arguments, the option, whether it sums, the
// code, and what the code applies.
#define WORDS(name, arguments, meaning) name, name arguments, name arguments "  " meaning
#define EACH(function)                  1, 1, NULL, false, function_map, function, 0
#define OVER_AXIS(sums, run)            1, 2, "axis", sums, run, NULL, 0

// What [axis=] means is said once, at sum.
static const struct function functions[] = {
    {WORDS("exp", "(a)", "e to the power of each element"), EACH(each_exp)},
    {WORDS("log", "(a)", "the natural logarithm of each element"), EACH(each_log)},
    {WORDS("expm1", "(a)", "exp(a) - 1, exact also where a is near 0"), EACH(each_expm1)},
    {WORDS("log1p", "(a)", "log(1 + a), exact also where a is near 0"), EACH(each_log1p)},
    {WORDS("sqrt", "(a)", "the square root of each element"), EACH(sqrt)},
    {WORDS("abs", "(a)", "each element without its sign"), EACH(fabs)},
    {WORDS("softmax", "(a)", "each row as probabilities: exp(a) over the row's sum of these"), 1, 1,
     NULL, false, function_softmax, NULL, 0},
    {WORDS("sum", "(a, axis=)",
           "the sum of all elements; axis=0: of each column, axis=1: of each row"),
     OVER_AXIS(true, reduce_sum)},
    {WORDS("mean", "(a, axis=)", "the mean of all elements, of each column or of each row"),
     OVER_AXIS(true, reduce_mean)},
    {WORDS("min", "(a, axis=)", "the smallest of all elements, of each column or of each row"),
     OVER_AXIS(false, reduce_min)},
    {WORDS("max", "(a, axis=)", "the largest of all elements, of each column or of each row"),
     OVER_AXIS(false, reduce_max)},
    {WORDS("argmax", "(a, axis=)", "where the largest element is, counted from 0"),
     OVER_AXIS(false, reduce_argmax)},
    {WORDS("round", "(a, decimals=)", "each element rounded, half to even"), 1, 2, "decimals",
     false, function_round, NULL, 0},
    {WORDS("zeros", "(rows, cols)", "a matrix of zeros; zeros(n) is one row"), 1, 2, NULL, false,
     function_zeros, NULL, 0},
    {WORDS("ones", "(rows, cols)", "a matrix of ones; ones(n) is one row"), 1, 2, NULL, false,
     function_ones, NULL, 0},
    {WORDS("shape", "(a)", "the numbers of rows and columns, as [rows, cols]"), 1, 1, NULL, false,
     function_shape, NULL, 0},
};

// The activations of one element, in their order; one without words is no function.
static const struct function activation_functions[] = {
#define ACTIVATION(name, words, ...)                                                               \
    {WORDS(#name, "(a)", words), 1, 1, NULL, false, function_activate, NULL, ACTIVATION_##name},
#define ROW_ACTIVATION(name, ...)
#include "network/activations.inc"
};

enum {
    FUNCTION_COUNT = sizeof functions / sizeof *functions,
    ACTIVATION_FUNCTION_COUNT = sizeof activation_functions / sizeof *activation_functions,
    BEFORE_ACTIVATIONS = 6, // abs is the last one before them
};
_Static_assert(FUNCTION_COUNT + ACTIVATION_FUNCTION_COUNT <= 256,
               "an operation keeps a function's number in a byte");

// The activation that is function number [*index] of them, the last one first, or NULL; then takes their
// number off [index].
static const struct function *activation_at(size_t *index)
{
    for (size_t i = ACTIVATION_FUNCTION_COUNT; i-- > 0;) {
        const struct function *function = &activation_functions[i];
        if (*activations[function->activation].function && (*index)-- == 0)
            return function;
    }
    return NULL;
}

const struct function *function_at(size_t index)
{
    if (index < BEFORE_ACTIVATIONS)
        return &functions[index];
    index -= BEFORE_ACTIVATIONS;
    const struct function *activation = activation_at(&index);
    if (activation)
        return activation;
    index += BEFORE_ACTIVATIONS;
    return index < FUNCTION_COUNT ? &functions[index] : NULL;
}

int function_find(const char *name, size_t length)
{
    for (size_t i = 0; function_at(i); i++) {
        const char *other = function_at(i)->name;
        if (other[0] == name[0] && strncmp(other, name, length) == 0 && !other[length])
            return (int)i;
    }
    return -1;
}
