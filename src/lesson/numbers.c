// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of the network and a pass of its own, so that asking moves nothing in the session. The value
// asked for is what the stages compute, to the bit. By its formula a value is added up term by term, as a student
// does it, and its last digits are not those of the stages; that only serves to see how far off the numbers shown
// lead.
#include "lesson/numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "network/loss.h"
#include "network/mathfn.h"
#include "network/stage.h"
#include "session/session.h"

// ---- making -------------------------------------------------------------------------------------

// Copies the batch and loads it.
static bool load_samples(struct numbers *numbers, const struct pass *pass, struct error *error)
{
    size_t x = matrix_count(pass->x), y = matrix_count(pass->y);
    numbers->samples = malloc((x + y) * sizeof(double));
    if (!numbers->samples)
        return error_memory(error);
    memcpy(numbers->samples, pass->x.data, x * sizeof(double));
    memcpy(numbers->samples + x, pass->y.data, y * sizeof(double));
    pass_load(numbers->pass, (struct matrix){pass->x.rows, pass->x.cols, numbers->samples},
              (struct matrix){pass->y.rows, pass->y.cols, numbers->samples + x});
    return true;
}

// A copy of the network with a pass that holds the same samples, and no values yet.
static struct numbers *create(const struct network *network, const struct pass *pass,
                              const struct step_config *config, struct error *error)
{
    struct numbers *numbers = calloc(1, sizeof *numbers);
    if (!numbers) {
        error_memory(error);
        return NULL;
    }
    numbers->config = *config;
    numbers->network = network_copy(network, error);
    if (numbers->network)
        numbers->pass = pass_create(numbers->network, pass->samples, false, error);
    if (!numbers->pass || !load_samples(numbers, pass, error)) {
        numbers_free(numbers);
        return NULL;
    }
    return numbers;
}

// Begins the update, once all gradients are there: where they are clipped it takes their norm.
static void begin_update(struct numbers *numbers)
{
    numbers->update = update_begin(numbers->network, numbers->config.optimizer,
                                   &numbers->config.hyper, &numbers->config.regularization);
}

struct numbers *numbers_create(const struct session *session, struct error *error)
{
    struct step_config config = session_step_config(session);
    struct numbers *numbers = create(session->network, session->pass, &config, error);
    if (!numbers)
        return NULL;
    size_t layers = session->network->layer_count, batch = session_batch_size(session);
    for (size_t i = 0; i < stage_update(layers); i++)
        pass_run(numbers->pass, numbers->network, &config, stage_at(layers, i));
    begin_update(numbers);
    numbers->batches = (session->data->x.rows + batch - 1) / batch;
    return numbers;
}

void numbers_free(struct numbers *numbers)
{
    if (!numbers)
        return;
    pass_free(numbers->pass);
    network_free(numbers->network);
    free(numbers->samples);
    free(numbers);
}

// Sets [to] to the numbers of [from] as a matrix is shown.
static void round_matrix(struct matrix to, struct matrix from, int digits)
{
    struct number_format format = number_format_for(from.data, matrix_count(from), digits);
    for (size_t i = 0; i < matrix_count(from); i++) {
        char text[NUMBER_SIZE];
        size_t length = number_write_among(text, from.data[i], format);
        to.data[i] = from.data[i];
        number_parse(text, length, &to.data[i]);
    }
}

struct numbers *numbers_as_shown(const struct session *session, const struct numbers *numbers,
                                 struct error *error)
{
    static const enum quantity_kind kinds[] = {QUANTITY_W, QUANTITY_B, QUANTITY_DW, QUANTITY_DB,
                                               QUANTITY_Z, QUANTITY_A, QUANTITY_DA, QUANTITY_DZ};
    struct numbers *shown = create(numbers->network, numbers->pass, &numbers->config, error);
    int digits = session->settings.digits;
    if (!shown)
        return NULL;
    shown->batches = numbers->batches;
    shown->pass->loss = numbers->pass->loss;
    round_matrix(shown->pass->x, numbers->pass->x, digits);
    round_matrix(shown->pass->y, numbers->pass->y, digits);
    for (size_t k = 1; k <= numbers->network->layer_count; k++)
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            round_matrix(numbers_matrix(shown, kinds[i], k), numbers_matrix(numbers, kinds[i], k),
                         digits);
    begin_update(shown);
    return shown;
}

// ---- looking up ---------------------------------------------------------------------------------

struct matrix numbers_matrix(const struct numbers *numbers, enum quantity_kind kind, size_t layer)
{
    const struct layer *parameters = &numbers->network->layers[layer ? layer - 1 : 0];
    const struct pass_layer *values = &numbers->pass->layers[layer ? layer - 1 : 0];
    switch (kind) {
    case QUANTITY_X:
        return numbers->pass->x;
    case QUANTITY_Y:
        return numbers->pass->y;
    case QUANTITY_W:
        return parameters->w;
    case QUANTITY_B:
        return parameters->b;
    case QUANTITY_DW:
        return parameters->dw;
    case QUANTITY_DB:
        return parameters->db;
    case QUANTITY_Z:
        return values->z;
    case QUANTITY_A:
        return values->a;
    case QUANTITY_DA:
        return values->da;
    default:
        return values->dz;
    }
}

bool numbers_are_fused(const struct numbers *numbers, size_t layer)
{
    return layer == numbers->network->layer_count && numbers->config.loss->fused;
}

double numbers_step(const struct numbers *numbers, struct element e)
{
    const struct network *network = numbers->network;
    struct matrix m = numbers_matrix(numbers, e.kind, e.layer);
    size_t p = 2 * (e.layer - 1) + (e.kind == QUANTITY_B);
    size_t index = (size_t)(m.data - network->parameters) + e.row * m.cols + e.col;
    return network_parameter(network, p).is_frozen
               ? 0
               : update_step(network, &numbers->update, p, index);
}

double numbers_value(const struct numbers *numbers, struct subject subject)
{
    struct element e = subject.element;
    switch (subject.asked) {
    case ASKED_LOSS:
        return numbers->pass->loss;
    case ASKED_PART:
        return numbers_part(numbers, e.row);
    case ASKED_PARAMETERS:
        return (double)numbers->network->parameter_count;
    case ASKED_UPDATES:
        return (double)numbers->batches * (double)e.row;
    case ASKED_NEXT:
        return matrix_at(numbers_matrix(numbers, e.kind, e.layer), e.row, e.col) +
               numbers_step(numbers, e);
    default:
        return matrix_at(numbers_matrix(numbers, e.kind, e.layer), e.row, e.col);
    }
}

// ---- by formula ----------------------------------------------------------------------------------

// One output's part of the loss from a alone, as its formula has it.
static double term_of(const struct loss *loss, double a, double y)
{
    if (!loss->saturated_formula)
        return loss->term(0, a, y);
    double part = y == 0 ? 0 : -y * math_log(a);
    return loss->counts_samples || y == 1 ? part : part - (1 - y) * math_log(1 - a);
}

double numbers_part(const struct numbers *numbers, size_t n)
{
    struct matrix a = numbers->pass->layers[numbers->network->layer_count - 1].a;
    double part = 0;
    for (size_t j = 0; j < a.cols; j++)
        part +=
            term_of(numbers->config.loss, matrix_at(a, n, j), matrix_at(numbers->pass->y, n, j));
    return part;
}

static double loss_by_formula(const struct numbers *numbers)
{
    const struct loss *loss = numbers->config.loss;
    struct matrix y = numbers->pass->y;
    double sum = 0;
    for (size_t n = 0; n < y.rows; n++)
        sum += numbers_part(numbers, n);
    return loss->is_mean ? sum / (double)loss_count(loss, y.rows, y.cols) : sum;
}

// Σ left·right over [count] numbers that lie so far apart.
static double sum_of(size_t count, const double *left, size_t left_step, const double *right,
                     size_t right_step)
{
    double sum = 0;
    for (size_t k = 0; k < count; k++)
        sum += left[k * left_step] * (right ? right[k * right_step] : 1);
    return sum;
}

static double a_by_formula(const struct numbers *numbers, struct element e)
{
    const struct activation *activation = numbers->network->layers[e.layer - 1].activation;
    struct matrix z = numbers->pass->layers[e.layer - 1].z;
    double sum = 0, own = matrix_at(z, e.row, e.col);
    if (!activation->is_row_wise)
        return activation->value(own);
    for (size_t k = 0; k < z.cols; k++)
        sum += math_exp(matrix_at(z, e.row, k) - own);
    return 1 / sum;
}

// The last layer's da, or dz where it is fused, of the one element: both need a and y only.
static double output_by_formula(const struct numbers *numbers, struct element e)
{
    const struct loss *loss = numbers->config.loss;
    struct matrix a = numbers->pass->layers[e.layer - 1].a, y = numbers->pass->y;
    double count = (double)loss_count(loss, y.rows, y.cols);
    double own = matrix_at(a, e.row, e.col), target = matrix_at(y, e.row, e.col), slope = 0;
    if (e.kind == QUANTITY_DZ)
        return (own - target) / count;
    struct matrix one_a = {1, 1, &own}, one_y = {1, 1, &target}, one = {1, 1, &slope};
    loss->gradient(one_a, one_y, one); // of a batch of one, whose count is 1
    return loss->is_mean ? slope / count : slope;
}

static double dz_by_formula(const struct numbers *numbers, struct element e)
{
    const struct activation *activation = numbers->network->layers[e.layer - 1].activation;
    const struct pass_layer *values = &numbers->pass->layers[e.layer - 1];
    double da = matrix_at(values->da, e.row, e.col), a = matrix_at(values->a, e.row, e.col);
    size_t cols = values->a.cols, at = e.row * cols;
    if (!activation->is_row_wise)
        return activation->backward(da, matrix_at(values->z, e.row, e.col), a);
    return a * (da - sum_of(cols, values->da.data + at, 1, values->a.data + at, 1));
}

double numbers_by_formula(const struct numbers *numbers, struct subject subject)
{
    struct element e = subject.element;
    const struct layer *layer = &numbers->network->layers[e.layer ? e.layer - 1 : 0];
    const struct pass_layer *values = &numbers->pass->layers[e.layer ? e.layer - 1 : 0];
    struct matrix x = pass_input(numbers->pass, e.layer ? e.layer : 1);
    bool is_last = e.layer == numbers->network->layer_count;
    if (subject.asked == ASKED_LOSS)
        return loss_by_formula(numbers);
    if (subject.asked != ASKED_ELEMENT)
        return numbers_value(numbers, subject);
    switch (e.kind) {
    case QUANTITY_Z:
        return layer->b.data[e.col] +
               sum_of(x.cols, x.data + e.row * x.cols, 1, layer->w.data + e.col, layer->w.cols);
    case QUANTITY_A:
        return a_by_formula(numbers, e);
    case QUANTITY_DA:
        if (is_last)
            return output_by_formula(numbers, e);
        return sum_of(layer[1].out, values[1].dz.data + e.row * layer[1].out, 1,
                      layer[1].w.data + e.col * layer[1].out, 1);
    case QUANTITY_DZ:
        return numbers_are_fused(numbers, e.layer) ? output_by_formula(numbers, e)
                                                   : dz_by_formula(numbers, e);
    case QUANTITY_DW:
        return sum_of(x.rows, x.data + e.row, x.cols, values->dz.data + e.col, layer->out);
    default:
        return sum_of(x.rows, values->dz.data + e.col, layer->out, NULL, 0);
    }
}

size_t numbers_terms(const struct numbers *numbers, struct subject subject)
{
    struct element e = subject.element;
    size_t layers = numbers->network->layer_count;
    const struct layer *layer = &numbers->network->layers[e.layer ? e.layer - 1 : 0];
    size_t samples = numbers->pass->samples;
    if (subject.asked == ASKED_LOSS)
        return samples * numbers->network->outputs;
    if (subject.asked == ASKED_PART)
        return numbers->network->outputs;
    if (subject.asked != ASKED_ELEMENT)
        return 1;
    if (e.kind == QUANTITY_Z)
        return layer->in;
    if (e.kind == QUANTITY_DW || e.kind == QUANTITY_DB)
        return samples;
    if (e.kind == QUANTITY_DA && e.layer < layers)
        return layer[1].out;
    bool holds_sum =
        layer->activation->is_row_wise &&
        (e.kind == QUANTITY_A || (e.kind == QUANTITY_DZ && !numbers_are_fused(numbers, e.layer)));
    return holds_sum ? layer->out : 1;
}
