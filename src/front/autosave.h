// SPDX-License-Identifier: GPL-3.0-or-later
// The session of the person at the terminal, kept on the disk while it runs, so that no end of the
// program loses more than the command that is running. One session a process; the shell and the output are
// borrowed from autosave_begin to autosave_end.
//
//     autosave_begin(shell, &output);       // offers a session that ended badly
//     ... autosave_note() when a command may have changed something, then, once nothing is typed and
//     in any case before the next command, autosave_keep() ...
//     autosave_end(is_clean);
#ifndef FRONT_AUTOSAVE_H
#define FRONT_AUTOSAVE_H

#include <stdbool.h>

#include "front/output.h"
#include "shell/shell.h"

// From here on the shell's session is kept, in nnsh's folder of the user's state. Shows one line if a
// session ended without its user's doing.
void autosave_begin(const struct shell *shell, struct output *output);

// Notes that the session may have changed.
void autosave_note(void);

// Whether there may be something to keep.
bool autosave_is_due(void);

// Writes the session if it is not what was written last; a large one by a child process, so that nobody
// waits. Where it cannot be written the next autosave_note says why.
void autosave_keep(void);

// Notes that the session may have changed, between two lines of a paste, and keeps it unless it was kept a
// moment ago.
void autosave_keep_in_paste(void);

// Keeps the session in the middle of a long run, if it was not kept for a minute; suits struct host.
void autosave_look(void *context);

// Keeps the session as it is in a file of its own, if there is anything in it, since another one takes its
// place for a while; suits struct host.
void autosave_set_aside(void *context);

// Keeps the session a last time. After a clean end it stays only where something was not saved, and
// one line says how to get it back; after any other the next start offers it.
void autosave_end(bool is_clean);

// The file of the session kept last, or NULL; suits struct host. It is valid until the next call.
const char *autosave_kept(void *context);

#endif
