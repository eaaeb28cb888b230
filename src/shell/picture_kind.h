// SPDX-License-Identifier: GPL-3.0-or-later
// What `plot` can draw besides matrices: one table row each.
#ifndef SHELL_PICTURE_KIND_H
#define SHELL_PICTURE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "view/plot_builders.h"

struct call;
struct shell;

enum { PICTURE_KIND_COUNT = 7, PICTURE_NAMES_MOST = PLOT_CURVES_MOST - 1 };

// What was asked for: the words after the kind.
struct picture_wish {
    const struct call *call;
    struct word {
        size_t at, length; // in the command's text
    } kind, names[PICTURE_NAMES_MOST];
    size_t name_count;
};

enum picture_need {
    PICTURE_NEEDS_DATA, // which are always there
    PICTURE_NEEDS_NETWORK,
    PICTURE_NEEDS_FIT, // a network that fits the data
};

struct picture_kind {
    const char *name;
    const char *usage; // how it is asked for
    size_t most_names; // the words that may follow its name
    enum picture_need need;
    // Fills the plot, as the builders of view/ do.
    bool (*build)(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                  const struct plot_grid *grid, struct error *error);
    const char *meaning;
};

// Whether the word is what the data call one of their inputs; its number goes into [input].
struct dataset;
bool picture_find_input(const struct dataset *data, const char *text, size_t length, size_t *input);

extern const struct picture_kind picture_kinds[PICTURE_KIND_COUNT];

#endif
