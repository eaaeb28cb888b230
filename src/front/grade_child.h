// SPDX-License-Identifier: GPL-3.0-or-later
// One answer, run and judged within limits. This ends the process, so it belongs into one that was made for
// it.
#ifndef FRONT_GRADE_CHILD_H
#define FRONT_GRADE_CHILD_H

#include "base/buf.h"
#include "front/grade_pile.h"
#include "lesson/grade.h"

// What is the same for all answers; borrowed.
struct grade_job {
    const struct grade_check *check;
    const struct buf *text;        // the check itself
    const char *path;              // its file
    const char *folder;            // that answers may read
    const struct grade_pile *pile; // of which they may read none
    const char *kernel;            // as shell_options have it
};

// Runs the answer and the check after it on that core, writes the row to [pipe], and ends the process.
_Noreturn void grade_child(const struct grade_job *job, const struct grade_file *file, size_t core,
                           int pipe);

// Whether a process that ended with this status did so for want of memory.
bool grade_child_lacked_memory(int status);

#endif
