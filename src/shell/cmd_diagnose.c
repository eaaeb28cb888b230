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
    .summary = "tell what keeps the network from learning",
    .details = "Your training goes on in copies: with everything as it is, and with one thing\n"
               "changed, such as the learning rate, the start or the scale of the data. The\n"
               "cause is the first change, in the order in which causes act, without which it\n"
               "learns. Each finding comes with the numbers that say so, a command to try, and\n"
               "what 'train' gave after it. 'diagnose all' lists all that was tried. Your network\n"
               "stays as it is; Ctrl-C ends it with what is known by then.",
    .example = "init seed=3\ntrain 10000 every=10000\ndiagnose\n",
    .flags = COMMAND_NEEDS_NETWORK | COMMAND_LOOKS,
    .run = run_diagnose,
};

static bool run_diagnose(struct shell *shell, const struct call *call, struct error *error)
{
    struct study_case from = study_case_of(shell->session);
    struct diagnosis *diagnosis = diagnosis_create(&from, error);
    if (!diagnosis)
        return false;
    diagnosis_view(&shell->out, shell_style(shell), diagnosis);
    if (call->arguments[ALL].given)
        trials_view_all(&shell->out, shell_style(shell), diagnosis);
    shell->interrupted = shell->interrupted || diagnosis->is_interrupted;
    diagnosis_free(diagnosis);
    return true;
}
