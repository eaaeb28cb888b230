// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a lesson's task is done.
#ifndef SHELL_PLAY_TASK_H
#define SHELL_PLAY_TASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct call;
struct play;
struct shell;

// Notes a command that has succeeded while a task is open, or while its solution runs. Whether it is the one
// that the task asks for, but not at its time.
bool play_task_note(struct shell *shell, const struct call *call);

// Whether the task that the lesson is at is done: a command has succeeded since it was put, the one that
// it asks for among them, and its condition holds. Where it is not, [why] says so, unless NULL. [error] is
// set where the condition is wrong, as it is in anything but a missing or stale value, and else is none.
bool play_task_is_done(struct shell *shell, struct buf *why, struct error *error);

#endif
