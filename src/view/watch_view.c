// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers go onto the line they belong to, matrices below it, so that a column of losses stays a
// column.
#include "view/watch_view.h"

#include "session/watch_value.h"
#include "view/matrix_view.h"

// Appends one watched value where it is of the kind asked for, with [before] before its name and
// [between] between name and value.
static void put_watch(struct buf *out, struct session *session, struct style style, size_t index,
                      bool matrices, const char *before, const char *between)
{
    const struct watch *watch = &session->watches.list[index];
    struct value value = value_number(0);
    struct error error;
    bool is_old;
    if (!watch_value(session, watch, &value, &is_old, &error)) {
        if (!matrices)
            buf_printf(out, "%s%s%s?", before, watch->text, between);
        return;
    }
    if (value.is_matrix == matrices) {
        bool is_tall = matrices && value.all.rows > 1;
        buf_printf(out, "%s%s%s", before, watch->text, is_tall ? " =\n" : between);
        matrix_view_value(out, style, &value);
        buf_puts(out, is_old ? " (of this update)" : "");
        buf_puts(out, matrices ? "\n" : "");
    }
    value_clear(&value);
}

void watch_view_line(struct buf *out, struct session *session, struct style style)
{
    for (size_t i = 0; i < session->watches.count; i++)
        put_watch(out, session, style, i, false, "  ", " ");
}

void watch_view_matrices(struct buf *out, struct session *session, struct style style)
{
    for (size_t i = 0; i < session->watches.count; i++)
        put_watch(out, session, style, i, true, "", " = ");
}

void watch_view_list(struct buf *out, struct session *session, struct style style)
{
    for (size_t i = 0; i < session->watches.count; i++) {
        size_t length = out->length;
        put_watch(out, session, style, i, false, "watch     ", " = ");
        if (out->length > length)
            buf_puts(out, "\n");
        else
            put_watch(out, session, style, i, true, "watch     ", " = ");
    }
}

void watch_view_watches(struct buf *out, const struct session *session)
{
    for (size_t i = 0; i < session->watches.count; i++)
        buf_printf(out, "watch %s   # %zu\n", session->watches.list[i].text, i);
    for (size_t i = 0; i < session->breaks.count; i++)
        buf_printf(out, "break %s   # %zu\n", session->breaks.list[i].text, i);
    if (session->watches.count + session->breaks.count == 0)
        buf_puts(out, "nothing is watched and training breaks nowhere; see 'help watch'\n");
}
