// SPDX-License-Identifier: GPL-3.0-or-later
// The state of the full-screen view: the session it is of, the screen it is on, and what is going on. It
// changes the session only by commands, or by what a command would do as well. live_open fills it and
// live_close ends it; what it points at is its own but for the shell.
//
// The files beside this one: live_panel.c draws a panel, live_draw.c the whole screen; live_train.c trains,
// live_time.c goes through time, live_keys.c says what each key does, cmd_live.c is the loop.
#ifndef SHELL_LIVE_H
#define SHELL_LIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "shell/call.h"
#include "shell/picture_kind.h"
#include "shell/recording.h"
#include "shell/screen.h"
#include "view/live_layout.h"

struct session;
struct shell;

enum { LIVE_WANTED_MOST = 8, LIVE_NAME_SIZE = 64 };

struct live_panel {
    char text[LIVE_NAME_SIZE]; // what it shows, as it was asked for
    struct call call;          // the text as a picture is read from it
    struct picture_wish wish;
    // Writes it, where it is no picture of plot's; or NULL.
    bool (*write)(struct shell *shell, struct error *error);
};

// A stretch of training.
struct live_training {
    bool is_on;
    struct recording before; // where it began
    size_t epoch, steps;
    size_t pieces;     // done so far
    size_t distance;   // updates between two looks at the clock
    double looked;     // when it was looked at last
    double end;        // when the piece under way is over
    size_t piece;      // the steps at which it began
    double rate;       // updates a second; 0: not known yet
    double rate_since; // since when and which steps it is counted
    size_t rate_steps;
    double kept; // when the last state of a piece's end was kept for the slider
};

// What the panels were drawn of last: while it stays the same, they do.
struct live_seen {
    const struct session *session; // NULL: they have to be drawn
    size_t clock, steps, done, curve, unit, alone, stages;
    size_t shows_stages;
};

struct live {
    struct shell *shell;
    struct screen *screen;
    struct sheet sheet;
    struct live_panel panels[LIVE_WANTED_MOST];
    size_t panel_count;
    size_t alone; // the panel that has the whole screen, counted from 1; 0: all share it
    size_t unit;  // the unit of the first layer that is highlighted, counted from 1; or 0
    size_t speed; // updates a frame: which of live_speed
    struct live_training training;
    struct session *past; // the moment shown, where that is an earlier one; or NULL
    size_t tip_id;        // the timeline's entry by which a later moment was left, and its epoch
    size_t tip_epoch;
    struct buf message;  // one line, until the next key
    struct buf stages;   // what the last stage or update showed
    bool shows_stages;   // in place of the last panel
    struct buf answer;   // of a command that was typed, shown over the panels; or nothing
    size_t answer_from;  // the first line of it that is shown
    size_t answer_lines; // how many of them had room
    bool is_typing;      // a command
    struct buf typed;
    bool is_pasting;
    bool leaves;
    struct live_seen seen;
    bool is_calm;      // numbers stay as they are in this frame
    double calm_until; // and until then, or a key, as long as the network is trained
    double frame_cost; // seconds that drawing took last
    double frame_due;  // when the last frame was to be drawn
};

// Starts the view of a shell's session, without panels and without a screen, which is the caller's.
void live_open(struct live *live, struct shell *shell);

void live_close(struct live *live);

// The session as it is at the moment on the screen.
struct session *live_session(const struct live *live);

// From the one call to the other what takes long with that session is given up as soon as a key waits.
void live_watch(struct live *live, struct session *session, bool begins);

// Whether something may have been given up.
bool live_gave_up(const struct live *live);

// Shows a line of text until the next key.
void live_say(struct live *live, const char *text);

// Shows an error likewise.
void live_refuse(struct live *live, const struct error *error);

// Shows a line of text at once, in the last row, while something takes long.
void live_show_line(struct live *live, const char *text);

// Runs a line of commands as if it had been typed at the prompt. What it answered is in screen->said. False
// when any failed.
bool live_run_line(struct live *live, const char *line);

#endif
