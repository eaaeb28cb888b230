// SPDX-License-Identifier: GPL-3.0-or-later
// A break stops training at the update that makes it true, so it is the change from false to true
// that counts: continuing after a stop does not stop again at the same place.
#include "session/watch_value.h"

#include <string.h>

#include "session/quantity.h"

bool watch_value(struct session *session, const struct watch *watch, struct value *value,
                 bool *before, struct error *error)
{
    struct scope scope = session_scope(session), any = session_rehearsal_scope(session);
    *before = false;
    if (expr_evaluate(watch->expr, &scope, value, error))
        return true;
    *before = session->stale_end > 0;
    return *before && expr_evaluate(watch->expr, &any, value, error);
}

// Says which break has no value, and why.
static bool break_fails(const struct watch *watch, size_t i, const struct error *cause,
                        struct error *error)
{
    error_set(error, "break %zu, %s, cannot be computed: %.200s", i,
              error_quote(watch->text, strlen(watch->text)).text, cause->what);
    return error_hint(error, "'unbreak %zu' removes it", i);
}

bool watches_can_be_asked(struct session *session, const struct watches *breaks,
                          struct error *error)
{
    struct scope any = session_rehearsal_scope(session);
    struct error cause;
    bool holds;
    for (size_t i = 0; i < breaks->count; i++)
        if (!expr_condition(breaks->list[i].expr, &any, &holds, &cause))
            return break_fails(&breaks->list[i], i, &cause, error);
    return true;
}

bool watches_ask(struct session *session, struct watches *breaks, bool begins, size_t *which,
                 struct error *error)
{
    struct scope scope = session_scope(session);
    *which = breaks->count;
    for (size_t i = 0; i < breaks->count; i++) {
        struct watch *watch = &breaks->list[i];
        struct error cause;
        bool holds = false;
        if (!expr_condition(watch->expr, &scope, &holds, &cause))
            return break_fails(watch, i, &cause, error);
        if (holds && !watch->held && !begins && *which == breaks->count)
            *which = i;
        watch->held = holds;
    }
    return true;
}
