// SPDX-License-Identifier: GPL-3.0-or-later
// The list of commands, in the order of `help` and of the documents. A command is its row: to add one,
// write the row and its function in a cmd_ file, and its name here.
#ifndef SHELL_COMMANDS_H
#define SHELL_COMMANDS_H

#include "shell/command.h"

// clang-format off
#define COMMANDS(X)                                                                       \
    X(init) X(data) X(set) X(let) X(reset) X(freeze) X(unfreeze)                          \
    X(next) X(forward) X(backward) X(update) X(step) X(train) X(predict) X(sweep)         \
    X(show) X(print) X(whatif) X(watch) X(unwatch) X(break) X(unbreak) X(explain)         \
    X(check) X(diagnose) X(plot) X(live)                                                          \
    X(undo) X(redo) X(goto) X(mark) X(diff) X(history)                                    \
    X(source) X(save) X(load) X(export) X(record) X(restore) X(resume)                    \
    X(lesson) X(hint) X(skip) X(retry)                                                    \
    X(title) X(say) X(ask) X(do) X(slip) X(solution) X(pause)                             \
    X(quiz) X(answer)                                                                     \
    X(expect) X(help) X(clear) X(version) X(quit)

// What may follow the word data.
#define DATA_PARTS(X)                                                                     \
    X(data_file) X(data_split) X(data_normalize) X(data_shuffle) X(data_take)             \
    X(data_grid) X(data_inline)

// What may follow the word lesson.
#define LESSON_PARTS(X) X(lesson_off) X(lesson_forget) X(lesson_receipt)
// clang-format on

#define COMMAND_ROW(name)      &name##_command,
#define COMMAND_DECLARED(name) extern const struct command name##_command;
COMMANDS(COMMAND_DECLARED)
DATA_PARTS(COMMAND_DECLARED)
LESSON_PARTS(COMMAND_DECLARED)

extern const struct command_table commands;

#endif
