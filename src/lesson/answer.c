// SPDX-License-Identifier: GPL-3.0-or-later
// A comma right between digits is a decimal one where one number is wanted; elsewhere it separates, as in
// (2, 1).
#include "lesson/answer.h"

#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "expr/expr.h"
#include "session/quantity.h"

enum { NUMBERS_MOST = 3, TEXT_MOST = 80 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

// ---- a plain number -----------------------------------------------------------------------------

// The bytes of a number with a sign at text[at], or 0.
static size_t number_length(const char *text, size_t length, size_t at)
{
    size_t sign = at < length && (text[at] == '-' || text[at] == '+');
    size_t size = number_scan(text + at + sign, length - at - sign);
    return size ? sign + size : 0;
}

// Notes how exactly a literal is written: 0.0250 and 2.50e-2 have three digits, and their last one is worth
// a ten-thousandth.
static void note_digits(struct answer *answer, const char *text, size_t length)
{
    double exponent = 0;
    int decimals = 0;
    bool is_after_point = false;
    answer->is_plain = true;
    answer->digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == 'e' || text[i] == 'E') {
            number_parse(text + i + 1, length - i - 1, &exponent);
            break;
        }
        is_after_point = is_after_point || text[i] == '.';
        if (!ascii_is_digit(text[i]))
            continue;
        decimals += is_after_point;
        answer->digits += answer->digits > 0 || text[i] != '0';
    }
    answer->half = 0.5 * pow(10, exponent - decimals);
}

// Where the comma stands in a text that is two runs of digits around it, with a sign before them and perhaps
// an exponent after them; 0 for any other.
static size_t decimal_comma(const char *text, size_t length)
{
    size_t at = length > 0 && (text[0] == '-' || text[0] == '+'), begin = at;
    while (at < length && ascii_is_digit(text[at]))
        at++;
    if (at == begin || at + 1 >= length || text[at] != ',' || !ascii_is_digit(text[at + 1]))
        return 0;
    return at + 1 + number_scan(text + at + 1, length - at - 1) == length &&
                   !memchr(text + at + 1, '.', length - at - 1)
               ? at
               : 0;
}

// Skips spaces with at most one comma among them.
static size_t skip_separator(const char *text, size_t length, size_t at)
{
    bool has_comma = false;
    for (; at < length && (is_blank(text[at]) || (text[at] == ',' && !has_comma)); at++)
        has_comma = has_comma || text[at] == ',';
    return at;
}

// The numbers of a text that is nothing but numbers with spaces or commas between them; 0 where it is not,
// or has too many.
static size_t scan_numbers(const char *text, size_t length, double values[NUMBERS_MOST])
{
    size_t count = 0;
    for (size_t at = 0; at < length;) {
        size_t size = number_length(text, length, at);
        if (size == 0 || count == NUMBERS_MOST || !number_parse(text + at, size, &values[count++]))
            return 0;
        size_t end = at + size;
        at = skip_separator(text, length, end);
        if ((at == end && at < length) || (at == length && end < length))
            return 0;
    }
    return count;
}

// Takes the spaces off both ends.
static void trim(const char **text, size_t *length)
{
    while (*length > 0 && is_blank((*text)[0])) {
        (*text)++;
        (*length)--;
    }
    while (*length > 0 && is_blank((*text)[*length - 1]))
        (*length)--;
}

bool answer_is_numbers(const char *text, size_t length)
{
    double values[NUMBERS_MOST];
    trim(&text, &length);
    return decimal_comma(text, length) || scan_numbers(text, length, values) > 0;
}

// ---- reading ------------------------------------------------------------------------------------

static bool read_expression(struct session *session, const char *text, size_t length,
                            struct answer *answer, struct error *error)
{
    struct scope scope = session_scope(session);
    size_t end = 0;
    struct expr *expr = expr_parse(text, length, 0, &end, error);
    size_t rest = end;
    while (expr && rest < length && is_blank(text[rest]))
        rest++;
    bool well = expr && rest == length;
    if (expr && !well)
        error_at(error, rest, length - rest, "the answer ends before '%s'",
                 error_quote(text + rest, length - rest).text);
    well = well && expr_evaluate(expr, &scope, &answer->value, error);
    expr_free(expr);
    return well;
}

bool answer_read(struct session *session, const char *text, size_t length, bool wants_list,
                 struct answer *answer, struct error *error)
{
    char copy[TEXT_MOST];
    double values[NUMBERS_MOST];
    *answer = (struct answer){.value = value_number(0), .half = HUGE_VAL};
    trim(&text, &length);
    size_t comma = wants_list ? 0 : decimal_comma(text, length);
    if (comma && length < sizeof copy) {
        memcpy(copy, text, length);
        copy[comma] = '.';
        text = copy;
        answer->had_comma = true;
    }
    size_t count = scan_numbers(text, length, values);
    if (count == 1) {
        note_digits(answer, text, length);
        answer->value = value_number(values[0]);
        return true;
    }
    if (count == 0)
        return read_expression(session, text, length, answer, error);
    if (!value_create_shape(&answer->value, (struct shape){1, count, 1}, count, error))
        return false;
    memcpy(answer->value.all.data, values, count * sizeof *values);
    return true;
}

void answer_clear(struct answer *answer)
{
    value_clear(&answer->value);
}
