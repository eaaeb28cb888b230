// SPDX-License-Identifier: GPL-3.0-or-later
// The table of slips: one row each, in the order in which they are named where several fit. Rows are
// constant; nothing is owned.
#ifndef LESSON_SLIP_ROWS_H
#define LESSON_SLIP_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "lesson/slip.h"
#include "lesson/slip_site.h"

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
