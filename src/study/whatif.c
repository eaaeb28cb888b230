// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over the copy of the network gives the predictions; one update and a second forward half
// give the loss after it. With another batch size the update is made from the batch that an epoch
// would begin with then; all losses are still those of the present batch, so that they can be
// compared.
#include "study/whatif.h"

#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/pass_learn.h"
#include "session/fit.h"

bool whatif_begin(struct whatif *whatif, const struct study_case *from, struct error *error)
{
    whatif->from = *from;
    whatif->settings = *from->settings;
    whatif->network = network_copy(from->network, error);
    return whatif->network != NULL;
}

void whatif_clear(struct whatif *whatif)
{
    network_free(whatif->network);
    whatif->network = NULL;
}

static double loss_of(const struct whatif *whatif, const struct pass *pass)
{
    return pass_loss(pass, whatif->network, whatif->settings.loss);
}

// Keeps the predictions of the pass.
static bool keep(struct whatif_outcome *outcome, const struct pass *pass, struct error *error)
{
    struct matrix a = pass->layers[pass->layer_count - 1].a;
    outcome->owned = malloc(matrix_count(a) * sizeof(double));
    if (!outcome->owned)
        return error_memory(error);
    memcpy(outcome->owned, a.data, matrix_count(a) * sizeof(double));
    outcome->a = (struct matrix){a.rows, a.cols, outcome->owned};
    return true;
}

// One update from [pass], which has predicted.
static void learn(const struct whatif *whatif, struct pass *pass)
{
    struct step_config config = settings_step_config(&whatif->settings, whatif->from.epoch);
    pass_learn(pass, whatif->network, &config, false);
}

// One update from the first batch of an epoch. The order of the samples, if they have one, is drawn.
static bool learn_first_batch(const struct whatif *whatif, struct error *error)
{
    const struct dataset *data = whatif->from.data;
    const size_t *order = whatif->from.order;
    size_t inputs = data->x.cols, outputs = data->y.cols;
    size_t rows = size_min(whatif->settings.batch, data->x.rows);
    struct pass *pass = pass_create(whatif->network, rows, false, error);
    double *block = malloc(rows * (inputs + outputs) * sizeof *block);
    bool well = pass && block ? true : error_memory(error);
    if (well) {
        struct matrix x = {rows, inputs, block}, y = {rows, outputs, block + rows * inputs};
        for (size_t n = 0; n < rows; n++) {
            size_t from = order ? order[n] : n;
            memcpy(x.data + n * inputs, data->x.data + from * inputs, inputs * sizeof *block);
            memcpy(y.data + n * outputs, data->y.data + from * outputs, outputs * sizeof *block);
        }
        pass_load(pass, x, y);
        pass_predict(pass, whatif->network);
        learn(whatif, pass);
    }
    pass_free(pass);
    free(block);
    return well;
}

static bool is_stopped(const struct whatif *whatif, struct error *error)
{
    return study_case_is_stopped(&whatif->from) &&
           !error_set(error, "interrupted; whatif changes nothing");
}

bool whatif_run(struct whatif *whatif, struct whatif_outcome *outcome, struct error *error)
{
    const struct study_case *from = &whatif->from;
    struct network *network = whatif->network;
    outcome->owned = NULL;
    if (!fit_check(network, from->data, whatif->settings.loss, error))
        return false;
    if (whatif->settings.optimizer != from->settings->optimizer &&
        !network_reserve_states(network, whatif->settings.optimizer->states, error))
        return false;
    struct pass *pass = pass_create(network, from->x.rows, false, error);
    if (!pass)
        return false;
    pass_load(pass, from->x, from->y);
    pass_predict(pass, network);
    outcome->loss = loss_of(whatif, pass);
    bool well = keep(outcome, pass, error) && !is_stopped(whatif, error);
    if (well && whatif->settings.batch == from->settings->batch)
        learn(whatif, pass);
    else
        well = well && learn_first_batch(whatif, error);
    well = well && !is_stopped(whatif, error);
    if (well) {
        pass_predict(pass, network);
        outcome->after = loss_of(whatif, pass);
    }
    pass_free(pass);
    if (!well)
        whatif_outcome_clear(outcome);
    return well;
}

void whatif_outcome_clear(struct whatif_outcome *outcome)
{
    free(outcome->owned);
    outcome->owned = NULL;
}
