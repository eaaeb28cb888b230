// SPDX-License-Identifier: GPL-3.0-or-later
// The machine: a stack of values and one function that does the next operation. There is no
// recursion, so a sum of a million numbers takes as much stack as one of two.
//
// The stack's greatest height is known from the parser. Up to EVAL_FEW values it lies in the C
// stack and pure numbers allocate nothing at all. An operation works on the top of the stack in
// place, and whatever fails leaves every value where it was, so that one loop clears them.
//
// Long loops ask whether to stop (scope_stops_at) and then merely end; the machine drops what they left.
//
// An error is placed by the operation that failed where it did not place itself: every operation
// knows the bytes it was written in.
#include "expr/eval.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "expr/arithmetic.h"
#include "expr/function.h"
#include "expr/index.h"
#include "expr/product.h"

enum { EVAL_FEW = 12 };

struct machine {
    const struct expr *expr;
    const struct scope *scope;
    struct error *error;
    struct value *top; // the place after the last value
};

// The matrix part of a number is never looked at and stays as it was.
static bool push_number(struct machine *m, const struct op *op)
{
    m->top->is_matrix = m->top->is_vector = false;
    m->top->kind = op->flags;
    m->top->number = op->number;
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

// A literal's array, to be filled by the elements that follow. It is taken for one of truth values
// until one of them is none.
static bool push_matrix(struct machine *m, const struct op *op)
{
    struct shape shape = {op->size.rows, op->size.cols, op->flags};
    if (!value_create_shape(m->top, shape, m->scope->limit, m->error))
        return false;
    m->top->kind = KIND_TRUTH;
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
    matrix->kind = (uint8_t)arithmetic_kind(matrix->kind, element->kind);
    m->top--;
    return true;
}

// Any two-sided operation that works element by element.
static bool run_each(struct machine *m, const struct op *op)
{
    struct value *x = m->top - 2, *y = m->top - 1;
    if (!arithmetic_each((enum op_code)op->code, x, y, m->scope, m->error))
        return false;
    m->top--;
    return true;
}

// Whether a value is one truth value, which and, or and not work on. False with [error] set.
static bool check_truth(struct machine *m, const char *word, const struct value *value)
{
    if (value->is_matrix)
        return error_set(m->error,
                         "'%s' works on single truth values, and this is %s; "
                         "write all(…) or any(…)",
                         word, shape_text(value).text);
    if (value->number == 0 || value->number == 1)
        return true;
    error_set(m->error, "'%s' works on truth values, 1 or 0; this is %s", word,
              number_string(value->number, 6).text);
    return error_hint(m->error, "a comparison, such as a != 0, is one");
}

// and, or.
static bool run_join(struct machine *m, const struct op *op)
{
    struct value *x = m->top - 2, *y = m->top - 1;
    bool is_and = op->code == OP_AND;
    const char *word = is_and ? "and" : "or";
    if (!check_truth(m, word, x) || !check_truth(m, word, y))
        return false;
    x->number = is_and ? x->number * y->number : fmax(x->number, y->number);
    x->kind = (uint8_t)arithmetic_kind(x->kind, y->kind);
    m->top--;
    return true;
}

static bool run_not(struct machine *m)
{
    struct value *x = m->top - 1;
    if (!check_truth(m, "not", x))
        return false;
    x->number = 1 - x->number;
    x->kind = KIND_TRUTH;
    return true;
}

// A link of a chain of comparisons: t x y, where t says whether the chain held so far. Of arrays it
// has no value, as in Python: whether one holds is not one truth.
static bool run_link(struct machine *m, const struct op *op)
{
    struct value *x = m->top - 2, *y = m->top - 1;
    if (x->is_matrix || y->is_matrix) {
        error_set(m->error, "a chain of comparisons takes single numbers, and this is %s",
                  shape_text(x->is_matrix ? x : y).text);
        return error_hint(m->error,
                          "write each comparison by itself, as in all(0 < a) and all(a < 1)");
    }
    double last = y->number;
    bool holds = arithmetic_number((enum op_code)op->code, x->number, last) != 0;
    if (op->flags & OP_CONTINUES) {
        m->top--;
        holds = holds && x[-1].number != 0;
    }
    m->top--;
    m->top[-1] = value_number(holds);
    m->top[-1].kind = KIND_TRUTH;
    if (op->flags & OP_CONTINUED)
        *m->top++ = value_number(last);
    return true;
}

// a @ b on its own.
static bool run_product(struct machine *m)
{
    struct value *a = m->top - 2;
    if (!product_exists(&a[0], &a[1], m->error) ||
        !product_run(&a[0], &a[1], NULL, m->scope, m->error))
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
    if (!product_exists(&a[0], &a[1], m->error))
        return error_place(m->error, product->at, product->length);
    if (!product_run(&a[0], &a[1], start, m->scope, m->error))
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
        !index_take(base, ranges, m->scope, m->error))
        return false;
    m->top = base + 1;
    return true;
}

// Whether p * q exists, which became part of a sum.
static bool check_factors(struct machine *m, const struct op *op, const struct value *p)
{
    struct shape shape;
    const struct op *product = op - op->back;
    return shape_broadcast(OP_MULTIPLY, shape_of(&p[0]), shape_of(&p[1]), m->scope, &shape,
                           m->error) ||
           error_place(m->error, product->at, product->length);
}

// The kind of a function's value, from those of its arguments where it keeps it.
static enum value_kind kind_given(const struct function_call *call)
{
    enum value_kind kind = call->arguments[0].kind;
    if (call->function->gives < GIVES_SAME)
        return (enum value_kind)call->function->gives;
    for (size_t i = 1; i < call->count; i++)
        kind = arithmetic_kind(kind, call->arguments[i].kind);
    if (call->with)
        kind = arithmetic_kind(kind, call->with->kind);
    return call->function->gives == GIVES_SUM && kind == KIND_TRUTH ? KIND_WHOLE : kind;
}

// A call: its arguments, and above them its options. Of a fused product the first argument is the
// second factor, and the first one lies right below it.
static bool run_call(struct machine *m, const struct op *op)
{
    struct value *arguments = m->top - op->count, *first = arguments, result;
    struct function_call call = {.function = function_at(op->flags),
                                 .arguments = arguments,
                                 .count = op->count,
                                 .is_squared = op->code == OP_CALL_SQUARED,
                                 .scope = m->scope,
                                 .text = m->expr->text + op->at,
                                 .length = op->length};
    for (uint32_t options = op->options; options; options >>= 8)
        call.count--;
    for (size_t i = 0; call.count + i < op->count; i++)
        call.options[op->options >> 8 * i & 0xff] = &arguments[call.count + i];
    if (op->code == OP_CALL_MULTIPLIED) {
        call.with = first = arguments - 1;
        if (!check_factors(m, op, first))
            return false;
    }
    enum value_kind kind = kind_given(&call);
    if (!call.function->run(&call, &result, m->error))
        return false;
    result.kind = (uint8_t)kind;
    while (m->top > first)
        value_clear(--m->top);
    *m->top++ = result;
    return true;
}

// Does one operation. False with [error] set; the stack is then whole, but its values are of no
// more use.
static bool run_op(struct machine *m, const struct op *op)
{
    switch ((enum op_code)op->code) {
    case OP_NUMBER:
        return push_number(m, op);
    case OP_NAME:
        return push_name(m, op);
    case OP_MATRIX:
        return push_matrix(m, op);
    case OP_ELEMENT:
        return store_element(m, op);
    case OP_NEGATE:
        return arithmetic_negate(m->top - 1, m->scope, m->error);
    case OP_NOT:
        return run_not(m);
    case OP_TRANSPOSE:
        return arithmetic_transpose(m->top - 1, m->scope, m->error);
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
    // A loop that a signal cuts off leaves anything; so does one of very many operations. What began
    // after the signal is part of its answer and runs to its end.
    bool is_cut = false;
    struct scope own = *scope;
    own.is_cut = &is_cut;
    own.stop = scope->stop && *scope->stop ? NULL : scope->stop;
    struct machine m = {expr, &own, error, stack};
    const struct op *op = expr->ops + first, *last = expr->ops + end;
    while (op < last && run_op(&m, op) && !is_cut)
        scope_stops_at(&own, (size_t)(++op - expr->ops));
    if (is_cut)
        error_set(error, "interrupted");
    bool done = op == last && !is_cut; // else [op] is the one that failed
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
