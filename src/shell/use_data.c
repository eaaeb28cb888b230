// SPDX-License-Identifier: GPL-3.0-or-later
// The session refuses data that its network does not fit; the summary is then not shown.
#include "shell/use_data.h"

#include "data/dataset.h"
#include "session/session.h"
#include "shell/shell.h"
#include "view/data_view.h"

bool use_data(struct shell *shell, struct dataset *data, struct error *error)
{
    if (!data)
        return false;
    if (!session_use_data(shell->session, data, error)) {
        dataset_free(data);
        return false;
    }
    data_view_summary(&shell->out, shell->session, shell_style(shell));
    return true;
}
