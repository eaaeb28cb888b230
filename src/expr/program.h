// SPDX-License-Identifier: GPL-3.0-or-later
// What an expression becomes: a postfix program, one array of operations that work on a stack of
// values. The parser appends to a struct program; program_finish makes it an expression in one
// block of memory, which expr_free frees. Distances between operations are relative, so a part of
// a program (one side of a comparison) runs as well as the whole.
#ifndef EXPR_PROGRAM_H
#define EXPR_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

// Each with the stack before and after it, its top at the right.
enum op_code {
    OP_ADD, // x y -> x + y, element by element; so are all down to OP_MINIMUM
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_FLOOR_DIVIDE,
    OP_MODULO,
    OP_POWER,
    OP_LESS, // OP_CONTINUES: t x y -> (t and x < y); OP_CONTINUED leaves y on top of the answer
    OP_LESS_EQUAL,
    OP_GREATER,
    OP_GREATER_EQUAL,
    OP_EQUAL,
    OP_NOT_EQUAL,
    OP_MAXIMUM, // these two are written as functions
    OP_MINIMUM,
    OP_ELEMENTWISE_COUNT,
    OP_AND = OP_ELEMENTWISE_COUNT, // x y -> x and y, of two truth values
    OP_OR,
    OP_MATRIX_PRODUCT,  // a b -> a @ b
    OP_PRODUCT_PLUS,    // a b c -> a @ b + c as one chain
    OP_PLUS_PRODUCT,    // c a b -> c + a @ b as one chain
    OP_NEGATE,          // x -> -x
    OP_NOT,             // x -> not x
    OP_TRANSPOSE,       // x -> x.T
    OP_NUMBER,          // -> number
    OP_NAME,            // -> what the scope says
    OP_MATRIX,          // -> zeros: rows × cols, of [flags] dimensions
    OP_ELEMENT,         // m x -> m with x as its element number [index]
    OP_AXIS,            // checks the [count] numbers of one axis of an index
    OP_INDEX,           // m i... -> m[i...], of [flags] axes, [count] numbers
    OP_CALL,            // a... -> function number [flags] of [count] values,
                        // the last ones of which are its options
    OP_CALL_SQUARED,    // p a... -> the function of p ** 2, a...
    OP_CALL_MULTIPLIED, // p q a... -> the function of p * q, a...
    OP_NOTHING,         // became part of a later operation
};

enum op_flags {
    OP_CONTINUES = 1, // this comparison continues a chain such as 0 < a < 1
    OP_CONTINUED = 2, // another comparison follows in the chain
    AXIS_SLICE = 1,   // a:b:c and not one number
    AXIS_START = 2,
    AXIS_STOP = 4,
    AXIS_STEP = 8,
};

struct op {
    uint8_t code;        // enum op_code
    uint8_t flags;       // enum op_flags, the axes of an index, dimensions, a function's number
    uint16_t count;      // values this operation takes, where that varies
    uint32_t at, length; // the bytes of the text this operation is about
    uint32_t back;       // how far back the operation is that belongs to this one:
                         // of OP_INDEX the last one of what is indexed, of the second OP_AXIS the
                         // first, of a fused operation the product that became part of it
    union {
        double number;
        struct {
            uint32_t rows, cols;
        } size;           // of OP_MATRIX
        uint32_t index;   // of OP_ELEMENT
        uint32_t options; // of a call: enum function_option, the first one in the lowest byte
    };
};

// A whole expression, or one side of it. The right side, left side and operations of a whole one
// lie after it in its own block.
struct expr {
    const char *text; // what was parsed; borrowed
    const struct op *ops;
    size_t count;
    size_t at, length;               // the expression's own bytes of the text
    size_t depth;                    // the most values its stack ever holds
    const struct expr *left, *right; // the sides of a single comparison at the top, or NULL
    const char *sign;
};

enum { PROGRAM_FEW = 24 };

// A program being written.
struct program {
    struct op *ops;
    size_t count, capacity;
    struct op few[PROGRAM_FEW]; // short programs take no memory
};

// Where the last comparison was cut in two.
struct split {
    size_t left_at, left_end, right_at, right_end; // in the text
    size_t right_first;                            // the right side's first operation
    const char *sign;
};

// An empty program; allocates nothing until it grows beyond PROGRAM_FEW operations.
void program_init(struct program *program);

// Frees what it grew to; the program is then empty.
void program_clear(struct program *program);

// Appends an operation about the bytes [at, at + length), all else 0, and returns it; it stays in
// place until the next one. NULL with [error] set when memory ran out.
struct op *program_add(struct program *program, enum op_code code, size_t at, size_t length,
                       struct error *error);

// Moves the operations from [first] on one place up and puts OP_MATRIX before them, for a list that is
// recognised only at its first comma. False with [error] set when memory ran out.
bool program_insert(struct program *program, size_t first, size_t at, struct error *error);

// The sum rule. After a + was added whose right operand begins at operation [right]: where one of
// the operands is a matrix product, the two become one chain.
void program_fuse_plus(struct program *program, size_t right);

// After the call of a sum was added whose first argument ended before operation [first_end]: where
// that is a product or a square, the sum becomes one chain.
void program_fuse_sum(struct program *program, size_t first_end);

// Makes an expression of the program; [split] is looked at when a comparison comes last. NULL with
// [error] set when memory ran out.
struct expr *program_finish(const struct program *program, const char *text, size_t at,
                            size_t length, const struct split *split, struct error *error);

#endif
