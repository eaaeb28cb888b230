// SPDX-License-Identifier: GPL-3.0-or-later
// What other rooms call. The pieces of this room, in the order in which a text goes through them:
//
//     lex            bytes to tokens
//     parse          tokens to a postfix program; nearly all error messages
//     program        the program, and where the sum rule is recognised
//     eval           the machine that runs it
//     shape, arithmetic, product, index    what the operations do to values
//     function           the table of functions; map, build, reduce, arrange and choose run them
//
// A program and not a tree: it is one block of memory, it is evaluated and freed without recursion,
// and a part of it (one side of a comparison, the numbers in an index) is a program, too.
#include "expr/expr.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "expr/eval.h"
#include "expr/function.h"
#include "expr/index.h"
#include "expr/parse.h"

struct expr *expr_parse(const char *text, size_t length, size_t at, size_t *end,
                        struct error *error)
{
    return parse(text, length, at, false, end, error);
}

struct expr *expr_parse_place(const char *text, size_t length, size_t at, size_t *end,
                              struct error *error)
{
    return parse(text, length, at, true, end, error);
}

void expr_free(struct expr *expr)
{
    free(expr);
}

bool expr_evaluate(const struct expr *expr, const struct scope *scope, struct value *value,
                   struct error *error)
{
    return eval_run(expr, 0, expr->count, scope, value, 1, error);
}

bool expr_condition(const struct expr *expr, const struct scope *scope, bool *holds,
                    struct error *error)
{
    struct value value;
    if (!expr_evaluate(expr, scope, &value, error))
        return false;
    struct matrix all = value_view(&value);
    if (matrix_count(all) == 0) {
        value_clear(&value);
        error_at(error, expr->at, expr->length,
                 "a condition of no elements is neither true nor false");
        return error_hint(error, "all(...) of nothing is 1 and any(...) of nothing is 0");
    }
    // Elements after the first false one are still looked at: 0.25 is not a truth value wherever it
    // stands, and a condition should not change from allowed to forbidden as training continues.
    bool every = true, done = true;
    for (size_t i = 0; i < matrix_count(all) && done; i++) {
        every = every && all.data[i] == 1;
        if (all.data[i] != 0 && all.data[i] != 1)
            done = error_at(error, expr->at, expr->length,
                            "a condition is true or false, 1 or 0; this %s %s",
                            value.is_vector   ? "array has an element"
                            : value.is_matrix ? "matrix has an element"
                                              : "is",
                            number_string(all.data[i], 6).text);
    }
    value_clear(&value);
    if (done)
        *holds = every;
    return done;
}

void expr_span(const struct expr *expr, size_t *at, size_t *length)
{
    *at = expr->at;
    *length = expr->length;
}

bool expr_sides(const struct expr *expr, const struct expr **left, const char **sign,
                const struct expr **right)
{
    if (!expr->left)
        return false;
    *left = expr->left;
    *sign = expr->sign;
    *right = expr->right;
    return true;
}

bool expr_names(const struct expr *expr, const char *name)
{
    size_t length = strlen(name);
    for (const struct op *op = expr->ops; op < expr->ops + expr->count; op++)
        if (op->code == OP_NAME && op->length == length &&
            memcmp(expr->text + op->at, name, length) == 0)
            return true;
    return false;
}

// A place is a name, or a name and one index, and nothing around it: not (w1), which is a value.
bool expr_place(const struct expr *expr, struct place *place)
{
    const struct op *name = &expr->ops[0], *root = &expr->ops[expr->count - 1];
    bool is_indexed = root->code == OP_INDEX && root - root->back == name;
    if (name->code != OP_NAME || name->at != expr->at || root->length != expr->length ||
        (root != name && !is_indexed))
        return false;
    *place = (struct place){expr->text + name->at, name->length, expr};
    return true;
}

bool expr_region(const struct place *place, const struct scope *scope, struct shape shape,
                 struct region *region, struct error *error)
{
    const struct expr *expr = place->target;
    const struct op *root = &expr->ops[expr->count - 1];
    bool has_index = root->code == OP_INDEX;
    struct value numbers[INDEX_NUMBERS_MOST]; // checked to be numbers, so there is nothing to clear
    struct range ranges[2] = {{0, shape.rows, 1, shape.dims < 2}, {0, shape.cols, 1, false}};
    if (has_index && shape.dims == 0)
        return error_at(error, root->at, root->length, "a number has no elements to index");
    if (has_index && (!eval_run(expr, 1, expr->count - 1, scope, numbers, root->count, error) ||
                      !index_resolve(expr, root, numbers, shape, ranges, error)))
        return false;
    for (size_t i = 0; i < 2; i++) {
        if (ranges[i].step != 1)
            return error_at(error, root->at, root->length,
                            "only a whole range can be set; leave out the step");
        if (ranges[i].count == 0)
            return error_at(error, root->at, root->length, "this slice is empty");
    }
    bool is_element = shape.dims == 0 || (ranges[0].is_number && ranges[1].is_number);
    unsigned dims = shape.dims == 0 ? 0 : 2u - ranges[0].is_number - ranges[1].is_number;
    *region = (struct region){
        ranges[0].start,        ranges[0].count, ranges[1].start, ranges[1].count, dims,
        has_index && is_element};
    return true;
}

const char *expr_function(size_t index)
{
    const struct function *function = function_at(index);
    return function ? function->name : NULL;
}

const char *expr_function_meaning(size_t index)
{
    const struct function *function = function_at(index);
    return function ? function->meaning : NULL;
}
