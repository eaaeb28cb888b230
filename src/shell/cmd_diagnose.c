// SPDX-License-Identifier: GPL-3.0-or-later
// The command diagnose.
#include "shell/run.h"
#include "shell/shell.h"
#include "study/diagnosis.h"
#include "view/diagnosis_view.h"

bool command_diagnose(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call;
    struct study_case from = study_case_of(shell->session);
    struct diagnosis *diagnosis = diagnosis_create(&from, error);
    if (!diagnosis)
        return false;
    diagnosis_view(&shell->out, run_style(shell), diagnosis);
    diagnosis_free(diagnosis);
    return true;
}
