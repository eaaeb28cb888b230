// SPDX-License-Identifier: GPL-3.0-or-later
// How answers look: digits, abridging, colour. A style is a value; the helpers append to a buffer.
#ifndef VIEW_STYLE_H
#define VIEW_STYLE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/number.h"
#include "session/setting.h"
#include "view/spelling.h"

struct style {
    int digits;
    size_t limit; // SIZE_MAX: never abridge
    enum detail detail;
    bool color;
    size_t columns; // of the screen; 0 where answers go elsewhere: as many as it takes
    const volatile sig_atomic_t *stop; // not 0: end a long answer; NULL: never
    enum spelling spelling; // of formulas
    bool has_gaps;          // a formula's value is a blank to be filled in
};

// The named colours are for pictures, which nearly everybody can distinguish, and on dark and light paper.
enum ink {
    INK_NONE,
    INK_BOLD,
    INK_DIM,
    INK_GOOD,
    INK_BAD,
    INK_NAME,
    INK_BLUE,
    INK_ORANGE,
    INK_GREEN,
    INK_PINK,
    INK_YELLOW,
    INK_SKY,
    INK_COUNT
};

// The session's settings, with or without colour, for no screen.
struct style style_of(const struct settings *settings, bool color);

// Whether a long answer should end.
static inline bool style_is_stopped(struct style style)
{
    return style.stop && *style.stop;
}

// Appends [text] in that ink, plainly where there is no colour. Ink never carries a meaning alone.
void style_put(struct buf *out, struct style style, enum ink ink, const char *text);

// Goes over from one ink to another, for text that is put piece by piece; returns the new one.
enum ink style_turn(struct buf *out, struct style style, enum ink from, enum ink to);

// The ink that an escape sequence put by the two above turns to, by its codes between [ and m; INK_NONE
// for any other.
enum ink style_ink(const char *sequence, size_t length);

// One number on its own, as this style writes it.
struct number_string style_number(struct style style, double value);

// Appends a formula's operand, as this style spells it.
void style_put_operand(struct buf *out, struct style style, double value);

// Appends a formula's value, or the blank for it.
void style_put_value(struct buf *out, struct style style, double value);

// Appends " + … N more …" for the terms of a sum that are left out.
void style_put_more(struct buf *out, struct style style, size_t count);

// The loss as `train` prints it: two decimals fewer than a number's digits (the notebook's four by
// default); where it would show as zero, two digits, with an exponent only for the smallest.
struct number_string style_loss(struct style style, double loss);

// Which of [count] things to show: all of them up to the limit, else the first and the last three.
// Usage: for (i = 0; i < count; i = style_after(style, i, count)).
size_t style_after(struct style style, size_t index, size_t count);

// Whether things are left out between [index] and the one style_after gives.
bool style_skips(struct style style, size_t index, size_t count);

enum { STYLE_ENDS = 3 }; // how many are shown at each end of what is abridged

#endif
