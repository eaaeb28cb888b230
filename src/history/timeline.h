// SPDX-License-Identifier: GPL-3.0-or-later
// The past of a session: an entry for each command that changed it, a cursor, named marks. A timeline
// follows one session, which must outlive it and tells it of changes through its listener;
// timeline_create makes one and timeline_free ends it.
//
// An entry that only ran stages and updates can be run again and gives the same bits, so the states
// along it are kept as memory allows and replayed in between. An entry that changed something by hand
// needs the state after it. Functions that can fail leave session and timeline as they were when they do.
#ifndef HISTORY_TIMELINE_H
#define HISTORY_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "history/curve_copy.h"
#include "history/snapshot.h"
#include "session/session.h"

enum entry_kind {
    ENTRY_EDIT, // something was changed by hand
    ENTRY_RUN,  // stages and updates from the entry before
    ENTRY_GOTO, // continues at an earlier state
};

// States along a run, the oldest first.
struct kept_states {
    struct snapshot **list;
    size_t count, room;
};

// The loss of all training samples with the parameters of a state, where its network fits its data.
// So two states can be compared also where their batches are different ones.
struct state_loss {
    bool is_defined;
    double value;
};

struct entry {
    size_t id; // 1, 2, 3, ...; never used again
    enum entry_kind kind;
    char *text;          // the command; NULL for the beginning
    size_t number;       // in the history, from 1, or 0
    bool begins_network; // another one, or the same again at epoch 0
    size_t source;       // of a goto: the id of the entry it continues from, or 0: that one is gone
    bool has_network;    // there is one after the entry
    struct point point;  // after the entry
    size_t steps, work;  // after it: the session's, and all updates since the beginning
    struct snapshot *state;        // after it; NULL: dropped
    struct kept_states run_states; // of a run: states on the way
    struct curve_copy *curve;      // after it, where a branch was left; or NULL
    bool is_loss_known;            // [loss] was found out
    struct state_loss loss;
};

struct mark {
    char *name;
    size_t source; // the id of the entry after which it was made
    struct snapshot *state;
    struct curve_copy *curve; // NULL: dropped
};

// A state that was passed on the way to one that was looked at, in the entry of that id.
struct look {
    size_t id;
    struct snapshot *state;
};

enum { TIMELINE_LOOKS = 8 };

struct timeline {
    struct session *session;          // borrowed
    struct session_listener listener; // what the session calls
    struct entry *entries;            // [0] is the beginning: a state that is kept
    size_t count, room;
    size_t cursor; // the entry after which the session is
    size_t last_id;
    size_t
        oldest; // the lowest id of an entry that was gone back to, or looked at, since it was set
    size_t dropped; // entries that were dropped at the beginning
    struct mark *marks;
    size_t mark_count;
    struct kept_states run_states;     // of the run under way
    struct snapshot *last;             // taken or opened last: what the next one shares with
    struct session_clock noted;        // the session's clock when it was noted last
    size_t held;                       // bytes of all states
    size_t curves_held;                // and of all curves
    struct look looks[TIMELINE_LOOKS]; // the next one takes the place of number [next_look]
    size_t next_look;
    bool is_full; // there is no room for states along the run under way
    bool is_lost; // memory ran out before: a state that is missed may have gone for that
};

// What timeline_note did.
enum note {
    NOTE_NOTHING,   // nothing has changed
    NOTE_KEPT,      // an entry was made
    NOTE_TOO_LARGE, // an entry was made, but the state after it is too large to be kept
    NOTE_LOST,      // memory ran out: this state, or all the way here, is lost
};

// A timeline that begins at the present state of [session] and listens to it. NULL with [error] set.
struct timeline *timeline_create(struct session *session, struct error *error);

// Frees a timeline, and its session has no listener any more; NULL is allowed.
void timeline_free(struct timeline *timeline);

// Makes an entry of what changed since the last note, if anything did: the command text[0, length),
// number [number] of the history. Whatever was undone is dropped.
enum note timeline_note(struct timeline *timeline, const char *text, size_t length, size_t number);

// The commands that can be undone, and redone.
size_t timeline_undo_count(const struct timeline *timeline);
size_t timeline_redo_count(const struct timeline *timeline);

// Moves the cursor to entry [index] and the session to the state after it; [loss] is that state's.
bool timeline_move(struct timeline *timeline, size_t index, struct state_loss *loss,
                   struct error *error);

// A command that goes to another state: its text and its number in the history.
struct goto_command {
    const char *text;
    size_t length, number;
};

// Goes back to right after epoch [epoch], which is not beyond the present one, as an entry for that
// command; [loss] is that state's.
bool timeline_goto_epoch(struct timeline *timeline, size_t epoch,
                         const struct goto_command *command, struct state_loss *loss,
                         struct error *error);

// The same for right after update [steps], which must lie within the epoch after [epoch], or end that one.
bool timeline_goto_steps(struct timeline *timeline, size_t epoch, size_t steps,
                         const struct goto_command *command, struct state_loss *loss,
                         struct error *error);

// The first epoch that can be gone back to on the way to the present state, and the updates
// done at its beginning.
size_t timeline_first_epoch(const struct timeline *timeline);
size_t timeline_first_steps(const struct timeline *timeline);

// Goes to a mark, as an entry for that command; [loss] is that state's.
bool timeline_goto_mark(struct timeline *timeline, const struct mark *mark,
                        const struct goto_command *command, struct state_loss *loss,
                        struct error *error);

// Names the present state; a mark of that name is moved here.
bool timeline_mark(struct timeline *timeline, const char *name, size_t length, struct error *error);

// The mark of that name, or NULL.
const struct mark *timeline_find_mark(const struct timeline *timeline, const char *name,
                                      size_t length);

// The state at a mark, or right after an epoch on the way to the present one, as a session of its own,
// which the caller frees. NULL with [error] set. timeline_look.h is for many
// of them.
struct session *timeline_open_mark(struct timeline *timeline, const struct mark *mark,
                                   struct error *error);
struct session *timeline_open_epoch(struct timeline *timeline, size_t epoch, struct error *error);

// Whether the state right after that epoch is known, so that opening it can fail for want of memory only.
bool timeline_has_epoch(const struct timeline *timeline, size_t epoch);

#endif
