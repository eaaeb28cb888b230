// SPDX-License-Identifier: GPL-3.0-or-later
// Each refusal names the line to type instead, and after that line the next command must compute: so what
// is asked first is what a later repair could not put right.
#include "session/fit.h"

#include "base/buf.h"
#include "base/number.h"
#include "base/words.h"
#include "data/dataset.h"
#include "network/loss.h"
#include "network/network.h"

// What an error's text has room for: longer shapes are left out.
enum { SHAPE_BYTES = 160 };

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
            int digits = y > 1 && y < 1 + 1e-5 ? 17 : 6; // enough to distinguish it from 1
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

bool fit_loss(const struct dataset *data, const struct loss *loss)
{
    struct error ignored;
    return fit_targets(data, loss, &ignored) && (!loss->is_distribution || data->y.cols > 1);
}

bool fit_sizes(const struct network *network, const struct dataset *data)
{
    return network->inputs == data->x.cols && network->outputs == data->y.cols;
}

// `init` chooses a loss as well, unless one was set; if that does not suit the data, `loss=auto` must be typed.
static bool refuse_sizes(const struct network *network, const struct dataset *data,
                         const struct loss *loss, struct error *error)
{
    error_set(error,
              "the data set %s has %zu input%s and %zu output%s, but the network has %zu and %zu",
              data->name, data->x.cols, plural(data->x.cols), data->y.cols, plural(data->y.cols),
              network->inputs, network->outputs);
    return error_hint(error, "'init%s' makes a network that fits",
                      loss && !fit_loss(data, loss) ? " loss=auto" : "");
}

// Names the line to type for the network's shape with [output] and the loss that goes with it.
static bool hint_shape(const struct network *network, const struct activation *output,
                       const struct loss *loss, struct error *error)
{
    struct architecture plan;
    struct buf shape = BUF_EMPTY;
    const struct loss *own = loss_of_output(output);
    network_architecture(network, &plan);
    plan.layers[plan.layer_count - 1].activation = output;
    architecture_text(&shape, &plan);
    bool is_whole = !shape.failed && shape.length < SHAPE_BYTES;
    if (is_whole)
        error_hint(error, "type 'init %s%s%s'", buf_text(&shape),
                   own && own != loss ? "; set loss " : "", own && own != loss ? own->name : "");
    else
        error_hint(error, "type 'init loss=auto'");
    buf_free(&shape);
    return false;
}

// Whether the loss goes with the network's last activation. What is advised goes with the data too, if
// there are any.
static bool fit_output(const struct network *network, const struct dataset *data,
                       const struct loss *loss, struct error *error)
{
    const struct activation *output = network->layers[network->layer_count - 1].activation;
    const struct activation *sigmoid = &activations[ACTIVATION_sigmoid];
    if (loss->is_distribution && network->outputs == 1) {
        error_set(error, "loss %s compares classes, so it needs 2 or more outputs", loss->name);
        if (data && !fit_loss(data, loss_of_output(sigmoid)))
            return error_hint(error, output->is_row_wise
                                         ? "'init loss=auto' makes a network that fits"
                                         : "'set loss mse' takes any targets");
        return output == sigmoid ? error_hint(error, "'set loss bce' goes with one output")
                                 : hint_shape(network, sigmoid, loss, error);
    }
    if (data && !fit_targets(data, loss, error)) // with mse sigmoid does not reach them either
        return output == sigmoid && !loss->is_distribution
                   ? error_hint(error, "'init loss=auto' makes a network that fits")
                   : false;
    if (!loss->partner || output == loss->partner)
        return true;
    error_set(error, "loss %s needs %s outputs, but this network's are %s", loss->name,
              loss->partner->name, output->name);
    return hint_shape(network, loss->partner, loss, error);
}

bool fit_check(const struct network *network, const struct dataset *data, const struct loss *loss,
               struct error *error)
{
    if (network && data && !fit_sizes(network, data))
        return refuse_sizes(network, data, loss, error);
    if (network && loss)
        return fit_output(network, data, loss, error);
    return !data || !loss || fit_targets(data, loss, error);
}
