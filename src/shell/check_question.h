// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a lesson's question can be answered from what a student sees, and its slips told apart.
#ifndef SHELL_CHECK_QUESTION_H
#define SHELL_CHECK_QUESTION_H

#include <stdbool.h>
#include <stddef.h>

struct lesson_item;
struct shell;

struct check_question_fault {
    size_t line;
    char what[400];
};

// Looks at the question that the lesson in the shell has just put: its solution must be near enough with
// every number in it rounded to the digits that are shown too; no slip may lie within twice the tolerance of
// what is right or of another slip; and where 0 is right, tol= says what is near. False with [fault] set.
bool check_question(struct shell *shell, const struct lesson_item *item,
                    struct check_question_fault *fault);

#endif
