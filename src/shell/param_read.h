// SPDX-License-Identifier: GPL-3.0-or-later
// How an argument of each kind is taken from a command's text. Each function is a param_reader
// (shell/param.h): it returns where the argument ends, or 0 with [error] set and placed in the text. What it
// stores in the argument belongs to the call.
#ifndef SHELL_PARAM_READ_H
#define SHELL_PARAM_READ_H

#include "shell/param.h"

// A whole number in plain digits, and a finite number.
param_reader param_read_count, param_read_real;

// An expression, and a name that can be set, perhaps with an index. Both are stored parsed.
param_reader param_read_expression, param_read_place;

// A word in quotes, or up to the next space; and one text in quotes, or several side by side, which are
// joined by spaces. Both are stored without the quotes.
param_reader param_read_quotable, param_read_text;

// Nothing is stored: a name to give; the sign =; the parameter's own name; any word up to the next space;
// the same with spaces between brackets allowed, as in dw2[1, 0].
param_reader param_read_name, param_read_equals, param_read_here, param_read_word, param_read_quiz;

// Nothing is stored: words up to the next option; one or two of them, perhaps in quotes; all that is left of
// the command.
param_reader param_read_words, param_read_two, param_read_rest;

#endif
