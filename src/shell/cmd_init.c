// SPDX-License-Identifier: GPL-3.0-or-later
// The commands init and reset. A network is planned first and made last, so that a refusal changes
// nothing.
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "network/loss.h"
#include "network/scheme.h"
#include "session/choice.h"
#include "session/fit.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/near_miss.h"
#include "shell/refuse_choice.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "shell/use_data.h"
#include "view/session_view.h"

static command_function run_init;

enum { LAYERS, SCHEME, SEED, LOSS };

const struct command init_command = {
    .name = "init",
    .topic = TOPIC_MAKE,
    .params = {[LAYERS] = {"IN UNITS[:ACT]...", PARAM_LAYERS, .flags = PARAM_OPTIONAL},
               [SCHEME] = {"scheme", PARAM_SCHEME, .flags = PARAM_OPTION, .value = "NAME"},
               [SEED] = {"seed", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                         .most = UINT32_MAX, .usual = 1},
               [LOSS] = {"loss", PARAM_WORD, .flags = PARAM_OPTION, .value = "auto"}},
    .summary = "make a network with fresh weights",
    .details = "On its own it makes a network that suits the data, and chooses its loss; a\n"
               "loss that you set stays until 'init loss=auto'. For xor, and, or and nand it\n"
               "is the notebook's network: 2 relu units, a sigmoid output, scheme=uniform\n"
               "seed=1. With only seed= or scheme=, a network that fits the data keeps its\n"
               "sizes. Otherwise give the number of inputs and the units of each layer; a\n"
               "layer without an activation is relu, and the last one suits the loss and the\n"
               "data. The weights are NumPy's: np.random.seed(N), then rand or randn for w1,\n"
               "w2 and so on. Biases begin at 0. Data and other settings stay.",
    .example = "init 2 3:tanh 1 scheme=normal seed=4\nshow w1\n",
    .flags = COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_init,
};

// Whether the sizes are numbers that are separated by something other than spaces: 2-3-1, 2x3x1 or [2, 3, 1].
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
    if (!number_parse_count(text + at, digits, NUMBER_COUNT_MOST, units) || *units == 0) {
        struct quoted quoted = error_quote(text + at, digits);
        error_at(error, at, digits ? digits : 1,
                 "a layer's size must be a whole number, 1 or more, not '%s'", quoted.text);
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
                            "softmax is for the last layer only; a hidden layer cannot use it");
        const struct activation *activation = NULL;
        if (count > NETWORK_LAYERS_MOST)
            return error_at(error, at, length, "a network has at most %d layers",
                            NETWORK_LAYERS_MOST);
        if (!read_layer(call, at, length, &units, &activation, error))
            return false;
        if (count == 0 && activation)
            return error_at(error, at, length, "the inputs cannot have an activation");
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

// Fills [choice] with what is to be made. If neither sizes nor a loss are given, a network that fits
// the data stays what it is, as long as something else was given.
static bool choose(const struct session *session, const struct call *call,
                   const struct settings *settings, struct choice *choice, bool *is_free,
                   struct error *error)
{
    const struct argument *arguments = call->arguments;
    const struct network *network = session->network;
    const struct dataset *data = session->data;
    bool is_again = arguments[SCHEME].given || arguments[SEED].given;
    bool keeps = is_again && !arguments[LOSS].given && network && fit_sizes(network, data);
    choice_make(data, settings, choice);
    *is_free = !arguments[LAYERS].given && !keeps;
    if (*is_free)
        return true;
    choice->lr = settings->lr;
    choice->is_lr_chosen = settings->is_lr_chosen;
    choice->scheme = keeps && !arguments[LAYERS].given ? session->scheme : &schemes[0];
    if (arguments[LAYERS].given) {
        const struct loss *loss = settings->is_loss_set || fit_loss(data, settings->loss)
                                      ? settings->loss
                                      : &losses[LOSS_mse];
        fit_default_architecture(data, loss, &choice->plan);
        if (!read_shape(call, &arguments[LAYERS], &choice->plan, error))
            return false;
    } else {
        network_architecture(network, &choice->plan);
    }
    choice->loss = choice_loss(&choice->plan, data, settings);
    return true;
}

// Names what an `init` before this one chose and this one leaves as it is.
static void put_left(struct shell *shell, const struct choice *choice, const struct settings *old)
{
    const struct settings usual = settings_default();
    bool is_loss = !old->is_loss_set && choice->loss == old->loss && choice->loss != usual.loss,
         is_lr = choice->is_lr_chosen, are_both = is_loss && is_lr;
    char loss[80] = "", lr[80] = "", set_loss[80] = "", set_lr[80] = "";
    if (is_loss) {
        snprintf(loss, sizeof loss, "loss %s", choice->loss->name);
        snprintf(set_loss, sizeof set_loss, "set loss %s", usual.loss->name);
    }
    if (is_lr) {
        snprintf(lr, sizeof lr, "lr %s", number_string(choice->lr, 6).text);
        snprintf(set_lr, sizeof set_lr, "set lr %s", number_string(usual.lr, 6).text);
    }
    if (is_loss || is_lr)
        buf_printf(&shell->out,
                   "  %s%s%s stay%s, as 'init' chose %s before; '%s%s%s' sets the usual %s\n", loss,
                   are_both ? " and " : "", lr, are_both ? "" : "s", are_both ? "them" : "it",
                   set_loss, are_both ? "; " : "", set_lr, are_both ? "ones" : "one");
}

// Says what was chosen, and what was changed with it.
static void put_choice(struct shell *shell, const struct choice *choice, const struct settings *old,
                       bool is_free, bool is_new)
{
    struct session *session = shell->session;
    if (is_new)
        put_left(shell, choice, old);
    if (is_free && (!choice->is_notebook || choice->loss != old->loss || choice->lr != old->lr)) {
        buf_puts(&shell->out, "  ");
        choice_reason(choice, session->data, old, &shell->out);
        buf_puts(&shell->out, "\n");
    } else if (choice->loss != old->loss) {
        buf_printf(&shell->out, "  with loss %s, as %s does not go with it\n", choice->loss->name,
                   old->loss->name);
    }
    put_unfit(shell);
}

static bool run_init(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *layers = &call->arguments[LAYERS];
    const struct argument *name = &call->arguments[SCHEME];
    const struct argument *loss = &call->arguments[LOSS];
    const struct argument *seed = &call->arguments[SEED];
    struct settings settings = session->settings;
    struct choice choice;
    bool is_free;
    if (loss->given && !call_argument_is(call, loss, "auto")) {
        error_at(error, loss->at, loss->length, "init chooses a loss only by loss=auto");
        return error_hint(error, "'set loss NAME' sets one");
    }
    settings.is_loss_set &= !loss->given;
    if (!choose(session, call, &settings, &choice, &is_free, error))
        return false;
    if (name->given)
        choice.scheme = scheme_find(call->text + name->at, name->length);
    if (!choice.scheme)
        return refuse_choice(call->command, PARAM_SCHEME, call->text + name->at, name->length,
                             name->at, error);
    bool keeps_seed = !seed->given && !is_free && !layers->given;
    uint32_t number = keeps_seed ? session->seed : (uint32_t)seed->count;
    if (!session_init(session, &choice.plan, choice.scheme, number, error))
        return layers->given && error_place(error, layers->at, layers->length);
    struct settings old = settings;
    settings.loss = choice.loss;
    settings.lr = choice.lr;
    settings.is_lr_chosen = choice.is_lr_chosen;
    if (!session_set(session, &settings, error)) // nothing that can fail is changed
        return false;
    session_view_net(&shell->out, session, shell_style(shell));
    put_choice(shell, &choice, &old, is_free, layers->given);
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
    .reveals = REVEALS_NO,
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
