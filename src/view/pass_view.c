// SPDX-License-Identifier: GPL-3.0-or-later
// The views are handed this record rather than the session, so that they can show any pass.
#include "view/pass_view.h"

#include "session/session.h"

struct pass_view pass_view_of(const struct session *session, struct style style)
{
    return (struct pass_view){session->network, session->pass, session_recipe(session), style};
}
