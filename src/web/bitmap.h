// SPDX-License-Identifier: GPL-3.0-or-later
// A picture of pixels as text.
#ifndef WEB_BITMAP_H
#define WEB_BITMAP_H

#include <stddef.h>

#include "base/buf.h"

// Appends the base64 of a bitmap (image/bmp). A pixel is four bytes: blue, green, red and one that counts for
// nothing. The buffer fails where memory does not suffice.
void bitmap_put(struct buf *out, const unsigned char *pixels, size_t cols, size_t rows);

#endif
