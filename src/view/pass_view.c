// SPDX-License-Identifier: GPL-3.0-or-later
// The views are handed this record rather than the session, so that they can show any pass.
#include "view/pass_view.h"

#include "session/session.h"

struct pass_view pass_view_of(const struct session *session, struct style style)
{
    return (struct pass_view){session->network, session->pass, session_has_batches(session),
                              session_step_config(session), style};
}

const struct layer *pass_view_layer(const struct pass_view *view, size_t layer)
{
    return &view->network->layers[layer - 1];
}

const struct pass_layer *pass_view_values(const struct pass_view *view, size_t layer)
{
    return &view->pass->layers[layer - 1];
}

bool pass_view_is_last(const struct pass_view *view, size_t layer)
{
    return layer == view->network->layer_count;
}
