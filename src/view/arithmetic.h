// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic that formulas print, read back and computed: a reader with a calculator must come to
// the value after the last =. Where rounded numbers would not lead there, as in a
// difference of two that are nearly equal, they are written with more digits. Nothing is kept.
#ifndef VIEW_ARITHMETIC_H
#define VIEW_ARITHMETIC_H

#include <stdbool.h>

#include "base/buf.h"
#include "view/style.h"

// Computes "2·(0.506983 - 1) / 4" and whatever else the formulas of network/ hold: + - · / ² √ π |z|,
// exp log log1p tanh sin cos erf max, and "(A where Z > 0, else B)". False, with [value] untouched,
// where the text is anything else, such as a sum that is abridged.
bool arithmetic_value(const char *text, double *value);

// Writes the numbers of a formula in a style; [of] is whatever the writer needs.
typedef void arithmetic_writer(struct buf *out, struct style style, const void *of);

// Gives [style] the fewest digits, those it has or more, with which the numbers that [write] writes come
// to [value], as good as it was to be shown. False where no digits suffice, or where the text cannot be
// computed: it has all digits then, or those it had. [out] fails where memory does not suffice.
bool arithmetic_style(struct buf *out, struct style *style, double value, arithmetic_writer *write,
                      const void *of);

// Appends what [write] writes in the style that arithmetic_style finds, and the value: "0.4·2 = 0.8".
// The value alone, where it is all that would be written.
void arithmetic_equation(struct buf *out, struct style style, double value,
                         arithmetic_writer *write, const void *of);

// A number of a table's column, as it is shown there.
struct shown_number {
    double value;
    struct number_format format;
};

// Whether two numbers as they are shown add up to a third as it is shown; [total] is what they add up to,
// as the third would be shown.
bool arithmetic_adds_up(struct shown_number left, struct shown_number right,
                        struct shown_number sum, char total[NUMBER_SIZE]);

#endif
