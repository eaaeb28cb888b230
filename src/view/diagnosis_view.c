// SPDX-License-Identifier: GPL-3.0-or-later
// A finding is one row of a table: what it is called, why it matters, and two functions that write
// its evidence and its remedy. The numbers come from the finding.
#include "view/diagnosis_view.h"

#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "network/loss.h"
#include "study/unit_facts.h"
#include "view/diagnosis_evidence.h"
#include "view/diagnosis_pattern.h"
#include "view/table.h"
#include "view/trials_view.h"

enum { NORM_DIGITS = 3 };

// A screen of 24 rows, without the line that was typed and the prompt after the answer.
enum { SCREEN_ROWS = 22, SCREEN_COLS = 80 };

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
    [FINDING_LINEAR] = {"the network is linear in disguise",
                        "straight pieces make one straight map, and xor, say, needs a bend",
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

// One finding: title, evidence, why, what was tried if that is wanted, and what to type.
static void put_finding(struct buf *out, struct style style, const struct diagnosis *d,
                        const struct finding *f, bool shows_trials)
{
    const struct row *row = &rows[f->kind];
    bool learns = f->kind == FINDING_LR_SMALL && d->as_is.end < FALLS * d->now.end;
    style_put(out, style, INK_BOLD,
              learns ? "it learns, but slowly: the learning rate is too small" : row->title);
    buf_puts(out, "\n");
    row->evidence(out, style, d, f);
    buf_printf(out, "   why: %s\n", row->why);
    if (shows_trials && f->tried_count > 1)
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
        buf_printf(out, ",\n  as many as always answering %s", data->classes[which]);
    else
        buf_printf(out, ",\n  as many as always answering %zu", which);
}

// What of an answer may be left out.
struct extent {
    bool has_pattern, has_trials;
};

static bool has_trials(const struct diagnosis *d)
{
    bool well = d->count == 0 && d->aside.tried_count > 1;
    for (size_t i = 0; i < d->count; i++)
        well = well || d->findings[i].tried_count > 1;
    return well;
}

// The loss, what is right, and the layers.
static void put_facts(struct buf *out, struct style style, const struct diagnosis *d)
{
    buf_printf(out, "%s %s, where the best constant answer has %s", d->from.settings->loss->name,
               LOSS(d->now.end), LOSS(d->baseline));
    if (d->from.data->targets != TARGETS_NUMBERS)
        buf_printf(out, "; %zu of %zu right", d->now.right, d->from.data->x.rows);
    put_majority(out, d);
    buf_puts(out, "\n");
    put_layers(out, style, d);
}

// The answer to that extent, and how to see the rest.
static void put_answer(struct buf *out, struct style style, const struct diagnosis *d,
                       struct extent extent)
{
    put_facts(out, style, d);
    if (diagnosis_has_pattern(d) && extent.has_pattern)
        diagnosis_pattern(out, style, d);
    for (size_t i = 0; i < d->count; i++) {
        buf_printf(out, "\n%zu. ", i + 1);
        put_finding(out, style, d, &d->findings[i], extent.has_trials);
    }
    if (d->count == 0)
        put_no_findings(out, style, d);
    if (d->count == 0 && d->has_faster)
        put_faster(out, style, d);
    if (d->count == 0 && d->aside.count > 0) {
        buf_puts(out, "\nby the way, ");
        put_finding(out, style, d, &d->aside, extent.has_trials);
    }
    if (d->is_interrupted)
        buf_puts(out, "\ninterrupted: this is what was known by then\n");
    bool lacks_pattern = diagnosis_has_pattern(d) && !extent.has_pattern;
    if (lacks_pattern || (has_trials(d) && !extent.has_trials))
        buf_printf(
            out, "'diagnose all' also shows %s%s%s\n", lacks_pattern ? "which units are on" : "",
            lacks_pattern && has_trials(d) ? ", and " : "", has_trials(d) ? "what was tried" : "");
}

// The rows that a text takes on a screen of that width.
static size_t screen_rows(const struct buf *text)
{
    size_t count = 0;
    const char *line = buf_text(text), *end;
    for (; (end = strchr(line, '\n')); line = end + 1)
        count += 1 + (size_max(1, utf8_columns(line, (size_t)(end - line))) - 1) / SCREEN_COLS;
    return count;
}

void diagnosis_view(struct buf *out, struct style style, const struct diagnosis *diagnosis,
                    bool is_whole)
{
    static const struct extent extents[] = {{true, true}, {true, false}, {false, false}};
    struct buf text = BUF_EMPTY;
    put_answer(&text, style, diagnosis, extents[0]);
    for (size_t i = 1; i < 3 && !is_whole && screen_rows(&text) > SCREEN_ROWS; i++) {
        buf_clear(&text);
        put_answer(&text, style, diagnosis, extents[i]);
    }
    buf_append(out, &text);
    buf_free(&text);
}
