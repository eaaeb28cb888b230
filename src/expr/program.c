// SPDX-License-Identifier: GPL-3.0-or-later
// Writing programs, and the sum rule's place in them.
//
// Every sum of this language is one chain of fused multiply-adds (language.md, section 8). What a
// layer computes, z = x @ w + b, is a chain that begins with the bias; a loss is a chain of
// squares. A student who types these formulas must get the very bits, so the parser recognises
// them as they are written, parentheses making no difference:
//
//     a @ b + c, c + a @ b      one chain from c's element on, where c broadcasts to the product
//     sum(p * q), mean(p * q)   one chain of the products in index order, from 0 on
//     sum(p ** 2), mean(p ** 2) the same with q = p
//
// (Of two products in one sum, a @ b + c @ d, the right one continues from the left one's elements.)
// In a postfix program the root of an operand is its last operation. So when a + is written, the
// root of either operand is at hand; if it is a product it is turned into OP_NOTHING, which leaves
// its operands on the stack, and the + into an operation that takes all three. Nothing is moved.
#include "expr/program.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "expr/lex.h"

void program_init(struct program *program)
{
    program->ops = program->few;
    program->count = 0;
    program->capacity = PROGRAM_FEW;
}

void program_clear(struct program *program)
{
    if (program->ops != program->few)
        free(program->ops);
    program_init(program);
}

// Doubles the room, so that n operations are moved fewer than 2n times; the first time they leave
// the room in the struct itself.
static bool grow(struct program *program, struct error *error)
{
    bool is_small = program->ops == program->few;
    size_t capacity = 2 * program->capacity;
    struct op *ops = realloc(is_small ? NULL : program->ops, capacity * sizeof *ops);
    if (!ops)
        return error_memory(error);
    if (is_small)
        memcpy(ops, program->few, sizeof program->few);
    program->ops = ops;
    program->capacity = capacity;
    return true;
}

struct op *program_add(struct program *program, enum op_code code, size_t at, size_t length,
                       struct error *error)
{
    if (program->count == program->capacity && !grow(program, error))
        return NULL;
    struct op *op = &program->ops[program->count++];
    *op = (struct op){.code = (uint8_t)code, .at = (uint32_t)at, .length = (uint32_t)length};
    return op;
}

bool program_insert(struct program *program, size_t first, size_t at, struct error *error)
{
    if (!program_add(program, OP_MATRIX, at, 0, error))
        return false;
    struct op *place = program->ops + first, matrix = program->ops[program->count - 1];
    memmove(place + 1, place, (program->count - 1 - first) * sizeof *place);
    *place = matrix;
    return true;
}

void program_fuse_plus(struct program *program, size_t right)
{
    // The right operand ends right before the +, the left one right before the right one.
    struct op *plus = &program->ops[program->count - 1];
    struct op *right_root = plus - 1, *left_root = &program->ops[right - 1];
    bool is_right = right_root->code == OP_MATRIX_PRODUCT;
    struct op *product = is_right ? right_root : left_root;
    if (product->code != OP_MATRIX_PRODUCT)
        return;
    plus->code = is_right ? OP_PLUS_PRODUCT : OP_PRODUCT_PLUS;
    plus->back = (uint32_t)(plus - product);
    product->code = OP_NOTHING;
}

void program_fuse_sum(struct program *program, size_t first_end)
{
    struct op *call = &program->ops[program->count - 1], *root = &program->ops[first_end - 1];
    if (root->code == OP_MULTIPLY) {
        call->code = OP_CALL_MULTIPLIED;
        call->back = (uint32_t)(call - root);
        root->code = OP_NOTHING;
    } else if (root->code == OP_POWER && root[-1].code == OP_NUMBER && root[-1].number == 2) {
        // root[-1] is the root of the exponent, and a number is all of its operand.
        call->code = OP_CALL_SQUARED;
        root->code = root[-1].code = OP_NOTHING;
    }
}

// By how many values an operation makes the stack higher. It is the answer of a fused operation
// that counts, so this is asked once the program is whole.
static ptrdiff_t stack_change(const struct op *op)
{
    switch ((enum op_code)op->code) {
    case OP_NUMBER:
    case OP_NAME:
    case OP_MATRIX:
        return 1;
    case OP_NEGATE:
    case OP_NOT:
    case OP_TRANSPOSE:
    case OP_AXIS:
    case OP_NOTHING:
        return 0;
    case OP_PRODUCT_PLUS:
    case OP_PLUS_PRODUCT:
        return -2;
    case OP_INDEX:
        return -(ptrdiff_t)op->count;
    case OP_CALL:
    case OP_CALL_SQUARED:
        return 1 - (ptrdiff_t)op->count;
    case OP_CALL_MULTIPLIED:
        return -(ptrdiff_t)op->count;
    case OP_LESS:
    case OP_LESS_EQUAL:
    case OP_GREATER:
    case OP_GREATER_EQUAL:
    case OP_EQUAL:
    case OP_NOT_EQUAL:
        return -1 + !!(op->flags & OP_CONTINUED) - !!(op->flags & OP_CONTINUES);
    default:
        return -1;
    }
}

// The most values the stack holds at any time.
static size_t most_values(const struct program *program)
{
    ptrdiff_t depth = 0, most = 0;
    for (size_t i = 0; i < program->count; i++) {
        depth += stack_change(&program->ops[i]);
        most = depth > most ? depth : most;
    }
    assert(depth == 1); // whatever was parsed leaves its value and nothing else
    return (size_t)most;
}

struct expr *program_finish(const struct program *program, const char *text, size_t at,
                            size_t length, const struct split *split, struct error *error)
{
    const struct op *root = &program->ops[program->count - 1];
    bool has_sides = root->code >= OP_LESS && root->code <= OP_NOT_EQUAL && root->flags == 0;
    size_t heads = has_sides ? 3 : 1;
    size_t size = program->count * sizeof *program->ops;
    struct expr *expr = malloc(heads * sizeof *expr + size);
    if (!expr) {
        error_memory(error);
        return NULL;
    }
    // struct expr holds pointers and sizes, so after it operations are aligned.
    const struct op *ops = memcpy(expr + heads, program->ops, size);
    size_t depth = most_values(program);
    *expr = (struct expr){text, ops, program->count, at, length, depth, NULL, NULL, NULL};
    if (has_sides) {
        size_t cut = split->right_first;
        expr[1] = (struct expr){.text = text, .ops = ops, .count = cut, .depth = depth};
        expr[1].at = split->left_at;
        expr[1].length = split->left_end - split->left_at;
        expr[2] = (struct expr){.text = text, .ops = ops + cut, .depth = depth};
        expr[2].count = program->count - 1 - cut;
        expr[2].at = split->right_at;
        expr[2].length = split->right_end - split->right_at;
        expr->left = &expr[1];
        expr->right = &expr[2];
        expr->sign = split->sign;
    }
    return expr;
}
