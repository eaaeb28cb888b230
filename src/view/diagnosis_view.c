// SPDX-License-Identifier: GPL-3.0-or-later
// A finding is one row of a table: what it is called, why it matters, and two functions that write
// its evidence and its remedy. The numbers come from the finding.
#include "view/diagnosis_view.h"

#include "network/loss.h"
#include "study/unit_facts.h"
#include "view/diagnosis_evidence.h"
#include "view/table.h"
#include "view/trials_view.h"

// The most samples and units for which the pattern of on and off is drawn, and the most units that have
// a column each on a line of 80.
enum { PATTERN_SAMPLES = 16, PATTERN_UNITS = 24, PATTERN_WIDE = 7, NORM_DIGITS = 3 };

#define FALLS 0.95 // a loss that falls below this part by continuing is falling
#define HALF  0.5
#define LOST  0.95 // a loss above this part of the baseline has learnt nothing

// A loss as text, to stand in an argument list.
#define LOSS(value) (style_loss(style, (value)).text)

static const struct row {
    const char *title;
    const char *why; // one sentence
    evidence_function *evidence;
} rows[] = {
    [FINDING_ONE_SOFTMAX] = {"a softmax output of one unit",
                             "softmax divides by the sum over the units, and one unit is all of it",
                             diagnosis_evidence_softmax},
    [FINDING_STEP] = {"step lets no gradient through",
                      "a step is flat on both sides: the layers before it get no gradient",
                      diagnosis_evidence_step},
    [FINDING_RANGE] = {"targets that the output cannot reach",
                       "the last activation has bounds, and no weights take it beyond them",
                       diagnosis_evidence_range},
    [FINDING_OVERSHOOT] = {"lr times l2 is above 2: the penalty throws the weights about",
                           "each update turns the sign of every weight and makes it larger",
                           diagnosis_evidence_overshoot},
    [FINDING_FROZEN] = {"frozen parameters hold the network back",
                        "updates leave frozen weights and biases alone, whatever the gradient",
                        diagnosis_evidence_frozen},
    [FINDING_SCALES] = {"inputs of very different or very large sizes",
                        "dw1 grows with its input: one lr is too large here and too small there",
                        diagnosis_evidence_scales},
    [FINDING_TARGETS] =
        {"targets of a very large size",
         "the output begins near 0, so errors and steps are as large as the targets",
         diagnosis_evidence_targets},
    [FINDING_DIVERGES] = {"the loss grows: the learning rate is too large",
                          "each step jumps over the valley and lands higher on the other side",
                          diagnosis_evidence_rates},
    [FINDING_SWINGS] = {"the loss goes up and down: the learning rate is too large",
                        "each step jumps over the bottom of the valley, back and forth",
                        diagnosis_evidence_rates},
    [FINDING_LR_LARGE] = {"the learning rate is too large",
                          "a large step lands where the slope is gone; small ones find the way",
                          diagnosis_evidence_rates},
    [FINDING_LR_SMALL] = {"the learning rate is too small",
                          "the loss falls evenly, but in steps so short that it gets nowhere",
                          diagnosis_evidence_rates},
    [FINDING_CLIP] = {"clipping leaves next to nothing of the gradients",
                      "before each step the norm of the gradients is brought down to clip",
                      diagnosis_evidence_clip},
    [FINDING_DECAY] = {"the penalty pulls the weights back as fast as they learn",
                       "l1, l2 and weight_decay move each weight towards 0 at every step",
                       diagnosis_evidence_decay},
    [FINDING_BAD_NUMBER] = {"a value is not a finite number",
                            "numbers outgrew what a double holds, and so do all computed from them",
                            diagnosis_evidence_bad_number},
    [FINDING_TWINS] = {"twin units",
                       "equal units get equal gradients and take equal steps: they stay equal",
                       diagnosis_evidence_twins},
    [FINDING_LINEAR] =
        {"the network is linear in disguise",
         "straight pieces without a bend make one straight map; xor, say, needs a bend",
         diagnosis_evidence_linear},
    [FINDING_DEAD] = {"dead units",
                      "no error passes through a unit that is always off, so it stays as it is",
                      diagnosis_evidence_dead},
    [FINDING_SATURATED] = {"saturated units",
                           "on the flat ends of the curve hardly any of the error passes",
                           diagnosis_evidence_saturated},
    [FINDING_SURE_AND_WRONG] = {"the output is sure of wrong answers",
                                "at its flat ends the slope swallows the error, however large",
                                diagnosis_evidence_sure},
    [FINDING_EXPLODING] = {"exploding gradients",
                           "with such weights values and errors grow from layer to layer",
                           diagnosis_evidence_exploding},
    [FINDING_WEIGHTS] = {"the present weights are a dead end",
                         "with these settings the weights that init drew lead further",
                         diagnosis_evidence_stalled},
    [FINDING_NO_BEND] = {"the network is linear",
                         "layers without a bend make one straight map, and the data need a curve",
                         diagnosis_evidence_no_bend},
    [FINDING_VANISHING] = {"vanishing gradients",
                           "each layer passes on a part of the error; little is left at the first",
                           diagnosis_evidence_vanishing},
    [FINDING_LOSS] = {"the loss does not suit the outputs",
                      "its gradient is small just where the answer is far off",
                      diagnosis_evidence_loss},
    [FINDING_PLAIN_STEPS] = {"steps of one size do not suit all the weights",
                             "the slope is steep along some weights and nearly flat along others; "
                             "adam\n        gives each weight a step of its own",
                             diagnosis_evidence_stalled},
    [FINDING_UNSCALED] = {"the columns are not normalized",
                          "a step suits all weights alike where all columns have one scale",
                          diagnosis_evidence_scales},
    [FINDING_FEW_UNITS] = {"too few hidden units",
                           "each hidden unit adds one bend, and the data need more of them",
                           diagnosis_evidence_few_units},
    [FINDING_STALLED] = {"it gets stuck: bad luck with the first weights",
                         "the way down ends on a flat place or in a valley that is not the lowest",
                         diagnosis_evidence_stalled},
    [FINDING_CONTRADICTION] = {"samples that contradict each other",
                               "one input gets one answer, so one of the two stays wrong",
                               diagnosis_evidence_contradiction},
    [FINDING_IDLE] = {"dead units: the network learns without them",
                      "no error passes through a unit that is always off, so it stays as it is",
                      diagnosis_evidence_idle},
    [FINDING_BY_HEART] = {"it learns its samples by heart",
                          "what is noise in one part of the data is another noise in the other",
                          diagnosis_evidence_by_heart},
};

const char *diagnosis_view_title(enum finding_kind kind)
{
    return rows[kind].title;
}

void diagnosis_view_remedy(struct buf *out, const struct diagnosis *diagnosis, size_t index)
{
    const struct finding *f = &diagnosis->findings[index];
    if (f->is_cured)
        fix_text(out, &f->cure.fix, &diagnosis->from);
    else if (f->kind == FINDING_CONTRADICTION) // only the student can say which of the two is right
        buf_printf(out, "print x[%zu], y[%zu], x[%zu], y[%zu]", f->at, f->at, f->other, f->other);
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
    struct number_format w_format = number_format_in(&w, NORM_DIGITS);
    struct number_format dw_format = number_format_in(&dw, NORM_DIGITS);
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
        if (table_skip(&table, style, k, count))
            table_row(&table);
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

// ---- findings --------------------------------------------------------------------------------

// The command to type, and what comes of it. Where nothing that was tried helped, that is said.
static void put_remedy(struct buf *out, struct style style, const struct diagnosis *d,
                       const struct finding *f)
{
    struct buf remedy = BUF_EMPTY;
    size_t index = (size_t)(f - d->findings);
    if (f->kind != FINDING_IDLE)
        diagnosis_view_remedy(&remedy, d, index);
    if (remedy.length > 0) {
        buf_puts(out, f->is_cured ? "   try: " : "   look: ");
        style_put(out, style, INK_NAME, buf_text(&remedy));
        if (f->is_cured)
            trials_view_proof(out, style, d, f);
        buf_puts(out, "\n");
    } else if (f->kind != FINDING_IDLE) {
        buf_puts(out, "   no change that was tried helps; 'diagnose all' shows them\n");
    }
    out->failed = out->failed || remedy.failed;
    buf_free(&remedy);
}

// One finding: title, evidence, why, what was tried, and what to type.
static void put_finding(struct buf *out, struct style style, const struct diagnosis *d,
                        const struct finding *f)
{
    const struct row *row = &rows[f->kind];
    bool learns = f->kind == FINDING_LR_SMALL && d->as_is.end < FALLS * d->now.end;
    style_put(out, style, INK_BOLD,
              learns ? "it learns, but slowly: the learning rate is too small" : row->title);
    buf_puts(out, "\n");
    row->evidence(out, style, d, f);
    buf_printf(out, "   why: %s\n", row->why);
    if (f->tried_count > 1)
        trials_view_table(out, style, d, f->tried, f->tried_count);
    put_remedy(out, style, d, f);
}

// What is learnt, in answers.
static void put_learnt(struct buf *out, const struct diagnosis *d, const struct trial *trial)
{
    if (d->from.data->targets != TARGETS_NUMBERS)
        buf_printf(out, "%zu of %zu right", trial->right, trial->samples);
    else
        buf_printf(out, "r² %s", number_string(trial->r2, NORM_DIGITS).text);
}

// The change that got lowest, of those that do not get low enough to be named.
static const struct trial *best_trial(const struct diagnosis *d)
{
    const struct trial *best = NULL;
    for (size_t i = 1; i < d->trials.count; i++) {
        const struct trial *trial = &d->trials.list[i];
        if (trial->is_done && trial->share < d->as_is.share &&
            (!best || trial->share < best->share))
            best = trial;
    }
    return best;
}

// Says that no change was found to help.
static void put_acquittal(struct buf *out, struct style style, const struct diagnosis *d)
{
    const struct trial *best = best_trial(d);
    struct buf text = BUF_EMPTY;
    bool is_lost = !(d->now.share < LOST) && d->from.updates > 0;
    buf_puts(out, d->trials.skipped ? "nothing was found: "
                  : is_lost         ? "no change that was tried helps: "
                                    : "nothing stands out: ");
    buf_printf(out, "of %zu changes none %s", d->trials.count - 1 - d->trials.skipped,
               is_lost ? "gets clearly below a constant answer" : "halves the loss");
    if (d->trials.skipped)
        buf_printf(out, ", and %zu were left out:\n   each would take too long", d->trials.skipped);
    buf_printf(out, "\n   going on, 'train %zu' takes it from %s to %s", d->as_is.epochs,
               LOSS(d->now.end), LOSS(d->as_is.end));
    if (best) {
        fix_text(&text, &best->fix, &d->from);
        buf_printf(out, "; the lowest end, %s, has\n   %s", LOSS(best->end), buf_text(&text));
    }
    buf_puts(out, "\n");
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

// Says that nothing is wrong, and why.
static void put_no_findings(struct buf *out, struct style style, const struct diagnosis *d)
{
    buf_puts(out, "\n");
    if (d->is_interrupted) {
        buf_puts(out, "nothing was found by then\n");
    } else if (d->now.is_learnt) {
        buf_puts(out, "nothing stands out: it has learnt its data, ");
        put_learnt(out, d, &d->now);
        buf_puts(out, "\n");
    } else if (d->as_is.is_learnt) {
        buf_printf(out, "it is learning: going on, 'train %zu' ", d->as_is.epochs);
        trials_view_end(out, style, d, &d->as_is);
        buf_puts(out, "\n");
    } else if (d->as_is.share < HALF * d->now.share && d->as_is.share < LOST) {
        buf_printf(out,
                   "it is still learning: going on, 'train %zu' takes the loss from %s to %s\n",
                   d->as_is.epochs, LOSS(d->now.end), LOSS(d->as_is.end));
    } else {
        put_acquittal(out, style, d);
    }
}

// A remark, and no finding.
static void put_faster(struct buf *out, struct style style, const struct diagnosis *d)
{
    struct buf text = BUF_EMPTY;
    fix_text(&text, &d->faster.fix, &d->from);
    buf_puts(out, "   faster: ");
    style_put(out, style, INK_NAME, buf_text(&text));
    buf_printf(out, "\n        then 'train %zu' ", d->faster.epochs);
    trials_view_end(out, style, d, &d->faster);
    buf_puts(out, "\n");
    out->failed = out->failed || text.failed;
    buf_free(&text);
}

// Where no more are right than by always giving the answer of the largest class, which that is.
static void put_majority(struct buf *out, const struct diagnosis *d)
{
    const struct dataset *data = d->from.data;
    size_t most = 0, which = 0, classes = data->targets == TARGETS_TWO ? 2 : data->y.cols;
    double middle = (data->low + data->high) / 2;
    if (data->targets == TARGETS_NUMBERS || data->targets == TARGETS_LABELS)
        return;
    for (size_t k = 0; k < classes; k++) {
        size_t count = 0, column = data->targets == TARGETS_TWO ? 0 : k;
        bool is_high = data->targets != TARGETS_TWO || k == 1;
        for (size_t n = 0; n < data->y.rows; n++)
            count += (matrix_at(data->y, n, column) > middle) == is_high;
        if (count > most)
            most = count, which = k;
    }
    if (d->now.right != most || most == data->y.rows)
        return;
    if (data->classes)
        buf_printf(out, ", as many as always answering %s", data->classes[which]);
    else
        buf_printf(out, ", as many as always answering %zu", which);
}

void diagnosis_view(struct buf *out, struct style style, const struct diagnosis *diagnosis)
{
    const struct diagnosis *d = diagnosis;
    size_t all = d->from.data->x.rows;
    buf_printf(out, "%s %s, where the best constant answer has %s", d->from.settings->loss->name,
               LOSS(d->now.end), LOSS(d->baseline));
    if (d->from.data->targets != TARGETS_NUMBERS)
        buf_printf(out, "; %zu of %zu right", d->now.right, all);
    put_majority(out, d);
    buf_puts(out, "\n");
    put_layers(out, style, d);
    put_pattern(out, style, d);
    for (size_t i = 0; i < d->count; i++) {
        buf_printf(out, "\n%zu. ", i + 1);
        put_finding(out, style, d, &d->findings[i]);
    }
    if (d->count == 0)
        put_no_findings(out, style, d);
    if (d->count == 0 && d->has_faster)
        put_faster(out, style, d);
    if (d->count == 0 && d->aside.count > 0) {
        buf_puts(out, "\nby the way, ");
        put_finding(out, style, d, &d->aside);
    }
    if (d->is_interrupted)
        buf_puts(out, "\ninterrupted: this is what was known by then\n");
}
