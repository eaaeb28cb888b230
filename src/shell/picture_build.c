// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of picture_kind.c come first; whatever else is named is a matrix.
#include "shell/picture_build.h"

#include <string.h>

#include "base/suggest.h"
#include "session/fit.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/near_miss.h"
#include "shell/picture_shape.h"
#include "shell/shell.h"

size_t picture_word_end(const char *text, size_t length, size_t at)
{
    size_t depth = 0;
    for (; at < length; at++) {
        bool is_blank = text[at] == ' ' || text[at] == '\t' || text[at] == '\n';
        if (is_blank && depth == 0)
            break;
        depth += text[at] == '[';
        depth -= text[at] == ']' && depth > 0;
    }
    return at;
}

const struct picture_kind *picture_find_kind(const char *name, size_t length)
{
    for (size_t i = 0; i < PICTURE_KIND_COUNT; i++)
        if (strlen(picture_kinds[i].name) == length &&
            memcmp(picture_kinds[i].name, name, length) == 0)
            return &picture_kinds[i];
    return NULL;
}

// Says that nothing of that name can be drawn, with the nearest names.
static bool refuse_kind(const struct shell *shell, const char *name, size_t length,
                        struct error *error)
{
    struct suggestions nearest;
    suggest_start(&nearest, name, length);
    for (size_t i = 0; i < PICTURE_KIND_COUNT; i++)
        suggest_consider(&nearest, picture_kinds[i].name);
    error_set(error, "there is no '%s' to draw", error_quote(name, length).text);
    return near_miss_refuse(shell->session, "plot", &nearest,
                            "'plot' on its own lists what it can draw", error);
}

static bool build_matrix(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                         const struct plot_grid *grid, struct error *error)
{
    const char *name = wish->call->text + wish->kind.at;
    struct quantity quantity;
    enum quantity_state state;
    struct matrix m = {0, 0, NULL};
    struct image_shape shape;
    if (!quantity_parse(name, wish->kind.length, &quantity))
        return refuse_kind(shell, name, wish->kind.length, error);
    if (!quantity_find(shell->session, quantity, &m, &state, error))
        return false;
    if (state != QUANTITY_FRESH)
        return quantity_refuse(shell->session, quantity, state, error);
    if (!m.data) {
        error_set(error, "%s is one number, not a matrix",
                  error_quote(name, wish->kind.length).text);
        return error_hint(error, "'plot' on its own lists what it can draw");
    }
    if (!picture_is_shape(wish, 0))
        return plot_matrix(plot, quantity, m, grid, error);
    if (quantity.kind != QUANTITY_W && quantity.kind != QUANTITY_DW) {
        error_set(error, "a shape is for the weights of each unit, as in w1 or dw1");
        return error_hint(error, "'plot sample 0' draws a sample as an image");
    }
    return picture_read_shape(wish, 0, m.rows, "a unit", &shape, error) &&
           plot_weights(plot, quantity, m, shape, grid, error);
}

// Says that more words follow the picture's name than it takes.
static bool refuse_names(const struct picture_wish *wish, size_t most, struct error *error)
{
    struct word extra = wish->names[most];
    const struct quoted name = error_quote(wish->call->text + wish->kind.at, wish->kind.length);
    return most ? error_at(error, extra.at, extra.length,
                           "plot %s takes at most %zu words after it, and then a file", name.text,
                           most)
                : error_at(error, extra.at, extra.length,
                           "plot %s takes no name after it, only a file such as %s.svg", name.text,
                           name.text);
}

bool picture_build(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                   const struct plot_grid *grid, struct error *error)
{
    const struct session *session = shell->session;
    const char *name = wish->call->text + wish->kind.at;
    const struct picture_kind *kind = picture_find_kind(name, wish->kind.length);
    size_t most = kind ? kind->most_names : picture_is_shape(wish, 0) ? 1 : 0;
    if (!kind && !build_matrix(shell, wish, plot, grid, error))
        return error_place(error, wish->kind.at, wish->kind.length);
    if (wish->name_count > most)
        return refuse_names(wish, most, error);
    if (!kind)
        return true;
    if (kind->need != PICTURE_NEEDS_DATA && !session_has_network(session, error))
        return false;
    if (kind->need == PICTURE_NEEDS_FIT &&
        !fit_check(session->network, session->data, session->settings.loss, error))
        return false;
    return kind->build(shell, wish, plot, grid, error);
}
