// SPDX-License-Identifier: GPL-3.0-or-later
// The table stands at the end; before it the wrong values of forward passes, of the loss, and of what is read in
// the wrong place. Those of gradients and updates are in slip_backward.c.
#include "lesson/slip_rows.h"

#include <math.h>
#include <stdio.h>

#include "lesson/slip_backward.h"
#include "network/mathfn.h"

// ---- forward ------------------------------------------------------------------------------------

static bool no_bias(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, site->right - site->layer->b.data[site->e.col]);
}

static bool transposed(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix w = site->kind == SLIP_HIDDEN_DA ? site->layer[1].w : site->layer->w;
    struct element e = site->e;
    double wrong = NO_SLIP;
    if (site->kind == SLIP_Z && w.rows == w.cols)
        wrong = site->layer->b.data[e.col] + site_sum(w.rows, site->x.data + e.row * site->x.cols,
                                                      1, w.data + e.col * w.cols, 1);
    if (site->kind == SLIP_HIDDEN_DA && w.rows == w.cols)
        wrong =
            site_sum(w.cols, site->values[1].dz.data + e.row * w.cols, 1, w.data + e.col, w.cols);
    if ((site->kind & SLIP_ANY_DW) && e.row != e.col && e.row < w.cols && e.col < w.rows)
        wrong = matrix_at(site->layer->dw, e.col, e.row);
    return site_once(turn, value, wrong);
}

static bool z_for_a(const struct slip_site *site, size_t turn, double value[2])
{
    struct element e = site->e;
    if (site->kind == SLIP_A)
        return site_once(turn, value, site_at(site, site->values->z));
    if (e.layer == 1)
        return false;
    struct matrix z = site->values[-1].z, w = site->layer->w, dz = site->values->dz;
    double wrong = site->kind == SLIP_Z
                       ? site->layer->b.data[e.col] +
                             site_sum(w.rows, z.data + e.row * z.cols, 1, w.data + e.col, w.cols)
                       : site_sum(z.rows, z.data + e.row, z.cols, dz.data + e.col, dz.cols);
    return site_once(turn, value, wrong);
}

static bool a_for_z(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, site_at(site, site->values->a));
}

static bool slope_for_value(const struct slip_site *site, size_t turn, double value[2])
{
    const struct activation *activation = site->layer->activation;
    double z = site_at(site, site->values->z), a = site_at(site, site->values->a);
    return site_once(turn, value,
                     activation->is_row_wise ? NO_SLIP : activation->backward(1, z, a));
}

static const enum activation_id bends[] = {ACTIVATION_relu, ACTIVATION_sigmoid, ACTIVATION_tanh};

static bool other_bend(const struct slip_site *site, size_t turn, double value[2])
{
    if (turn == sizeof bends / sizeof *bends)
        return false;
    bool is_own = site->layer->activation->id == bends[turn];
    value[0] = is_own ? NO_SLIP : activations[bends[turn]].value(site_at(site, site->values->z));
    return true;
}

static void bend_detail(const struct slips *slips, size_t turn, char text[ELEMENT_NAME_SIZE])
{
    (void)slips;
    snprintf(text, ELEMENT_NAME_SIZE, "%s", activations[bends[turn]].name);
}

static bool sign_in_exp(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix z = site->values->z;
    double sum = 0, own = site_at(site, z);
    if (site_is_of(site, ACTIVATION_sigmoid))
        return site_once(turn, value, site->layer->activation->value(-own));
    for (size_t k = 0; k < z.cols; k++)
        sum += math_exp(own - matrix_at(z, site->e.row, k));
    return site_once(turn, value, site_is_of(site, ACTIVATION_softmax) ? 1 / sum : NO_SLIP);
}

static bool not_normalised(const struct slip_site *site, size_t turn, double value[2])
{
    double z = site_at(site, site->values->z);
    value[0] = turn == 0 ? math_exp(z) : activations[ACTIVATION_sigmoid].value(z);
    return site_is_of(site, ACTIVATION_softmax) && turn < 2;
}

// ---- the loss -----------------------------------------------------------------------------------

static bool loss_sum(const struct slip_site *site, size_t turn, double value[2])
{
    double factor = site_is_mean(site)              ? (double)site->count
                    : site_has_loss(site, LOSS_sse) ? 2
                                                    : NO_SLIP;
    return site_once(turn, value, site->right * factor);
}

static bool loss_half(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, site_has_loss(site, LOSS_mse) ? site->right / 2 : NO_SLIP);
}

static bool loss_half_sum(const struct slip_site *site, size_t turn, double value[2])
{
    bool is_mse = site_has_loss(site, LOSS_mse) && site->count > 1;
    return site_once(turn, value, is_mse ? site->right * (double)site->count / 2 : NO_SLIP);
}

static bool root(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, site_has_loss(site, LOSS_mse) ? sqrt(site->right) : NO_SLIP);
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
    if (!site_has_loss(site, LOSS_mse))
        return false;
    return site_once(turn, value, site->kind == SLIP_PART ? sum : sum / (double)site->count);
}

static bool log10_for_log(const struct slip_site *site, size_t turn, double value[2])
{
    bool is_log = site_has_loss(site, LOSS_bce) || site_has_loss(site, LOSS_ce);
    return site_once(turn, value, is_log ? site->right / math_log(10) : NO_SLIP);
}

static bool no_minus(const struct slip_site *site, size_t turn, double value[2])
{
    bool is_log = site_has_loss(site, LOSS_bce) || site_has_loss(site, LOSS_ce);
    return site_once(turn, value, is_log ? -site->right : NO_SLIP);
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
    return site_once(turn, value, weights);
}

static bool epochs(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, (double)site->e.row);
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
    bool is_part = site->kind == SLIP_PART; // of the loss, one of each sample
    struct matrix m = is_part ? (struct matrix){site->numbers->pass->samples, 1, NULL}
                              : numbers_matrix(site->numbers, site->e.kind, site->e.layer);
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
    bool is_part = slips->subject.asked == ASKED_PART;
    size_t cols = is_part ? 1 : slips->cols, at = other_index(e.row * cols + e.col, turn);
    e.row = at / cols;
    e.col = at % cols;
    if (is_part)
        snprintf(text, ELEMENT_NAME_SIZE, "the part of sample %zu", e.row);
    else
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
    FACTOR("sign", SLIP_SLOPES, slip_sign,
           "turning the sign round, as y - a in place of a - y does: that points downhill"),
    PAIRED("no-2", SLIP_OUTPUT_DA | SLIP_DZ | SLIP_GRADIENT, slip_no_2,
           "leaving out the 2 that comes from the square"),
    PAIRED("no-mean", SLIP_OUTPUT_DA | SLIP_DZ | SLIP_FUSED_DZ | SLIP_GRADIENT, slip_no_mean,
           "not dividing by the number of terms that the loss is the mean of"),
    PAIRED("sse", SLIP_OUTPUT_DA | SLIP_DZ | SLIP_GRADIENT, slip_sse,
           "leaving out both the 2 and the mean: that is the gradient of sse"),
    FACTOR("mean-again", SLIP_GRADIENT | SLIP_NEXT, slip_mean_again,
           "dividing by the number of samples once more: the mean is in dz already"),
    FACTOR("no-slope", NOT_FUSED_DZ | SLIP_DW | SLIP_DB, slip_no_slope,
           "taking da for dz: going back through {activation} multiplies by its slope"),
    ROW("slope-at-a", NOT_FUSED_DZ, slip_slope_at_a, "taking the slope at a: it is taken at z"),
    ROW("z-in-formula", NOT_FUSED_DZ, slip_z_in_formula,
        "putting z into the formula of the slope, which takes a"),
    ROW("value-for-slope", NOT_FUSED_DZ, slip_value_for_slope,
        "multiplying by a, the value, and not by the slope"),
    ROW("slope-twice", SLIP_FUSED_DZ, slip_slope_twice,
        "multiplying by the slope as well: (a - y) has it in it already"),
    ROW("skipped-slope", SLIP_HIDDEN_DA, slip_skipped_slope,
        "taking the next layer's da for its dz"),
    ROW("no-weight", SLIP_HIDDEN_DA, slip_no_weight, "not multiplying by the weights"),
    ROW("one-unit", SLIP_HIDDEN_DA, slip_one_unit,
        "going through the first unit of the next layer only: all of them are added up"),
    ROW("new-weights", SLIP_HIDDEN_DA, slip_new_weights,
        "taking the weights after the update: those before it belong here"),
    ROW("output-for-input", SLIP_ANY_DW, slip_output_for_input,
        "multiplying by what comes out of the layer: it is what goes into it"),
    ROW("no-input", SLIP_ANY_DW, slip_no_input,
        "leaving out the inputs: that is the gradient of the bias"),
    {.name = "one-share",
     .kinds = SLIP_GRADIENT | SLIP_LOSS,
     .compute = slip_one_share,
     .says = "taking the share of sample {detail} alone: those of all samples count",
     .detail = slip_sample_detail},
    FACTOR("with-lr", SLIP_GRADIENT, slip_with_lr,
           "multiplying by lr too: that belongs to the update"),
    ROW("step-only", SLIP_NEXT, slip_step_only,
        "giving the step alone: it is added to the old value"),
    ROW("uphill", SLIP_NEXT, slip_uphill, "going uphill: the step is against the gradient"),
    ROW("no-lr", SLIP_NEXT, slip_no_lr, "taking away the gradient itself: it is multiplied by lr"),
    ROW("unchanged", SLIP_NEXT, slip_unchanged,
        "leaving it as it is: it is the value after the update"),
    ROW("twice", SLIP_NEXT, slip_twice, "taking the step twice"),
    ROW("plain-step", SLIP_NEXT, slip_plain_step,
        "taking the step of plain sgd: the optimizer is {optimizer}"),
    ROW("swapped", SLIP_SHAPE, swapped, "giving the columns first: rows come first"),
    ROW("no-biases", SLIP_PARAMETERS, no_biases, "counting the weights only: biases count as well"),
    ROW("epochs", SLIP_UPDATES, epochs,
        "counting epochs: an epoch has an update for each batch of its samples"),
    {.name = "index",
     .kinds = SLIP_ELEMENTS | SLIP_PART,
     .rank = SLIP_INDEX,
     .compute = other_element,
     .says = "taking another element: that is {detail}, and indices count from 0",
     .detail = other_element_detail},
    {.name = "other-name",
     .kinds = SLIP_ELEMENTS,
     .rank = SLIP_OTHER_NAME,
     .compute = other_name,
     .says = "taking another number: that is {detail}",
     .detail = other_name_detail},
    {.name = "point",
     .kinds = SLIP_NUMBERS,
     .rank = SLIP_POINT,
     .compute = point,
     .says = "moving the decimal point: the digits are right"},
};

const size_t slip_row_count = sizeof slip_rows / sizeof *slip_rows;
