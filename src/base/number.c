// SPDX-License-Identifier: GPL-3.0-or-later
// printf and strtod do most of the digits: both are exact in every C library nnsh meets, and LC_NUMERIC
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

#include "base/ascii.h"

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
    while (ascii_is_digit(*end))
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

struct number_format number_format_in(const struct number_range *range, int digits)
{
    double rest = range->largest, unit = 0.5;
    int before = 0; // digits before the point, less 1
    if (digits >= NUMBER_DIGITS_EXACT)
        return (struct number_format){NUMBER_EXACT, digits};
    if (range->is_whole)
        return (struct number_format){NUMBER_INTEGER, 0};
    for (; rest >= 10 && before < digits; before++)
        rest /= 10;
    int decimals = digits - before;
    for (int i = 0; i < decimals; i++)
        unit /= 10;
    double least = range->count == 1 ? 1e-4 : 1e-3;
    bool fixed = decimals > 0 && range->largest >= least && range->smallest >= unit;
    return (struct number_format){fixed ? NUMBER_FIXED : NUMBER_SCIENTIFIC,
                                  fixed ? decimals : digits - 1};
}

struct number_format number_format_for(const double *values, size_t count, int digits)
{
    struct number_range range = NUMBER_RANGE_EMPTY;
    for (size_t i = 0; i < count; i++)
        number_range_add(&range, values[i]);
    struct number_format format = number_format_in(&range, digits);
    if (format.style == NUMBER_FIXED || format.style == NUMBER_SCIENTIFIC)
        return trimmed(values, count, format);
    return format;
}

// The shortest of 15, 16 and 17 digits that reads back to the same bits, by the C library.
static size_t write_exact_slowly(char text[NUMBER_SIZE], double value)
{
    int length = 0;
    for (int digits = 15; digits <= 17; digits++) {
        length = snprintf(text, NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return (size_t)length;
}

#ifdef __SIZEOF_INT128__

// The same without the C library, twenty times faster, for sizes from 1e-11 to 1e17: a saved network
// is a million of them. With value = m·2^e, and k such that value·10^k has 17 digits before the point,
// that product is m·5^k·2^(e+k): an integer of at most 116 bits, divided by a power of two. So nothing
// is lost: rounding looks at all of it, and whether the rounded number reads back is a comparison of
// its distance with half the gap to the next double, 5^k/2 in units of that integer.
__extension__ typedef unsigned __int128 wide;

enum { EXACT_SHIFT_MOST = 27 };

static const uint64_t powers_of_5[EXACT_SHIFT_MOST + 1] = {1,
                                                           5,
                                                           25,
                                                           125,
                                                           625,
                                                           3125,
                                                           15625,
                                                           78125,
                                                           390625,
                                                           1953125,
                                                           9765625,
                                                           48828125,
                                                           244140625,
                                                           1220703125,
                                                           6103515625,
                                                           30517578125,
                                                           152587890625,
                                                           762939453125,
                                                           3814697265625,
                                                           19073486328125,
                                                           95367431640625,
                                                           476837158203125,
                                                           2384185791015625,
                                                           11920928955078125,
                                                           59604644775390625,
                                                           298023223876953125,
                                                           1490116119384765625,
                                                           7450580596923828125};

#define TEN_16 UINT64_C(10000000000000000)

// A double's size as an integer and a shift: |value|·10^k = scaled / 2^shift.
struct scaled {
    wide whole;
    int shift, k;
    uint64_t m, gap; // of value = m·2^e; the gap to the next double is 5^k, in units of [whole]
};

// Finds k. False where the size is out of range.
static bool scale(double value, struct scaled *scaled)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    int power = (int)(bits >> 52 & 0x7ff) - 1023;
    if (power < -36 || power > 56)
        return false;
    scaled->m = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
    int digits = power * 77 >> 8; // log10 of 2^power, or one less
    for (int k = 16 - digits; k >= 15 - digits; k--) {
        if (k < 0 || k > EXACT_SHIFT_MOST)
            continue;
        scaled->k = k;
        scaled->shift = -(power - 52 + k);
        if (scaled->shift < 0)
            return false;
        scaled->gap = powers_of_5[k];
        scaled->whole = (wide)scaled->m * scaled->gap;
        uint64_t leading = (uint64_t)(scaled->whole >> scaled->shift);
        if (leading >= TEN_16 && leading < 10 * TEN_16)
            return true;
    }
    return false;
}

// The nearest multiple of [unit] (1, 10 or 100) to the scaled value; ties to an even multiple.
static uint64_t nearest(const struct scaled *scaled, uint64_t unit)
{
    wide step = (wide)unit << scaled->shift;
    uint64_t count = (uint64_t)(scaled->whole >> scaled->shift) / unit;
    wide rest = scaled->whole - count * step;
    if (2 * rest > step || (2 * rest == step && (count & 1)))
        count++;
    return count * unit;
}

// Whether [number] / 10^k reads back to the value: it is less than half a gap away, or just half and
// the value has the even bits. Below a power of two the gap is half as wide.
static bool reads_back(const struct scaled *scaled, uint64_t number)
{
    wide other = (wide)number << scaled->shift;
    bool is_below = other < scaled->whole;
    wide distance = is_below ? scaled->whole - other : other - scaled->whole;
    bool is_narrow = is_below && scaled->m == UINT64_C(1) << 52;
    distance *= is_narrow ? 4 : 2;
    return distance < scaled->gap || (distance == scaled->gap && scaled->m % 2 == 0);
}

// Writes the digits of number / 10^k as %.*g does for [precision] digits, without zeros at the end.
static size_t put_digits(char *text, uint64_t number, int k, int precision)
{
    char digits[24];
    int count = 0, length = 0;
    for (uint64_t rest = number; rest; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    int power = count - 1 - k, last = 0; // digits[count - 1] is worth 10^power
    while (digits[last] == '0')
        last++;
    bool is_fixed = power >= -4 && power < precision;
    int before = is_fixed ? (power < 0 ? 0 : power + 1) : 1; // digits before the point
    if (before == 0) {
        text[length++] = '0';
        text[length++] = '.';
        for (int i = -1; i > power; i--)
            text[length++] = '0';
    }
    for (int i = 0; i < count && (i < before || count - 1 - i >= last); i++) {
        if (i == before && before > 0)
            text[length++] = '.';
        text[length++] = digits[count - 1 - i];
    }
    if (!is_fixed) {
        text[length++] = 'e';
        text[length++] = power < 0 ? '-' : '+';
        int size = power < 0 ? -power : power;
        text[length++] = (char)('0' + size / 10);
        text[length++] = (char)('0' + size % 10);
    }
    text[length] = '\0';
    return (size_t)length;
}

static size_t write_exact(char text[NUMBER_SIZE], double value)
{
    struct scaled scaled;
    if (!scale(value, &scaled))
        return write_exact_slowly(text, value);
    uint64_t number = 0;
    int precision = 15;
    for (uint64_t unit = 100; unit > 0; unit /= 10, precision++) {
        number = nearest(&scaled, unit);
        if (unit == 1 || reads_back(&scaled, number))
            break;
    }
    size_t sign = value < 0;
    text[0] = '-';
    return sign + put_digits(text + sign, number, scaled.k, precision);
}

#else

static size_t write_exact(char text[NUMBER_SIZE], double value)
{
    return write_exact_slowly(text, value);
}

#endif

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
    for (; i < length && ascii_is_digit(text[i]); i++)
        digits++;
    if (i < length && text[i] == '.')
        for (i++; i < length && ascii_is_digit(text[i]); i++)
            digits++;
    if (digits == 0)
        return 0;
    size_t end = i;
    if (i < length && (text[i] == 'e' || text[i] == 'E')) {
        i++;
        if (i < length && (text[i] == '+' || text[i] == '-'))
            i++;
        for (; i < length && ascii_is_digit(text[i]); i++)
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
            if (!ascii_is_digit(text[i]))
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
        if (!ascii_is_digit(text[i]) || count > (most - digit) / 10 || digit > most)
            return false;
        count = count * 10 + digit;
    }
    *value = count;
    return true;
}
