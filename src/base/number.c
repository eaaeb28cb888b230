// SPDX-License-Identifier: GPL-3.0-or-later
// printf and strtod do the digits: both are exact in every C library nnsh meets, and LC_NUMERIC
// stays "C" for the life of the program, so the point is a point. (Reading through strtod under
// a German locale would make 1.5 a 1; nnsh sets LC_CTYPE alone.)
//
// The choice of format follows NumPy where students know it from: one format for a matrix, fixed
// point as long as that shows enough. "Enough" is: the largest value is at least 0.001 (0.0001 for
// a number on its own), the smallest one that is not zero does not print as zero, and nothing is
// cut before the point.
#include "base/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_whole(double value)
{
    return fabs(value) < 1e15 && value == (double)(int64_t)value;
}

// The decimals of [text], written in fixed or scientific style, once its trailing zeros are gone.
static int decimals_needed(const char *text)
{
    const char *point = strchr(text, '.');
    if (!point)
        return 0;
    const char *end = point + 1;
    while (is_digit(*end))
        end++;
    while (end[-1] == '0')
        end--;
    return (int)(end - point) - 1;
}

// Lowers the decimals to what some value needs.
static struct number_format trimmed(const double *values, size_t count, struct number_format format)
{
    int most = 0;
    for (size_t i = 0; i < count && most < format.decimals; i++) {
        char text[NUMBER_SIZE];
        if (!isfinite(values[i]))
            continue;
        number_write(text, values[i], format);
        int needed = decimals_needed(text);
        most = needed > most ? needed : most;
    }
    format.decimals = most;
    return format;
}

void number_range_add(struct number_range *range, double value)
{
    double size = fabs(value);
    range->count++;
    if (!isfinite(size))
        return;
    range->is_whole = range->is_whole && is_whole(size);
    range->largest = size > range->largest ? size : range->largest;
    range->smallest = size > 0 && size < range->smallest ? size : range->smallest;
}

struct number_format number_format_in(struct number_range range, int digits)
{
    double rest = range.largest, unit = 0.5;
    int before = 0; // digits before the point, less 1
    if (digits >= NUMBER_DIGITS_EXACT)
        return (struct number_format){NUMBER_EXACT, digits};
    if (range.is_whole)
        return (struct number_format){NUMBER_INTEGER, 0};
    for (; rest >= 10 && before < digits; before++)
        rest /= 10;
    int decimals = digits - before;
    for (int i = 0; i < decimals; i++)
        unit /= 10;
    double least = range.count == 1 ? 1e-4 : 1e-3;
    bool fixed = decimals > 0 && range.largest >= least && range.smallest >= unit;
    return (struct number_format){fixed ? NUMBER_FIXED : NUMBER_SCIENTIFIC,
                                  fixed ? decimals : digits - 1};
}

struct number_format number_format_for(const double *values, size_t count, int digits)
{
    struct number_range range = NUMBER_RANGE_EMPTY;
    for (size_t i = 0; i < count; i++)
        number_range_add(&range, values[i]);
    struct number_format format = number_format_in(range, digits);
    if (format.style == NUMBER_FIXED || format.style == NUMBER_SCIENTIFIC)
        return trimmed(values, count, format);
    return format;
}

// The shortest of 15, 16 and 17 digits that reads back to the same bits.
static size_t write_exact(char text[NUMBER_SIZE], double value)
{
    int length = 0;
    for (int digits = 15; digits <= 17; digits++) {
        length = snprintf(text, NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return (size_t)length;
}

// A whole number below 1e15, without the cost of printf.
static size_t write_whole(char text[NUMBER_SIZE], double value)
{
    char digits[NUMBER_SIZE];
    size_t count = 0, length = 0;
    uint64_t rest = (uint64_t)fabs(value);
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        text[length++] = '-';
    while (count)
        text[length++] = digits[--count];
    text[length] = '\0';
    return length;
}

size_t number_write(char text[NUMBER_SIZE], double value, struct number_format format)
{
    int length = 0;
    if (isnan(value))
        return strlen(strcpy(text, "nan"));
    if (isinf(value))
        return strlen(strcpy(text, value < 0 ? "-inf" : "inf"));
    switch (format.style) {
    case NUMBER_EXACT:
        return write_exact(text, value);
    case NUMBER_INTEGER:
        return write_whole(text, value);
    case NUMBER_FIXED:
        length = snprintf(text, NUMBER_SIZE, "%.*f", format.decimals, value == 0 ? 0.0 : value);
        break;
    case NUMBER_SCIENTIFIC:
        length = snprintf(text, NUMBER_SIZE, "%.*e", format.decimals, value == 0 ? 0.0 : value);
        break;
    }
    return (size_t)length;
}

size_t number_write_among(char text[NUMBER_SIZE], double value, struct number_format format)
{
    if (format.style != NUMBER_EXACT &&
        (value == 0 || (format.style == NUMBER_FIXED && is_whole(value))))
        format.style = NUMBER_INTEGER;
    return number_write(text, value, format);
}

size_t number_text(char text[NUMBER_SIZE], double value, int digits)
{
    return number_write(text, value, number_format_for(&value, 1, digits));
}

struct number_string number_string(double value, int digits)
{
    struct number_string string;
    number_text(string.text, value, digits);
    return string;
}

size_t number_scan(const char *text, size_t length)
{
    size_t i = 0, digits = 0;
    for (; i < length && is_digit(text[i]); i++)
        digits++;
    if (i < length && text[i] == '.')
        for (i++; i < length && is_digit(text[i]); i++)
            digits++;
    if (digits == 0)
        return 0;
    size_t end = i;
    if (i < length && (text[i] == 'e' || text[i] == 'E')) {
        i++;
        if (i < length && (text[i] == '+' || text[i] == '-'))
            i++;
        for (; i < length && is_digit(text[i]); i++)
            end = i + 1;
    }
    return end;
}

// A literal taken apart: mantissa·10^exponent.
struct parts {
    uint64_t mantissa;
    int exponent;
};

// Takes a literal apart. False where it is none, and where its mantissa has more than 19 digits.
static bool parse_parts(const char *text, size_t length, struct parts *parts)
{
    size_t i = 0, digits = 0, point = 0;
    uint64_t mantissa = 0;
    int power = 0, decimals = 0;
    for (; i < length; i++) {
        unsigned digit = (unsigned)(text[i] - '0');
        if (digit > 9) {
            if (text[i] != '.' || point++)
                break;
            continue;
        }
        mantissa = mantissa * 10 + digit;
        digits += mantissa > 0;
        decimals += point > 0;
        if (digits > 19)
            return false;
    }
    if (i - point == 0 || point > 1 || decimals > 1000)
        return false;
    if (i < length) {
        if (text[i] != 'e' && text[i] != 'E')
            return false;
        bool negative = ++i < length && text[i] == '-';
        i += i < length && (text[i] == '-' || text[i] == '+');
        if (i == length || length - i > 4)
            return false;
        for (; i < length; i++) {
            if (!is_digit(text[i]))
                return false;
            power = power * 10 + (text[i] - '0');
        }
        power = negative ? -power : power;
    }
    *parts = (struct parts){mantissa, power - decimals};
    return true;
}

// mantissa / 10^k for k up to 19, rightly rounded. Both are shifted up to 64 bits, so the quotient has
// at least 63; the remainder becomes its last bit, and one conversion, ten bits further up, rounds.
static bool divide(struct parts parts, double *value)
{
#ifdef __SIZEOF_INT128__
    uint64_t divisor = 1;
    if (parts.exponent > 0 || parts.exponent < -19)
        return false;
    *value = 0;
    if (parts.mantissa == 0)
        return true;
    for (int i = parts.exponent; i < 0; i++)
        divisor *= 10;
    int up = __builtin_clzll(parts.mantissa), divisor_up = __builtin_clzll(divisor);
    unsigned __int128 dividend = (unsigned __int128)(parts.mantissa << up) << 63;
    divisor <<= divisor_up;
    uint64_t quotient = (uint64_t)(dividend / divisor);
    quotient |= dividend - (unsigned __int128)quotient * divisor != 0;
    *value = ldexp((double)quotient, divisor_up - up - 63);
    return true;
#else
    (void)parts, (void)value;
    return false;
#endif
}

// Nearly all literals there are: a mantissa and a power of ten that are both exact doubles make one
// division or product, which rounds rightly; those of up to 19 digits that programs write to be read
// back make a division of integers. Both are many times faster than strtod.
static bool parse_fast(const char *text, size_t length, double *value)
{
    static const double powers[] = {1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    struct parts parts;
    if (!parse_parts(text, length, &parts))
        return false;
    if (parts.mantissa >> 53 || parts.exponent < -22 || parts.exponent > 22)
        return divide(parts, value);
    *value = parts.exponent < 0 ? (double)parts.mantissa / powers[-parts.exponent]
                                : (double)parts.mantissa * powers[parts.exponent];
    return true;
}

// Any other literal, through strtod, on a copy that ends where the literal ends.
static bool parse_long(const char *text, size_t length, double *value)
{
    char small[64], *copy = small;
    if (length >= sizeof small && !(copy = malloc(length + 1)))
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    double parsed = strtod(copy, NULL);
    if (copy != small)
        free(copy);
    if (isinf(parsed))
        return false;
    *value = parsed;
    return true;
}

bool number_parse(const char *text, size_t length, double *value)
{
    double parsed = 0;
    bool negative = length > 0 && text[0] == '-';
    size_t sign = length > 0 && (text[0] == '-' || text[0] == '+');
    text += sign;
    length -= sign;
    if (parse_fast(text, length, &parsed)) {
        *value = negative ? -parsed : parsed;
        return true;
    }
    if (length == 3 && memcmp(text, "inf", 3) == 0)
        parsed = (double)INFINITY;
    else if (length == 3 && memcmp(text, "nan", 3) == 0)
        parsed = (double)NAN;
    else if (length == 0 || number_scan(text, length) != length ||
             !parse_long(text, length, &parsed))
        return false;
    *value = negative ? -parsed : parsed;
    return true;
}

bool number_parse_count(const char *text, size_t length, size_t most, size_t *value)
{
    size_t count = 0;
    if (length == 0)
        return false;
    for (size_t i = 0; i < length; i++) {
        size_t digit = (size_t)(text[i] - '0');
        if (!is_digit(text[i]) || count > (most - digit) / 10 || digit > most)
            return false;
        count = count * 10 + digit;
    }
    *value = count;
    return true;
}
