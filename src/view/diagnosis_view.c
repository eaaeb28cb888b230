// SPDX-License-Identifier: GPL-3.0-or-later
// A finding is one row of a table: what it is called, why it matters, and two functions that write
// its evidence and its remedy. The numbers come from the finding.
#include "view/diagnosis_view.h"

#include "network/loss.h"
#include "study/unit_facts.h"
#include "view/diagnosis_evidence.h"
#include "view/diagnosis_remedy.h"
#include "view/table.h"

// The most samples and units for which the pattern of on and off is drawn, and the most units that have
// a column each on a line of 80.
enum { PATTERN_SAMPLES = 16, PATTERN_UNITS = 24, PATTERN_WIDE = 7, NORM_DIGITS = 3 };

// A loss as text, to stand in an argument list.
#define LOSS(value) (style_loss(style, (value)).text)

static const struct row {
    const char *title;
    const char *why; // one sentence
    evidence_function *evidence;
    remedy_function *remedy;
} rows[] = {
    [FINDING_BAD_NUMBER] = {"a value is no finite number",
                            "numbers outgrew what a double holds, and so do all computed from them",
                            diagnosis_evidence_bad_number, diagnosis_remedy_start_slower},
    [FINDING_DIVERGES] = {"the loss grows: the learning rate is too large",
                          "each step jumps over the valley and lands higher on the other side",
                          diagnosis_evidence_rates, diagnosis_remedy_slower},
    [FINDING_SWINGS] = {"the loss goes up and down: the learning rate is too large",
                        "each step jumps over the bottom of the valley, back and forth",
                        diagnosis_evidence_rates, diagnosis_remedy_slower},
    [FINDING_LR_LARGE] = {"the learning rate is too large",
                          "a large step lands where the slope is gone; small ones find the way",
                          diagnosis_evidence_rates, diagnosis_remedy_slower},
    [FINDING_LR_SMALL] = {"the learning rate is too small",
                          "the loss falls evenly, but in steps so short that it gets nowhere",
                          diagnosis_evidence_rates, diagnosis_remedy_faster},
    [FINDING_FROZEN] = {"frozen parameters hold the network back",
                        "updates leave frozen weights and biases alone, whatever the gradient",
                        diagnosis_evidence_change, diagnosis_remedy_unfreeze},
    [FINDING_CLIP] = {"clipping leaves next to nothing of the gradients",
                      "before each step the norm of the gradients is brought down to clip",
                      diagnosis_evidence_change, diagnosis_remedy_unclip},
    [FINDING_DECAY] = {"decay pulls the weights back as fast as they learn",
                       "l1, l2 and weight_decay move each weight towards 0 at every step",
                       diagnosis_evidence_change, diagnosis_remedy_undecay},
    [FINDING_LINEAR] =
        {"the network is linear",
         "straight pieces without a bend make one straight map; xor, say, needs a bend",
         diagnosis_evidence_linear, diagnosis_remedy_linear},
    [FINDING_TWINS] = {"twin units",
                       "equal units get equal gradients and take equal steps: they never part",
                       diagnosis_evidence_twins, diagnosis_remedy_scheme},
    [FINDING_DEAD] = {"dead units",
                      "no error passes through a unit that is always off, so it stays as it is",
                      diagnosis_evidence_dead, diagnosis_remedy_leak},
    [FINDING_SATURATED] = {"saturated units",
                           "on the flat ends of the curve hardly any of the error passes",
                           diagnosis_evidence_saturated, diagnosis_remedy_scheme},
    [FINDING_SURE_AND_WRONG] = {"the output is sure of wrong answers",
                                "at its flat ends the slope swallows the error, however large",
                                diagnosis_evidence_sure, diagnosis_remedy_sure},
    [FINDING_STEP] = {"step lets no gradient through",
                      "a step is flat on both sides: nothing before it is told which way to go",
                      diagnosis_evidence_step, diagnosis_remedy_smooth},
    [FINDING_VANISHING] = {"vanishing gradients",
                           "each layer passes on a part of the error; little is left at the first",
                           diagnosis_evidence_vanishing, diagnosis_remedy_relu},
    [FINDING_EXPLODING] = {"exploding gradients",
                           "with such weights values and errors grow from layer to layer",
                           diagnosis_evidence_exploding, diagnosis_remedy_scheme},
    [FINDING_RANGE] = {"targets that the output cannot reach",
                       "the last activation has bounds, and no weights take it beyond them",
                       diagnosis_evidence_range, diagnosis_remedy_linear_output},
    [FINDING_CONTRADICTION] = {"samples that contradict each other",
                               "one input gets one answer, so one of the two stays wrong",
                               diagnosis_evidence_contradiction, diagnosis_remedy_contradiction},
    [FINDING_SCALES] = {"inputs of very different or very large sizes",
                        "dw1 grows with its input: one lr is too large here and too small there",
                        diagnosis_evidence_scales, diagnosis_remedy_scales},
    [FINDING_TARGETS] =
        {"targets of a very large size",
         "the output begins near 0, so errors and steps are as large as the targets",
         diagnosis_evidence_targets, diagnosis_remedy_targets},
    [FINDING_STALLED] = {"it gets stuck",
                         "the way down ends on a flat place or in a valley that is not the lowest",
                         diagnosis_evidence_stalled, diagnosis_remedy_fresh},
    [FINDING_IDLE] = {"dead units: the network learns without them",
                      "no error passes through a unit that is always off, so it stays as it is",
                      diagnosis_evidence_idle, diagnosis_remedy_leak},
    [FINDING_BY_HEART] = {"it learns its samples by heart",
                          "what is noise in one part of the data is another noise in the other",
                          diagnosis_evidence_by_heart, diagnosis_remedy_by_heart},
};

void diagnosis_view_remedy(struct buf *out, const struct diagnosis *diagnosis, size_t index)
{
    const struct finding *f = &diagnosis->findings[index];
    rows[f->kind].remedy(out, diagnosis, f);
}

// Two cells: how many units of layer [k] are on for every sample, and how many are off.
static void put_constant_units(struct table *table, const struct diagnosis *d, size_t k)
{
    const struct layer *layer = &d->network->layers[k - 1];
    size_t on = 0, off = 0;
    for (size_t j = 0; j < layer->out; j++) {
        size_t samples = unit_facts_on(d->pass, k, j);
        on += samples == d->pass->samples;
        off += samples == 0;
    }
    if (unit_facts_has_corner(layer->activation)) {
        table_format(table, "%zu", on);
        table_format(table, "%zu", off);
    } else {
        table_cell(table, "-");
        table_cell(table, "-");
    }
}

// The layers at a glance: how many units are on for every sample, how many for none, and the norms.
static void put_layers(struct buf *out, struct style style, const struct diagnosis *d)
{
    struct table table = TABLE_EMPTY;
    const char *const titles[] = {"layer",      "activation", "units",     "always on",
                                  "always off", "norm of w",  "norm of dw"};
    size_t count = d->network->layer_count;
    struct number_range w = NUMBER_RANGE_EMPTY, dw = NUMBER_RANGE_EMPTY;
    for (size_t k = 0; k < count; k++) {
        number_range_add(&w, unit_facts_norm(d->network->layers[k].w));
        number_range_add(&dw, unit_facts_norm(d->network->layers[k].dw));
    }
    struct number_format w_format = number_format_in(w, NORM_DIGITS);
    struct number_format dw_format = number_format_in(dw, NORM_DIGITS);
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        table_cell(&table, titles[i]);
    table_row(&table);
    for (size_t k = 0; k < count; k = style_after(style, k, count)) {
        const struct layer *layer = &d->network->layers[k];
        table_format(&table, "%zu", k + 1);
        table_cell(&table, layer->activation->name);
        table_format(&table, "%zu", layer->out);
        put_constant_units(&table, d, k + 1);
        table_number_in(&table, w_format, unit_facts_norm(layer->w));
        table_number_in(&table, dw_format, unit_facts_norm(layer->dw));
        table_row(&table);
        if (style_skips(style, k, count)) {
            table_cell(&table, "…");
            table_row(&table);
        }
    }
    table_print(&table, out, style, "  ", "llrrrrr");
}

// What goes into a cell for one unit of the pattern below.
typedef void unit_function(struct table *table, size_t layer, size_t unit, struct matrix z,
                           size_t sample);

// Calls [cell] for each hidden unit that can be on or off; returns how many there are.
static size_t for_folded(const struct diagnosis *d, struct table *table, size_t sample,
                         unit_function *cell)
{
    size_t units = 0;
    for (size_t k = 1; k < d->network->layer_count; k++) {
        const struct layer *layer = &d->network->layers[k - 1];
        if (!unit_facts_has_corner(layer->activation))
            continue;
        units += layer->out;
        for (size_t j = 0; cell && j < layer->out; j++)
            cell(table, k, j, d->pass->layers[k - 1].z, sample);
    }
    return units;
}

// The heading of a unit's column, as it would be typed.
static void put_name(struct table *table, size_t layer, size_t unit, struct matrix z, size_t sample)
{
    (void)z, (void)sample;
    table_format(table, "z%zu[:,%zu]", layer, unit);
}

// On and off as they stand in relu's slope: 1 and 0.
static void put_on(struct table *table, size_t layer, size_t unit, struct matrix z, size_t sample)
{
    (void)layer;
    table_cell(table, matrix_at(z, sample, unit) > 0 ? "1" : "0");
}

// The pattern with a column for each unit.
static void put_columns(struct buf *out, struct style style, const struct diagnosis *d)
{
    struct table table = TABLE_EMPTY;
    table_cell(&table, "");
    for_folded(d, &table, 0, put_name);
    table_row(&table);
    for (size_t n = 0; n < d->pass->samples; n++) {
        table_format(&table, "sample %zu", n);
        for_folded(d, &table, n, put_on);
        table_row(&table);
    }
    table_print(&table, out, style, "  ", "lr");
}

// The pattern with a column for each layer, its units as digits side by side.
static void put_rows(struct buf *out, struct style style, const struct diagnosis *d)
{
    struct table table = TABLE_EMPTY;
    table_cell(&table, "");
    for (size_t k = 1; k < d->network->layer_count; k++)
        if (unit_facts_has_corner(d->network->layers[k - 1].activation))
            table_format(&table, "z%zu[:,0] ... z%zu[:,%zu]", k, k,
                         d->network->layers[k - 1].out - 1);
    table_row(&table);
    for (size_t n = 0; n < d->pass->samples; n++) {
        table_format(&table, "sample %zu", n);
        for (size_t k = 1; k < d->network->layer_count; k++) {
            char digits[PATTERN_UNITS + 1] = "";
            const struct layer *layer = &d->network->layers[k - 1];
            if (!unit_facts_has_corner(layer->activation))
                continue;
            for (size_t j = 0; j < layer->out; j++)
                digits[j] = matrix_at(d->pass->layers[k - 1].z, n, j) > 0 ? '1' : '0';
            table_cell(&table, digits);
        }
        table_row(&table);
    }
    table_print(&table, out, style, "  ", "l");
}

// Which relu units are on for which samples, where there are few enough.
static void put_pattern(struct buf *out, struct style style, const struct diagnosis *d)
{
    size_t units = for_folded(d, NULL, 0, NULL);
    if (d->pass->samples > PATTERN_SAMPLES || units > PATTERN_UNITS || units == 0)
        return;
    buf_puts(out, "  hidden units: 1 is on (z > 0), 0 is off\n");
    (units > PATTERN_WIDE ? put_rows : put_columns)(out, style, d);
}

// How a copy did from the beginning that is proposed. Where targets had to be scaled, its loss is in
// another scale.
static void put_proof(struct buf *out, struct style style, const struct finding *f, bool is_fresh)
{
    const struct trial *trial = f->fix.helps ? &f->fix.trial : &f->trial;
    if (f->fix.helps || (is_fresh && f->trial.is_learnt))
        buf_printf(out, "\n        a copy from there gets to loss %s in %zu updates",
                   LOSS(trial->end), trial->updates);
}

// One finding: title, evidence, why, and what to try. A fresh start that was tried says how it went.
static void put_finding(struct buf *out, struct style style, const struct diagnosis *d,
                        const struct finding *f)
{
    const struct row *row = &rows[f->kind];
    bool is_disguised = f->kind == FINDING_LINEAR && f->all > 0;
    style_put(out, style, INK_BOLD,
              is_disguised ? "the network is linear in disguise" : row->title);
    buf_puts(out, "\n");
    row->evidence(out, style, d, f);
    buf_printf(out, "   why: %s\n   try: ", row->why);
    struct buf remedy = BUF_EMPTY;
    row->remedy(&remedy, d, f);
    style_put(out, style, INK_NAME, buf_text(&remedy));
    out->failed = out->failed || remedy.failed;
    buf_free(&remedy);
    put_proof(out, style, f, is_disguised || f->kind == FINDING_STALLED);
    buf_puts(out, "\n");
}

// Says that nothing is wrong, and why.
static void put_no_findings(struct buf *out, struct style style, const struct diagnosis *d)
{
    const struct trial *as_is = &d->as_is;
    buf_puts(out, "\nnothing stands out");
    if (d->is_learnt)
        buf_puts(out, ": it has learnt its data\n");
    else if (as_is->is_learnt)
        buf_printf(out, ": a copy that goes on learns the data, loss %s after %zu more updates\n",
                   LOSS(as_is->end), as_is->updates);
    else
        buf_printf(out, ": for a copy that goes on the loss goes from %s to %s in %zu updates\n",
                   LOSS(as_is->start), LOSS(as_is->end), as_is->updates);
}

void diagnosis_view(struct buf *out, struct style style, const struct diagnosis *diagnosis)
{
    const struct diagnosis *d = diagnosis;
    size_t samples = d->pass->samples, all = d->from.data->x.rows;
    buf_printf(out, "%s %s, where the best constant answer has %s", d->from.settings->loss->name,
               LOSS(d->loss), LOSS(d->baseline));
    if (d->from.data->targets != TARGETS_NUMBERS)
        buf_printf(out, "; %zu of %zu right", d->right, samples);
    if (samples < all)
        buf_printf(out, " (the first %zu of %zu samples)", samples, all);
    buf_puts(out, "\n");
    put_layers(out, style, d);
    put_pattern(out, style, d);
    for (size_t i = 0; i < d->count; i++) {
        buf_printf(out, "\n%zu. ", i + 1);
        put_finding(out, style, d, &d->findings[i]);
    }
    if (d->count == 0)
        put_no_findings(out, style, d);
    if (d->aside.count > 0) {
        buf_puts(out, "\nby the way, ");
        put_finding(out, style, d, &d->aside);
    }
}
