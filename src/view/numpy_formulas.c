// SPDX-License-Identifier: GPL-3.0-or-later
// Templates of the tables, filled with the names of a layer or of a parameter matrix. The backward pass goes
// down to the first layer of which anything moves; of what is frozen there is no gradient.
#include "view/numpy_formulas.h"

#include <math.h>
#include <string.h>

#include "network/loss.h"
#include "network/schedule.h"
#include "session/session.h"

bool numpy_has_schedule(const struct python *python)
{
    return python_session(python)->settings.schedule != &schedules[0];
}

// Whether all matrices that move have had the same number of updates.
bool numpy_has_one_power(const struct network *network)
{
    double power = NAN;
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        if (network_parameter(network, p).is_frozen)
            continue;
        if (!isnan(power) && network->powers[2 * p] != power)
            return false;
        power = network->powers[2 * p];
    }
    return true;
}

// The names of one matrix's update: w1, its gradient, what the optimizer keeps of it.
struct placeholders numpy_update_names(const struct python *python, size_t p)
{
    struct placeholders names = {0};
    struct parameter parameter = network_parameter(python_network(python), p);
    const struct optimizer *optimizer = python_session(python)->settings.optimizer;
    char kind = parameter.kind;
    size_t layer = parameter.layer;
    bool is_one = numpy_has_one_power(python_network(python));
    placeholders_add(&names, "w", 0, "%c%zu", kind, layer);
    placeholders_add(&names, "g", 0, "d%c%zu", kind, layer);
    placeholders_add(&names, "lr", 0, numpy_has_schedule(python) ? "rate" : "lr");
    for (size_t s = 0; s < optimizer->states; s++)
        placeholders_add(&names,
                         optimizer->letters[s] == 'v'   ? "v"
                         : optimizer->letters[s] == 'm' ? "m"
                                                        : "s",
                         0, "%c_%c%zu", optimizer->letters[s], kind, layer);
    for (int i = 1; i <= 2; i++) {
        if (is_one)
            placeholders_add(&names, i == 1 ? "power1" : "power2", 0, "beta%d_t", i);
        else
            placeholders_add(&names, i == 1 ? "power1" : "power2", 0, "beta%d_t_%c%zu", i, kind,
                             layer);
    }
    return names;
}

// The names of layer k, from 1, whose samples are [x] and [y].
static struct placeholders layer_names(size_t k, const char *y)
{
    struct placeholders names = {0};
    placeholders_add(&names, "z", 0, "z%zu", k);
    placeholders_add(&names, "a", 0, "a%zu", k);
    placeholders_add(&names, "dz", 0, "dz%zu", k);
    placeholders_add(&names, "da", 0, "da%zu", k);
    placeholders_add(&names, "y", 0, "%s", y);
    placeholders_add(&names, "loss", 0, "loss");
    return names;
}

static void put_formula(struct python *python, size_t indent, const char *template,
                        const struct placeholders *names)
{
    struct buf text = BUF_EMPTY;
    template_names(&text, template, names);
    python_lines(python->out, indent, buf_text(&text));
    python->failed |= text.failed;
    buf_free(&text);
}

void numpy_forward(struct python *python, size_t indent, const char *x)
{
    const struct network *network = python_network(python);
    for (size_t k = 1; k <= network->layer_count; k++) {
        struct placeholders names = layer_names(k, "y");
        buf_fill(python->out, ' ', indent);
        if (k == 1)
            buf_printf(python->out, "z1 = np.dot(%s, w1) + b1\n", x);
        else
            buf_printf(python->out, "z%zu = np.dot(a%zu, w%zu) + b%zu\n", k, k - 1, k, k);
        put_formula(python, indent, network->layers[k - 1].activation->code[IN_NUMPY].forward,
                    &names);
    }
}

// The first layer, from 1, of which anything moves; the number of layers + 1 where nothing does.
static size_t first_moving(const struct network *network)
{
    for (size_t k = 1; k <= network->layer_count; k++)
        if (!network->layers[k - 1].w_is_frozen || !network->layers[k - 1].b_is_frozen)
            return k;
    return network->layer_count + 1;
}

// From da or dz of the last layer down to the first that moves.
static void put_backward(struct python *python, size_t indent, const char *x, const char *y)
{
    const struct network *network = python_network(python);
    const struct loss *loss = python_session(python)->settings.loss;
    size_t count = network->layer_count, first = first_moving(network);
    for (size_t k = count; k >= first; k--) {
        const struct layer *layer = &network->layers[k - 1];
        struct placeholders names = layer_names(k, y);
        if (k == count)
            put_formula(python, indent, loss->code[IN_NUMPY].backward, &names);
        if (k < count || !loss->fused)
            put_formula(python, indent, layer->activation->code[IN_NUMPY].backward, &names);
        buf_fill(python->out, ' ', layer->w_is_frozen ? 0 : indent);
        if (!layer->w_is_frozen && k == 1)
            buf_printf(python->out, "dw1 = np.dot(%s.T, dz1)\n", x);
        else if (!layer->w_is_frozen)
            buf_printf(python->out, "dw%zu = np.dot(a%zu.T, dz%zu)\n", k, k - 1, k);
        buf_fill(python->out, ' ', layer->b_is_frozen ? 0 : indent);
        if (!layer->b_is_frozen)
            buf_printf(python->out, "db%zu = np.sum(dz%zu, axis=0, keepdims=True)\n", k, k);
        if (k > first) {
            buf_fill(python->out, ' ', indent);
            buf_printf(python->out, "da%zu = np.dot(dz%zu, w%zu.T)\n", k - 1, k, k);
        }
    }
}

// Brings the norm of all gradients together down to the bound.
static void put_clipping(struct python *python, size_t indent)
{
    const struct network *network = python_network(python);
    struct buf lines = BUF_EMPTY;
    const char *begin = "gradients = [";
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        if (parameter.is_frozen)
            continue;
        buf_printf(&lines, "%sd%c%zu", begin, parameter.kind, parameter.layer);
        begin = ", ";
    }
    buf_puts(&lines, "]\n"
                     "norm = np.sqrt(sum(np.sum(d ** 2) for d in gradients))\n"
                     "for d in gradients:\n"
                     "    d *= min(1, clip / (norm + 1e-6))\n");
    python_lines(python->out, indent, buf_text(&lines));
    python->failed |= lines.failed;
    buf_free(&lines);
}

// A line for each matrix of weights that moves: [line] with its layer as {k}.
static void put_penalty(struct python *python, size_t indent, const char *line)
{
    const struct network *network = python_network(python);
    for (size_t k = 1; k <= network->layer_count; k++) {
        struct placeholders names = {0};
        placeholders_add(&names, "k", 0, "%zu", k);
        if (!network->layers[k - 1].w_is_frozen)
            put_formula(python, indent, line, &names);
    }
}

// What acts on the gradients before the optimizer does.
static void put_regularization(struct python *python, size_t indent)
{
    const struct settings *settings = &python_session(python)->settings;
    bool moves = first_moving(python_network(python)) <= python_network(python)->layer_count;
    if (!isinf(settings->clip) && moves)
        put_clipping(python, indent);
    if (settings->l2 > 0)
        put_penalty(python, indent, "dw{k} += l2 * w{k}");
    if (settings->l1 > 0)
        put_penalty(python, indent, "dw{k} += l1 * np.sign(w{k})");
}

static void put_update(struct python *python, size_t indent)
{
    const struct network *network = python_network(python);
    const struct update_code *code = &python_session(python)->settings.optimizer->code[IN_NUMPY];
    bool is_one = numpy_has_one_power(network), is_first = true;
    put_regularization(python, indent);
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct placeholders names = numpy_update_names(python, p);
        if (network_parameter(network, p).is_frozen)
            continue;
        if (is_first || !is_one)
            put_formula(python, indent, code->begin, &names);
        put_formula(python, indent, code->update, &names);
        is_first = false;
    }
}

// One update of the samples x, y.
void numpy_step(struct python *python, size_t indent, const char *x, const char *y)
{
    const struct network *network = python_network(python);
    struct placeholders names = layer_names(network->layer_count, y);
    python_lines(python->out, indent, "# forward");
    numpy_forward(python, indent, x);
    put_formula(python, indent, python_session(python)->settings.loss->code[IN_NUMPY].forward,
                &names);
    buf_puts(python->out, "\n");
    python_lines(python->out, indent, "# backward");
    put_backward(python, indent, x, y);
    buf_puts(python->out, "\n");
    python_lines(python->out, indent, "# update");
    put_update(python, indent);
}
