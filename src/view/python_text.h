// SPDX-License-Identifier: GPL-3.0-or-later
// What every exported Python program begins with: its head, its data, its matrices. A program is text in
// a buffer; a matrix too large to stand in it goes into a file beside it.
#ifndef VIEW_PYTHON_TEXT_H
#define VIEW_PYTHON_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "network/network.h"
#include "view/export.h"

// Numbers that stand in a program at most; a larger table goes beside it.
enum { PYTHON_NUMBERS_MOST = 2000 };

struct schedule;

// Where a program goes. [failed] is set when memory ran out.
struct python {
    const struct export_source *source;
    struct export_files *files;
    struct buf *out;
    const char *array, *close; // what stands before and after the lists of an array
    bool failed;
};

// The session at which the program begins, and its network.
const struct session *python_session(const struct python *python);
const struct network *python_network(const struct python *python);

// What may be expected of the numbers it prints; see study/promise.h.
void python_promise(struct buf *out, const struct export_source *source);

// Whether the table of the data stands beside the program; and that matrix.
bool python_data_is_beside(const struct export_source *source);
bool python_is_beside(struct matrix m);
// Whether anything does, so that the program must read files.
bool python_reads_files(const struct export_source *source);

// Appends "name = " and the matrix, or a call of load() for the file beside it where it is put.
void python_matrix(struct python *python, const char *name, struct matrix m);

// Puts the table of all samples beside the program, as NAME.csv.
void python_data_beside(struct python *python);

// A file's name beside the program, as a text in quotes: that of the program with another ending.
void python_file_name(struct buf *out, const struct export_source *source, const char *ending,
                      const char *suffix);

// The settings that [text] calls by their names, a line each: "momentum = 0.9".
void python_settings(struct buf *out, const struct settings *settings, const char *text);

// Appends a text of one or more lines, each after [indent] spaces, and a newline.
void python_lines(struct buf *out, size_t indent, const char *text);

// Appends the learning rate of the epoch that the loop is in.
void python_rate(struct buf *out, const struct schedule *schedule);

// Begins, in the loop over the epochs, what is done where a loss is printed. Returns the spaces before
// what follows.
size_t python_when_printed(struct buf *out, const struct export_source *source);

// Appends the line that prints the loss of an epoch, of which [last] is the last.
void python_print_loss(struct buf *out, size_t indent, size_t last);

#endif
