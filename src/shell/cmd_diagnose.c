// SPDX-License-Identifier: GPL-3.0-or-later
// The command diagnose.
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/shell.h"
#include "study/diagnosis.h"
#include "view/diagnosis_view.h"
#include "view/trials_view.h"

static command_function run_diagnose;

enum { ALL };

const struct command diagnose_command = {
    .name = "diagnose",
    .topic = TOPIC_LOOK,
    .params = {[ALL] = {"all", PARAM_SWITCH, PARAM_KEYWORD, ""}},
    .summary = "find what keeps the network from learning",
    .details = "Your training continues in copies: with everything as it is, and with one\n"
               "thing changed, such as the learning rate, the start or the scale of the\n"
               "data. The cause is the first of these, in the order in which causes act,\n"
               "whose change makes the network learn. Each finding comes with the numbers\n"
               "that show it, a command to try, and the result of 'train' after it.\n"
               "What is long is left out to fit a screen: 'diagnose all' shows everything, and\n"
               "lists all that was tried. Your network stays as it is; Ctrl-C stops and shows\n"
               "what is known by then.",
    .example = "init seed=3\ntrain 10000 every=10000\ndiagnose\n",
    .flags = COMMAND_NEEDS_NETWORK | COMMAND_LOOKS,
    .reveals = REVEALS_YES,
    .run = run_diagnose,
};

static bool run_diagnose(struct shell *shell, const struct call *call, struct error *error)
{
    struct study_case from = study_case_of(shell->session);
    struct diagnosis *diagnosis = diagnosis_create(&from, error);
    if (!diagnosis)
        return false;
    diagnosis_view(&shell->out, shell_style(shell), diagnosis, call->arguments[ALL].given);
    if (call->arguments[ALL].given)
        trials_view_all(&shell->out, shell_style(shell), diagnosis);
    shell->interrupted = shell->interrupted || diagnosis->is_interrupted;
    diagnosis_free(diagnosis);
    return true;
}
