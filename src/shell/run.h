// SPDX-License-Identifier: GPL-3.0-or-later
// The functions behind the rows of the command table, one file for each heading of `help`:
// cmd_make.c, cmd_run.c, cmd_look.c, cmd_time.c, cmd_files.c, cmd_learn.c. All of them have the contract of
// struct command's run.
#ifndef SHELL_RUN_H
#define SHELL_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "network/matrix.h"
#include "view/style.h"

struct call;
struct shell;

typedef bool command_function(struct shell *shell, const struct call *call, struct error *error);

command_function command_data, command_data_file, command_data_split, command_data_normalize,
    command_data_shuffle, command_data_take, command_data_grid, command_data_inline;
command_function command_init, command_set, command_let, command_reset, command_freeze,
    command_unfreeze;
command_function command_next, command_forward, command_backward, command_update, command_step,
    command_train, command_predict, command_sweep;
command_function command_show, command_print, command_check;
command_function command_watch, command_unwatch, command_break, command_unbreak, command_whatif;
command_function command_explain;
command_function command_diagnose;
command_function command_undo, command_redo, command_goto, command_mark, command_diff;
command_function command_source, command_save, command_load, command_record;
command_function command_restore, command_resume;
command_function command_plot;
command_function command_expect, command_help, command_history, command_clear, command_version,
    command_quit;

// The parameter matrix that [name] means (w1, b2; dw1 means w1's), as network_parameter numbers them.
// False with [error] set when there is none.
struct session;
bool run_parameter(const struct session *session, const char *name, size_t length, size_t *index,
                   struct error *error);

// Reads text[at, at + length) as the value of a setting into [settings]. False with [error] set and
// placed, and nothing changed, when it does not fit.
struct place;
struct setting;
struct settings;
bool run_read_setting(struct session *session, const struct call *call, size_t at, size_t length,
                      const struct setting *setting, struct settings *settings,
                      struct error *error);

// The value of the expression that takes all of text[at, at + length), which the caller clears. False
// with [error] set when it is none.
struct value;
bool run_evaluate(struct session *session, const struct call *call, size_t at, size_t length,
                  struct value *value, struct error *error);

// The expression of text[at, at + length), which must take all of it. NULL with [error] set.
struct expr;
struct expr *run_expression(const struct call *call, size_t at, size_t length, struct error *error);

// Evaluates text[at, at + length) and copies it into the part of [m] that [place] means. False with
// [error] set, and nothing changed, when it does not fit.
bool run_assign(struct session *session, const struct call *call, const struct place *place,
                struct matrix m, size_t at, size_t length, struct error *error);

// Says that nothing of that name can be set. Always false.
bool run_unknown(const struct place *place, size_t at, struct error *error);

// Says that [name] is none of what may stand where [kind] stands, with the nearest ones. Always false.
bool run_refuse_row(const char *what, const char *name, size_t length, size_t at, int kind,
                    struct error *error);

// A seed as NumPy takes it, or the [usual] one where none is given.
struct argument;
bool run_read_seed(const struct argument *argument, size_t usual, uint32_t *seed,
                   struct error *error);

// Hands a new set to the session, which takes it over, and tells about it. With [data] NULL the error
// is set already; where the session refuses it, it is freed.
struct dataset;
bool run_use_data(struct shell *shell, struct dataset *data, struct error *error);

// Shows each part of the data with its predictions, or with [metrics_only] how good they are.
bool run_parts(struct shell *shell, bool metrics_only, struct error *error);

// Trains on for so many epochs, as `train N` does.
bool run_epochs(struct shell *shell, size_t epochs, struct error *error);

// Notes on the timeline what the command text[0, length) changed, and says what a student should know
// about going back.
void run_note(struct shell *shell, const char *text, size_t length);

// Says how large the network is and how far it was trained: "9 parameters, epoch 500".
void run_put_extent(struct shell *shell);

// How answers look now.
struct style run_style(const struct shell *shell);

#endif
