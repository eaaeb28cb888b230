// SPDX-License-Identifier: GPL-3.0-or-later
// A number is read as nnsh reads one, after the signs that separate its thousands are taken out. Thousands
// are groups of three digits; with a comma also as in India, groups of two before the last three.
#include "data/csv_number.h"

#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "base/words.h"

// Whether the digits of text[0, length) stand in groups separated by [sign]: three in each but the first, or
// with a comma two in each but the first and the last.
static bool is_grouped(const char *text, size_t length, char sign)
{
    size_t digits = 0, groups = 0, threes = 0, twos = 0;
    for (size_t i = 0; i < length; i++) {
        if (ascii_is_digit(text[i])) {
            digits++;
            continue;
        }
        if (text[i] != sign || digits == 0 || digits > 3)
            return false;
        threes += groups > 0 && digits == 3;
        twos += digits == 2 || (groups == 0 && digits == 1);
        groups++;
        digits = 0;
    }
    bool is_indian = sign == ',' && twos == groups;
    return groups > 0 && digits == 3 && text[0] != '0' && (threes == groups - 1 || is_indian);
}

enum csv_proof csv_proof_of(const char *text, size_t length)
{
    size_t begin = length > 0 && memchr("+-", text[0], 2) ? 1 : 0, end = begin, digits = 0;
    size_t counts[2] = {0, 0}, last = 0; // of points and commas; the place of the last of them
    for (; end < length && (ascii_is_digit(text[end]) || memchr(".,", text[end], 2)); end++) {
        digits += ascii_is_digit(text[end]);
        if (ascii_is_digit(text[end]))
            continue;
        counts[text[end] == ',']++;
        last = end;
    }
    for (size_t i = end; i < length; i++) // a power of ten may follow
        if (i == end ? (text[i] | 0x20) != 'e'
                     : !ascii_is_digit(text[i]) && !memchr("+-", text[i], 2))
            return CSV_PROOF_NONE;
    if (digits == 0 || counts[0] + counts[1] == 0)
        return CSV_PROOF_NONE;
    bool is_comma = text[last] == ',', has_both = counts[0] > 0 && counts[1] > 0;
    enum csv_proof decimal = is_comma ? CSV_PROOF_COMMAS : CSV_PROOF_POINTS;
    enum csv_proof group = is_comma ? CSV_PROOF_POINTS : CSV_PROOF_COMMAS;
    enum csv_proof doubt = is_comma ? CSV_DOUBT_COMMA : CSV_DOUBT_POINT;
    if (has_both)
        return counts[is_comma] == 1 && is_grouped(text + begin, last - begin, is_comma ? '.' : ',')
                   ? decimal
                   : CSV_PROOF_NONE;
    bool grouped = end == length && is_grouped(text + begin, end - begin, text[last]);
    if (counts[is_comma] == 1)
        return grouped ? doubt : decimal;
    return grouped ? group : CSV_PROOF_NONE;
}

// The bytes of a sign that separates thousands and is neither a point nor a comma, or 0.
static size_t group_sign(const char *text, size_t length)
{
    static const char *const signs[] = {" ",           "'", "\xc2\xa0", "\xa0", "\xe2\x80\xaf",
                                        "\xe2\x80\x99"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (text_begins(text, length, signs[i]))
            return strlen(signs[i]);
    return 0;
}

size_t csv_plain_groups(const char *text, size_t length, char plain[CSV_NUMBER_SIZE])
{
    size_t used = 0, at = 0, digits = 0, groups = 0;
    if (text_begins(text, length, "\xe2\x88\x92")) { // the sign minus
        plain[used++] = '-';
        at = 3;
    } else if (length > 0 && memchr("+-", text[0], 2)) {
        plain[used++] = text[at++];
    }
    bool is_minus = at == 3;
    size_t first = used;
    while (at < length) {
        size_t sign = group_sign(text + at, length - at);
        if (sign > 0 && (digits == 0 || digits > 3 || (groups > 0 && digits != 3)))
            return 0;
        if (sign == 0 && !ascii_is_digit(text[at]))
            break;
        groups += sign > 0;
        digits = sign > 0 ? 0 : digits + 1;
        if (sign == 0)
            plain[used++] = text[at];
        at += sign ? sign : 1;
        if (used >= CSV_NUMBER_SIZE - 1)
            return 0;
    }
    if (groups > 0 ? digits != 3 || plain[first] == '0' : !is_minus)
        return 0;
    if (length - at >= CSV_NUMBER_SIZE - used)
        return 0;
    memcpy(plain + used, text + at, length - at);
    return used + (length - at);
}

// Copies a number without the signs that separate its thousands and with a point for its decimal sign.
// Returns the length, or 0 where the signs stand where none may.
static size_t plain_number(const char *text, size_t length, char thousands, char decimal,
                           char *plain, size_t size)
{
    size_t begin = length > 0 && memchr("+-", text[0], 2) ? 1 : 0, end = begin, used = 0;
    if (length >= size)
        return 0;
    while (end < length && (ascii_is_digit(text[end]) || text[end] == thousands))
        end++;
    if (memchr(text + begin, thousands, end - begin) &&
        !is_grouped(text + begin, end - begin, thousands))
        return 0;
    for (size_t i = 0; i < length; i++) {
        if (i >= end && text[i] == thousands)
            return 0;
        if (text[i] != thousands)
            plain[used++] = text[i] == decimal ? '.' : text[i];
    }
    return used;
}

enum csv_reading csv_number(bool has_commas, const char *text, size_t length, double *value)
{
    char plain[CSV_NUMBER_SIZE];
    double number;
    enum csv_reading reading = CSV_PLAIN_NUMBER;
    if (length == 0 || !(ascii_is_digit(text[0]) || memchr("+-.,", text[0], 4)))
        return CSV_NO_NUMBER; // nor are inf and nan what a table should hold
    if (memchr(text, ',', length) || (has_commas && memchr(text, '.', length))) {
        length = plain_number(text, length, has_commas ? '.' : ',', has_commas ? ',' : '.', plain,
                              sizeof plain);
        text = plain;
        reading = CSV_SIGNED_NUMBER;
    }
    if (length == 0 || !number_parse(text, length, &number) || !isfinite(number))
        return CSV_NO_NUMBER;
    *value = number;
    return reading;
}
