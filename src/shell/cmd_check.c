// SPDX-License-Identifier: GPL-3.0-or-later
// The command check.
#include <stdint.h>
#include <stdlib.h>

#include "base/words.h"
#include "network/gradcheck.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/read_value.h"
#include "shell/shell.h"
#include "view/check_view.h"

static command_function run_check;

enum { NAME };

const struct command check_command = {
    .name = "check",
    .topic = TOPIC_LOOK,
    .params = {[NAME] = {"NAME", PARAM_PARAMETERS, .flags = PARAM_OPTIONAL}},
    .summary = "compare gradients with finite differences",
    .details = "Each parameter is moved a little down and up, and the slope of the loss\n"
               "between the two is compared with the gradient. Where a unit is exactly at a\n"
               "corner of its activation (relu at 0), the loss has a left and a right slope,\n"
               "and the gradient is right when it equals one of them. At the edge of step\n"
               "the loss jumps and has no slope on that side. With a name (w1, b2) only that\n"
               "parameter is compared.",
    .example = "init\ncheck\n",
    .flags = COMMAND_NEEDS_NETWORK | COMMAND_PLAIN | COMMAND_LOOKS,
    .reveals = REVEALS_YES,
    .run = run_check,
};

static bool run_check(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *name = &call->arguments[NAME];
    struct step_config config = session_step_config(session);
    size_t which = SIZE_MAX;
    if (name->given && !read_parameter(session, call->text + name->at, name->length, &which, error))
        return error_place(error, name->at, name->length);
    struct gradcheck_report *reports = calloc(2 * session->network->layer_count, sizeof *reports);
    if (!reports)
        return error_memory(error);
    bool well = gradcheck_run(session->network, &config, session->pass->x, session->pass->y, which,
                              session->stop, reports, error);
    size_t wrong = 0;
    if (well)
        wrong = check_view(&shell->out, shell_style(shell), session->network, reports);
    free(reports);
    if (well && session_is_stopped(session))
        buf_puts(&shell->out, "interrupted: what is not listed was not compared\n");
    if (wrong == 0)
        return well;
    shell_send(shell);
    return error_set(error, "%zu gradient%s differ%s from the slope of the loss", wrong,
                     plural(wrong), wrong == 1 ? "s" : "");
}
