// SPDX-License-Identifier: GPL-3.0-or-later
// What pages in a browser compute with: activations as functions of JavaScript. Text in a buffer.
#ifndef VIEW_JAVASCRIPT_TEXT_H
#define VIEW_JAVASCRIPT_TEXT_H

#include "base/buf.h"
#include "network/activation.h"

// Appends an activation as a member of an object: its function of z, of one number or of a row, and whether the
// line z = 0 is where its slope changes. The function may call erf(x).
void javascript_activation(struct buf *out, const struct activation *activation);

#endif
