// SPDX-License-Identifier: GPL-3.0-or-later
// The shell of a page. One module holds one shell, started by nnsh_start; what the page's program may call
// is exported from web.c under the names that begin with nnsh_.
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include <stdbool.h>

#include "shell/host.h"

struct shell;

// The host that is the page, for a person or for a script. Its terminal has the size that web_resize gave.
struct host web_host(bool has_person, bool has_color);
void web_resize(size_t cols, size_t rows);

// Keeps the shell's session, if it has changed since.
void web_keep(const struct shell *shell);

// Hands the page the whole session, with its data, for an address. False where memory does not suffice.
bool web_share(const struct shell *shell);

// The shell whose session is kept while it runs long.
void web_follow(const struct shell *shell);

#endif
