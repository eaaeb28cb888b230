// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of the ten digits, 8×8 points from 0 (white) to 1 (black), made here and not taken from a
// collection: each begins as a figure of 5×7 points and is moved, slanted, drawn with more or less
// ink, blurred, and spotted with noise, all of it at random. No two are alike, and as in handwriting
// a digit has to be told by its form and not by single points.
#include "data/builtin.h"

#include <string.h>

#include "network/rng.h"

enum { DIGITS = 10, SIDE = 8, POINTS = SIDE * SIDE, FIGURE_ROWS = 7, FIGURE_COLS = 5 };

static const char *const figures[DIGITS][FIGURE_ROWS] = {
    {" ### ", "#   #", "#   #", "#   #", "#   #", "#   #", " ### "},
    {"  #  ", " ##  ", "  #  ", "  #  ", "  #  ", "  #  ", " ### "},
    {" ### ", "#   #", "    #", "   # ", "  #  ", " #   ", "#####"},
    {" ### ", "#   #", "    #", "  ## ", "    #", "#   #", " ### "},
    {"   # ", "  ## ", " # # ", "#  # ", "#####", "   # ", "   # "},
    {"#####", "#    ", "#### ", "    #", "    #", "#   #", " ### "},
    {"  ## ", " #   ", "#    ", "#### ", "#   #", "#   #", " ### "},
    {"#####", "    #", "   # ", "   # ", "  #  ", "  #  ", " #   "},
    {" ### ", "#   #", "#   #", " ### ", "#   #", "#   #", " ### "},
    {" ### ", "#   #", "#   #", " ####", "    #", "   # ", " ##  "},
};

// What is random in one picture.
struct hand {
    size_t right, down; // where the figure begins
    double slant;       // columns that its top leans to the right
    double ink, blur;   // how black a point is, and which part of it runs into its neighbours
};

static struct hand draw_hand(struct rng *rng)
{
    struct hand hand;
    hand.right = (size_t)rng_interval(rng, SIDE - FIGURE_COLS);
    hand.down = (size_t)rng_interval(rng, SIDE - FIGURE_ROWS);
    hand.slant = 2 * rng_uniform(rng) - 1;
    hand.ink = 0.6 + 0.4 * rng_uniform(rng);
    hand.blur = 0.1 * rng_uniform(rng);
    return hand;
}

// Puts ink on the points of a figure.
static void write_figure(double *points, size_t digit, struct hand hand)
{
    for (size_t row = 0; row < FIGURE_ROWS; row++)
        for (size_t col = 0; col < FIGURE_COLS; col++) {
            double lean = hand.slant * (3 - (double)row) / 3;
            int at = (int)(hand.right + col) + (lean >= 0.5) - (lean <= -0.5);
            if (figures[digit][row][col] != '#' || at < 0 || at >= SIDE)
                continue;
            points[(hand.down + row) * SIDE + (size_t)at] = hand.ink;
        }
}

// Lets a part of each point's ink run into its four neighbours.
static void blur(double *points, double part)
{
    double sharp[POINTS];
    memcpy(sharp, points, sizeof sharp);
    for (size_t i = 0; i < POINTS; i++) {
        double given = part * sharp[i];
        points[i] -= 4 * given;
        if (i >= SIDE)
            points[i - SIDE] += given;
        if (i + SIDE < POINTS)
            points[i + SIDE] += given;
        if (i % SIDE > 0)
            points[i - 1] += given;
        if (i % SIDE < SIDE - 1)
            points[i + 1] += given;
    }
}

struct dataset *builtin_digits(const struct builtin_options *options, struct error *error)
{
    struct dataset *set = dataset_create(options->n, POINTS, DIGITS, error);
    struct rng rng;
    rng_seed(&rng, options->seed);
    for (size_t n = 0; set && n < options->n; n++) {
        double *points = set->x.data + n * POINTS;
        struct hand hand = draw_hand(&rng);
        write_figure(points, n % DIGITS, hand);
        blur(points, hand.blur);
        for (size_t i = 0; i < POINTS; i++) {
            double value = points[i];
            value += options->noise > 0 ? options->noise * rng_normal(&rng) : 0;
            points[i] = value < 0 ? 0 : value > 1 ? 1 : value;
        }
        set->y.data[n * DIGITS + n % DIGITS] = 1;
    }
    for (size_t k = 0; set && k < DIGITS; k++) {
        char name = (char)('0' + k);
        if (dataset_name_class(set, &name, 1, error))
            continue;
        dataset_free(set);
        return NULL;
    }
    return set;
}
