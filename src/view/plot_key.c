// SPDX-License-Identifier: GPL-3.0-or-later
// Which sign stands for what. Shades of a signed scale come in two families, so that the sign of a number
// is seen without colour: what is above 0 is filled (░ ▒ █), what is below is struck (- = ≡).
#include "view/plot_key.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { SHADES = 6 };

const char *plot_key_sign(enum plot_shape shape, unsigned number, bool is_utf8)
{
    switch (shape) {
    case PLOT_RING:
        return is_utf8 ? "○" : "o";
    case PLOT_DISC:
        return is_utf8 ? "●" : "x";
    case PLOT_DIGIT:
    case PLOT_LETTER:
    case PLOT_CAPITAL:
        return plot_class_sign(shape, number);
    case PLOT_LOZENGE:
        return is_utf8 ? "◇" : "O";
    case PLOT_GEM:
        return is_utf8 ? "◆" : "X";
    case PLOT_CROSS:
        return is_utf8 ? "✕" : "X";
    case PLOT_SQUARE:
        return is_utf8 ? "■" : "S";
    case PLOT_UNIT:
    case PLOT_WORDS:
        break;
    }
    return "";
}

// ---- shades -------------------------------------------------------------------------------------

static const char *signed_shade(double share, bool is_utf8, enum ink *ink)
{
    static const char *const utf8[] = {"≡", "=", "-", "·", "░", "▒", "█"};
    static const char *const ascii[] = {"%", "=", "-", ".", "+", "*", "#"};
    double size = fabs(share);
    int level = size < 0.08 ? 0 : size < 0.4 ? 1 : size < 0.75 ? 2 : 3;
    *ink = level == 0 ? INK_NONE : share < 0 ? INK_BLUE : INK_ORANGE;
    return (is_utf8 ? utf8 : ascii)[3 + (share < 0 ? -level : level)];
}

static const char *decision_shade(double share, bool is_utf8, enum ink *ink)
{
    static const char *const utf8[] = {" ", "·", "░", "▒"};
    static const char *const ascii[] = {" ", ".", "+", "#"};
    size_t level = share < -0.8 ? 0 : share < 0 ? 1 : share < 0.8 ? 2 : 3;
    *ink = share < 0 ? INK_BLUE : INK_ORANGE;
    return (is_utf8 ? utf8 : ascii)[level];
}

// Beyond the first ten, whatever else looks different at a glance; in ASCII that is not quite enough.
static const char *class_shade(double number, bool is_utf8, enum ink *ink)
{
    static const char *const utf8[PLOT_CLASSES_MOST] = {
        " ", "·", "░", "▒", "▓", "╱", "╲", "╳", "▖", "▚", "═", "║", "┼", "▘", "▄", "▌", "╬", "□",
        "▲", "▼", "◇", "▞", "▗", "▝", "▀", "▐", "─", "│", "◀", "▶", "△", "▽", "○", "◦", "¤", "¬"};
    static const char *const ascii[PLOT_CLASSES_MOST] = {
        " ", ".", ":", "+", "#", "/", "\\", "%", "-", "=", "*", "~", "^", "\"", "'", "`", ",", ";",
        "!", "&", "$", "@", "|", "<", ">",  "_", "(", ")", "[", "]", "{", "}",  "M", "W", "N", "Z"};
    static const enum ink inks[] = {INK_NONE,   INK_BLUE, INK_ORANGE, INK_GREEN,
                                    INK_YELLOW, INK_PINK, INK_SKY};
    size_t class = (size_t)number % PLOT_CLASSES_MOST;
    *ink = inks[(size_t)number % (sizeof inks / sizeof *inks)];
    return (is_utf8 ? utf8 : ascii)[class];
}

static const char *size_shade(double share, bool is_utf8, enum ink *ink)
{
    static const char *const utf8[SHADES] = {" ", "·", "░", "▒", "▓", "█"};
    static const char *const ascii[SHADES] = {" ", ".", ":", "+", "*", "#"};
    size_t level = (size_t)(share * SHADES);
    *ink = INK_BLUE;
    return (is_utf8 ? utf8 : ascii)[level < SHADES ? level : SHADES - 1];
}

const char *plot_key_shade(const struct plot_cells *cells, double value, bool is_utf8,
                           enum ink *ink)
{
    double share = plot_shade(cells, value);
    *ink = INK_BAD;
    if (isnan(share))
        return "?";
    switch (cells->scale) {
    case PLOT_SIGNED:
        return signed_shade(share, is_utf8, ink);
    case PLOT_DECISION:
        return decision_shade(share, is_utf8, ink);
    case PLOT_CLASSES:
        return class_shade(share, is_utf8, ink);
    case PLOT_SEQUENTIAL:
        break;
    }
    return size_shade(share, is_utf8, ink);
}

// ---- what stands below --------------------------------------------------------------------------

// The line of keys that is being written, and the column it has reached.
struct key_line {
    struct buf *out;
    struct style style;
    size_t room, used;
};

// Begins the next key, which takes that many columns, on this line or the next one.
static void next_key(struct key_line *line, size_t columns)
{
    if (line->used && line->used + 3 + columns > line->room) {
        buf_puts(line->out, "\n");
        line->used = 0;
    }
    buf_puts(line->out, line->used ? "   " : "");
    line->used += (line->used ? 3 : 0) + columns;
}

// Writes a key that is longer than a line, broken between words.
static void put_long_key(struct key_line *line, const char *sign, enum ink ink, const char *text)
{
    size_t used = utf8_columns(sign, strlen(sign));
    next_key(line, line->room);
    style_put(line->out, line->style, ink, sign);
    while (*text) {
        size_t length = strcspn(text, " "), columns = utf8_columns(text, length);
        bool is_full = used > 0 && used + 1 + columns > line->room;
        buf_puts(line->out, is_full ? "\n" : used ? " " : "");
        buf_add(line->out, text, length);
        used = (is_full || used == 0 ? 0 : used + 1) + columns;
        text += length + (text[length] == ' ');
    }
}

static void put_key(struct key_line *line, const char *sign, enum ink ink, const char *text)
{
    size_t columns = utf8_columns(sign, strlen(sign));
    if (columns + (columns ? 1 : 0) + utf8_columns(text, strlen(text)) > line->room) {
        put_long_key(line, sign, ink, text);
        return;
    }
    next_key(line, columns + (columns ? 1 : 0) + utf8_columns(text, strlen(text)));
    style_put(line->out, line->style, ink, sign);
    buf_printf(line->out, "%s%s", columns ? " " : "", text);
}

enum { SIGN_SIZE = 24 };

static void line_sign(const struct plot_line *line, bool is_utf8, char sign[SIGN_SIZE])
{
    static const char *const signs[PLOT_STROKES] = {"⠒⠒⠒⠒", "⠒⠒ ⠒⠒", "⠂⠐ ⠂⠐", "⠒⠒ ⠂ ⠒"};
    if (is_utf8)
        snprintf(sign, SIGN_SIZE, "%s", signs[line->stroke]);
    else if (line->letter)
        snprintf(sign, SIGN_SIZE, "%c%c%c", line->letter, line->letter, line->letter);
    else
        snprintf(sign, SIGN_SIZE, "...");
}

// A bar from one end of the scale to the other, with the numbers at its ends.
static void put_bar(struct key_line *line, const struct plot_cells *cells, bool is_utf8)
{
    enum { STEPS = 14 };
    const char *low = cells->scale == PLOT_SIGNED ? "-" : "";
    double least = cells->scale == PLOT_SIGNED ? cells->high : cells->low;
    struct number_string from = number_string(least, 3), to = number_string(cells->high, 3);
    enum ink ink = INK_NONE, next;
    next_key(line,
             strlen(cells->name) + strlen(low) + strlen(from.text) + strlen(to.text) + 5 + STEPS);
    buf_printf(line->out, "%s: %s%s ", cells->name, least == 0 ? "" : low, from.text);
    for (size_t i = 0; i < STEPS; i++) {
        struct plot_cells whole = {.scale = cells->scale, .high = 1};
        double share = ((double)i + 0.5) / STEPS;
        const char *sign = plot_key_shade(
            &whole, cells->scale == PLOT_SIGNED ? 2 * share - 1 : share, is_utf8, &next);
        ink = style_turn(line->out, line->style, ink, next);
        buf_puts(line->out, sign);
    }
    style_turn(line->out, line->style, ink, INK_NONE);
    buf_printf(line->out, " %s", to.text);
    if (cells->is_log)
        put_key(line, "", INK_NONE, "(logarithmic)");
}

// Each sign of a decision or of a class, and what it stands for; the samples of a class whose number has
// two digits are letters.
static void put_signs(struct key_line *line, const struct plot_cells *cells, bool is_utf8)
{
    static const double values[] = {0, 0.3, 0.7, 1};
    static const char *const words[] = {"to 0.1", "to 0.5", "from 0.5", "from 0.9"};
    bool is_decision = cells->scale == PLOT_DECISION;
    size_t count = is_decision ? 4 : (size_t)cells->high + 1;
    put_key(line, "", INK_NONE, cells->name);
    for (size_t i = 0; i < count && i < PLOT_CLASSES_MOST; i++) {
        enum ink ink;
        char sign[20], number[32];
        if (!is_decision && !plot_tells_class(cells, i))
            continue;
        double value = is_decision ? values[i] : (double)i;
        const char *shade = plot_key_shade(cells, value, is_utf8, &ink);
        snprintf(number, sizeof number, i < 10 ? "%zu" : "%zu (%s)", i,
                 plot_class_sign(PLOT_DIGIT, (unsigned)i));
        snprintf(sign, sizeof sign, strcmp(shade, " ") == 0 ? "blank%.0s" : "%s%s", shade, shade);
        put_key(line, sign, ink, is_decision ? words[i] : number);
    }
    char rest[80];
    snprintf(rest, sizeof rest, "classes from %d on are shaded like those from 0 on",
             PLOT_CLASSES_MOST);
    if (count > PLOT_CLASSES_MOST)
        put_key(line, "", INK_NONE, rest);
}

// The scale of [count] planes of cells.
static void put_scale(struct key_line *line, const struct plot_cells *cells, size_t count,
                      bool is_utf8)
{
    bool is_broken = false;
    for (size_t i = 0; i < count * cells->rows * cells->cols; i++)
        is_broken = is_broken || !isfinite(cells->values[i]);
    if (cells->scale == PLOT_SIGNED || cells->scale == PLOT_SEQUENTIAL)
        put_bar(line, cells, is_utf8);
    else
        put_signs(line, cells, is_utf8);
    if (is_broken)
        put_key(line, "?", INK_BAD, "not a finite number");
}

static void end_line(struct key_line *line)
{
    buf_puts(line->out, line->used ? "\n" : "");
    line->used = 0;
}

static void put_strip_scales(struct key_line *line, const struct plot *plot, bool is_utf8)
{
    for (size_t i = 0; i < plot->strip_count; i++) {
        const struct plot_strip *strip = &plot->strips[i];
        if (!plot_strip_has_scale(plot, i))
            continue;
        char text[PLOT_LABEL_SIZE + 2 * NUMBER_SIZE + 16];
        if (strip->cells.scale == PLOT_DECISION)
            end_line(line); // its signs stand together
        snprintf(text, sizeof text, "%s: from %s up to %s", strip->cells.name,
                 number_string(strip->cells.low, 3).text, number_string(strip->cells.high, 3).text);
        if (plot_cells_are_curve(&strip->cells))
            put_key(line, "", INK_NONE, text);
        else
            put_scale(line, &strip->cells, strip->count, is_utf8);
    }
}

void plot_key_put(struct buf *out, const struct plot *plot, struct style style,
                  struct plot_room room)
{
    struct key_line line = {out, style, room.cols, 0};
    if (plot->cells.rows)
        put_scale(&line, &plot->cells, 1, room.is_utf8);
    put_strip_scales(&line, plot, room.is_utf8);
    if (plot->key_count)
        end_line(&line);
    for (size_t i = 0; i < plot->key_count; i++) {
        const struct plot_key *key = &plot->keys[i];
        char sign[SIGN_SIZE];
        if (key->is_line && key->line.is_fine)
            continue;
        if (key->is_line)
            line_sign(&key->line, room.is_utf8, sign);
        else
            snprintf(sign, sizeof sign, "%s", plot_key_sign(key->shape, key->number, room.is_utf8));
        put_key(&line, sign, key->ink, key->text);
    }
    end_line(&line);
}
