// SPDX-License-Identifier: GPL-3.0-or-later
// Colour is a help for the eye and nothing else: bold for headings, dim for asides, green and red
// beside the words right and wrong.
#include "view/style.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct style style_of(const struct settings *settings, bool color)
{
    return (struct style){.digits = settings->digits,
                          .limit = settings->limit,
                          .detail = settings->detail,
                          .color = color};
}

// The escape codes. The named colours are of the 256-colour table, where blue and orange are bright
// enough for black paper and dark enough for white.
static const char *const codes[INK_COUNT] = {
    [INK_NONE] = "0",        [INK_BOLD] = "1",          [INK_DIM] = "2",
    [INK_GOOD] = "32",       [INK_BAD] = "31",          [INK_NAME] = "36",
    [INK_BLUE] = "38;5;33",  [INK_ORANGE] = "38;5;166", [INK_GREEN] = "38;5;36",
    [INK_PINK] = "38;5;169", [INK_YELLOW] = "38;5;136", [INK_SKY] = "38;5;74"};

void style_put(struct buf *out, struct style style, enum ink ink, const char *text)
{
    if (style.color && ink != INK_NONE)
        buf_printf(out, "\033[%sm%s\033[0m", codes[ink], text);
    else
        buf_puts(out, text);
}

enum ink style_turn(struct buf *out, struct style style, enum ink from, enum ink to)
{
    if (style.color && from != to)
        buf_printf(out, "\033[0%s%sm", to == INK_NONE ? "" : ";", to == INK_NONE ? "" : codes[to]);
    return to;
}

enum ink style_ink(const char *sequence, size_t length)
{
    bool has_reset = length > 2 && sequence[0] == '0' && sequence[1] == ';';
    const char *code = sequence + (has_reset ? 2 : 0);
    length -= has_reset ? 2 : 0;
    for (size_t ink = 0; ink < INK_COUNT; ink++)
        if (strlen(codes[ink]) == length && memcmp(codes[ink], code, length) == 0)
            return (enum ink)ink;
    return INK_NONE;
}

struct number_string style_number(struct style style, double value)
{
    return number_string(value, style.digits);
}

void style_put_operand(struct buf *out, struct style style, double value)
{
    spelling_number(out, style.spelling, style_number(style, value).text, true);
}

void style_put_value(struct buf *out, struct style style, double value)
{
    if (style.has_gaps)
        buf_puts(out, style.spelling == SPELLING_LATEX ? "\\rule{3em}{.4pt}" : "________");
    else
        spelling_number(out, style.spelling, style_number(style, value).text, false);
}

void style_put_more(struct buf *out, struct style style, size_t count)
{
    char text[64];
    int length = snprintf(text, sizeof text, " + … %zu more …", count);
    spelling_put(out, style.spelling, text, (size_t)length);
}

enum { DECIMALS_MOST = 7 }; // of a small loss; beyond them it takes an exponent

struct number_string style_loss(struct style style, double loss)
{
    struct number_string string;
    int decimals = style.digits > 3 ? style.digits - 2 : 1;
    if (style.digits >= NUMBER_DIGITS_EXACT || !isfinite(loss) || fabs(loss) >= 1e6)
        return style_number(style, loss);
    snprintf(string.text, sizeof string.text, "%.*f", decimals, loss);
    if (loss <= 0 || strtod(string.text, NULL) > 0)
        return string;
    double least = 0.1; // of what has two digits with so many decimals
    for (decimals = 2; decimals <= DECIMALS_MOST && loss < least; decimals++)
        least /= 10;
    if (decimals <= DECIMALS_MOST)
        snprintf(string.text, sizeof string.text, "%.*f", decimals, loss);
    else
        snprintf(string.text, sizeof string.text, "%.1e", loss);
    return string;
}

bool style_skips(struct style style, size_t index, size_t count)
{
    return count > style.limit && index + 1 == STYLE_ENDS && count > 2 * STYLE_ENDS;
}

size_t style_after(struct style style, size_t index, size_t count)
{
    return style_skips(style, index, count) ? count - STYLE_ENDS : index + 1;
}
