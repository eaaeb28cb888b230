// SPDX-License-Identifier: GPL-3.0-or-later
// Blue for what is below, orange for what is above, light between: the ends differ in lightness from the
// middle and in hue from each other, which red-green blindness leaves alone. The colours of classes are
// those of Okabe and Ito, which were chosen for it, made lighter so that samples stand out on them.
#include "view/picture_color.h"

#include <math.h>

static struct color mix(struct color from, struct color to, double share)
{
    return (struct color){from.red + share * (to.red - from.red),
                          from.green + share * (to.green - from.green),
                          from.blue + share * (to.blue - from.blue)};
}

struct color color_ink(enum ink ink)
{
    static const struct color colors[INK_COUNT] = {
        [INK_NONE] = {0.13, 0.13, 0.13},   [INK_BOLD] = {0, 0, 0},
        [INK_DIM] = {0.62, 0.62, 0.62},    [INK_GOOD] = {0, 0.62, 0.45},
        [INK_BAD] = {0.8, 0, 0},           [INK_NAME] = {0, 0.45, 0.7},
        [INK_BLUE] = {0.05, 0.36, 0.68},   [INK_ORANGE] = {0.85, 0.36, 0.02},
        [INK_GREEN] = {0, 0.5, 0.36},      [INK_PINK] = {0.67, 0.27, 0.5},
        [INK_YELLOW] = {0.55, 0.43, 0.02}, [INK_SKY] = {0.16, 0.5, 0.72},
    };
    return colors[ink];
}

static struct color class_color(double number)
{
    static const struct color colors[COLOR_CLASSES / 3] = {
        {0.34, 0.71, 0.91}, {0.90, 0.62, 0.00}, {0.00, 0.62, 0.45}, {0.80, 0.47, 0.65},
        {0.94, 0.89, 0.26}, {0.00, 0.45, 0.70}, {0.84, 0.37, 0.00}, {0.60, 0.60, 0.60},
    };
    // The colours once more, nearly whole and then pale.
    static const double whites[] = {0.45, 0.12, 0.75};
    const struct color white = {1, 1, 1};
    size_t class = (size_t)number, count = sizeof colors / sizeof *colors;
    return mix(colors[class % count], white, whites[class / count % 3]);
}

struct color color_shade(const struct plot_cells *cells, double value)
{
    static const struct color blue = {0.10, 0.40, 0.72}, orange = {0.90, 0.42, 0.05},
                              middle = {0.97, 0.97, 0.96}, broken = {0.6, 0.6, 0.6},
                              dark = {0.03, 0.19, 0.42};
    double share = plot_shade(cells, value);
    if (isnan(share))
        return broken;
    switch (cells->scale) {
    case PLOT_CLASSES:
        return class_color(share);
    case PLOT_DECISION: // lighter, since samples stand on it
        return mix(middle, share < 0 ? blue : orange, 0.65 * fabs(share));
    case PLOT_SIGNED:
        return mix(middle, share < 0 ? blue : orange, fabs(share));
    case PLOT_SEQUENTIAL:
        break;
    }
    return share < 0.5 ? mix(middle, blue, 1.4 * share)
                       : mix(mix(middle, blue, 0.7), dark, 2 * share - 1);
}
