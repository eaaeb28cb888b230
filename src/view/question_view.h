// SPDX-License-Identifier: GPL-3.0-or-later
// Questions of the quiz in words: what is asked, the formula in names, the arithmetic, the score.
// Everything is appended to the caller's buffer.
#ifndef VIEW_QUESTION_VIEW_H
#define VIEW_QUESTION_VIEW_H

#include "base/buf.h"
#include "lesson/quiz.h"
#include "view/style.h"

struct session;

// The question that is open, with how to ask for it again.
void question_view_ask(struct buf *out, const struct quiz *quiz, const struct session *session,
                       struct style style);

// How its answer is computed: the formula in names.
void question_view_formula(struct buf *out, const struct quiz *quiz, const struct session *session,
                           struct style style);

// The same with its numbers, as `explain` shows it. What the stages before it compute must be there.
void question_view_working(struct buf *out, const struct quiz *quiz, const struct session *session,
                           struct style style);

// Topics and streaks, points, and the slips that were met.
void question_view_score(struct buf *out, const struct quiz *quiz, struct style style);

#endif
