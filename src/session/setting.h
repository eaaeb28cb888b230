// SPDX-License-Identifier: GPL-3.0-or-later
// The settings: one table row each. A setting's value is a number or one of some words; both are
// carried as a double (a word by its place in the list), so that one pair of functions a row does.
#ifndef SESSION_SETTING_H
#define SESSION_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "network/pass.h"

struct loss;
struct optimizer;
struct schedule;

enum detail { DETAIL_BRIEF, DETAIL_MATRIX, DETAIL_FULL };

struct settings {
    const struct loss *loss;
    const struct optimizer *optimizer;
    const struct schedule *schedule;
    double lr, period, decay; // learning rate, and what the schedule makes of it
    size_t batch;             // samples to an update; SIZE_MAX: all
    bool shuffle;             // whether each epoch goes through the samples in an order of its own
    double momentum, rho, beta1, beta2, epsilon, weight_decay; // the optimizers' numbers
    double l1, l2, clip; // what acts on the gradients; clip INFINITY: nothing
    size_t every;        // train prints the loss each so many epochs
    int digits;          // significant digits shown
    size_t limit;        // rows or columns beyond which a matrix is abridged; SIZE_MAX: never
    enum detail detail;
    size_t timeline; // the memory of the timeline in MB
    char color;      // 'a' auto, 'y' always, 'n' never
};

enum { SETTING_COUNT = 23 };

struct setting {
    const char *name;
    enum setting_kind {
        SETTING_POSITIVE,     // a finite number above 0
        SETTING_NOT_NEGATIVE, // a finite number, 0 or more
        SETTING_SHARE,        // a number from 0 up to, not including, 1
        SETTING_WHOLE,        // a whole number from [least] to [most]
        SETTING_WORD,         // one of the words
    } kind;
    const char *(*word)(size_t index); // the words; NULL behind the last one
    double least, most;                // of a whole number
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

// Sets a setting to a number. False with [error] set, and nothing changed, when it is out of range.
bool setting_put_number(struct settings *settings, const struct setting *setting, double number,
                        struct error *error);

// Sets a setting to a word. False with [error] set and nothing changed when it has no such word.
bool setting_put_word(struct settings *settings, const struct setting *setting, const char *word,
                      size_t length, struct error *error);

// Appends the value as `set` would be told it.
void setting_text(const struct settings *settings, const struct setting *setting, struct buf *text);

// Appends what values the setting takes, as "mse or sse" or "a whole number from 1 to 17".
void setting_range(const struct setting *setting, struct buf *text);

#endif
