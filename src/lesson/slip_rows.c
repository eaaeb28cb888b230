// SPDX-License-Identifier: GPL-3.0-or-later
// Each function computes what a student gets who makes that one slip and everything else right. A pass holds
// all the numbers they need. In their names x and w, z and a, da and dz are those of the element's own layer,
// `next` are those of the layer after it.
#include "lesson/slip_rows.h"

#include <math.h>
#include <stdio.h>

#include "network/loss.h"
#include "network/mathfn.h"

// The value of a slip that cannot be made here.
#define NO_SLIP ((double)NAN)

// ---- sums ---------------------------------------------------------------------------------------

// Σ left·right over [count] numbers that lie so far apart; right may be NULL.
static double sum_of(size_t count, const double *left, size_t left_step, const double *right,
                     size_t right_step)
{
    double sum = 0;
    for (size_t k = 0; k < count; k++)
        sum += left[k * left_step] * (right ? right[k * right_step] : 1);
    return sum;
}

// The element of a matrix at the site's place.
static double here(const struct slip_site *site, struct matrix m)
{
    return matrix_at(m, site->e.row, site->e.col);
}

// Σn x[n,i]·m[n,j], and Σn m[n,j], for the element i, j of dw or db.
static double sum_with_input(const struct slip_site *site, struct matrix m)
{
    return sum_of(m.rows, site->x.data + site->e.row, site->x.cols, m.data + site->e.col, m.cols);
}

static double sum_of_column(const struct slip_site *site, struct matrix m)
{
    return sum_of(m.rows, m.data + site->e.col, m.cols, NULL, 0);
}

// Σk m[n,k]·w[i,k] for the element n, i of a hidden da, w those of the next layer.
static double sum_through_weights(const struct slip_site *site, struct matrix m)
{
    struct matrix w = site->layer[1].w;
    return sum_of(m.cols, m.data + site->e.row * m.cols, 1, w.data + site->e.col * w.cols, 1);
}

// One value; it is there in the first turn only.
static bool once(size_t turn, double value[2], double wrong)
{
    value[0] = wrong;
    return turn == 0;
}

// ---- forward ------------------------------------------------------------------------------------

static bool no_bias(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, site->right - site->layer->b.data[site->e.col]);
}

static bool transposed(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix w = site->kind == SLIP_HIDDEN_DA ? site->layer[1].w : site->layer->w;
    struct element e = site->e;
    double wrong = NO_SLIP;
    if (site->kind == SLIP_Z && w.rows == w.cols)
        wrong = site->layer->b.data[e.col] +
                sum_of(w.rows, site->x.data + e.row * site->x.cols, 1, w.data + e.col * w.cols, 1);
    if (site->kind == SLIP_HIDDEN_DA && w.rows == w.cols)
        wrong = sum_of(w.cols, site->values[1].dz.data + e.row * w.cols, 1, w.data + e.col, w.cols);
    if ((site->kind & SLIP_ANY_DW) && e.row != e.col && e.row < w.cols && e.col < w.rows)
        wrong = matrix_at(site->layer->dw, e.col, e.row);
    return once(turn, value, wrong);
}

static bool z_for_a(const struct slip_site *site, size_t turn, double value[2])
{
    struct element e = site->e;
    if (site->kind == SLIP_A)
        return once(turn, value, here(site, site->values->z));
    if (e.layer == 1)
        return false;
    struct matrix z = site->values[-1].z, w = site->layer->w, dz = site->values->dz;
    double wrong = site->kind == SLIP_Z
                       ? site->layer->b.data[e.col] +
                             sum_of(w.rows, z.data + e.row * z.cols, 1, w.data + e.col, w.cols)
                       : sum_of(z.rows, z.data + e.row, z.cols, dz.data + e.col, dz.cols);
    return once(turn, value, wrong);
}

static bool a_for_z(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, here(site, site->values->a));
}

static double slope(const struct slip_site *site, double da, double z, double a)
{
    const struct activation *activation = site->layer->activation;
    return activation->is_row_wise ? NO_SLIP : activation->backward(da, z, a);
}

static bool slope_for_value(const struct slip_site *site, size_t turn, double value[2])
{
    double z = here(site, site->values->z), a = here(site, site->values->a);
    return once(turn, value, slope(site, 1, z, a));
}

static const enum activation_id bends[] = {ACTIVATION_relu, ACTIVATION_sigmoid, ACTIVATION_tanh};

static bool other_bend(const struct slip_site *site, size_t turn, double value[2])
{
    if (turn == sizeof bends / sizeof *bends)
        return false;
    bool is_own = site->layer->activation->id == bends[turn];
    value[0] = is_own ? NO_SLIP : activations[bends[turn]].value(here(site, site->values->z));
    return true;
}

static void bend_detail(const struct slips *slips, size_t turn, char text[ELEMENT_NAME_SIZE])
{
    (void)slips;
    snprintf(text, ELEMENT_NAME_SIZE, "%s", activations[bends[turn]].name);
}

static bool is_of(const struct slip_site *site, enum activation_id id)
{
    return site->layer->activation->id == id;
}

static bool sign_in_exp(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix z = site->values->z;
    double sum = 0, own = here(site, z);
    if (is_of(site, ACTIVATION_sigmoid))
        return once(turn, value, site->layer->activation->value(-own));
    for (size_t k = 0; k < z.cols; k++)
        sum += math_exp(own - matrix_at(z, site->e.row, k));
    return once(turn, value, is_of(site, ACTIVATION_softmax) ? 1 / sum : NO_SLIP);
}

static bool not_normalised(const struct slip_site *site, size_t turn, double value[2])
{
    double z = here(site, site->values->z);
    value[0] = turn == 0 ? math_exp(z) : activations[ACTIVATION_sigmoid].value(z);
    return is_of(site, ACTIVATION_softmax) && turn < 2;
}

// ---- the loss -----------------------------------------------------------------------------------

static bool has_loss(const struct slip_site *site, enum loss_id id)
{
    return site->numbers->config.loss->id == id;
}

static bool is_mean(const struct slip_site *site)
{
    return site->numbers->config.loss->is_mean && site->count > 1;
}

static bool loss_sum(const struct slip_site *site, size_t turn, double value[2])
{
    double factor = is_mean(site) ? (double)site->count : has_loss(site, LOSS_sse) ? 2 : NO_SLIP;
    return once(turn, value, site->right * factor);
}

static bool loss_half(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, has_loss(site, LOSS_mse) ? site->right / 2 : NO_SLIP);
}

static bool loss_half_sum(const struct slip_site *site, size_t turn, double value[2])
{
    bool is_mse = has_loss(site, LOSS_mse) && site->count > 1;
    return once(turn, value, is_mse ? site->right * (double)site->count / 2 : NO_SLIP);
}

static bool root(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, has_loss(site, LOSS_mse) ? sqrt(site->right) : NO_SLIP);
}

static bool no_square(const struct slip_site *site, size_t turn, double value[2])
{
    const struct pass *pass = site->numbers->pass;
    struct matrix a = pass->layers[pass->layer_count - 1].a, y = pass->y;
    size_t first = site->kind == SLIP_PART ? site->e.row : 0;
    size_t end = site->kind == SLIP_PART ? first + 1 : a.rows;
    double sum = 0;
    for (size_t i = first * a.cols; i < end * a.cols; i++)
        sum += fabs(a.data[i] - y.data[i]);
    if (!has_loss(site, LOSS_mse))
        return false;
    return once(turn, value, site->kind == SLIP_PART ? sum : sum / (double)site->count);
}

static bool log10_for_log(const struct slip_site *site, size_t turn, double value[2])
{
    bool is_log = has_loss(site, LOSS_bce) || has_loss(site, LOSS_ce);
    return once(turn, value, is_log ? site->right / math_log(10) : NO_SLIP);
}

static bool no_minus(const struct slip_site *site, size_t turn, double value[2])
{
    bool is_log = has_loss(site, LOSS_bce) || has_loss(site, LOSS_ce);
    return once(turn, value, is_log ? -site->right : NO_SLIP);
}

// ---- backward -----------------------------------------------------------------------------------

static bool sign(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, -site->right);
}

static bool no_2(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, has_loss(site, LOSS_mse) ? site->right / 2 : NO_SLIP);
}

static bool no_mean(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, is_mean(site) ? site->right * (double)site->count : NO_SLIP);
}

static bool sse(const struct slip_site *site, size_t turn, double value[2])
{
    return loss_half_sum(site, turn, value);
}

static bool mean_again(const struct slip_site *site, size_t turn, double value[2])
{
    double samples = (double)site->numbers->pass->samples;
    if (samples < 2)
        return false;
    if (site->kind != SLIP_NEXT)
        return once(turn, value, site->right / samples);
    double w = here(site, numbers_matrix(site->numbers, site->e.kind, site->e.layer));
    bool is_plain = site->numbers->config.optimizer->is_plain;
    return once(turn, value, is_plain ? w + (site->right - w) / samples : NO_SLIP);
}

static bool no_slope(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix da = site->values->da;
    return once(turn, value,
                site->kind & SLIP_ANY_DZ   ? here(site, da)
                : site->kind & SLIP_ANY_DW ? sum_with_input(site, da)
                                           : sum_of_column(site, da));
}

static bool slope_at_a(const struct slip_site *site, size_t turn, double value[2])
{
    const struct activation *activation = site->layer->activation;
    double a = here(site, site->values->a);
    if (activation->is_row_wise)
        return false;
    return once(turn, value, slope(site, here(site, site->values->da), a, activation->value(a)));
}

static bool z_in_formula(const struct slip_site *site, size_t turn, double value[2])
{
    double z = here(site, site->values->z), da = here(site, site->values->da);
    return once(turn, value,
                is_of(site, ACTIVATION_sigmoid) ? da * z * (1 - z)
                : is_of(site, ACTIVATION_tanh)  ? da * (1 - z * z)
                                                : NO_SLIP);
}

static bool value_for_slope(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, here(site, site->values->da) * here(site, site->values->a));
}

static bool slope_twice(const struct slip_site *site, size_t turn, double value[2])
{
    double a = here(site, site->values->a);
    return once(turn, value, site->right * a * (1 - a));
}

static bool skipped_slope(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, sum_through_weights(site, site->values[1].da));
}

static bool no_weight(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix dz = site->values[1].dz;
    return once(turn, value, sum_of(dz.cols, dz.data + site->e.row * dz.cols, 1, NULL, 0));
}

static bool one_unit(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix dz = site->values[1].dz, w = site->layer[1].w;
    if (dz.cols < 2)
        return false;
    return once(turn, value, matrix_at(dz, site->e.row, 0) * matrix_at(w, site->e.col, 0));
}

static bool new_weights(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix dz = site->values[1].dz, w = site->layer[1].w;
    double sum = 0;
    for (size_t k = 0; k < w.cols; k++) {
        struct element weight = {QUANTITY_W, site->e.layer + 1, site->e.col, k};
        sum += matrix_at(dz, site->e.row, k) *
               (matrix_at(w, site->e.col, k) + numbers_step(site->numbers, weight));
    }
    return once(turn, value, sum);
}

static bool output_for_input(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix a = site->values->a, dz = site->values->dz;
    size_t j = site->e.col;
    return once(turn, value, sum_of(a.rows, a.data + j, a.cols, dz.data + j, dz.cols));
}

static bool no_input(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, sum_of_column(site, site->values->dz));
}

static bool one_share(const struct slip_site *site, size_t turn, double value[2])
{
    size_t samples = site->numbers->pass->samples;
    if (turn == samples || samples < 2)
        return false;
    if (site->kind == SLIP_LOSS) {
        double count = site->numbers->config.loss->is_mean ? (double)site->count : 1;
        value[0] = numbers_part(site->numbers, turn) / count;
        return true;
    }
    value[0] = matrix_at(site->values->dz, turn, site->e.col);
    if (site->kind & SLIP_ANY_DW)
        value[0] *= matrix_at(site->x, turn, site->e.row);
    return true;
}

static void sample_detail(const struct slips *slips, size_t turn, char text[ELEMENT_NAME_SIZE])
{
    (void)slips;
    snprintf(text, ELEMENT_NAME_SIZE, "%zu", turn);
}

// ---- the update ---------------------------------------------------------------------------------

static double learning_rate(const struct slip_site *site)
{
    return site->numbers->config.hyper.lr;
}

// The parameter as it is, its gradient, and the step that the update adds.
static double old_value(const struct slip_site *site)
{
    return here(site, numbers_matrix(site->numbers, site->e.kind, site->e.layer));
}

static double gradient(const struct slip_site *site)
{
    return here(site, site->e.kind == QUANTITY_W ? site->layer->dw : site->layer->db);
}

static double step(const struct slip_site *site)
{
    return site->right - old_value(site);
}

static bool with_lr(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, learning_rate(site) * site->right);
}

static bool step_only(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, step(site));
}

static bool uphill(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, old_value(site) - step(site));
}

static bool no_lr(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, old_value(site) - gradient(site));
}

static bool unchanged(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, old_value(site));
}

static bool twice(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, old_value(site) + 2 * step(site));
}

static bool plain_step(const struct slip_site *site, size_t turn, double value[2])
{
    bool is_plain = site->numbers->config.optimizer->is_plain;
    return once(turn, value,
                is_plain ? NO_SLIP : old_value(site) - learning_rate(site) * gradient(site));
}

// ---- shapes and counts --------------------------------------------------------------------------

static bool swapped(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix m = numbers_matrix(site->numbers, site->e.kind, site->e.layer);
    value[0] = (double)m.cols;
    value[1] = (double)m.rows;
    return turn == 0;
}

static bool no_biases(const struct slip_site *site, size_t turn, double value[2])
{
    const struct network *network = site->numbers->network;
    double weights = 0;
    for (size_t k = 0; k < network->layer_count; k++)
        weights += (double)matrix_count(network->layers[k].w);
    return once(turn, value, weights);
}

static bool epochs(const struct slip_site *site, size_t turn, double value[2])
{
    return once(turn, value, (double)site->e.row);
}

// ---- what is read in the wrong place ------------------------------------------------------------

// The element of the same matrix that a turn means, passing over the right one.
static size_t other_index(size_t right, size_t turn)
{
    return turn < right ? turn : turn + 1;
}

static bool other_element(const struct slip_site *site, size_t turn, double value[2])
{
    enum { ELEMENTS_MOST = 4096 };
    struct matrix m = numbers_matrix(site->numbers, site->e.kind, site->e.layer);
    struct subject other = site->subject;
    size_t at = other_index(site->e.row * m.cols + site->e.col, turn);
    if (at >= matrix_count(m) || turn == ELEMENTS_MOST)
        return false;
    other.element.row = at / m.cols;
    other.element.col = at % m.cols;
    value[0] = numbers_value(site->numbers, other);
    return true;
}

static void other_element_detail(const struct slips *slips, size_t turn,
                                 char text[ELEMENT_NAME_SIZE])
{
    struct element e = slips->subject.element;
    size_t at = other_index(e.row * slips->cols + e.col, turn);
    e.row = at / slips->cols;
    e.col = at % slips->cols;
    element_name(e, text);
}

static const enum quantity_kind by_sample[] = {QUANTITY_Z, QUANTITY_A, QUANTITY_DA, QUANTITY_DZ,
                                               QUANTITY_Y};
static const enum quantity_kind by_weight[] = {QUANTITY_W, QUANTITY_DW};
static const enum quantity_kind by_bias[] = {QUANTITY_B, QUANTITY_DB};

// The names whose matrices have the subject's shape, as far as they come before it.
static const enum quantity_kind *names_beside(enum quantity_kind kind, size_t *count)
{
    bool is_weight = kind == QUANTITY_W || kind == QUANTITY_DW;
    bool is_bias = kind == QUANTITY_B || kind == QUANTITY_DB;
    *count = is_weight || is_bias ? 2 : sizeof by_sample / sizeof *by_sample;
    return is_weight ? by_weight : is_bias ? by_bias : by_sample;
}

static bool other_name(const struct slip_site *site, size_t turn, double value[2])
{
    size_t count;
    const enum quantity_kind *kinds = names_beside(site->e.kind, &count);
    if (turn == count)
        return false;
    bool is_last = site->e.layer == site->numbers->network->layer_count;
    struct subject other = {ASKED_ELEMENT, site->e};
    size_t own = 0;
    while (kinds[own] != site->e.kind)
        own++;
    other.element.kind = kinds[turn];
    bool is_visible = kinds[turn] == QUANTITY_Y           ? is_last
                      : site->subject.asked == ASKED_NEXT ? turn > own
                                                          : turn < own;
    value[0] = is_visible ? numbers_value(site->numbers, other) : NO_SLIP;
    return true;
}

static void other_name_detail(const struct slips *slips, size_t turn, char text[ELEMENT_NAME_SIZE])
{
    size_t count;
    struct element e = slips->subject.element;
    e.kind = names_beside(e.kind, &count)[turn];
    element_name(e, text);
}

static bool point(const struct slip_site *site, size_t turn, double value[2])
{
    enum { PLACES_MOST = 6 };
    value[0] = site->right;
    for (size_t i = 0; i <= turn / 2; i++)
        value[0] = turn % 2 ? value[0] / 10 : value[0] * 10;
    return turn < 2 * PLACES_MOST;
}

// ---- the table ----------------------------------------------------------------------------------

#define NOT_FUSED_DZ SLIP_DZ | SLIP_HIDDEN_DZ
#define ROW(word, for_kinds, function, words)                                                      \
    {                                                                                              \
        .name = word, .kinds = for_kinds, .compute = function, .says = words                       \
    }
#define FACTOR(word, for_kinds, function, words)                                                   \
    {                                                                                              \
        .name = word, .kinds = for_kinds, .compute = function, .says = words, .is_factor = true    \
    }
#define PAIRED(word, for_kinds, function, words)                                                   \
    {                                                                                              \
        .name = word, .kinds = for_kinds, .compute = function, .says = words, .is_factor = true,   \
        .in_pairs = true                                                                           \
    }

const struct slip_row slip_rows[] = {
    ROW("no-bias", SLIP_Z, no_bias, "leaving out the bias"),
    ROW("transposed", SLIP_Z | SLIP_HIDDEN_DA | SLIP_ANY_DW, transposed,
        "taking w[j,i] for w[i,j]: the first index says where a weight comes from, the second "
        "where it leads"),
    ROW("z-for-a", SLIP_A | SLIP_Z | SLIP_ANY_DW, z_for_a,
        "taking z where a belongs: the activation is not applied"),
    ROW("a-for-z", SLIP_Z, a_for_z, "applying the activation too: that is a already"),
    ROW("slope-for-value", SLIP_A, slope_for_value,
        "taking the slope of {activation} for its value"),
    {.name = "other-bend",
     .kinds = SLIP_A,
     .compute = other_bend,
     .says = "applying {detail}, but the activation of this layer is {activation}",
     .detail = bend_detail},
    ROW("sign-in-exp", SLIP_A, sign_in_exp, "turning the sign inside exp round"),
    ROW("not-normalised", SLIP_A, not_normalised,
        "not dividing exp(z) by the sum of exp(z) over the outputs"),
    FACTOR("sum", SLIP_LOSS, loss_sum, "adding up without the division: {loss} is the {meaning}"),
    FACTOR("half", SLIP_LOSS, loss_half, "taking half of it: {loss} is the {meaning}"),
    FACTOR("half-sum", SLIP_LOSS, loss_half_sum, "taking half the sum: {loss} is the {meaning}"),
    ROW("root", SLIP_LOSS, root, "taking a square root at the end: {loss} has none"),
    ROW("no-square", SLIP_LOSS | SLIP_PART, no_square, "not squaring the errors"),
    ROW("log10", SLIP_LOSS | SLIP_PART, log10_for_log,
        "taking the logarithm to base 10: {loss} has the natural one"),
    ROW("no-minus", SLIP_LOSS | SLIP_PART, no_minus, "leaving out the minus in front"),
    FACTOR("sign", SLIP_SLOPES, sign,
           "turning the sign round, as y - a in place of a - y does: that points downhill"),
    PAIRED("no-2", SLIP_OUTPUT_DA | SLIP_DZ | SLIP_GRADIENT, no_2,
           "leaving out the 2 that comes from the square"),
    PAIRED("no-mean", SLIP_OUTPUT_DA | SLIP_DZ | SLIP_FUSED_DZ | SLIP_GRADIENT, no_mean,
           "not dividing by the number of terms that the loss is the mean of"),
    PAIRED("sse", SLIP_OUTPUT_DA | SLIP_DZ | SLIP_GRADIENT, sse,
           "leaving out both the 2 and the mean: that is the gradient of sse"),
    FACTOR("mean-again", SLIP_GRADIENT | SLIP_NEXT, mean_again,
           "dividing by the number of samples once more: the mean is in dz already"),
    FACTOR("no-slope", NOT_FUSED_DZ | SLIP_DW | SLIP_DB, no_slope,
           "taking da for dz: going back through {activation} multiplies by its slope"),
    ROW("slope-at-a", NOT_FUSED_DZ, slope_at_a, "taking the slope at a: it is taken at z"),
    ROW("z-in-formula", NOT_FUSED_DZ, z_in_formula,
        "putting z into the formula of the slope, which takes a"),
    ROW("value-for-slope", NOT_FUSED_DZ, value_for_slope,
        "multiplying by a, the value, and not by the slope"),
    ROW("slope-twice", SLIP_FUSED_DZ, slope_twice,
        "multiplying by the slope as well: (a - y) has it in it already"),
    ROW("skipped-slope", SLIP_HIDDEN_DA, skipped_slope, "taking the next layer's da for its dz"),
    ROW("no-weight", SLIP_HIDDEN_DA, no_weight, "not multiplying by the weights"),
    ROW("one-unit", SLIP_HIDDEN_DA, one_unit,
        "going through the first unit of the next layer only: all of them are added up"),
    ROW("new-weights", SLIP_HIDDEN_DA, new_weights,
        "taking the weights after the update: those before it belong here"),
    ROW("output-for-input", SLIP_ANY_DW, output_for_input,
        "multiplying by what comes out of the layer: it is what goes into it"),
    ROW("no-input", SLIP_ANY_DW, no_input,
        "leaving out the inputs: that is the gradient of the bias"),
    {.name = "one-share",
     .kinds = SLIP_GRADIENT | SLIP_LOSS,
     .compute = one_share,
     .says = "taking the share of sample {detail} alone: those of all samples count",
     .detail = sample_detail},
    FACTOR("with-lr", SLIP_GRADIENT, with_lr, "multiplying by lr too: that belongs to the update"),
    ROW("step-only", SLIP_NEXT, step_only, "giving the step alone: it is added to the old value"),
    ROW("uphill", SLIP_NEXT, uphill, "going uphill: the step is against the gradient"),
    ROW("no-lr", SLIP_NEXT, no_lr, "taking away the gradient itself: it is multiplied by lr"),
    ROW("unchanged", SLIP_NEXT, unchanged, "leaving it as it is: it is the value after the update"),
    ROW("twice", SLIP_NEXT, twice, "taking the step twice"),
    ROW("plain-step", SLIP_NEXT, plain_step,
        "taking the step of plain sgd: the optimizer is {optimizer}"),
    ROW("swapped", SLIP_SHAPE, swapped, "giving the columns first: rows come first"),
    ROW("no-biases", SLIP_PARAMETERS, no_biases, "counting the weights only: biases count as well"),
    ROW("epochs", SLIP_UPDATES, epochs,
        "counting epochs: an epoch has an update for each batch of its samples"),
    {.name = "index",
     .kinds = SLIP_ELEMENTS,
     .rank = SLIP_INDEX,
     .compute = other_element,
     .says = "reading another place: that is {detail}, and indices count from 0",
     .detail = other_element_detail},
    {.name = "other-name",
     .kinds = SLIP_ELEMENTS,
     .rank = SLIP_OTHER_NAME,
     .compute = other_name,
     .says = "reading another name: that is {detail}",
     .detail = other_name_detail},
    {.name = "point",
     .kinds = SLIP_NUMBERS,
     .rank = SLIP_POINT,
     .compute = point,
     .says = "moving the decimal point: the digits are right"},
};

const size_t slip_row_count = sizeof slip_rows / sizeof *slip_rows;
