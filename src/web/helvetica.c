// SPDX-License-Identifier: GPL-3.0-or-later
// From Adobe's font metrics; bold letters are some hundredths wider, which is near enough.
#include "web/helvetica.h"

#include <string.h>

#include "base/utf8.h"

// Each sign of ASCII from the space on, in thousandths of the size.
static const short widths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

enum { WIDTH_OTHER = 600 };

#define BOLD 1.06

double helvetica_width(const char *text, double size, bool is_bold)
{
    double width = 0;
    for (size_t left = strlen(text), bytes; left > 0; text += bytes, left -= bytes) {
        bytes = utf8_length(text, left);
        bytes = bytes ? bytes : 1;
        bool is_known = text[0] >= ' ' && text[0] <= '~';
        width += is_known ? widths[text[0] - ' '] : WIDTH_OTHER;
    }
    return width * (is_bold ? BOLD : 1.0) * size / 1000;
}
