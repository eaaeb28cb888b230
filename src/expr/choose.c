// SPDX-License-Identifier: GPL-3.0-or-later
// All go through arithmetic_each or a walk, so their operands broadcast like those of a sign.
#include "expr/choose.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "expr/arithmetic.h"
#include "expr/expr.h"
#include "expr/product.h"

// The result is made in the place of argument [index] and moved out of it.
static bool move_out(struct value *argument, bool done, struct value *result)
{
    if (!done)
        return false;
    *result = *argument;
    *argument = value_number(0);
    return true;
}

static bool choose(enum op_code code, const struct function_call *call, struct value *result,
                   struct error *error)
{
    struct value *a = &call->arguments[0], *b = &call->arguments[1];
    return move_out(a, arithmetic_each(code, a, b, call->scope, error), result);
}

bool choose_maximum(const struct function_call *call, struct value *result, struct error *error)
{
    return choose(OP_MAXIMUM, call, result, error);
}

bool choose_minimum(const struct function_call *call, struct value *result, struct error *error)
{
    return choose(OP_MINIMUM, call, result, error);
}

// The two arguments as they were written, for a call whose second one is a number.
static void argument_texts(const struct function_call *call, struct quoted *first,
                           struct quoted *second)
{
    const char *text = memchr(call->text, '(', call->length), *end = call->text + call->length - 1;
    const char *comma = end;
    text++;
    for (size_t depth = 0; comma > text && !(*comma == ',' && depth == 1); comma--)
        depth = depth + (*comma == ')' || *comma == ']') - (*comma == '(' || *comma == '[');
    *first = error_quote(text, (size_t)(comma - text));
    comma += 1 + (comma[1] == ' ');
    *second = error_quote(comma, (size_t)(end - comma));
}

// Refuses max(z1, 0): NumPy takes the 0 for an axis.
static bool refuse_axis(const struct function_call *call, struct error *error)
{
    const char *name = call->function->name;
    struct quoted first, second;
    argument_texts(call, &first, &second);
    error_set(error, "NumPy takes the second argument of %s for an axis", name);
    return error_hint(error,
                      "write %simum(%.80s, %.40s) for the %s one of two, or %s(%.80s, axis=%.40s)",
                      name, first.text, second.text, name[1] == 'a' ? "larger" : "smaller", name,
                      first.text, second.text);
}

bool choose_of_two(const struct function_call *call, bool larger, struct value *result,
                   struct error *error)
{
    const struct value *a = &call->arguments[0], *b = &call->arguments[1];
    if (call->options[OPTION_AXIS] || call->options[OPTION_KEEPDIMS])
        return error_set(error, "%s takes two values, or one and an axis, not both",
                         call->function->name);
    if (a->is_matrix && !b->is_matrix && b->number == rint(b->number))
        return refuse_axis(call, error);
    return choose(larger ? OP_MAXIMUM : OP_MINIMUM, call, result, error);
}

bool choose_where(const struct function_call *call, struct value *result, struct error *error)
{
    const struct value *c = &call->arguments[0], *a = &call->arguments[1], *b = &call->arguments[2];
    struct shape shape;
    if (!shape_broadcast(OP_MAXIMUM, shape_of(a), shape_of(b), call->scope, &shape, error) ||
        !shape_broadcast(OP_MAXIMUM, shape_of(c), shape, call->scope, &shape, error) ||
        !value_create_shape(result, shape, call->scope->limit, error))
        return false;
    struct walk when = walk_over(c), yes = walk_over(a), no = walk_over(b);
    double *to = value_view(result).data;
    for (size_t i = 0; i < shape.rows; i++)
        for (size_t j = 0; j < shape.cols && !scope_stops_at(call->scope, i * shape.cols + j); j++)
            *to++ = walk_at(when, i, j) != 0 ? walk_at(yes, i, j) : walk_at(no, i, j);
    return true;
}

// Whether there is a NaN among the elements.
static bool has_nan(struct value *value)
{
    struct matrix m = value_view(value);
    size_t i = 0;
    while (i < matrix_count(m) && !isnan(m.data[i]))
        i++;
    return i < matrix_count(m);
}

bool choose_clip(const struct function_call *call, struct value *result, struct error *error)
{
    struct value *a = &call->arguments[0], *least = &call->arguments[1], *most = least + 1;
    if (has_nan(least) || has_nan(most))
        return error_set(error, "a bound of clip cannot be nan");
    bool done = arithmetic_each(OP_MAXIMUM, a, least, call->scope, error) &&
                arithmetic_each(OP_MINIMUM, a, most, call->scope, error);
    return move_out(a, done, result);
}

// NumPy's dot of a number and an array is a product, but for 0 times infinity, so it is left out.
bool choose_dot(const struct function_call *call, struct value *result, struct error *error)
{
    struct value *a = &call->arguments[0], *b = &call->arguments[1];
    bool is_numbers = !a->is_matrix && !b->is_matrix;
    bool done = is_numbers
                    ? arithmetic_each(OP_MULTIPLY, a, b, call->scope, error)
                    : product_exists(a, b, error) && product_run(a, b, NULL, call->scope, error);
    return move_out(a, done, result);
}
