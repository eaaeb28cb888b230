// SPDX-License-Identifier: GPL-3.0-or-later
// The one printer of errors.
#ifndef SHELL_REPORT_H
#define SHELL_REPORT_H

#include "base/error.h"
#include "shell/shell.h"

// Where the text came from that an error is placed in.
struct source_text {
    const char *text; // with NULs between commands
    size_t length;
    size_t first_line;
    size_t base; // where the failed command begins in the text
    bool is_raw; // the text is a line as it came: a NUL in it is a NUL
};

// Passes the host "file:line:col: error: what; what to do", the line, a caret run under the place,
// and, inside scripts that were sourced, who sourced them. [source] may be NULL: no place.
void report_error(struct shell *shell, const struct source_text *source, const struct error *error);

#endif
