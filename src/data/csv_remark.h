// SPDX-License-Identifier: GPL-3.0-or-later
// Comments after rows, as in `5.1,0 # measured twice`. Nothing is owned.
#ifndef DATA_CSV_REMARK_H
#define DATA_CSV_REMARK_H

#include <stdbool.h>
#include <stddef.h>

// Whether rows of rows[0, length) end in comments that begin with a # after a space.
bool csv_has_remarks(const char *rows, size_t length);

#endif
