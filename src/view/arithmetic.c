// SPDX-License-Identifier: GPL-3.0-or-later
// A recursive descent over the text: a sum of products of factors, as deep as the formula has
// parentheses. What is computed is what was written, so a formula that is added to a table of network/
// needs nothing here unless it brings a new sign or function.
//
// How near is near enough: half a unit of the last place shown, which is what rounding leaves. Where
// there is more than adding to do, nobody expects the last of six places of a large value from factors
// with six, so half a unit of the sixth significant digit of a 1 is allowed too.
#include "view/arithmetic.h"

#include <math.h>
#include <string.h>

#include "network/mathfn.h"
#include "network/mathfn_more.h"

enum {
    DIGITS_HELD = 13 // of the value: more are not promised, since each operation rounds
};

#define PI 0x1.921fb54442d18p+1

// ---- reading ----------------------------------------------------------------------------------

struct reader {
    const char *at;
    bool failed; // the text is no arithmetic
};

static double read_sum(struct reader *reader);

// Takes [sign] where it stands next, blanks before and after it included.
static bool takes(struct reader *reader, const char *sign)
{
    const char *at = reader->at + strspn(reader->at, " ");
    size_t length = strlen(sign);
    if (strncmp(at, sign, length) != 0)
        return false;
    at += length;
    reader->at = at + strspn(at, " ");
    return true;
}

// Takes what must stand there.
static void expects(struct reader *reader, const char *sign)
{
    if (!takes(reader, sign))
        reader->failed = true;
}

static double log_of(double x)
{
    return math_log(x);
}

#define FUNCTION(name)                                                                             \
    static double name##_of(double x)                                                              \
    {                                                                                              \
        return math_##name(x);                                                                     \
    }
FUNCTION(exp)
FUNCTION(log1p)
FUNCTION(tanh)
FUNCTION(erf)

static const struct {
    const char *name;
    double (*function)(double);
} functions[] = {{"exp(", exp_of}, {"log(", log_of},   {"log1p(", log1p_of}, {"tanh(", tanh_of},
                 {"erf(", erf_of}, {"sin(", math_sin}, {"cos(", math_cos},   {"√(", sqrt}};

// "(A)" after its parenthesis, or "(A where Z > 0, else B)".
static double read_rest(struct reader *reader)
{
    double yes = read_sum(reader);
    if (takes(reader, "where")) {
        double z = read_sum(reader);
        expects(reader, "> 0, else");
        double no = read_sum(reader);
        yes = z > 0 ? yes : no;
    }
    expects(reader, ")");
    return yes;
}

static double read_literal(struct reader *reader)
{
    double value = 0;
    size_t length = number_scan(reader->at, strlen(reader->at));
    if (length == 0 && (strncmp(reader->at, "inf", 3) == 0 || strncmp(reader->at, "nan", 3) == 0))
        length = 3;
    if (length == 0 || !number_parse(reader->at, length, &value))
        reader->failed = true;
    reader->at += length;
    return takes(reader, "π") ? value * PI : value;
}

static double read_primary(struct reader *reader)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (takes(reader, functions[i].name))
            return functions[i].function(read_rest(reader));
    if (takes(reader, "max(")) {
        double first = read_sum(reader);
        expects(reader, ",");
        double second = read_rest(reader);
        return first > second || isnan(first) ? first : second;
    }
    if (takes(reader, "|")) {
        double value = read_sum(reader);
        expects(reader, "|");
        return fabs(value);
    }
    if (takes(reader, "√"))
        return sqrt(read_literal(reader));
    return takes(reader, "(") ? read_rest(reader) : read_literal(reader);
}

// A square binds stronger than the sign before it.
static double read_factor(struct reader *reader)
{
    double sign = 1;
    while (takes(reader, "-"))
        sign = -sign;
    double value = read_primary(reader);
    return sign * (takes(reader, "²") ? value * value : value);
}

static double read_product(struct reader *reader)
{
    double value = read_factor(reader);
    while (!reader->failed) {
        if (takes(reader, "·"))
            value *= read_factor(reader);
        else if (takes(reader, "/"))
            value /= read_factor(reader);
        else
            break;
    }
    return value;
}

static double read_sum(struct reader *reader)
{
    double value = read_product(reader);
    while (!reader->failed) {
        if (takes(reader, "+"))
            value += read_product(reader);
        else if (takes(reader, "-"))
            value -= read_product(reader);
        else
            break;
    }
    return value;
}

bool arithmetic_value(const char *text, double *value)
{
    struct reader reader = {text, false};
    double result = read_sum(&reader);
    if (reader.failed || *reader.at)
        return false;
    *value = result;
    return true;
}

// ---- digits -----------------------------------------------------------------------------------

// Half a unit of the last place that [value] is shown with.
static double half_unit(double value, int digits)
{
    struct number_range range = NUMBER_RANGE_EMPTY;
    number_range_add(&range, value);
    range.is_whole = false; // zeros at the end are not written, but they are meant
    struct number_format format = number_format_in(&range, digits);
    double unit = 0.5;
    if (format.style == NUMBER_SCIENTIFIC)
        for (double rest = fabs(value); rest < 1; rest *= 10)
            unit /= 10;
    if (format.style == NUMBER_SCIENTIFIC)
        for (double rest = fabs(value); rest >= 10; rest /= 10)
            unit *= 10;
    for (int i = 0; i < format.decimals; i++)
        unit /= 10;
    return unit;
}

// Whether the text has nothing but numbers that are added and subtracted.
static bool is_plain_sum(const char *text)
{
    return text[strspn(text, "0123456789.+-e ")] == '\0';
}

// Whether rounding [computed] would give [value] as it is shown.
static bool is_near(double computed, double value, int digits, bool is_sum)
{
    struct number_string shown = number_string(value, digits);
    number_parse(shown.text, strlen(shown.text), &value);
    if (computed == value || (isnan(computed) && isnan(value)))
        return true;
    if (!isfinite(computed) || !isfinite(value) || value == 0)
        return false;
    double allowed = half_unit(value, digits), relative = 5 * fabs(value);
    for (int i = 0; i < digits; i++)
        relative /= 10;
    if (!is_sum && relative > allowed)
        allowed = relative;
    return fabs(computed - value) <= allowed * (1 + 1e-9);
}

bool arithmetic_style(struct buf *out, struct style *style, double value, arithmetic_writer *write,
                      const void *of)
{
    int first = style->digits, wanted = first < DIGITS_HELD ? first : DIGITS_HELD;
    bool is_found = false, is_computed = true;
    enum spelling spelling = style->spelling;
    struct buf text = BUF_EMPTY;
    style->spelling = SPELLING_PLAIN; // what is read back
    for (int digits = first; !is_found && is_computed && digits <= NUMBER_DIGITS_EXACT; digits++) {
        double computed = 0;
        style->digits = digits;
        buf_clear(&text);
        write(&text, *style, of);
        out->failed = out->failed || text.failed;
        is_computed = arithmetic_value(buf_text(&text), &computed);
        is_found = is_computed && is_near(computed, value, wanted, is_plain_sum(buf_text(&text)));
    }
    if (!is_computed)
        style->digits = first;
    style->spelling = spelling;
    buf_free(&text);
    return is_found;
}

void arithmetic_equation(struct buf *out, struct style style, double value,
                         arithmetic_writer *write, const void *of)
{
    struct style shown = style, plain;
    struct buf text = BUF_EMPTY;
    arithmetic_style(out, &shown, value, write, of);
    plain = shown;
    plain.spelling = SPELLING_PLAIN;
    write(&text, plain, of);
    if (strcmp(buf_text(&text), style_number(style, value).text) != 0) {
        write(out, shown, of);
        buf_puts(out, " = ");
    }
    style_put_value(out, style, value);
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

// The number that a reader of the column sees.
static double as_shown(struct shown_number number)
{
    char text[NUMBER_SIZE];
    double read = number.value;
    number_parse(text, number_write_among(text, number.value, number.format), &read);
    return read;
}

bool arithmetic_adds_up(struct shown_number left, struct shown_number right,
                        struct shown_number sum, char total[NUMBER_SIZE])
{
    char text[NUMBER_SIZE];
    number_write_among(total, as_shown(left) + as_shown(right), sum.format);
    number_write_among(text, sum.value, sum.format);
    return !isfinite(sum.value) || strcmp(total, text) == 0;
}
