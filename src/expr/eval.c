// SPDX-License-Identifier: GPL-3.0-or-later
// The machine: a stack of values and one function that does the next operation. There is no
// recursion, so a sum of a million numbers takes as much stack as one of two.
//
// The stack's greatest height is known from the parser. Up to EVAL_FEW values it lies in the C
// stack and pure numbers allocate nothing at all. An operation works on the top of the stack in
// place, and whatever fails leaves every value where it was, so that one loop clears them.
//
// An error is placed by the operation that failed where it did not place itself: every operation
// knows the bytes it was written in.
#include "expr/eval.h"

#include <stdlib.h>

#include "expr/arithmetic.h"
#include "expr/function.h"
#include "expr/index.h"

enum { EVAL_FEW = 12 };

struct machine {
    const struct expr *expr;
    const struct scope *scope;
    struct error *error;
    struct value *top; // the place behind the last value
};

// The matrix part of a number is never looked at and stays as it was.
static bool push_number(struct machine *m, double number)
{
    m->top->is_matrix = false;
    m->top->number = number;
    m->top->owned = NULL;
    m->top++;
    return true;
}

// Asks the scope. The value may be borrowed; nothing here writes to elements it does not own.
static bool push_name(struct machine *m, const struct op *op)
{
    struct value value = value_number(0);
    if (!m->scope->lookup(m->scope->context, m->expr->text + op->at, op->length, &value, m->error))
        return false;
    *m->top++ = value;
    return true;
}

// A literal's matrix, to be filled by the elements that follow.
static bool push_matrix(struct machine *m, const struct op *op)
{
    if (!value_create(m->top, op->size.rows, op->size.cols, m->scope->limit, m->error))
        return false;
    m->top++;
    return true;
}

static bool store_element(struct machine *m, const struct op *op)
{
    struct value *element = m->top - 1, *matrix = m->top - 2;
    if (element->is_matrix)
        return error_set(m->error, "an element of a matrix is a number; this is %s",
                         shape_text(element).text);
    matrix->all.data[op->index] = element->number;
    m->top--;
    return true;
}

// Any two-sided operation that works element by element.
static bool run_each(struct machine *m, const struct op *op)
{
    struct value *x = m->top - 2, *y = m->top - 1;
    if (!arithmetic_each((enum op_code)op->code, x, y, m->scope->limit, m->error))
        return false;
    m->top--;
    return true;
}

// and, or.
static bool run_join(struct machine *m, const struct op *op)
{
    struct value *x = m->top - 2, *y = m->top - 1;
    if (!(op->flags & OP_JOINS))
        return run_each(m, op);
    if (!arithmetic_join((enum op_code)op->code, x, y, m->scope->limit, m->error))
        return false;
    m->top--;
    return true;
}

// A link of a chain of comparisons: t x y, where t says whether the chain held so far.
static bool run_link(struct machine *m, const struct op *op)
{
    struct value keep = value_number(0);
    bool goes_on = op->flags & OP_CONTINUED;
    if (goes_on) {
        // y is compared again by the next link, so this one gets a view of it.
        keep = m->top[-1];
        m->top[-1].owned = NULL;
    }
    bool done = run_each(m, op);
    if (done && op->flags & OP_CONTINUES)
        done = run_each(m, &(struct op){.code = OP_AND});
    if (goes_on && done)
        *m->top++ = keep;
    else
        value_clear(&keep);
    return done;
}

// a @ b on its own.
static bool run_product(struct machine *m)
{
    struct value *a = m->top - 2;
    if (!arithmetic_can_multiply(&a[0], &a[1], m->error) ||
        !arithmetic_product(&a[0], &a[1], NULL, m->scope, m->error))
        return false;
    m->top--;
    return true;
}

// A product and what it is added to, in the order they were written.
static bool run_chain(struct machine *m, const struct op *op)
{
    struct value *first = m->top - 3;
    bool is_first = op->code == OP_PRODUCT_PLUS;
    struct value *a = is_first ? first : first + 1, *start = is_first ? first + 2 : first;
    const struct op *product = op - op->back;
    if (!arithmetic_can_multiply(&a[0], &a[1], m->error))
        return error_place(m->error, product->at, product->length);
    if (!arithmetic_product(&a[0], &a[1], start, m->scope, m->error))
        return false;
    *first = *a;
    m->top = first + 1;
    return true;
}

// The numbers of the index lie above what is indexed, and AXIS has checked them.
static bool run_index(struct machine *m, const struct op *op)
{
    struct value *base = m->top - op->count - 1;
    struct range ranges[2];
    if (!base->is_matrix)
        return error_set(m->error, "a number has no elements to index");
    if (!index_resolve(m->expr, op, base + 1, shape_of(base), ranges, m->error) ||
        !index_take(base, ranges, m->scope->limit, m->error))
        return false;
    m->top = base + 1;
    return true;
}

// Whether p * q exists, which became part of a sum.
static bool check_factors(struct machine *m, const struct op *op, const struct value *p)
{
    struct shape shape;
    const struct op *product = op - op->back;
    return shape_broadcast(OP_MULTIPLY, &p[0], &p[1], &shape, m->error) ||
           error_place(m->error, product->at, product->length);
}

// A call. Only the first argument may be a matrix; of a fused product that is the second factor,
// and the first one lies right below it.
static bool run_call(struct machine *m, const struct op *op)
{
    struct function_call call = {.function = function_at(op->flags), .limit = m->scope->limit};
    struct value *arguments = m->top - op->count, *first = arguments, result;
    if (op->code == OP_CALL_MULTIPLIED) {
        call.with = first = arguments - 1;
        if (!check_factors(m, op, first))
            return false;
    }
    call.arguments = arguments;
    call.count = op->count;
    call.is_squared = op->code == OP_CALL_SQUARED;
    for (size_t i = 1; i < call.count; i++)
        if (arguments[i].is_matrix)
            return error_set(m->error, "the last argument of %s is a number; this is %s",
                             call.function->usage, shape_text(&arguments[i]).text);
    if (!call.function->run(&call, &result, m->error))
        return false;
    while (m->top > first)
        value_clear(--m->top);
    *m->top++ = result;
    return true;
}

// Does one operation. False with [error] set; the stack is then whole, but its values are of no
// more use.
static bool run_op(struct machine *m, const struct op *op)
{
    size_t limit = m->scope->limit;
    switch ((enum op_code)op->code) {
    case OP_NUMBER:
        return push_number(m, op->number);
    case OP_NAME:
        return push_name(m, op);
    case OP_MATRIX:
        return push_matrix(m, op);
    case OP_ELEMENT:
        return store_element(m, op);
    case OP_NEGATE:
        return arithmetic_negate(m->top - 1, limit, m->error);
    case OP_NOT:
        return arithmetic_not(m->top - 1, limit, m->error);
    case OP_TRANSPOSE:
        return arithmetic_transpose(m->top - 1, limit, m->error);
    case OP_AXIS:
        return index_check(m->top - op->count, op->count, m->error);
    case OP_INDEX:
        return run_index(m, op);
    case OP_CALL:
    case OP_CALL_SQUARED:
    case OP_CALL_MULTIPLIED:
        return run_call(m, op);
    case OP_MATRIX_PRODUCT:
        return run_product(m);
    case OP_PRODUCT_PLUS:
    case OP_PLUS_PRODUCT:
        return run_chain(m, op);
    case OP_AND:
    case OP_OR:
        return run_join(m, op);
    case OP_NOTHING:
        return true;
    default:
        return op->flags ? run_link(m, op) : run_each(m, op);
    }
}

bool eval_run(const struct expr *expr, size_t first, size_t end, const struct scope *scope,
              struct value *values, size_t count, struct error *error)
{
    struct value few[EVAL_FEW], *stack = few;
    if (expr->depth > EVAL_FEW && !(stack = malloc(expr->depth * sizeof *stack)))
        return error_memory(error);
    struct machine m = {expr, scope, error, stack};
    const struct op *op = expr->ops + first, *last = expr->ops + end;
    while (op < last && run_op(&m, op))
        op++;
    bool done = op == last; // else [op] is the one that failed
    if (done)
        for (size_t i = 0; i < count; i++)
            values[i] = stack[i];
    else
        while (m.top > stack)
            value_clear(--m.top);
    if (stack != few)
        free(stack);
    return done || error_place(error, op->at, op->length);
}
