// SPDX-License-Identifier: GPL-3.0-or-later
// The processes of grading: one for each answer, several at a time.
#ifndef FRONT_GRADE_RUN_H
#define FRONT_GRADE_RUN_H

#include "front/grade_child.h"

// Fills rows[0, job->pile->count), each made by grade_row_init for its file, running as many answers at
// a time as [cores]. False with [error] set when no process can be made, or a signal came; none is then
// left.
bool grade_run(const struct grade_job *job, struct grade_row *rows, size_t cores,
               struct error *error);

#endif
