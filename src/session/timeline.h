// SPDX-License-Identifier: GPL-3.0-or-later
// The way a session went: an entry for each command that changed it, a cursor, named marks. The session
// owns its timeline; timeline_begin gives it one, session_free ends it.
//
// An entry that only ran stages and updates can be run again and gives the same bits, so the states
// along it are kept as memory allows and replayed in between. An entry that changed something by hand
// needs the state behind it. Functions that can fail leave the session as it was when they do.
#ifndef SESSION_TIMELINE_H
#define SESSION_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "session/session.h"
#include "session/snapshot.h"

enum entry_kind {
    ENTRY_EDIT, // something was changed by hand
    ENTRY_RUN,  // stages and updates from the entry before
    ENTRY_JUMP, // on at an earlier state: a goto
};

// States along a run, the oldest first.
struct trail {
    struct snapshot **list;
    size_t count, room;
};

// What there is to say of a state: the loss of all training samples with its parameters, where its
// network fits its data. So two states can be compared also where their batches are different ones.
struct arrival {
    bool has_loss;
    double loss;
};

struct entry {
    size_t id; // 1, 2, 3, ...; never used again
    enum entry_kind kind;
    char *text;         // the command; NULL for the beginning
    size_t number;      // in the history, from 1, or 0
    bool is_birth;      // of a network, or of its life from epoch 0
    size_t source;      // of a jump: the id of the entry it goes on from, or 0: that one is gone
    bool has_network;   // is there one behind the entry
    struct point point; // behind the entry
    size_t steps, work; // behind it: the session's, and all updates since the beginning
    struct snapshot *state;   // behind it; NULL: let go
    struct trail trail;       // of a run: states on the way
    struct curve_copy *curve; // behind it, where a branch was left; or NULL
    bool is_told;             // [arrival] was found out
    struct arrival arrival;
};

struct mark {
    char *name;
    size_t source; // the id of the entry behind which it was made
    struct snapshot *state;
    struct curve_copy *curve; // NULL: let go
};

struct timeline {
    struct entry *entries; // [0] is the beginning: a state that is kept
    size_t count, room;
    size_t cursor; // the entry behind which the session is
    size_t last_id;
    size_t
        oldest; // the lowest id of an entry that was gone back to, or looked at, since it was set
    size_t dropped; // entries that were let go at the beginning
    struct mark *marks;
    size_t mark_count;
    struct trail trail;         // of the run under way
    struct snapshot *last;      // taken or opened last: what the next one shares with
    struct session_clock noted; // the session's clock when it was noted last
    size_t held;                // bytes of all states
    size_t curves_held;         // and of all curves
    bool is_full;               // there is no room for states along the run under way
    bool is_paused;
    bool is_lost; // memory ran out before: a state that is missed may have gone for that
};

// What timeline_note did.
enum note {
    NOTE_NOTHING,   // nothing has changed
    NOTE_KEPT,      // an entry was made
    NOTE_TOO_LARGE, // an entry was made, but the state behind it is too large to be kept
    NOTE_LOST,      // memory ran out: this state, or all the way here, is lost
};

// Gives the session a timeline that begins at its present state. False with [error] set.
bool timeline_begin(struct session *session, struct error *error);

// Frees a timeline; NULL is allowed.
void timeline_free(struct timeline *timeline);

// Makes an entry of what changed since the last note, if anything did: the command text[0, length),
// number [number] of the history. Whatever was undone is dropped.
enum note timeline_note(struct session *session, const char *text, size_t length, size_t number);

// While it is paused nothing is noted; the first note after that takes all of it as one change.
void timeline_pause(struct timeline *timeline, bool is_paused);

// The updates from one state kept in a run to the next, such that keeping them costs little; SIZE_MAX
// without a timeline.
size_t timeline_spacing(const struct session *session);

// Keeps the present state as one along the run under way, if there is memory for it.
void timeline_checkpoint(struct session *session);

// The commands that can be undone, and redone.
size_t timeline_undo_count(const struct timeline *timeline);
size_t timeline_redo_count(const struct timeline *timeline);

// Finds out what there is to say. False with [error] set when memory runs out.
bool timeline_arrive(struct session *session, struct arrival *arrival, struct error *error);

// Moves the cursor to entry [index] and the session to the state behind it.
bool timeline_move(struct session *session, size_t index, struct arrival *arrival,
                   struct error *error);

// A command that jumps: its text and its number in the history; filled in: what there is to say.
struct jump {
    const char *text;
    size_t length, number;
    struct arrival arrival;
};

// Goes back to right after epoch [epoch], which is not beyond the present one, as an entry for that
// command.
bool timeline_goto_epoch(struct session *session, size_t epoch, struct jump *jump,
                         struct error *error);

// Goes to a mark, as an entry for that command.
bool timeline_goto_mark(struct session *session, const struct mark *mark, struct jump *jump,
                        struct error *error);

// Names the present state; a mark of that name is moved here.
bool timeline_mark(struct session *session, const char *name, size_t length, struct error *error);

// The mark of that name, or NULL.
const struct mark *timeline_find_mark(const struct timeline *timeline, const char *name,
                                      size_t length);

// Fills [into] with the state at a mark, or right after an epoch on the way to the present one. The
// caller ends it by session_clear.
bool timeline_open_mark(const struct session *session, const struct mark *mark,
                        struct session *into, struct error *error);
bool timeline_open_epoch(const struct session *session, size_t epoch, struct session *into,
                         struct error *error);

// Finds out what there is to say of the states behind entries [first, first + count), as far as that
// takes no more than a moment; the rest stays untold.
void timeline_tell(struct session *session, size_t first, size_t count);

// A state of the present network that is remembered and lies on another way than the present one.
struct past {
    struct session state;
    struct arrival arrival;
    bool is_undone; // it lies in an entry that was undone
    size_t back;    // else: so many entries before the cursor
    bool is_end;    // it is the one behind that entry
};

// Finds the state right after epoch [epoch], which is ahead, as it was reached last, undone or not. False
// where there is none, or where it takes longer than a moment to find. session_clear ends past->state.
bool timeline_find_past(struct session *session, size_t epoch, struct past *past);

// The bytes held now, not counting what the session itself holds, and the bound.
size_t timeline_held(const struct session *session);
size_t timeline_bound(const struct session *session);

#endif
