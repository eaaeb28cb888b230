// SPDX-License-Identifier: GPL-3.0-or-later
// How a file is written, judged by its first bytes: whether it is text at all, what separates its cells, how
// its numbers are written, which lines are comments. Nothing is allocated; the bytes are borrowed.
#ifndef DATA_CSV_JUDGE_H
#define DATA_CSV_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "data/csv_line.h"

enum { CSV_HEAD_SIZE = 32768 }; // the bytes from whose look the rest is judged

// How a file writes what a cell holds.
struct csv_dialect {
    size_t skip;       // bytes before the first row: a byte order mark, a line sep=;, comments
    size_t skip_lines; // the ends of lines among them
    char separator;    // , ; | or a tab, or what a line sep= says
    char comment;      // a line that begins with it is a comment; 0: none is
    bool has_remarks;  // and what follows it in a row, after a space
    // Runs of tabs, or of spaces and tabs, separate cells; the parser is given one tab for each.
    enum csv_runs { CSV_RUNS_NONE, CSV_RUNS_TABS, CSV_RUNS_BLANKS } runs;
    size_t comments;                 // lines that were comments among those skipped
    size_t header_at, header_length; // the names of the columns in the last of them; or length 0
    bool is_arff;                    // lines @attribute give the columns
    bool has_commas;                 // decimal commas
    bool has_points;                 // a number among the first bytes can only have a decimal point
    bool is_told;                    // which was not found out but given
};

// Judges the file by its first bytes. False with [error] set when they are not text; [name] is the
// file's.
bool csv_judge(const char *head, size_t length, const char *name, struct csv_dialect *dialect,
               struct error *error);

// Whether a block holds nothing that only a binary file has.
bool csv_is_text(const char *bytes, size_t length);

#endif
