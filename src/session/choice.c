// SPDX-License-Identifier: GPL-3.0-or-later
// The truth tables of two inputs keep the notebook's network, so that its digits are the first ones a
// student sees. Everything else gets what data/recommendation measured.
#include "session/choice.h"

#include <string.h>

#include "base/number.h"
#include "data/recommendation.h"
#include "network/activation.h"
#include "network/loss.h"
#include "network/scheme.h"
#include "session/fit.h"
#include "session/setting.h"

// Whether these are the notebook's samples, or others of its kind.
static bool is_notebook(const struct dataset *data)
{
    static const char *const names[] = {"xor", "and", "or", "nand"};
    if (data->x.cols != 2 || data->y.cols != 1)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(data->name, names[i]) == 0)
            return true;
    return false;
}

void choice_make(const struct dataset *data, const struct settings *settings, struct choice *choice)
{
    struct recommendation found;
    recommendation_make(data, &found);
    bool are_shares = dataset_has_shares(data);
    *choice = (struct choice){.plan = found.plan,
                              .scheme = found.scheme,
                              .loss = found.loss,
                              .lr = settings->lr,
                              .is_notebook = is_notebook(data)};
    if (settings->is_lr_chosen)
        choice->lr = settings_default().lr;
    choice->is_lr_chosen = found.lr > 0 && choice->lr == settings_default().lr;
    if (choice->is_lr_chosen)
        choice->lr = found.lr;
    if (choice->is_notebook) {
        choice->scheme = &schemes[0];
        choice->loss = &losses[LOSS_mse];
    }
    if (settings->is_loss_set)
        choice->loss = settings->loss;
    if (choice->is_notebook)
        fit_default_architecture(data, choice->loss, &choice->plan);
    else if (settings->is_loss_set)
        choice->plan.layers[choice->plan.layer_count - 1].activation =
            choice->loss->partner ? choice->loss->partner
            : are_shares          ? &activations[ACTIVATION_sigmoid]
                                  : &activations[ACTIVATION_linear];
}

const struct loss *choice_loss(const struct architecture *plan, const struct dataset *data,
                               const struct settings *settings)
{
    struct layer_plan output = plan->layers[plan->layer_count - 1];
    const struct loss *loss = settings->loss;
    bool goes = !loss->partner || loss->partner == output.activation;
    bool has_data = plan->inputs == data->x.cols && output.units == data->y.cols;
    goes = goes && (!loss->is_distribution || output.units > 1);
    goes = goes && (!has_data || fit_loss(data, loss));
    return goes || settings->is_loss_set ? loss : &losses[LOSS_mse];
}

void choice_reason(const struct choice *choice, const struct dataset *data,
                   const struct settings *settings, struct buf *out)
{
    const struct layer_plan *output = &choice->plan.layers[choice->plan.layer_count - 1];
    buf_printf(out, "chosen for %s: ", data->name);
    if (settings->is_loss_set)
        buf_printf(out, "%s outputs go with loss %s, which you set ('init loss=auto' chooses it)",
                   output->activation->name, choice->loss->name);
    else if (data->targets == TARGETS_CLASSES)
        buf_printf(out, "%zu classes", data->y.cols);
    else
        buf_puts(out, data->targets == TARGETS_NUMBERS ? "numbers" : "two classes");
    if (!settings->is_loss_set)
        buf_printf(out, " want %s outputs and loss %s", output->activation->name,
                   choice->loss->name);
    if (choice->is_lr_chosen)
        buf_printf(out, "; many inputs want lr %s", number_string(choice->lr, 6).text);
    else if (choice->lr != settings->lr)
        buf_printf(out, "; lr is %s again", number_string(choice->lr, 6).text);
}
