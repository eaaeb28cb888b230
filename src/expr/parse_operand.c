// SPDX-License-Identifier: GPL-3.0-or-later
// Operands: numbers, names, calls, matrices, parentheses, and the .T and [ ] that may follow one.
// Half of this file is telling a beginner what went wrong, at the byte where it did; the words are
// written for somebody who has seen NumPy, or a textbook, and not this language.
//
// A matrix is written into its place element by element: OP_MATRIX first makes it, and learns its
// size when the last bracket closes; each OP_ELEMENT stores one number. So a long list takes no
// more stack than a short one.
#include "expr/parse.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/words.h"
#include "expr/function.h"

// A digit run that continues as no number does: 1.2.3, 2x, 1_000.
static bool refuse_number(struct parser *p, struct token number)
{
    const char *text = p->text;
    size_t literal = number.length, end = number.at + number.length;
    bool has_word = end < p->length && ascii_is_name(text[end]);
    while (end < p->length && (ascii_is_name(text[end]) || text[end] == '.'))
        end++;
    size_t length = end - number.at;
    struct quoted all = error_quote(text + number.at, length);
    struct quoted first = error_quote(text + number.at, literal);
    struct quoted rest = error_quote(text + number.at + literal, length - literal);
    if (has_word && rest.text[0] != '_')
        return error_at(p->error, number.at, length,
                        "'%s' is not a number; to multiply write %s * %s", all.text, first.text,
                        rest.text);
    return error_at(p->error, number.at, length, "'%s' is not a number", all.text);
}

// A literal. What touches it must not look like more of it: to the eye 2x is one thing, and the
// expression must not end in its middle.
static bool parse_number(struct parser *p)
{
    const char *text = p->text;
    size_t at = p->token.at, length = p->token.length, end = at + length;
    double number = 0;
    char next = end < p->length ? text[end] : ' ';
    if (ascii_is_name(next) || next == '.')
        return refuse_number(p, p->token);
    if (next == '(')
        return error_at(p->error, at, length + 1, "to multiply write %s * (",
                        error_quote(text + at, length).text);
    if (!number_parse(text + at, length, &number))
        return error_at(p->error, at, length, "'%s' is too large: numbers go up to about 1.8e308",
                        error_quote(text + at, length).text);
    parse_advance(p);
    struct op *op = parse_add(p, OP_NUMBER, at);
    if (!op)
        return false;
    // 2. and 2e0 are fractions, as in Python
    bool is_whole = true;
    for (size_t i = at; i < end; i++)
        is_whole = is_whole && ascii_is_digit(text[i]);
    op->number = number;
    op->flags = is_whole ? KIND_WHOLE : KIND_FRACTION;
    return true;
}

// Says that there is no such function, with the nearest one there is, or else all of them.
static bool refuse_function(struct parser *p, struct token name)
{
    struct suggestions nearest;
    suggest_start(&nearest, p->text + name.at, name.length);
    for (size_t i = 0; function_at(i); i++)
        suggest_consider(&nearest, function_at(i)->name);
    struct quoted text = error_quote(p->text + name.at, name.length);
    if (nearest.count > 0)
        return error_at(p->error, name.at, name.length, "unknown function '%s'; did you mean '%s'?",
                        text.text, nearest.best[0].text);
    char all[sizeof p->error->hint] = "";
    for (size_t i = 0; function_at(i); i++) {
        const char *other = function_at(i)->name;
        if (strlen(all) + strlen(other) + 2 < sizeof all)
            strcat(strcat(all, " "), other);
    }
    error_at(p->error, name.at, name.length, "unknown function '%s'", text.text);
    return error_hint(p->error, "the functions are%s", all);
}

// What to write in the place of a call with an argument too many, as a hint.
static bool hint_instead(struct parser *p, const struct function *function, size_t count)
{
    if (function->instead && count > function->most)
        return error_hint(p->error, "write %s", function->instead);
    if (function->options && count > function->most)
        return error_hint(p->error, "an axis is written with its name: %s(a, axis=0)",
                          function->name);
    return false;
}

// Says how many arguments a function takes, for a call that begins at [at].
static bool refuse_count(struct parser *p, const struct function *function, size_t count, size_t at)
{
    size_t length = p->end - at, least = function->least, most = function->most;
    char counts[40];
    if (least == most)
        snprintf(counts, sizeof counts, "%zu", least);
    else
        snprintf(counts, sizeof counts, "%zu %s %zu", least, most - least > 1 ? "to" : "or", most);
    error_at(p->error, at, length, "%s takes %s argument%s, not %zu: %s", function->name, counts,
             plural(most), count, function->usage);
    return hint_instead(p, function, count);
}

// The arguments of a call while they are read.
struct arguments {
    size_t count;     // without the options
    size_t first_end; // where the first one's program ends
    uint32_t options; // as OP_CALL keeps them
    unsigned shift;   // of the next option
};

// Says that a function has no argument of that name. It may be a NumPy option we do not have, or a
// slip for ==; the message speaks to both.
static bool refuse_option(struct parser *p, const struct function *function, struct token name)
{
    error_at(p->error, name.at, name.length, "%s has no argument called '%s': %s", function->name,
             error_quote(p->text + name.at, name.length).text, function->usage);
    return error_hint(p->error, "to compare two values write ==");
}

// Takes the `axis=` before an argument, where one stands, and counts the argument.
static bool parse_option(struct parser *p, const struct function *function, struct arguments *all)
{
    struct token name = p->token;
    struct token next;
    lex(p->text, p->length, name.at + name.length, &next);
    bool has_name = name.kind == TOKEN_NAME && next.kind == TOKEN_EQUALS;
    enum function_option option =
        has_name ? function_option(function, p->text + name.at, name.length) : OPTION_NONE;
    bool is_last = has_name && function->last && token_is(p->text, &name, function->last) &&
                   all->count + 1 == function->most;
    if (has_name && !option && !is_last)
        return refuse_option(p, function, name);
    if (!has_name && all->options)
        return error_at(p->error, name.at, name.length,
                        "an argument with a name, as axis=, comes last: %s", function->usage);
    for (unsigned shift = 0; option && shift < all->shift; shift += 8)
        if ((all->options >> shift & 0xff) == (uint32_t)option)
            return error_at(p->error, name.at, name.length, "'%s=' is given twice",
                            error_quote(p->text + name.at, name.length).text);
    if (has_name) {
        parse_advance(p);
        parse_advance(p);
    }
    all->options |= (uint32_t)option << all->shift;
    all->shift += option ? 8 : 0;
    all->count += option ? 0 : 1;
    return true;
}

// The arguments up to the closing parenthesis.
static bool parse_arguments(struct parser *p, const struct function *function,
                            struct arguments *all)
{
    struct operand argument;
    *all = (struct arguments){0, 0, 0, 0};
    while (p->token.kind != TOKEN_CLOSE) {
        if (!parse_option(p, function, all) || !parse_deeper(p, LEVEL_OR, &argument))
            return false;
        if (all->first_end == 0)
            all->first_end = p->program.count;
        if (p->token.kind != TOKEN_COMMA)
            break;
        parse_advance(p);
    }
    return true;
}

// A call; its name is read already. The number of arguments is checked here, once for all; what
// they are is for the function to check.
static bool parse_call(struct parser *p, struct token name)
{
    int index = function_find(p->text + name.at, name.length);
    struct token open = p->token;
    struct arguments all;
    if (index < 0)
        return refuse_function(p, name);
    const struct function *function = function_at((size_t)index);
    parse_advance(p);
    if (!parse_arguments(p, function, &all) || !parse_close(p, TOKEN_CLOSE, open))
        return false;
    if (all.count < function->least || all.count > function->most)
        return refuse_count(p, function, all.count, name.at);
    struct op *op = parse_add(p, OP_CALL, name.at);
    if (!op)
        return false;
    op->flags = (uint8_t)index;
    op->count = (uint16_t)(all.count + all.shift / 8);
    op->options = all.options;
    if (function->sums)
        program_fuse_sum(&p->program, all.first_end);
    return true;
}

// The names that stand for one number.
static const struct {
    const char *name;
    double number;
    enum value_kind kind;
} constants[] = {
    {"inf", (double)INFINITY, KIND_FRACTION},
    {"nan", (double)NAN, KIND_FRACTION},
    {"pi", 0x1.921fb54442d18p1, KIND_FRACTION},
    {"True", 1, KIND_TRUTH},
    {"False", 0, KIND_TRUTH},
};

// A name, a call, or a constant. A function alone is an error here and not only when evaluated:
// no name can be called like one.
static bool parse_name(struct parser *p)
{
    struct token name = p->token;
    parse_advance(p);
    if (p->token.kind == TOKEN_OPEN)
        return parse_call(p, name);
    if (p->token.kind == TOKEN_DOT && token_is(p->text, &name, "np"))
        return error_at(p->error, name.at, p->token.at + 1 - name.at,
                        "functions are written without 'np.', as in exp(z1)");
    int index = function_find(p->text + name.at, name.length);
    if (index >= 0)
        return error_at(p->error, name.at, name.length, "%s is a function: write %s",
                        function_at((size_t)index)->name, function_at((size_t)index)->usage);
    struct op *op = parse_add(p, OP_NAME, name.at);
    for (size_t i = 0; op && i < sizeof constants / sizeof *constants; i++)
        if (token_is(p->text, &name, constants[i].name)) {
            op->code = OP_NUMBER;
            op->flags = (uint8_t)constants[i].kind;
            op->number = constants[i].number;
        }
    return op != NULL;
}

static bool parse_row(struct parser *p, enum token_kind close, size_t index, size_t *count);

// The rest of a list in parentheses, (2, 3), whose first element ended before a comma; such a list is
// a 1-d array.
static bool parse_list(struct parser *p, const struct operand *first, struct token open)
{
    size_t count = 0;
    struct op *op = parse_add(p, OP_ELEMENT, first->at);
    if (!op || !program_insert(&p->program, first->first, open.at, p->error))
        return false;
    parse_advance(p);
    if (!parse_row(p, TOKEN_CLOSE, 1, &count) || !parse_close(p, TOKEN_CLOSE, open))
        return false;
    op = &p->program.ops[first->first];
    op->length = (uint32_t)(p->end - open.at);
    op->flags = 1;
    op->size.rows = 1;
    op->size.cols = (uint32_t)(count + 1);
    return true;
}

// ( ... ). Parentheses around one value leave no trace in the program.
static bool parse_parentheses(struct parser *p)
{
    struct token open = p->token;
    struct operand inner;
    parse_advance(p);
    if (!parse_deeper(p, LEVEL_OR, &inner))
        return false;
    return p->token.kind == TOKEN_COMMA ? parse_list(p, &inner, open)
                                        : parse_close(p, TOKEN_CLOSE, open);
}

// The numbers of one row up to the bracket that closes it; [index] is the first one's place. As in
// Python a comma may stand after the last one.
static bool parse_row(struct parser *p, enum token_kind close, size_t index, size_t *count)
{
    struct operand element;
    *count = 0;
    while (p->token.kind != close) {
        if (p->token.kind == TOKEN_OPEN_BRACKET)
            return error_at(p->error, p->token.at, 1,
                            "an element of a row is a number; rows are written [[1, 2], [3, 4]]");
        if (!parse_deeper(p, LEVEL_OR, &element))
            return false;
        struct op *op = parse_add(p, OP_ELEMENT, element.at);
        if (!op)
            return false;
        op->index = (uint32_t)(index + (*count)++);
        if (p->token.kind != TOKEN_COMMA)
            break;
        parse_advance(p);
    }
    return true;
}

// One row in brackets of its own, number [rows] of a matrix whose rows have [cols] numbers.
static bool parse_inner_row(struct parser *p, size_t rows, size_t *cols)
{
    struct token open = p->token;
    size_t count;
    if (open.kind == TOKEN_END)
        return parse_expected(p);
    if (open.kind != TOKEN_OPEN_BRACKET)
        return error_at(p->error, open.at, open.length, "another row in [ ] is missing here");
    parse_advance(p);
    if (!parse_row(p, TOKEN_CLOSE_BRACKET, rows * *cols, &count) ||
        !parse_close(p, TOKEN_CLOSE_BRACKET, open))
        return false;
    size_t length = p->end - open.at;
    if (count == 0)
        return error_at(p->error, open.at, length, "a row needs at least one number");
    if (rows > 0 && count != *cols)
        return error_at(p->error, open.at, length,
                        "the rows are of unequal length: row %zu has %zu, but row 0 has %zu", rows,
                        count, *cols);
    *cols = count;
    return true;
}

// The rows of a matrix up to its closing bracket.
static bool parse_rows(struct parser *p, size_t *rows, size_t *cols)
{
    for (*rows = 0, *cols = 0; p->token.kind != TOKEN_CLOSE_BRACKET; ++*rows) {
        if (!parse_inner_row(p, *rows, cols))
            return false;
        if (p->token.kind != TOKEN_COMMA) {
            ++*rows;
            break;
        }
        parse_advance(p);
    }
    return true;
}

// [1, 2] or [[1, 2], [3, 4]]. A bracket right after the first one always opens a row, so there is
// no asking whether [[1, 2][0, 1], 3] might be a row of elements.
static bool parse_matrix(struct parser *p)
{
    struct token open = p->token;
    size_t head = p->program.count, rows = 1, cols = 0;
    parse_advance(p);
    if (!parse_add(p, OP_MATRIX, open.at))
        return false;
    bool has_rows = p->token.kind == TOKEN_OPEN_BRACKET;
    bool done =
        has_rows ? parse_rows(p, &rows, &cols) : parse_row(p, TOKEN_CLOSE_BRACKET, 0, &cols);
    if (!done || !parse_close(p, TOKEN_CLOSE_BRACKET, open))
        return false;
    if (cols == 0)
        return error_at(p->error, open.at, p->end - open.at, "a matrix needs at least one number");
    struct op *op = &p->program.ops[head]; // found again: the program may have moved
    op->length = (uint32_t)(p->end - open.at);
    op->flags = has_rows ? 2 : 1;
    op->size.rows = (uint32_t)rows;
    op->size.cols = (uint32_t)cols;
    return true;
}

// What an index has so far.
struct axes {
    size_t count, numbers;
    size_t root; // the last operation before the axis in hand
};

// One number of an index or a slice, where one stands; a slice may leave any of its numbers out.
static bool parse_bound(struct parser *p, unsigned which, unsigned *flags)
{
    struct operand bound;
    enum token_kind kind = p->token.kind;
    bool is_end = kind == TOKEN_COMMA || kind == TOKEN_CLOSE_BRACKET;
    if (kind == TOKEN_COLON || (is_end && *flags & AXIS_SLICE))
        return true;
    *flags |= which;
    return parse_deeper(p, LEVEL_OR, &bound);
}

// What stands for one axis: i, or start:stop:step. Its operation comes after its numbers and keeps
// their place in the text, for whatever is found to be wrong with them.
static bool parse_axis(struct parser *p, struct axes *axes)
{
    size_t at = p->token.at;
    unsigned flags = 0;
    if (!parse_bound(p, AXIS_START, &flags))
        return false;
    for (unsigned which = AXIS_STOP; which <= AXIS_STEP && p->token.kind == TOKEN_COLON;
         which *= 2) {
        flags |= AXIS_SLICE;
        parse_advance(p);
        if (!parse_bound(p, which, &flags))
            return false;
    }
    struct op *op = parse_add(p, OP_AXIS, at);
    if (!op)
        return false;
    size_t root = p->program.count - 1;
    op->flags = (uint8_t)flags;
    op->count = (uint16_t)(!!(flags & AXIS_START) + !!(flags & AXIS_STOP) + !!(flags & AXIS_STEP));
    op->back = (uint32_t)(root - axes->root);
    axes->numbers += op->count;
    axes->root = root;
    axes->count++;
    return true;
}

// [i], [i, j] or slices, after an operand.
static bool parse_index(struct parser *p, const struct operand *base)
{
    struct token open = p->token;
    size_t root = p->program.count - 1;
    struct axes axes = {0, 0, root};
    do {
        parse_advance(p);
        if (p->token.kind == TOKEN_CLOSE_BRACKET)
            return error_at(p->error, open.at, p->token.at + 1 - open.at,
                            "an index is missing: [0, 1] is an element, [0] a row");
        if (axes.count == 2)
            return error_at(p->error, p->token.at, p->token.length,
                            "a matrix has two indices, row and column");
        if (!parse_axis(p, &axes))
            return false;
    } while (p->token.kind == TOKEN_COMMA);
    if (!parse_close(p, TOKEN_CLOSE_BRACKET, open))
        return false;
    struct op *op = parse_add(p, OP_INDEX, base->at);
    if (!op)
        return false;
    op->flags = (uint8_t)axes.count;
    op->count = (uint16_t)axes.numbers;
    op->back = (uint32_t)(p->program.count - 1 - root);
    return true;
}

// .T after an operand. NumPy has more after its dots: here these are functions.
static bool parse_dot(struct parser *p, const struct operand *base)
{
    struct token dot = p->token;
    parse_advance(p);
    struct token name = p->token;
    if (name.kind == TOKEN_NAME && token_is(p->text, &name, "T")) {
        parse_advance(p);
        return parse_add(p, OP_TRANSPOSE, base->at) != NULL;
    }
    bool has_name = name.kind == TOKEN_NAME;
    error_at(p->error, dot.at, has_name ? name.at + name.length - dot.at : 1,
             "only .T, the transpose, can follow a value");
    int index = has_name ? function_find(p->text + name.at, name.length) : -1;
    if (index >= 0)
        error_hint(p->error, "write %s", function_at((size_t)index)->usage);
    return false;
}

bool parse_operand(struct parser *p, struct operand *operand)
{
    bool done;
    *operand = (struct operand){p->token.at, p->program.count};
    switch (p->token.kind) {
    case TOKEN_NUMBER:
        done = parse_number(p);
        break;
    case TOKEN_NAME:
        done = parse_name(p);
        break;
    case TOKEN_OPEN:
        done = parse_parentheses(p);
        break;
    case TOKEN_OPEN_BRACKET:
        done = parse_matrix(p);
        break;
    default:
        done = parse_expected(p);
    }
    while (done && (p->token.kind == TOKEN_DOT || p->token.kind == TOKEN_OPEN_BRACKET))
        done = p->token.kind == TOKEN_DOT ? parse_dot(p, operand) : parse_index(p, operand);
    return done;
}

bool parse_place(struct parser *p, struct operand *operand)
{
    struct token name = p->token;
    *operand = (struct operand){name.at, p->program.count};
    if (name.kind != TOKEN_NAME)
        return parse_expected(p);
    parse_advance(p);
    if (!parse_add(p, OP_NAME, name.at))
        return false;
    bool has_index = p->token.kind == TOKEN_OPEN_BRACKET && p->token.at == name.at + name.length;
    return !has_index || parse_index(p, operand);
}
