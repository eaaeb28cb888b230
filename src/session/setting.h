// SPDX-License-Identifier: GPL-3.0-or-later
// The settings: one row each, from which all that there is of a setting follows: its member in struct
// settings, `set`, `show settings`, completion, messages, saving, docs/commands.md. A setting's value is
// a number or one of some words; both are carried as a double (a word by its place in the list), so
// that one pair of functions a row does.
#ifndef SESSION_SETTING_H
#define SESSION_SETTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/number.h"
#include "network/pass.h"

struct loss;
struct optimizer;
struct schedule;

enum detail { DETAIL_BRIEF, DETAIL_MATRIX, DETAIL_FULL };

// A row for each setting, in the order in which they are shown. Each ends with its value in a fresh
// session, whether it acts on an update as it is, so that `whatif` can try it, and its meaning.
//   NUMBER: a double; its kind; the word for INFINITY, if it may be that.
//   WHOLE:  a whole number of that type from the least to the most; the word for "without end", if it
//           may be that: the type's -1.
//   WORD:   one of some words, kept as the place in their list.
//   LETTER: the same, kept as one of those letters.
//   ROW:    a row of that table, whose struct is called like the setting; at first the first one.
// clang-format off
#define SETTINGS(NUMBER, WHOLE, WORD, LETTER, ROW) \
    NUMBER(lr, POSITIVE, NULL, 0.2, true, "learning rate: how large a step is") \
    ROW(loss, LOSS_COUNT, losses, true, "what training minimises") \
    ROW(optimizer, OPTIMIZER_COUNT, optimizers, true, "how a gradient becomes a step") \
    WHOLE(size_t, batch, 1, NUMBER_COUNT_MOST, "full", SIZE_MAX, true, "samples per update") \
    WORD(bool, shuffle, WORDS("off", "on"), false, false, "whether each epoch has a new order") \
    ROW(schedule, SCHEDULE_COUNT, schedules, true, "how lr changes over the epochs") \
    NUMBER(period, POSITIVE, NULL, 1000, true, "epochs of one period of the schedule") \
    NUMBER(decay, POSITIVE, NULL, 0.5, true, "what schedule step multiplies lr by") \
    NUMBER(momentum, SHARE, NULL, 0.9, true, "for optimizers momentum and nesterov") \
    NUMBER(rho, SHARE, NULL, 0.99, true, "for optimizer rmsprop") \
    NUMBER(beta1, SHARE, NULL, 0.9, true, "for optimizers adam and adamw") \
    NUMBER(beta2, SHARE, NULL, 0.999, true, "for optimizers adam and adamw") \
    NUMBER(epsilon, POSITIVE, NULL, 1e-8, true, "for rmsprop, adam and adamw") \
    NUMBER(weight_decay, NOT_NEGATIVE, NULL, 0.01, true, "for optimizer adamw") \
    NUMBER(l1, NOT_NEGATIVE, NULL, 0, true, "adds l1·sign(w) to a weight's gradient") \
    NUMBER(l2, NOT_NEGATIVE, NULL, 0, true, "adds l2·w to a weight's gradient") \
    NUMBER(clip, POSITIVE, "none", (double)INFINITY, true, "largest norm allowed for the gradients") \
    WHOLE(size_t, every, 1, NUMBER_COUNT_MOST, "auto", SIZE_MAX, false, \
          "epochs between the losses printed; auto makes about ten lines") \
    WHOLE(int, digits, 1, 17, NULL, 6, false, "significant digits shown; 17 is exact") \
    WHOLE(size_t, limit, 6, 1e15, "none", 12, false, "most rows or columns shown") \
    WORD(enum detail, detail, WORDS("brief", "matrix", "full"), DETAIL_MATRIX, false, \
         "how much forward, backward and next show") \
    WHOLE(size_t, timeline, 1, 1e9, NULL, 64, false, "megabytes that undo and goto may use") \
    LETTER(color, "ayn", WORDS("auto", "always", "never"), 'a', false, \
           "whether answers are coloured")
// clang-format on

struct settings {
#define SETTING_NUMBER(name, ...)      double name;
#define SETTING_WHOLE(type, name, ...) type name;
#define SETTING_LETTER(name, ...)      char name;
#define SETTING_ROW(name, ...)         const struct name *name;
    SETTINGS(SETTING_NUMBER, SETTING_WHOLE, SETTING_WHOLE, SETTING_LETTER, SETTING_ROW)
#undef SETTING_NUMBER
#undef SETTING_WHOLE
#undef SETTING_LETTER
#undef SETTING_ROW
    bool is_loss_set;  // by hand, so that `init` keeps it
    bool is_lr_chosen; // by `init`, so that `init` may choose again
};

#define SETTING_ONE(...) +1
enum { SETTING_COUNT = SETTINGS(SETTING_ONE, SETTING_ONE, SETTING_ONE, SETTING_ONE, SETTING_ONE) };
#undef SETTING_ONE

struct setting {
    const char *name;
    enum setting_kind {
        SETTING_POSITIVE,     // a finite number above 0
        SETTING_NOT_NEGATIVE, // a finite number, 0 or more
        SETTING_SHARE,        // a number from 0 up to, not including, 1
        SETTING_WHOLE,        // a whole number from [least] to [most]
        SETTING_WORD,         // one of the words
    } kind;
    double least, most;                // of a whole number
    const char *(*word)(size_t index); // the words; NULL after the last one
    double (*get)(const struct settings *settings);
    void (*put)(struct settings *settings, double value);
    const char *meaning;
    bool acts; // on an update as it is: `whatif` can try it
};

extern const struct setting settings_table[SETTING_COUNT];

// The settings of a fresh session.
struct settings settings_default(void);

// Whether every setting has the same value in both.
bool settings_are_equal(const struct settings *a, const struct settings *b);

// The settings as a pass needs them, with the learning rate that the schedule gives to [epoch].
struct step_config settings_step_config(const struct settings *settings, size_t epoch);

// The row called [name] ([length] bytes), or NULL.
const struct setting *setting_find(const char *name, size_t length);

// Whether neither the present optimizer nor the present schedule reads a setting that others of them do; then
// a sentence is appended that says so and which to choose.
bool setting_unread(const struct settings *settings, const struct setting *setting,
                    struct buf *sentence);

// Sets a setting to a number. False with [error] set, and nothing changed, when it is out of range.
bool setting_put_number(struct settings *settings, const struct setting *setting, double number,
                        struct error *error);

// Sets a setting to a word. False with [error] set and nothing changed when it has no such word.
bool setting_put_word(struct settings *settings, const struct setting *setting, const char *word,
                      size_t length, struct error *error);

// Appends the value as it is typed after `set`.
void setting_text(const struct settings *settings, const struct setting *setting, struct buf *text);

// Appends what values the setting takes, as "mse or sse" or "a whole number from 1 to 17".
void setting_range(const struct setting *setting, struct buf *text);

#endif
