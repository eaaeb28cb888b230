// SPDX-License-Identifier: GPL-3.0-or-later
// If the data are split, both parts are predicted and shown one after the other.
#include "shell/answer_parts.h"

#include <stdlib.h>

#include "session/metrics.h"
#include "session/outcome.h"
#include "session/session.h"
#include "shell/shell.h"
#include "view/predict_view.h"

// Predicts a part of the data and shows it, with [metrics_only] how good it is and not the samples.
static bool show_part(struct shell *shell, bool tests, bool metrics_only, struct error *error)
{
    struct session *session = shell->session;
    const struct dataset *data = session->data;
    struct style style = shell_style(shell);
    struct predicted part = {.x = tests ? data->test_x : data->x,
                             .y = tests ? data->test_y : data->y};
    if (data->test_x.rows > 0)
        part.title = tests ? "test part" : "training part";
    if (!(tests ? session_test_outcome(session, &part.a, &part.loss, error)
                : session_outcome(session, &part.a, &part.loss, error)))
        return false;
    struct metrics *metrics = metrics_create(data, part.a, part.y, error);
    if (metrics && metrics_only)
        predict_view_metrics(&shell->out, session, &part, metrics, style);
    if (metrics && !metrics_only) {
        predict_view_samples(&shell->out, session, &part, style);
        predict_view_total(&shell->out, session, &part, metrics, style);
    }
    metrics_free(metrics);
    if (tests)
        free(part.a.data);
    return metrics != NULL;
}

bool answer_parts(struct shell *shell, bool metrics_only, struct error *error)
{
    if (!session_has_network(shell->session, error))
        return false;
    return show_part(shell, false, metrics_only, error) &&
           (shell->session->data->test_x.rows == 0 || show_part(shell, true, metrics_only, error));
}
