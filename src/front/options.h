// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: one table of options, from which come the parsing, --help and the man page.
// The record owns its list of sources; the texts in it are argv's.
#ifndef FRONT_OPTIONS_H
#define FRONT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

// Where commands come from, in the order given.
struct options_source {
    bool is_text; // [value] is the commands themselves (-c), else a file's name
    const char *value;
};

// What --grade and the options that go with it say; NULL and 0 where they do not.
struct options_grade {
    const char *check, *csv, *feedback;
};

struct options {
    enum { OPTIONS_RUN, OPTIONS_GRADE, OPTIONS_CHECK, OPTIONS_HELP, OPTIONS_VERSION } action;
    struct options_source *sources; // source_count of them, or none: stdin
    size_t source_count;
    bool is_interactive; // -i: stay after the sources
    bool echo, keep_going, quiet, no_rc, ascii;
    bool is_safe;      // --safe
    const char *files; // --files: the folder that safe mode reads, or NULL
    size_t seconds;    // --seconds and --memory: the limits of safe mode, or 0
    size_t megabytes;
    struct options_grade grade;
    char color; // 'a', 'y', 'n'
};

// Reads the command line. False with [error] set when it is wrong. options_clear in any case.
bool options_parse(struct options *options, int argc, char **argv, struct error *error);

// Frees what the record holds.
void options_clear(struct options *options);

// Appends what --help prints.
void options_help(struct buf *text);

// Appends the list of options alone, as it stands in --help.
void options_text(struct buf *text);

// Appends the list of options as the body of a man page's section.
void options_man(struct buf *text);

#endif
