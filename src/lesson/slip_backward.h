// SPDX-License-Identifier: GPL-3.0-or-later
// The wrong values of slips in gradients and updates, for the rows of slip_rows.c. Nothing is owned.
#ifndef LESSON_SLIP_BACKWARD_H
#define LESSON_SLIP_BACKWARD_H

#include "lesson/slip.h"
#include "lesson/slip_site.h"

// Of each, wrong value number [turn] into value[0], as struct slip_row explains.
#define SLIPS_BACKWARD(X)                                                                          \
    X(sign)                                                                                        \
    X(no_2)                                                                                        \
    X(no_mean)                                                                                     \
    X(sse) X(mean_again) X(no_slope) X(slope_at_a) X(z_in_formula) X(value_for_slope)              \
        X(slope_twice) X(skipped_slope) X(no_weight) X(one_unit) X(new_weights)                    \
            X(output_for_input) X(no_input) X(one_share) X(with_lr) X(step_only) X(uphill)         \
                X(no_lr) X(unchanged) X(twice) X(plain_step)

#define SLIP_DECLARED(name)                                                                        \
    bool slip_##name(const struct slip_site *site, size_t turn, double value[2]);
SLIPS_BACKWARD(SLIP_DECLARED)
#undef SLIP_DECLARED

// Writes the number of the sample whose share was taken.
void slip_sample_detail(const struct slips *slips, size_t turn, char text[ELEMENT_NAME_SIZE]);

#endif
