// SPDX-License-Identifier: GPL-3.0-or-later
// Each refusal names the line to type instead, and that line must not be refused in turn: a loss that
// takes any outputs comes first wherever the loss at hand would be in the way.
#include "session/fit.h"

#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/words.h"
#include "data/dataset.h"
#include "network/loss.h"
#include "network/network.h"

// What an error's text has room for: longer shapes are left out.
enum { SHAPE_BYTES = 160, INIT_BYTES = 200 };

void fit_default_architecture(const struct dataset *data, const struct loss *loss,
                              struct architecture *plan)
{
    bool is_regression = !dataset_has_shares(data);
    plan->inputs = data->x.cols;
    plan->layer_count = 2;
    plan->layers[0] = (struct layer_plan){2, &activations[ACTIVATION_relu]};
    plan->layers[1] =
        (struct layer_plan){data->y.cols, loss->partner   ? loss->partner
                                          : is_regression ? &activations[ACTIVATION_linear]
                                                          : &activations[ACTIVATION_sigmoid]};
}

// Names the line to type for the network's shape with [output] and the loss that goes with it. A loss that
// takes any outputs comes first, or one of the two would be refused for the other.
static bool hint_pair(const struct network *network, const struct activation *output,
                      struct error *error)
{
    struct architecture plan;
    struct buf shape = BUF_EMPTY;
    const struct loss *own = loss_of_output(output);
    network_architecture(network, &plan);
    plan.layer_count--;
    architecture_text(&shape, &plan);
    bool is_whole = !shape.failed && shape.length < SHAPE_BYTES;
    error_hint(error, "type 'set loss mse; init %s %zu:%s%s%s'",
               is_whole ? buf_text(&shape) : "...", network->outputs, output->name,
               own ? "; set loss " : "", own ? own->name : "");
    buf_free(&shape);
    return false;
}

bool fit_output(const struct network *network, const struct loss *loss, bool is_new,
                struct error *error)
{
    const struct activation *output = network->layers[network->layer_count - 1].activation;
    const struct activation *sigmoid = &activations[ACTIVATION_sigmoid];
    if (loss->is_distribution && network->outputs == 1) {
        error_set(error, "loss %s compares classes, so it needs 2 or more outputs", loss->name);
        return !is_new && output == sigmoid
                   ? error_hint(error, "'set loss bce' goes with one output")
                   : hint_pair(network, sigmoid, error);
    }
    if (!loss->partner || output == loss->partner)
        return true;
    error_set(error, "loss %s needs %s outputs, but this network's are %s", loss->name,
              loss->partner->name, output->name);
    return hint_pair(network, is_new ? output : loss->partner, error);
}

// The commands that make a network of this shape with the inputs and outputs of [data], and before them
// another loss where [loss], unless NULL, would refuse it.
static void fitting_init(const struct network *network, const struct dataset *data,
                         const struct loss *loss, struct buf *text)
{
    struct architecture plan;
    struct buf shape = BUF_EMPTY;
    const struct activation *output = network->layers[network->layer_count - 1].activation;
    if (data->targets == TARGETS_NUMBERS)
        output = &activations[ACTIVATION_linear];
    else if (data->targets != TARGETS_CLASSES && output->is_row_wise)
        output = &activations[ACTIVATION_sigmoid];
    bool is_refused = loss && loss->partner && loss->partner != output;
    network_architecture(network, &plan);
    plan.inputs = data->x.cols;
    plan.layers[plan.layer_count - 1] = (struct layer_plan){data->y.cols, output};
    buf_puts(text, is_refused ? "set loss mse; init" : "init");
    architecture_text(&shape, &plan);
    if (!shape.failed && text->length + 1 + shape.length < INIT_BYTES)
        buf_printf(text, " %s", buf_text(&shape));
    buf_free(&shape);
}

bool fit_sizes(const struct network *network, const struct dataset *data, const struct loss *loss,
               struct error *error)
{
    struct buf init = BUF_EMPTY;
    if (network->inputs == data->x.cols && network->outputs == data->y.cols)
        return true;
    fitting_init(network, data, loss, &init);
    error_set(error,
              "the data set %s has %zu input%s and %zu output%s, but the network has %zu and %zu",
              data->name, data->x.cols, plural(data->x.cols), data->y.cols, plural(data->y.cols),
              network->inputs, network->outputs);
    error_hint(error, "'%s' makes a network that fits", buf_text(&init));
    buf_free(&init);
    return false;
}

// Whether the targets are what a cross-entropy needs: probabilities, and for ce a distribution.
static bool fit_targets(const struct dataset *data, const struct loss *loss, struct error *error)
{
    if (!loss->partner)
        return true;
    for (size_t n = 0; n < data->y.rows; n++) {
        double sum = 0;
        for (size_t j = 0; j < data->y.cols; j++) {
            double y = matrix_at(data->y, n, j);
            sum += y;
            if (y >= 0 && y <= 1)
                continue;
            int digits = y > 1 && y < 1 + 1e-5 ? 17 : 6; // enough to tell it from 1
            error_set(error, "loss %s needs targets from 0 to 1, and y[%zu,%zu] is %s", loss->name,
                      n, j, number_string(y, digits).text);
            return error_hint(error, "'set loss mse' takes any targets");
        }
        if (!loss->is_distribution || (sum > 1 - 1e-6 && sum < 1 + 1e-6))
            continue;
        error_set(error,
                  "loss ce needs targets that add up to 1, and those of sample %zu add up to %s", n,
                  number_string(sum, 9).text);
        return error_hint(error, "'set loss mse' takes any targets");
    }
    return true;
}

bool fit_check(const struct network *network, const struct dataset *data, const struct loss *loss,
               struct error *error)
{
    if (network && data && !fit_sizes(network, data, loss, error))
        return false;
    if (network && loss && !fit_output(network, loss, false, error))
        return false;
    return !data || !loss || fit_targets(data, loss, error);
}
