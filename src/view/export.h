// SPDX-License-Identifier: GPL-3.0-or-later
// Exports: what was learnt here as a file for other tools. A kind of export is a row, chosen by the
// file's ending; exports.h lists them, and each stands beside its writer in an export_ file. Writers
// read one description, struct export_source, and append to a struct export_files; they touch no file.
// The source borrows; the files belong to their caller, who frees them with export_files_clear.
#ifndef VIEW_EXPORT_H
#define VIEW_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "network/matrix.h"
#include "study/promise.h"

struct session;
struct timeline;

// What may be given to `export` besides the file; a kind says which of these it takes.
enum export_option {
    EXPORT_FROM = 1,    // from=start or here
    EXPORT_FLOAT = 2,   // float=32 or 64
    EXPORT_EPOCHS = 4,  // epochs=N
    EXPORT_SAMPLE = 8,  // sample=I
    EXPORT_GAPS = 16,   // gaps=yes
    EXPORT_MATRIX = 32, // the name of one matrix
    EXPORT_ALL = 64,    // all of the session, as it is without a name
};

// What is exported. A program begins at [at], which is the session itself with from=here, else a session
// of its own with the weights that training began from, epoch 0; both have the same data and settings.
struct export_source {
    struct session *session;   // as it is now
    const struct session *at;  // where a program begins
    struct timeline *timeline; // the commands that led here; or NULL
    const char *name;          // of the one matrix that is wanted, or NULL
    struct matrix matrix;      // that matrix
    const char *file;          // the file's name without folders
    const char *ending;        // its ending, as the kind has it
    unsigned given;            // the options that were given, by enum export_option
    bool from_here;
    unsigned float_bits; // 32 or 64
    size_t epochs;       // that the program runs, or the page shows
    size_t sample;
    bool gaps;
    struct promise promise;
};

// The files of one export: the one that was asked for, and those that stand beside it.
struct export_files {
    struct buf main;
    struct export_beside {
        char *suffix; // its name is that of the main file, with this in place of the ending
        struct buf text;
    } * beside;
    size_t beside_count;
    struct buf note; // what is worth saying, a line each
};

#define EXPORT_FILES_EMPTY ((struct export_files){.main = BUF_EMPTY, .note = BUF_EMPTY})

struct export_kind {
    const char *ending;  // with its point, as ".torch.py"
    const char *meaning; // what is written
    const char *then;    // how to continue, with FILE where the file's name belongs; or NULL
    unsigned takes;      // which options, by enum export_option
    bool needs_network;  // one that fits the data, with finite parameters
    bool needs_promise;  // [promise] is to be measured before it is written
    // Fills the files. False with [error] set when the kind cannot hold what is there, memory ran out or
    // the session's stop flag was raised.
    bool (*write)(const struct export_source *source, struct export_files *files,
                  struct error *error);
};

// Begins another file beside the main one and returns its text; NULL when memory does not suffice.
struct buf *export_beside(struct export_files *files, const char *suffix);

// Frees the files.
void export_files_clear(struct export_files *files);

#endif
