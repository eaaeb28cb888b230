// SPDX-License-Identifier: GPL-3.0-or-later
// A training as a NumPy program in the style of a first notebook: w1, b1, z1 = np.dot(x, w1) + b1, one line
// a formula, and no line that this training does not need. It comes in parts, which a program writes one
// after the other and a notebook as cells. Each part appends to python->out.
#ifndef VIEW_NUMPY_PROGRAM_H
#define VIEW_NUMPY_PROGRAM_H

#include <stdbool.h>

#include "view/python_text.h"

// A program for that source, whose parts go to [out]. [is_notebook]: files are sought in the present folder,
// and the losses are kept in a list.
struct python numpy_program(const struct export_source *source, struct export_files *files,
                            struct buf *out);

void numpy_imports(struct python *python, bool is_notebook);
void numpy_data(struct python *python);
void numpy_weights(struct python *python);

// Settings, what the optimizer keeps, and the generator that draws the order of the samples.
void numpy_settings(struct python *python);

// The function predict(x).
void numpy_predict(struct python *python);

// The loop over the epochs.
void numpy_training(struct python *python, bool keeps_losses);

// What the network has learnt: its predictions where they are few, and how many of them are right.
void numpy_result(struct python *python);

#endif
