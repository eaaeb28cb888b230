// SPDX-License-Identifier: GPL-3.0-or-later
// The worked arithmetic of one sample: forward, backward and update, as LaTeX or as Markdown. With gaps the
// value of each formula is a blank to be filled in, and a key with the values stands at the end.
#ifndef VIEW_WORKSHEET_H
#define VIEW_WORKSHEET_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "view/export.h"
#include "view/spelling.h"

// Appends the sheet of source->sample, in the batch under way; the session is only read. False with [error]
// set where there is no such sample, memory does not suffice or the session was stopped.
bool worksheet_write(struct buf *out, const struct export_source *source, enum spelling spelling,
                     struct error *error);

#endif
