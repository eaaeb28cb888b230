// SPDX-License-Identifier: GPL-3.0-or-later
// The table of slips: one row each, in the order in which they are named where several fit. Rows are
// constant; nothing is owned.
#ifndef LESSON_SLIP_ROWS_H
#define LESSON_SLIP_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "lesson/slip.h"

// Kinds of questions, as bits. Where the last layer's dz comes from loss and activation together, its dz,
// dw and db are kinds of their own.
enum slip_kinds {
    SLIP_Z = 1,
    SLIP_A = 2,
    SLIP_LOSS = 4,
    SLIP_PART = 8,
    SLIP_OUTPUT_DA = 16,
    SLIP_HIDDEN_DA = 32,
    SLIP_DZ = 64, // of the last layer
    SLIP_HIDDEN_DZ = 128,
    SLIP_FUSED_DZ = 256,
    SLIP_DW = 512,
    SLIP_FUSED_DW = 1024,
    SLIP_DB = 2048,
    SLIP_FUSED_DB = 4096,
    SLIP_NEXT = 8192,
    SLIP_SHAPE = 16384,
    SLIP_PARAMETERS = 32768,
    SLIP_UPDATES = 65536,

    SLIP_ANY_DZ = SLIP_DZ | SLIP_HIDDEN_DZ | SLIP_FUSED_DZ,
    SLIP_ANY_DW = SLIP_DW | SLIP_FUSED_DW,
    SLIP_ANY_DB = SLIP_DB | SLIP_FUSED_DB,
    SLIP_GRADIENT = SLIP_ANY_DW | SLIP_ANY_DB,
    SLIP_SLOPES = SLIP_OUTPUT_DA | SLIP_HIDDEN_DA | SLIP_ANY_DZ | SLIP_GRADIENT,
    SLIP_ELEMENTS = SLIP_Z | SLIP_A | SLIP_SLOPES | SLIP_NEXT,
    SLIP_NUMBERS = SLIP_ELEMENTS | SLIP_LOSS | SLIP_PART,
};

// Where a slip is computed: the element asked for, and what stands around it.
struct slip_site {
    const struct numbers *numbers;
    struct subject subject;
    struct element e;
    unsigned kind;
    double right;                    // the right value
    const struct layer *layer;       // its layer
    const struct pass_layer *values; // what the pass computed there
    struct matrix x;                 // what the layer takes in
    size_t count;                    // what the loss is divided by
};

struct slip_row {
    const char *name;
    unsigned kinds;
    enum slip_rank rank;
    bool is_factor; // the wrong value is the right one times a factor that may be forgotten
    bool in_pairs;  // it is also made together with `sign` or `no-slope`
    // Wrong value number [turn], into value[0] (and value[1] for a shape); NaN for one that does not apply
    // here. False after the last one.
    bool (*compute)(const struct slip_site *site, size_t turn, double value[2]);
    // What one does who makes it, after "by "; {detail}, {activation}, {loss}, its {meaning}
    // and {optimizer} are replaced.
    const char *says;
    // Writes the detail of value number [turn]; NULL where there is none.
    void (*detail)(const struct slips *slips, size_t turn, char text[ELEMENT_NAME_SIZE]);
};

extern const struct slip_row slip_rows[];
extern const size_t slip_row_count;

#endif
