// SPDX-License-Identifier: GPL-3.0-or-later
// A training as JSON: the data, the weights of some epochs, the curve of the loss. A page with a slider shows it
// (report/). The source is borrowed; report_clear frees the rest.
#ifndef VIEW_REPORT_H
#define VIEW_REPORT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "view/export.h"

struct report {
    const struct export_source *source; // its session has a network that fits the data
    struct buf json;
    struct buf about; // sentences on what it holds and what it leaves out
};

// Fills json and about. False with [error] set when memory ran out or the session's stop flag was raised.
bool report_fill(struct report *report, struct error *error);

void report_clear(struct report *report);

#endif
