// SPDX-License-Identifier: GPL-3.0-or-later
// The table of functions.
#include "expr/function.h"

#include <math.h>

#include "base/words.h"
#include "expr/arrange.h"
#include "expr/build.h"
#include "expr/choose.h"
#include "expr/map.h"
#include "expr/reduce.h"

enum { AXIS = 1 << OPTION_AXIS, KEEPDIMS = 1 << OPTION_KEEPDIMS };

// The parts of a row: its words; then what the fields are called. What [axis=] and [keepdims=] mean
// is said once, at sum.
#define WORDS(name_, arguments, what)                                                              \
    .name = name_, .usage = name_ arguments, .meaning = name_ arguments "  " what
#define ARGUMENTS(least_, most_) .least = least_, .most = most_
#define EACH(function)           ARGUMENTS(1, 1), .gives = GIVES_FRACTION, .run = map_each, .each = function
#define REDUCE(run_, gives_)                                                                       \
    ARGUMENTS(1, 1), .options = AXIS | KEEPDIMS, .gives = gives_, .run = run_
#define BY_AXIS "(a, axis=, keepdims=)"

static const struct function functions[] = {
    {WORDS("exp", "(a)", "e to the power of each element"), EACH(map_exp)},
    {WORDS("log", "(a)", "the natural logarithm of each element"), EACH(map_log)},
    {WORDS("expm1", "(a)", "exp(a) - 1, exact also where a is near 0"), EACH(map_expm1)},
    {WORDS("log1p", "(a)", "log(1 + a), exact also where a is near 0"), EACH(map_log1p)},
    {WORDS("sqrt", "(a)", "the square root of each element"), EACH(sqrt)},
    {WORDS("abs", "(a)", "each element without its sign"), ARGUMENTS(1, 1), .gives = GIVES_SAME,
     .run = map_each, .each = fabs},
    {WORDS("cos", "(a)", "the cosine of each element"), EACH(map_cos)},
    {WORDS("softmax", "(a)", "each row as probabilities: exp(a) over the row's sum of these"),
     ARGUMENTS(1, 1), .gives = GIVES_FRACTION, .run = map_softmax},
    {WORDS("maximum", "(a, b)", "the larger of two, element by element"), ARGUMENTS(2, 2),
     .gives = GIVES_SAME, .run = choose_maximum},
    {WORDS("minimum", "(a, b)", "the smaller of two, element by element"), ARGUMENTS(2, 2),
     .gives = GIVES_SAME, .run = choose_minimum},
    {WORDS("sum", BY_AXIS, "the sum of all elements; axis=0: of each column, axis=1: of each row"),
     REDUCE(reduce_sum, GIVES_SUM), .sums = true},
    {WORDS("mean", BY_AXIS, "the mean of all elements, of each column or of each row"),
     REDUCE(reduce_mean, GIVES_FRACTION), .sums = true},
    {WORDS("std", BY_AXIS, "the standard deviation: sqrt(mean((a - mean(a)) ** 2))"),
     REDUCE(reduce_std, GIVES_FRACTION)},
    {WORDS("min", BY_AXIS, "the smallest of all elements; min(a, b) is the smaller of two values"),
     ARGUMENTS(1, 2), .options = AXIS | KEEPDIMS, .gives = GIVES_SAME, .run = reduce_min},
    {WORDS("max", BY_AXIS, "the largest of all elements; max(a, b) is the larger of two values"),
     ARGUMENTS(1, 2), .options = AXIS | KEEPDIMS, .gives = GIVES_SAME, .run = reduce_max},
    {WORDS("any", BY_AXIS, "1 where any element is not 0, else 0"),
     REDUCE(reduce_any, GIVES_TRUTH)},
    {WORDS("all", BY_AXIS, "1 where no element is 0, else 0"), REDUCE(reduce_all, GIVES_TRUTH)},
    {WORDS("argmax", BY_AXIS, "where the largest element is, counted from 0"),
     REDUCE(reduce_argmax, GIVES_WHOLE)},
    {WORDS("argmin", BY_AXIS, "where the smallest element is, counted from 0"),
     REDUCE(reduce_argmin, GIVES_WHOLE)},
    {WORDS("round", "(a, decimals=)", "each element rounded, half to even"), ARGUMENTS(1, 2),
     .last = "decimals", .gives = GIVES_SAME, .run = map_round},
    {WORDS("floor", "(a)", "each element rounded down"), EACH(floor)},
    {WORDS("sort", "(a, axis=)", "each row in rising order; axis=0: each column"), ARGUMENTS(1, 1),
     .options = AXIS, .gives = GIVES_SAME, .run = arrange_sort},
    {WORDS("cumsum", "(a, axis=)",
           "the sums of the elements so far, as a 1-d array; axis=0: down "
           "the columns, axis=1: along the rows"),
     ARGUMENTS(1, 1), .options = AXIS, .gives = GIVES_SUM, .run = arrange_cumsum},
    {WORDS("dot", "(a, b)", "a @ b; of two numbers their product"), ARGUMENTS(2, 2),
     .gives = GIVES_SUM, .run = choose_dot},
    {WORDS("where", "(condition, a, b)", "a where the condition holds, else b, element by element"),
     ARGUMENTS(3, 3), .gives = GIVES_SAME, .run = choose_where},
    {WORDS("clip", "(a, least, most)", "each element, or the bound that it is beyond"),
     ARGUMENTS(3, 3), .gives = GIVES_SAME, .run = choose_clip},
    {WORDS("zeros", "((rows, cols))", "a matrix of zeros; zeros(n) is a 1-d array"),
     ARGUMENTS(1, 1), .instead = "zeros((2, 3))", .gives = GIVES_FRACTION, .run = build_zeros},
    {WORDS("ones", "((rows, cols))", "a matrix of ones; ones(n) is a 1-d array"), ARGUMENTS(1, 1),
     .instead = "ones((2, 3))", .gives = GIVES_FRACTION, .run = build_ones},
    {WORDS("eye", "(rows, cols)", "ones on the diagonal, else zeros; eye(n) is n by n"),
     ARGUMENTS(1, 2), .gives = GIVES_FRACTION, .run = build_eye},
    {WORDS("arange", "(start, stop, step)",
           "start, start + step, ... before stop; arange(n) is 0, 1, ... n - 1"),
     ARGUMENTS(1, 3), .gives = GIVES_SAME, .run = build_arange},
    {WORDS("shape", "(a)", "the sizes, as a 1-d array: [rows, columns] of a matrix"),
     ARGUMENTS(1, 1), .gives = GIVES_WHOLE, .run = build_shape},
};

// The activations of one element, in their order; one without words is not a function.
static const struct function activation_functions[] = {
#define ACTIVATION(name_, words, ...)                                                              \
    {WORDS(#name_, "(a)", words), ARGUMENTS(1, 1), .gives = GIVES_FRACTION, .run = map_activation, \
     .activation = ACTIVATION_##name_},
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
    for (size_t i = 0; function_at(i); i++)
        if (text_is(name, length, function_at(i)->name))
            return (int)i;
    return -1;
}

enum function_option function_option(const struct function *function, const char *name,
                                     size_t length)
{
    static const char *const words[OPTION_COUNT] = {"", "axis", "keepdims"};
    for (enum function_option option = OPTION_AXIS; option < OPTION_COUNT; option++)
        if (function->options >> option & 1 && text_is(name, length, words[option]))
            return option;
    return OPTION_NONE;
}
