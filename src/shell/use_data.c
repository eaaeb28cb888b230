// SPDX-License-Identifier: GPL-3.0-or-later
// Nothing is refused because something else does not fit it yet: that is said at once, and refused when
// something is to be computed.
#include "shell/use_data.h"

#include "base/words.h"
#include "data/dataset.h"
#include "session/fit.h"
#include "session/session.h"
#include "shell/shell.h"
#include "view/data_view.h"

void put_unfit(struct shell *shell)
{
    const struct session *session = shell->session;
    struct error unfit = ERROR_NONE;
    if (!session->network ||
        fit_check(session->network, session->data, session->settings.loss, &unfit))
        return;
    buf_printf(&shell->out, "  %s; %s\n", unfit.what, unfit.hint);
}

// Says that weights which learnt from other data continue with these.
static void put_old_weights(struct shell *shell)
{
    const struct session *session = shell->session;
    struct error unfit;
    if (session->network && session->steps > 0 &&
        fit_check(session->network, session->data, session->settings.loss, &unfit))
        buf_printf(&shell->out,
                   "  the network keeps the weights of its %zu epoch%s with other data; 'reset' "
                   "draws them again\n",
                   session->epoch, plural(session->epoch));
}

bool use_data(struct shell *shell, struct dataset *data, struct error *error)
{
    (void)error;
    if (!data)
        return false;
    session_use_data(shell->session, data);
    data_view_summary(&shell->out, shell->session, shell_style(shell));
    put_unfit(shell);
    put_old_weights(shell);
    return true;
}
