// SPDX-License-Identifier: GPL-3.0-or-later
// A sum as formulas have it: what is added up, by name and by number. A sum borrows its factors, except for
// those it owns and sum_clear frees.
#ifndef VIEW_SUM_H
#define VIEW_SUM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "view/style.h"
#include "view/template.h"

struct pass_view;

// One factor of the terms; consecutive ones lie [step] doubles apart.
struct sum_factor {
    const double *data; // NULL: there is none
    size_t step;
    char name[TEMPLATE_NAME_SIZE]; // as "a1[n,1]"
};

// value = (start + Σ left·right) / divisor, where the sum is one chain of fused multiply-adds in
// index order that begins with [start].
struct sum {
    size_t count; // 0: no sum at all
    struct sum_factor left, right;
    bool has_start;
    double start;                        // the bias
    char start_name[TEMPLATE_NAME_SIZE]; // as "b1[0,1]"
    size_t divisor;                      // 0: none
    char letter;                         // of the index, as the names have it: 'n'
    const char *word;                    // what a term belongs to: "sample"
    double value;
    double *owned; // numbers made for this sum only, or NULL; sum_clear frees them
    // Writes what term [index] is made of, where it is not a product; or NULL.
    void (*write)(struct buf *out, const struct pass_view *view, size_t index);
};

// Frees what the sum owns.
void sum_clear(struct sum *sum);

// The factors of term [index]; the right one is 1 where there is none. And their product.
double sum_left(const struct sum *sum, size_t index);
double sum_right(const struct sum *sum, size_t index);
double sum_term(const struct sum *sum, size_t index);

// Appends the sum's names, as "Σi x[1,i] · w1[i,0] + b1[0,0]".
void sum_names(struct buf *out, const struct sum *sum);

// Appends one term's numbers, as "0·0.417022".
void sum_term_numbers(struct buf *out, const struct sum *sum, size_t index, struct style style);

// Appends all numbers in one line, as "(0·0.417022 + … 3 more … + 0.25) / 4", abridged in the middle.
void sum_numbers(struct buf *out, const struct sum *sum, struct style style);

#endif
