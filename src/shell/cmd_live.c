// SPDX-License-Identifier: GPL-3.0-or-later
// The command `live`: the loop of the full-screen view. A frame is a piece of training, the keys that were
// typed meanwhile, and the screen; where nothing is trained, the loop sleeps until a key comes. A frame
// that takes long to draw is followed by a longer piece, so that training always has most of the time.
#include <stdlib.h>

#include "history/timeline_loss.h"
#include "session/session.h"
#include "shell/answer_state.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/live.h"
#include "shell/live_draw.h"
#include "shell/live_keys.h"
#include "shell/live_panel.h"
#include "shell/live_train.h"
#include "shell/shell.h"

#define FRAME_SECONDS  0.05
#define TRAINING_SHARE 5 // a piece takes at least that many times as long as the drawing
enum { SPEED_USUAL = 3, KEYS_AT_ONCE = 64 };

static command_function run_live;

enum { PANELS };

#define KEY_LINE(name, label, word, meaning, ...) "    " label "  " meaning "\n"

const struct command live_command = {
    .name = "live",
    .topic = TOPIC_LOOK,
    .params = {[PANELS] = {"WHAT...", PARAM_PANELS, .flags = PARAM_OPTIONAL}},
    .summary = "watch the network learn, on the whole screen",
    .details = "At a terminal it shows pictures side by side, moving while the network is\n"
               "trained, with a slider through the time of the training. 'live boundary net'\n"
               "chooses them: whatever plot draws, metrics, stages. What is done there is what\n"
               "the commands do: it is in the history, and undo takes it back.\n"
               "\n" LIVE_KEYS(KEY_LINE),
    .example = "init\ntrain 300\nlive\n",
    .flags = COMMAND_RECORDS,
    .reveals = REVEALS_YES,
    .run = run_live,
};

// Takes the keys that are there, and waits for one as long as [seconds] says.
static void take_keys(struct live *live, double seconds)
{
    struct screen *screen = live->screen;
    unsigned key = screen->key(screen, seconds);
    for (size_t i = 1; key != KEY_NONE; i++) {
        live_press(live, key);
        bool takes_more = !live->leaves && i < KEYS_AT_ONCE;
        key = takes_more ? screen->key(screen, 0) : KEY_NONE;
    }
}

static void draw_frame(struct live *live)
{
    const struct host *host = live->shell->host;
    double begun = host_seconds(host);
    live_draw(live, live_keys_hint);
    live->frame_cost = host_seconds(host) - begun;
}

// One frame while the network is trained. Frames begin FRAME_SECONDS apart where that can be.
static void train_frame(struct live *live)
{
    const struct host *host = live->shell->host;
    double begun = host_seconds(host), due = live->frame_due + FRAME_SECONDS;
    due = due > begun - FRAME_SECONDS ? due : begun; // after a pause, or a slow frame
    double end = due - live->frame_cost, least = begun + TRAINING_SHARE * live->frame_cost;
    end = end > least ? end : least;
    live_train_piece(live, end - begun);
    host_keep(host);
    double left = end - host_seconds(host);
    take_keys(live, left > 0 ? left : 0);
    live->frame_due = due;
}

static void run_loop(struct live *live)
{
    draw_frame(live);
    while (!live->leaves) {
        if (live->training.is_on)
            train_frame(live);
        else
            take_keys(live, -1);
        if (!live->leaves)
            draw_frame(live);
    }
}

// Says at the prompt where the session is, as `goto` does, and how the number on the screen is explained.
static bool tell_end(struct shell *shell, struct error *error)
{
    struct state_loss loss;
    if (!state_loss_find(shell->session, &loss, error))
        return false;
    answer_state(shell, loss);
    const struct session *session = shell->session;
    if (loss.is_defined && !session->hides && session->done == 0)
        buf_puts(&shell->out, "'forward', then 'explain loss', shows where it comes from\n");
    return true;
}

// Opens the view on the screen and shows it until its user leaves.
static bool show(struct live *live, struct error *error)
{
    static const struct host none = {.context = NULL};
    struct shell *shell = live->shell;
    // Only where commands are typed: one of a script would be recorded as the script.
    live->screen = host_open_screen(shell->input_count == 1 ? shell->host : &none, error);
    if (!live->screen)
        return false;
    shell->is_live = true;
    run_loop(live);
    shell->is_live = false;
    live->screen->close(live->screen);
    free(shell->repeat); // an empty line repeats nothing that was typed before this
    shell->repeat = NULL;
    return true;
}

static bool run_live(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *panels = &call->arguments[PANELS];
    struct live live;
    if (shell->is_live)
        return error_set(error, "live is open already");
    live_open(&live, shell);
    live.speed = SPEED_USUAL;
    bool well = live_panel_choose(&live, call->text + panels->at, panels->length, error);
    if (!well)
        error->at += panels->at;
    well = well && show(&live, error);
    live_close(&live);
    return well && tell_end(shell, error);
}
