// SPDX-License-Identifier: GPL-3.0-or-later
// A loss is shown in the scale that the session has after the change, as typing it shows it.
#include "view/trials_view.h"

#include "view/table.h"

enum { SHARE_DIGITS = 3 };

// A loss as text, to stand in an argument list.
#define LOSS(value) (style_loss(style, (value)).text)

// "ends at loss 0.0004, 4 of 4 right".
void trials_view_end(struct buf *out, struct style style, const struct diagnosis *d,
                     const struct trial *trial)
{
    if (trial->bad_at) {
        buf_printf(out, "ends at a loss that is not finite, in epoch %zu", trial->bad_at);
        return;
    }
    buf_printf(out, "ends at loss %s", LOSS(trial->end));
    if (trial->fix.scaling && d->from.data->targets == TARGETS_NUMBERS)
        buf_puts(out, " of the scaled targets");
    if (d->from.data->targets != TARGETS_NUMBERS)
        buf_printf(out, ", %zu of %zu right", trial->right, trial->samples);
    else
        buf_printf(out, ", r² %s", number_string(trial->r2, SHARE_DIGITS).text);
}

// What typing it gives, and what continuing as it is gives, which is the same for each finding and said once.
// Where it is the test loss that gets better, that is said.
void trials_view_proof(struct buf *out, struct style style, const struct diagnosis *d,
                       const struct finding *f)
{
    const struct trial *cure = &f->cure;
    buf_printf(out, "\n        then 'train %zu' ", cure->epochs);
    trials_view_end(out, style, d, cure);
    if (f->kind == FINDING_BY_HEART) {
        buf_printf(out, ";\n        the test loss is then %s", LOSS(cure->test));
        buf_printf(out, ", and is now %s", LOSS(f->value));
    } else if (d->as_is.is_done && (f == d->findings || f == &d->aside)) {
        buf_puts(out, ";\n        as it is, it ");
        trials_view_end(out, style, d, &d->as_is);
    }
}

// A row of the table of trials: the loss, what is right, what is typed.
static void put_trial(struct table *table, struct style style, const struct diagnosis *d,
                      const struct trial *trial)
{
    struct buf text = BUF_EMPTY;
    fix_text(&text, &trial->fix, &d->from);
    table_cell(table, trial->bad_at ? "not finite" : LOSS(trial->end));
    if (trial->bad_at)
        table_cell(table, "-");
    else if (d->from.data->targets != TARGETS_NUMBERS)
        table_format(table, "%zu of %zu", trial->right, trial->samples);
    else
        table_cell(table, number_string(trial->r2, SHARE_DIGITS).text);
    table_cell(table, text.length ? buf_text(&text) : "(as it is)");
    table_row(table);
    table->cells.failed = table->cells.failed || text.failed;
    buf_free(&text);
}

void trials_view_table(struct buf *out, struct style style, const struct diagnosis *d,
                       const struct trial *trials, size_t count)
{
    struct table table = TABLE_EMPTY;
    table_cell(&table, "loss");
    table_cell(&table, d->from.data->targets != TARGETS_NUMBERS ? "right" : "r²");
    table_format(&table, "after 'train %zu', where this was typed before", d->trials.epochs);
    table_row(&table);
    for (size_t i = 0; i < count; i++)
        if (trials[i].is_done && !trials[i].fix.epochs)
            put_trial(&table, style, d, &trials[i]);
    table_print(&table, out, style, "     ", "rrl");
}

void trials_view_all(struct buf *out, struct style style, const struct diagnosis *d)
{
    buf_puts(out, "\nall that was tried:\n");
    trials_view_table(out, style, d, d->trials.list, d->trials.count);
    if (d->trials.skipped)
        buf_printf(out, "     %zu more were left out: they would take too long\n",
                   d->trials.skipped);
}
