// SPDX-License-Identifier: GPL-3.0-or-later
// The commands init and reset. A network is planned first and made last, so that a refusal changes
// nothing.
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "network/scheme.h"
#include "session/fit.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/near_miss.h"
#include "shell/read_value.h"
#include "shell/refuse_choice.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "view/session_view.h"

static command_function run_init;

enum { LAYERS, SCHEME, SEED };

const struct command init_command = {
    .name = "init",
    .topic = TOPIC_MAKE,
    .params = {[LAYERS] = {"IN UNITS[:ACT]...", PARAM_LAYERS, .flags = PARAM_OPTIONAL},
               [SCHEME] = {"scheme", PARAM_SCHEME, .flags = PARAM_OPTION, .value = "NAME"},
               [SEED] = {"seed", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                         .most = UINT32_MAX, .usual = 1}},
    .summary = "make a network with fresh weights",
    .details = "Alone it makes the notebook's network: the data's inputs, one hidden layer of 2\n"
               "relu units, sigmoid outputs, scheme=uniform seed=1. Otherwise give the number\n"
               "of inputs and the units of each layer; a layer without an activation is relu,\n"
               "the last one sigmoid. The weights are NumPy's: np.random.seed(N), then rand or\n"
               "randn for w1, w2 and so on. Biases begin at 0. Data and settings stay.",
    .example = "init 2 3:tanh 1 scheme=normal seed=4\nshow w1\n",
    .flags = COMMAND_SETS_STATE,
    .run = run_init,
};

// Whether the sizes are numbers that are separated by something else than blanks: 2-3-1, 2x3x1 or [2, 3, 1].
static bool is_list(const struct call *call)
{
    const struct argument *layers = &call->arguments[LAYERS];
    const char *text = call->text + layers->at;
    size_t i = 0, signs = 0;
    for (; i < layers->length && strchr("123456789 0,-x[]()", text[i]); i++)
        signs += text[i] == ',' || text[i] == '-' || text[i] == 'x' || text[i] == '[';
    return i == layers->length && signs > 0 && text[0] != '-';
}

// Reads "4" or "4:tanh" at text[at, at + length) into a size and, maybe, an activation.
static bool read_layer(const struct call *call, size_t at, size_t length, size_t *units,
                       const struct activation **activation, struct error *error)
{
    const char *text = call->text, *colon = memchr(text + at, ':', length);
    size_t digits = colon ? (size_t)(colon - text) - at : length;
    if (!number_parse_count(text + at, digits, (size_t)1 << 40, units) || *units == 0) {
        struct quoted quoted = error_quote(text + at, digits);
        error_at(error, at, digits ? digits : 1,
                 "a layer's size must be a whole number from 1 on, not '%s'", quoted.text);
        return is_list(call) && near_miss_blanks("init", call->text + call->arguments[LAYERS].at,
                                                 call->arguments[LAYERS].length, ",-x[]()", error);
    }
    if (!colon)
        return true;
    size_t name = at + digits + 1, rest = length - digits - 1;
    *activation = activation_find(text + name, rest);
    return *activation ||
           refuse_choice(call->command, PARAM_LAYERS, text + name, rest, name, error);
}

// Fills [plan] from the words of `init`: inputs, hidden layers, outputs. It comes with the usual
// layers, whose last activation stays the usual one.
static bool read_shape(const struct call *call, const struct argument *layers,
                       struct architecture *plan, struct error *error)
{
    const struct activation *output = plan->layers[plan->layer_count - 1].activation;
    size_t at = layers->at, length = 0, count = 0, softmax_at = 0;
    while (scan_argument(call, layers, &at, &length)) {
        size_t units;
        if (softmax_at)
            return error_at(error, softmax_at, at - softmax_at,
                            "softmax makes probabilities of the last layer; it cannot be hidden");
        const struct activation *activation = NULL;
        if (count > NETWORK_LAYERS_MOST)
            return error_at(error, at, length, "a network has at most %d layers",
                            NETWORK_LAYERS_MOST);
        if (!read_layer(call, at, length, &units, &activation, error))
            return false;
        if (count == 0 && activation)
            return error_at(error, at, length, "the inputs have no activation");
        if (activation && activation->is_row_wise)
            softmax_at = at;
        if (count == 0)
            plan->inputs = units;
        else
            plan->layers[count - 1] = (struct layer_plan){units, activation};
        count++;
        at += length;
    }
    if (count < 2) {
        error_at(error, layers->at, layers->length, "init needs inputs and outputs");
        return error_hint(error, "as in 'init 2 4 1'");
    }
    plan->layer_count = count - 1;
    for (size_t k = 0; k < plan->layer_count; k++)
        if (!plan->layers[k].activation)
            plan->layers[k].activation =
                k + 1 < plan->layer_count ? &activations[ACTIVATION_relu] : output;
    return true;
}

static bool run_init(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *layers = &call->arguments[LAYERS];
    const struct argument *name = &call->arguments[SCHEME];
    const struct scheme *scheme = &schemes[0];
    struct architecture plan;
    fit_default_architecture(session->data, session->settings.loss, &plan);
    if (!layers->given && session->data->targets == TARGETS_NUMBERS &&
        !fit_check(NULL, session->data, session->settings.loss, error))
        return false;
    if (layers->given && !read_shape(call, layers, &plan, error))
        return false;
    if (name->given)
        scheme = scheme_find(call->text + name->at, name->length);
    if (!scheme)
        return refuse_choice(call->command, PARAM_SCHEME, call->text + name->at, name->length,
                             name->at, error);
    uint32_t seed = (uint32_t)call->arguments[SEED].count;
    if (!session_init(session, &plan, scheme, seed, error))
        return layers->given && error_place(error, layers->at, layers->length);
    session_view_net(&shell->out, session, shell_style(shell));
    if (plan.inputs != session->data->x.cols || session->network->outputs != session->data->y.cols)
        buf_printf(&shell->out,
                   "  The data set %s has %zu input%s and %zu output%s: load data that fit before "
                   "training, or see 'help data'.\n",
                   session->data->name, session->data->x.cols, plural(session->data->x.cols),
                   session->data->y.cols, plural(session->data->y.cols));
    return true;
}

static command_function run_reset;

const struct command reset_command = {
    .name = "reset",
    .topic = TOPIC_MAKE,
    .summary = "go back to the weights init drew, epoch 0",
    .details = "Data and settings stay as they are.",
    .example = "init\ntrain 300\nreset\n",
    .flags = COMMAND_PLAIN,
    .run = run_reset,
};

static bool run_reset(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call;
    struct session *session = shell->session;
    if (!session_has_network(session, error))
        return false;
    session_reset(session);
    buf_printf(&shell->out, "back to the weights init drew (scheme %s, seed %u), epoch 0\n",
               session->scheme->name, session->seed);
    return true;
}
