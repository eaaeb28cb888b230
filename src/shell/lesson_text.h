// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of a lesson, with values in them.
#ifndef SHELL_LESSON_TEXT_H
#define SHELL_LESSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "view/style.h"

struct session;

enum { LESSON_COLUMNS = 78 }; // a paragraph's most

// Appends the text with the value of each expression in braces in its place; two opening braces are one.
// False with [error] set where an expression is wrong or has no value.
bool lesson_text_fill(struct buf *out, struct session *session, struct style style,
                      const char *text, struct error *error);

// Appends the text as a paragraph: its lines are broken at the screen's width, or at LESSON_COLUMNS.
void lesson_text_put(struct buf *out, struct style style, const char *text);

#endif
