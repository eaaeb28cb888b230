// SPDX-License-Identifier: GPL-3.0-or-later
// The arguments of the words that lessons are written with, by number: for the rows, and for whoever reads
// a lesson.
#ifndef SHELL_LESSON_WORDS_H
#define SHELL_LESSON_WORDS_H

enum { TITLE_TEXT, TITLE_MINUTES, TITLE_VARIANTS };
enum { SAY_TEXT };
enum { ASK_QUESTION, ASK_EXPRESSION, ASK_TOL, ASK_DIGITS, ASK_HIDE, ASK_POINTS };
enum { DO_TEXT, DO_CONDITION, DO_USED, DO_POINTS };
enum { HINT_TEXT };
enum { SLIP_EXPRESSION, SLIP_TEXT };
enum { SOLUTION_TEXT };

#endif
