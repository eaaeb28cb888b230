// SPDX-License-Identifier: GPL-3.0-or-later
// The command diagnose.
#include "shell/commands.h"
#include "shell/shell.h"
#include "study/diagnosis.h"
#include "view/diagnosis_view.h"

static command_function run_diagnose;

const struct command diagnose_command = {
    .name = "diagnose",
    .topic = TOPIC_LOOK,
    .summary = "tell what keeps the network from learning",
    .details = "A copy goes on learning, and if it gets nowhere, causes are looked for: units\n"
               "that are always on or off, twins, saturation, gradients that vanish, a learning\n"
               "rate that does not fit, and more. Each finding comes with the numbers that say\n"
               "so and a command to try. The network itself stays as it is.",
    .example = "init seed=3\ntrain 10000 every=10000\ndiagnose\n",
    .flags = COMMAND_NEEDS_NETWORK | COMMAND_LOOKS,
    .run = run_diagnose,
};

static bool run_diagnose(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call;
    struct study_case from = study_case_of(shell->session);
    struct diagnosis *diagnosis = diagnosis_create(&from, error);
    if (!diagnosis)
        return false;
    diagnosis_view(&shell->out, shell_style(shell), diagnosis);
    diagnosis_free(diagnosis);
    return true;
}
