// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what commands take besides their plain arguments: an expression's value, a setting's value, the
// name of a parameter matrix. Each places its error in the command's text.
#ifndef SHELL_READ_VALUE_H
#define SHELL_READ_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct call;
struct expr;
struct session;
struct setting;
struct settings;
struct value;

// The expression of text[at, at + length), which must take all of it. NULL with [error] set.
struct expr *read_expression(const struct call *call, size_t at, size_t length,
                             struct error *error);

// The value of the expression that takes all of text[at, at + length), which the caller clears. False
// with [error] set when it is none.
bool read_value(struct session *session, const struct call *call, size_t at, size_t length,
                struct value *value, struct error *error);

// Reads text[at, at + length) as the value of a setting into [settings]. False with [error] set and
// placed, and nothing changed, when it does not fit.
bool read_setting(struct session *session, const struct call *call, size_t at, size_t length,
                  const struct setting *setting, struct settings *settings, struct error *error);

// The parameter matrix that [name] means (w1, b2; dw1 means w1's), as network_parameter numbers them.
// False with [error] set when there is none.
bool read_parameter(const struct session *session, const char *name, size_t length, size_t *index,
                    struct error *error);

#endif
