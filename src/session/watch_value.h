// SPDX-License-Identifier: GPL-3.0-or-later
// What the expressions that a session keeps say now: the values of those it watches, and whether its
// breaks hold. Nothing is owned.
#ifndef SESSION_WATCH_VALUE_H
#define SESSION_WATCH_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/expr.h"
#include "session/session.h"
#include "session/watch.h"

// The value of a watched expression now, into [value], which the caller clears. Where a name in it is
// stale the values of the update just made are taken and [before] says so.
bool watch_value(struct session *session, const struct watch *watch, struct value *value,
                 bool *before, struct error *error);

// Whether the breaks can be asked at all, as far as shapes and names tell, so that one that cannot is
// refused before anything runs. False with [error] set.
bool watches_can_be_asked(struct session *session, const struct watches *breaks,
                          struct error *error);

// Evaluates all breaks with what the pass under way holds. Sets [which] to the first that holds and did
// not the last time, or to the list's count. With [begins] they are only noted.
bool watches_ask(struct session *session, struct watches *breaks, bool begins, size_t *which,
                 struct error *error);

#endif
