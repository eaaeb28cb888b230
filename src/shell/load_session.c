// SPDX-License-Identifier: GPL-3.0-or-later
// The saved session is run like a script, on a session of its own and with the shell told to accept nothing
// but commands that set state. So whatever is wrong with it, nothing has changed.
#include "shell/load_session.h"

#include <stdlib.h>

#include "session/session.h"
#include "shell/loop.h"
#include "shell/report.h"
#include "shell/shell.h"

// Runs the saved session [input] on a fresh session in the shell's. False, with what is wrong reported
// where it is, when that cannot be done.
static bool run_saved(struct shell *shell, struct input *input)
{
    struct error error = ERROR_NONE;
    shell->resumed = false;
    shell->loads = true;
    bool well = shell_run(shell, input);
    shell->loads = false;
    if (!well || shell->resumed)
        return well;
    error_set(&error, "the saved session ends too early: 'resume ... here' is its last line");
    error_hint(&error, "the file was cut short, or 'save' did not write it; 'source' runs any "
                       "script");
    shell->inputs[shell->input_count++] = input;
    report_error(shell, NULL, &error);
    shell->input_count--;
    return false;
}

struct session *load_session(struct shell *shell, struct input *input, struct error *error)
{
    struct session *session = shell->session;
    struct session *fresh = session_create_beside(session, error);
    free(shell->restoring);
    shell->restoring = NULL;
    if (!fresh)
        return NULL;
    shell->session = fresh;
    bool well = run_saved(shell, input);
    fresh = shell->session;
    shell->session = session;
    if (well && (!shell->other_data || shell->took_other))
        return fresh;
    session_free(fresh);
    if (well) {
        error_set(error, "the saved session takes its data from no file, so data= has "
                         "nothing to replace");
    } else if (host_is_stopped(shell->host)) {
        error_set(error, "loading was interrupted; the session is unchanged");
    } else {
        error_set(error, "the file could not be loaded");
        error->quiet = true; // what went wrong was told where it happened
    }
    return NULL;
}
