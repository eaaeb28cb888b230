// SPDX-License-Identifier: GPL-3.0-or-later
// The expression language: parse once, evaluate as often as wanted. An expression is created by
// expr_parse and ended by expr_free; it refers to names, and asks a scope for their values each
// time it is evaluated, so this room knows nothing of a session.
//
//     struct expr *e = expr_parse(text, strlen(text), 0, &end, &error);
//     if (e && expr_evaluate(e, &scope, &value, &error)) ...
#ifndef EXPR_EXPR_H
#define EXPR_EXPR_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/value.h"

struct expr;

// Who answers for names.
struct scope {
    // Sets [value] to the value of a name; it may borrow, and is cleared by the caller. False with
    // [error] set, without a place, when there is no such name or its value does not exist now.
    bool (*lookup)(void *context, const char *name, size_t length, struct value *value,
                   struct error *error);
    void *context;
    size_t limit;                      // the most elements a value may have
    const volatile sig_atomic_t *stop; // not 0: end a long evaluation; NULL: never
    bool *is_cut; // set by scope_is_stopped; the evaluation's own, NULL elsewhere
    // Is set to n where a 1-d array of length n and an n×1 matrix made an n×n one, which is seldom
    // meant; NULL: nobody asks.
    size_t *squared;
};

// Elements between two looks at the stop flag: a fraction of a millisecond in all but the slowest loops.
enum { STOP_EVERY = 8192 };

// Whether a long loop should end. It may then leave anything in its result: the machine drops all values
// and fails.
static inline bool scope_is_stopped(const struct scope *scope)
{
    if (!scope->stop || !*scope->stop)
        return false;
    if (scope->is_cut)
        *scope->is_cut = true;
    return true;
}

// The same, asked of loops at element [i] of many, of which it looks at few.
static inline bool scope_stops_at(const struct scope *scope, size_t i)
{
    return i % STOP_EVERY == STOP_EVERY - 1 && scope_is_stopped(scope);
}

// Parses the longest expression that begins at byte [at] of text[0, length). Sets [end] to where it
// ends (white space after it not counted), so that a command can read on from there. NULL with
// [error] set, placed in [text], when there is none. The text must outlive the expression.
struct expr *expr_parse(const char *text, size_t length, size_t at, size_t *end,
                        struct error *error);

// Parses only a name and the index right after it, `w1` or `w1[0, 1]`, for commands in which a
// value follows: in `set w1 -1` and `set w1 [[1, 2]]` the place ends after w1. As expr_parse else.
struct expr *expr_parse_place(const char *text, size_t length, size_t at, size_t *end,
                              struct error *error);

// Frees an expression; NULL is allowed.
void expr_free(struct expr *expr);

// Evaluates into [value], which the caller clears. False with [error] set, placed in the parsed
// text, and [value] untouched, when a name has no value, shapes do not fit, an index is out of
// range or memory ran out.
bool expr_evaluate(const struct expr *expr, const struct scope *scope, struct value *value,
                   struct error *error);

// Evaluates a condition: the truth value of a number, or whether all elements of an array hold.
// A value that is not a comparison and not 0 or 1 is an error, and so is an empty array.
bool expr_condition(const struct expr *expr, const struct scope *scope, bool *holds,
                    struct error *error);

// The expression's own text: the bytes [*at, *at + *length) of what was parsed.
void expr_span(const struct expr *expr, size_t *at, size_t *length);

// For a comparison at the top, its two sides (owned by [expr]) and its sign's spelling; false for
// any other expression. `expect` shows both sides by it.
bool expr_sides(const struct expr *expr, const struct expr **left, const char **sign,
                const struct expr **right);

// Whether the expression asks for the value of that name.
bool expr_names(const struct expr *expr, const char *name);

// A place that can be assigned to: a name, perhaps with an index. Resolved against a shape, it is
// the half-open ranges of rows and columns.
struct place {
    const char *name; // in the parsed text
    size_t name_length;
    const struct expr *target; // the name or the indexing itself
};

// Whether [expr] is a name or an indexed name; then fills [place].
bool expr_place(const struct expr *expr, struct place *place);

// The rows and columns that [place] means in a value of that shape: everything for a bare name.
// [dims] is how many dimensions the part has; [is_element] says that one number is meant. False with
// [error] set when it is out of range or takes nothing.
struct region {
    size_t row, rows, col, cols;
    unsigned dims;
    bool is_element;
};
bool expr_region(const struct place *place, const struct scope *scope, struct shape shape,
                 struct region *region, struct error *error);

// Every function's name, in the order of the table, NULL at its end; for completion and help.
const char *expr_function(size_t index);

// What function number [index] does, with its arguments: "sum(a, axis=)  the sum of ...".
const char *expr_function_meaning(size_t index);

#endif
