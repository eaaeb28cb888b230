// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar of two-sided signs, by precedence climbing: parse_level reads one operand and then
// every sign that binds at least as tightly as its level, with the right operand one level up. So
// a - b - c groups to the left in a loop and costs no stack; only what truly nests recurses, and
// that is counted: parentheses, brackets, calls, indices, and the chains of not, of - and of **.
//
//     or < and < not < comparisons < + - < * / // % @ < unary - + < **
//
// ** groups to the right and its right operand may begin with a minus: 2 ** -1. A unary minus
// binds more loosely than a ** after it: -2 ** 2 is -4.
//
// A chain of comparisons, 0 < a < 1, is the `and` of its links. Each link but the last one leaves
// its right operand on the stack for the next link, so a is evaluated once.
//
// The end of an expression is where the grammar cannot continue: in `loss < 0.01 max=5000` before
// `max`. Inside brackets the expression must continue to the closing one, so there the same place is
// an error.
#include "expr/parse.h"

#include "expr/value.h"

void parse_advance(struct parser *p)
{
    p->last = p->token.at;
    p->end = p->token.at + p->token.length;
    lex(p->text, p->length, p->end, &p->token);
}

struct op *parse_add(struct parser *p, enum op_code code, size_t at)
{
    return program_add(&p->program, code, at, p->end - at, p->error);
}

// A token as it may stand in a message.
static struct quoted token_text(const struct parser *p, const struct token *token)
{
    return error_quote(p->text + token->at, token->length);
}

// Says that the next token cannot stand here.
static bool refuse(struct parser *p)
{
    struct token token = p->token;
    const char *advice = lex_advice(p->text, &token);
    if (token.kind == TOKEN_EQUALS)
        return error_at(p->error, token.at, token.length, "'=' does not compare; write ==");
    return error_at(p->error, token.at, token.length, "'%s' has no meaning here%s%s",
                    token_text(p, &token).text, advice ? "; " : "", advice ? advice : "");
}

bool parse_expected(struct parser *p)
{
    struct token token = p->token;
    if (token.kind == TOKEN_OTHER)
        return refuse(p);
    if (token.kind != TOKEN_END)
        return error_at(p->error, token.at, token.length, "a value is missing before '%s'",
                        token_text(p, &token).text);
    // At the end of the text the place is what asks for a value: the sign before it, if any.
    if (p->end == p->last)
        return error_at(p->error, token.at, 0, "an expression is missing here");
    return error_at(p->error, p->last, p->end - p->last, "a value is missing after '%s'",
                    error_quote(p->text + p->last, p->end - p->last).text);
}

// Whether an operand begins here; where a sign is due, one was forgotten. (A minus is a sign.)
static bool begins_operand(const struct token *token)
{
    return token->kind == TOKEN_NUMBER || token->kind == TOKEN_NAME || token->kind == TOKEN_OPEN ||
           token->kind == TOKEN_OPEN_BRACKET || token->kind == TOKEN_NOT;
}

bool parse_close(struct parser *p, enum token_kind kind, struct token open)
{
    struct token token = p->token;
    const char *close = kind == TOKEN_CLOSE ? ")" : "]";
    // A semicolon ends the command, but between [ and ] it is how MATLAB parts rows.
    bool is_row = kind == TOKEN_CLOSE_BRACKET;
    bool is_semicolon = token.kind == TOKEN_OTHER && p->text[token.at] == ';';
    if (token.kind == kind) {
        parse_advance(p);
        return true;
    }
    if (token.kind == TOKEN_END || (is_semicolon && !is_row))
        return error_at(p->error, open.at, open.length, "this '%s' is never closed",
                        token_text(p, &open).text);
    if (is_semicolon)
        return error_at(p->error, token.at, token.length,
                        "each row has its own brackets: [[1, 2], [3, 4]]");
    if (token.kind == TOKEN_EQUALS || token.kind == TOKEN_OTHER)
        return refuse(p);
    if (begins_operand(&token))
        return error_at(p->error, token.at, token.length,
                        "a sign or a comma is missing before '%s'", token_text(p, &token).text);
    return error_at(p->error, token.at, token.length, "expected '%s' here, not '%s'", close,
                    token_text(p, &token).text);
}

// An expression whose signs bind at least as tightly as [level].
static bool parse_level(struct parser *p, enum level level, struct operand *operand);

bool parse_deeper(struct parser *p, enum level level, struct operand *operand)
{
    if (p->depth == PARSE_DEPTH_MOST)
        return error_at(p->error, p->token.at, p->token.length,
                        "this is nested too deeply: more than %d levels", PARSE_DEPTH_MOST);
    p->depth++;
    bool done = parse_level(p, level, operand);
    p->depth--;
    return done;
}

// not, + or -, where an operand is due.
static bool is_prefix(const struct token *token)
{
    return token->kind == TOKEN_NOT ||
           (token->kind == TOKEN_SIGN && token->sign->level == LEVEL_SUM);
}

// A minus before a number is part of the number, which keeps lists of weights short. It changes no
// value: in -2 ** 2 the operand is the power, and that is more than one operation.
static bool add_minus(struct parser *p, const struct operand *operand)
{
    struct op *inner = &p->program.ops[operand->first];
    if (p->program.count - operand->first > 1 || inner->code != OP_NUMBER ||
        inner->flags == KIND_TRUTH)
        return parse_add(p, OP_NEGATE, operand->at) != NULL;
    inner->number = -inner->number;
    inner->at = (uint32_t)operand->at;
    inner->length = (uint32_t)(p->end - operand->at);
    return true;
}

// not x, -x or +x, where an operand of [level] is due.
static bool parse_prefix(struct parser *p, enum level level, struct operand *operand)
{
    struct token sign = p->token;
    struct operand inner;
    bool is_not = sign.kind == TOKEN_NOT;
    if (is_not && level > LEVEL_NOT)
        return error_at(p->error, sign.at, sign.length,
                        "'not' binds more loosely than the sign before it; put it in parentheses");
    *operand = (struct operand){sign.at, p->program.count};
    parse_advance(p);
    if (!parse_deeper(p, is_not ? LEVEL_NOT : LEVEL_UNARY, &inner))
        return false;
    if (is_not)
        return parse_add(p, OP_NOT, sign.at) != NULL;
    return sign.sign->code == OP_ADD || add_minus(p, operand);
}

// A sign and its right operand. A sign's own level would group a right operand to the right; one
// level up groups to the left. ** is the exception, and its operand may be a -2 as well.
static bool parse_binary(struct parser *p, const struct operand *left)
{
    const struct sign *sign = p->token.sign;
    struct operand right;
    parse_advance(p);
    bool done = sign->level == LEVEL_POWER ? parse_deeper(p, LEVEL_UNARY, &right)
                                           : parse_level(p, sign->level + 1, &right);
    struct op *op = done ? parse_add(p, sign->code, left->at) : NULL;
    if (!op)
        return false;
    if (sign->code == OP_ADD)
        program_fuse_plus(&p->program, right.first);
    return true;
}

static bool is_comparison(const struct token *token)
{
    return token->kind == TOKEN_SIGN && token->sign->level == LEVEL_COMPARE;
}

// One comparison or a chain of them. Only after its right operand can a link know that another
// one follows.
static bool parse_comparisons(struct parser *p, const struct operand *left)
{
    struct operand from = *left, right;
    for (unsigned flags = 0; is_comparison(&p->token); flags = OP_CONTINUES) {
        const struct sign *sign = p->token.sign;
        size_t left_end = p->end;
        parse_advance(p);
        struct op *op;
        if (!parse_level(p, LEVEL_COMPARE + 1, &right) || !(op = parse_add(p, sign->code, from.at)))
            return false;
        op->flags = (uint8_t)(flags | (is_comparison(&p->token) ? OP_CONTINUED : 0));
        p->split = (struct split){from.at, left_end, right.at, p->end, right.first, sign->text};
        from = right;
    }
    return true;
}

static bool parse_level(struct parser *p, enum level level, struct operand *operand)
{
    if (is_prefix(&p->token) ? !parse_prefix(p, level, operand) : !parse_operand(p, operand))
        return false;
    while (p->token.kind == TOKEN_SIGN && p->token.sign->level >= level) {
        bool done = p->token.sign->level == LEVEL_COMPARE ? parse_comparisons(p, operand)
                                                          : parse_binary(p, operand);
        if (!done)
            return false;
    }
    return true;
}

// After a complete expression anything may follow but what is surely a slip in it: a sign of
// another language, or a character of no language.
static bool check_end(struct parser *p)
{
    struct token token = p->token;
    if (token.kind != TOKEN_OTHER)
        return true;
    char c = p->text[token.at];
    bool is_printable = c > ' ' && c < 0x7f;
    bool is_text = c == '"' || (c == '\'' && token.at > p->end); // but x' is another transpose
    return is_text || (is_printable && !lex_advice(p->text, &token)) || refuse(p);
}

struct expr *parse(const char *text, size_t length, size_t at, bool only_place, size_t *end,
                   struct error *error)
{
    struct parser p; // set field by field: clearing the room for operations would take longer
    struct operand operand;
    struct expr *expr = NULL;
    if (length > UINT32_MAX) { // operations keep their places in 32 bits
        error_set(error, "this expression is too long");
        return NULL;
    }
    p.text = text;
    p.length = length;
    lex(text, length, at, &p.token);
    p.last = p.end = at;
    p.depth = 0;
    p.error = error;
    program_init(&p.program);
    bool done = only_place ? parse_place(&p, &operand)
                           : parse_level(&p, LEVEL_OR, &operand) && check_end(&p);
    if (done)
        expr = program_finish(&p.program, text, operand.at, p.end - operand.at, &p.split, error);
    if (expr)
        *end = p.end;
    program_clear(&p.program);
    return expr;
}
