// SPDX-License-Identifier: GPL-3.0-or-later
// Handwritten digits: 1797 pictures of 8×8 points, written by thirteen people for the U.S. National
// Institute of Standards and Technology. E. Alpaydin and C. Kaynak counted the black points of each
// 4×4 square of the scans, 0 to 16 (Optical Recognition of Handwritten Digits, the test set, UCI
// Machine Learning Repository, 1998; it may be shared under CC BY 4.0). Their order stays; the ink is
// from 0 (white) to 1 (black), in sixteenths, which doubles hold exactly.
#include "data/builtin.h"

enum { DIGITS = 10, POINTS = 64, INK_MOST = 16 };

// The digit, its points, and the end of the text.
static const char pictures[][1 + POINTS + 1] = {
#include "data/digits.inc"
};

_Static_assert(sizeof pictures / sizeof *pictures == BUILTIN_DIGITS, "as many as the table says");

// How black a point is: 0 to 9 and a to g stand for sixteenths.
static double ink_of(char point)
{
    return (point <= '9' ? point - '0' : point - 'a' + 10) / (double)INK_MOST;
}

struct dataset *builtin_digits(const struct builtin_options *options, struct error *error)
{
    struct dataset *set = dataset_create(options->n, POINTS, DIGITS, error);
    for (size_t n = 0; set && n < options->n; n++) {
        for (size_t i = 0; i < POINTS; i++)
            set->x.data[n * POINTS + i] = ink_of(pictures[n][1 + i]);
        set->y.data[n * DIGITS + (size_t)(pictures[n][0] - '0')] = 1;
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
