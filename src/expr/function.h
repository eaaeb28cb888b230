// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of the expression language: one table row each, with the words and the code. Rows
// are constant; nothing is owned.
//
// To add one: write it in function.c and give it a row there. Parsing, argument checks, help,
// completion and "did you mean" follow. An activation is a function where its entry has words for it.
#ifndef EXPR_FUNCTION_H
#define EXPR_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/value.h"
#include "network/activation.h"

struct function;

// One call while it runs. The arguments stay the caller's, which clears them.
struct function_call {
    const struct function *function;
    struct value *arguments; // the first one may be of any shape, the others are numbers
    size_t count;
    bool is_squared;          // the first argument stands for its square
    const struct value *with; // the first argument stands for its product with this, or NULL
    size_t limit;             // the most elements the result may have
};

struct function {
    const char *name;
    const char *usage;   // "sum(a, axis=)"
    const char *meaning; // usage and what it does
    size_t least, most;  // arguments
    const char *option;  // the last argument's name, where it may be called by it, or NULL
    bool sums;           // fuses products into its sum
    // Fills [result], which the caller clears. False with [error] set, and [result] untouched,
    // when the arguments do not fit.
    bool (*run)(const struct function_call *call, struct value *result, struct error *error);
    double (*each)(double x);      // what function_map applies to each element, or NULL
    enum activation_id activation; // what function_activate applies
};

// Function number [index], or NULL after the last one.
const struct function *function_at(size_t index);

// The number of the function called [name], which is not empty, or -1.
int function_find(const char *name, size_t length);

#endif
