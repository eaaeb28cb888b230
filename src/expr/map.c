// SPDX-License-Identifier: GPL-3.0-or-later
// Those that work element by element are a row with a function of one number; the activations run
// through the network's own kernels, so that what a student computes by hand with sigmoid(z1) is
// what the network computed, bit for bit.
//
// The softmax of a row is exp(z - m) over the sum of these, m being the row's largest element; the
// sum runs in index order from 0.
#include "expr/map.h"

#include <math.h>

#include "base/words.h"
#include "expr/build.h"
#include "expr/expr.h"
#include "network/kernel.h"
#include "network/mathfn.h"
#include "network/mathfn_more.h"

// The project's own functions as ones that a row can point at.
double map_exp(double x)
{
    return math_exp(x);
}

double map_log(double x)
{
    return math_log(x);
}

double map_log1p(double x)
{
    return math_log1p(x);
}

double map_expm1(double x)
{
    return math_expm1(x);
}

double map_cos(double x)
{
    return math_cos(x);
}

// Zeros in the shape of the first argument.
static bool create_alike(const struct function_call *call, struct value *result,
                         struct error *error)
{
    return value_create_shape(result, shape_of(&call->arguments[0]), call->scope->limit, error);
}

bool map_each(const struct function_call *call, struct value *result, struct error *error)
{
    if (!create_alike(call, result, error))
        return false;
    struct matrix from = value_view(&call->arguments[0]), to = value_view(result);
    for (size_t i = 0; i < matrix_count(from) && !scope_stops_at(call->scope, i); i++)
        to.data[i] = call->function->each(from.data[i]);
    return true;
}

// Runs the row's activation as the network does.
bool map_activation(const struct function_call *call, struct value *result, struct error *error)
{
    if (!create_alike(call, result, error))
        return false;
    struct matrix z = value_view(&call->arguments[0]), a = value_view(result);
    // Element by element, so by pieces.
    for (size_t i = 0, n; i < matrix_count(z) && (i == 0 || !scope_is_stopped(call->scope));
         i += n) {
        n = size_min(matrix_count(z) - i, STOP_EVERY);
        kernel_best()->activate[call->function->activation](1, n, z.data + i, a.data + i);
    }
    return true;
}

// One row. Taking the largest element off keeps exp from overflowing and changes no quotient; a NaN
// counts as the largest, so that the whole row shows it.
static void softmax_row(size_t n, const double *z, double *a)
{
    double most = -INFINITY, sum = 0;
    for (size_t j = 0; j < n; j++)
        most = z[j] > most || isnan(z[j]) ? z[j] : most;
    for (size_t j = 0; j < n; j++) {
        a[j] = math_exp(z[j] - most);
        sum += a[j];
    }
    for (size_t j = 0; j < n; j++)
        a[j] /= sum;
}

bool map_softmax(const struct function_call *call, struct value *result, struct error *error)
{
    if (!create_alike(call, result, error))
        return false;
    struct matrix z = value_view(&call->arguments[0]), a = value_view(result);
    for (size_t i = 0; i < z.rows && (i * z.cols < STOP_EVERY || !scope_is_stopped(call->scope));
         i++)
        softmax_row(z.cols, z.data + i * z.cols, a.data + i * a.cols);
    return true;
}

// Half to even, as NumPy rounds: the default rounding of IEEE arithmetic, which nothing here ever
// changes. Like NumPy it scales, rounds and scales back, even where that overflows.
static double round_to(double x, double scale, bool is_left)
{
    return is_left ? rint(x / scale) * scale : rint(x * scale) / scale;
}

bool map_round(const struct function_call *call, struct value *result, struct error *error)
{
    enum { DECIMALS_MOST = 22 }; // up to here a power of ten is a double
    double decimals = 0, scale = 1;
    if (call->count > 1 && !build_whole(&call->arguments[1], "decimals", &decimals, error))
        return false;
    if (fabs(decimals) > DECIMALS_MOST)
        return error_set(error, "decimals is a whole number from -%d to %d", DECIMALS_MOST,
                         DECIMALS_MOST);
    if (!create_alike(call, result, error))
        return false;
    for (double d = 0; d < fabs(decimals); d++) // exact, see DECIMALS_MOST
        scale *= 10;
    struct matrix from = value_view(&call->arguments[0]), to = value_view(result);
    for (size_t i = 0; i < matrix_count(from) && !scope_stops_at(call->scope, i); i++)
        to.data[i] = round_to(from.data[i], scale, decimals < 0);
    return true;
}
