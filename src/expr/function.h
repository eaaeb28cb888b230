// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of the expression language: one table row each, with the words and the code. Rows
// are constant; nothing is owned.
//
// To add one: write it in the file it belongs to (map, build, reduce, arrange, choose) and give it a
// row in function.c. Parsing, argument checks, help, completion and "did you mean" follow. An activation is a
// function where its entry in network/activations.inc has words for it.
#ifndef EXPR_FUNCTION_H
#define EXPR_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/value.h"
#include "network/activation.h"

struct function;
struct scope;

// What is written with its name, after the arguments.
enum function_option { OPTION_NONE, OPTION_AXIS, OPTION_KEEPDIMS, OPTION_COUNT };

// One call while it runs. The arguments stay the caller's, which clears them; a function may leave
// one of them cleared.
struct function_call {
    const struct function *function;
    struct value *arguments;
    size_t count;
    const struct value *options[OPTION_COUNT]; // NULL where one is not given
    bool is_squared;                           // the first argument stands for its square
    const struct value *with; // the first argument stands for its product with this, or NULL
    const struct scope *scope;
    const char *text; // the call as it was written, for messages
    size_t length;
};

// What kind of value comes out; beside the kinds of enum value_kind, that of the arguments, or that
// of their sum, which for truth values is a count.
enum function_gives {
    GIVES_WHOLE = KIND_WHOLE,
    GIVES_FRACTION = KIND_FRACTION,
    GIVES_TRUTH = KIND_TRUTH,
    GIVES_SAME,
    GIVES_SUM,
};

struct function {
    const char *name;
    const char *usage;   // "sum(a, axis=, keepdims=)"
    const char *meaning; // usage and what it does
    size_t least, most;  // arguments
    const char *last;    // the last argument's name, where it may be called by it, or NULL
    unsigned options;    // a bit for each enum function_option that it takes
    const char *instead; // what to write in place of a call with too many arguments, or NULL
    bool sums;           // fuses products into its sum
    unsigned char gives; // enum function_gives
    // Fills [result], which the caller clears. False with [error] set, and [result] untouched,
    // when the arguments do not fit.
    bool (*run)(const struct function_call *call, struct value *result, struct error *error);
    double (*each)(double x);      // what map_each applies to each element, or NULL
    enum activation_id activation; // what map_activation applies
};

// Function number [index], or NULL after the last one.
const struct function *function_at(size_t index);

// The number of the function called [name], which is not empty, or -1.
int function_find(const char *name, size_t length);

// The option called [name] if the function takes it, else OPTION_NONE.
enum function_option function_option(const struct function *function, const char *name,
                                     size_t length);

#endif
