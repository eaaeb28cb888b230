// SPDX-License-Identifier: GPL-3.0-or-later
// A break stops training at the update that makes it true, so it is the change from false to true
// that counts: going on after a stop does not stop again at the same place. An expression points into
// the text it was parsed from; both live and die together.
#include "session/watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/quantity.h"
#include "session/session.h"

bool watches_add(struct watches *watches, const char *text, size_t length, struct error *error)
{
    size_t end, bytes = (watches->count + 1) * sizeof *watches->list;
    char *copy = malloc(length + 1);
    struct watch *list = copy ? realloc(watches->list, bytes) : NULL;
    if (!list) {
        free(copy);
        return error_memory(error);
    }
    watches->list = list;
    memcpy(copy, text, length);
    copy[length] = '\0';
    struct expr *expr = expr_parse(copy, length, 0, &end, error);
    if (!expr) {
        free(copy);
        return false;
    }
    watches->list[watches->count++] = (struct watch){copy, expr, false};
    return true;
}

void watches_remove(struct watches *watches, size_t index)
{
    struct watch *watch = &watches->list[index];
    expr_free(watch->expr);
    free(watch->text);
    watches->count--;
    memmove(watch, watch + 1, (watches->count - index) * sizeof *watch);
}

void watches_clear(struct watches *watches)
{
    while (watches->count)
        watches_remove(watches, watches->count - 1);
    free(watches->list);
    watches->list = NULL;
}

bool watch_value(struct session *session, const struct watch *watch, struct value *value,
                 bool *before, struct error *error)
{
    struct scope scope = session_scope(session), any = session_rehearsal_scope(session);
    *before = false;
    if (expr_evaluate(watch->expr, &scope, value, error))
        return true;
    *before = session->had > 0;
    return *before && expr_evaluate(watch->expr, &any, value, error);
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
        if (!expr_condition(watch->expr, &scope, &holds, &cause)) {
            error_set(error, "break %zu, %s, cannot be asked: %.200s", i,
                      error_quote(watch->text, strlen(watch->text)).text, cause.what);
            return error_hint(error, "'unbreak %zu' takes it away", i);
        }
        if (holds && !watch->held && !begins && *which == breaks->count)
            *which = i;
        watch->held = holds;
    }
    return true;
}
