// SPDX-License-Identifier: GPL-3.0-or-later
// `data` and its parts: where a set comes from, and what prepares it; files have one of their own,
// cmd_data_file.c. Each makes a new set first and hands it to the session last, so that a refusal
// changes nothing.
#include <math.h>
#include <string.h>

#include "data/builtin.h"
#include "data/prepare.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "view/data_view.h"

#define NOISE_MOST 1e6

bool run_use_data(struct shell *shell, struct dataset *data, struct error *error)
{
    if (!data)
        return false;
    if (!session_use_data(shell->session, data, error)) {
        dataset_free(data);
        return false;
    }
    data_view_summary(&shell->out, shell->session, run_style(shell));
    return true;
}

// ---- built-in sets ---------------------------------------------------------------------------

// Reads the options that count something; one that the set does not take is refused.
static bool read_counts(const struct call *call, const struct builtin *builtin,
                        struct builtin_options *options, struct error *error)
{
    const struct {
        const char *name;
        unsigned bit;
        size_t *value; // NULL: read elsewhere
    } rows[] = {{"n", BUILTIN_N, &options->n},
                {"arms", BUILTIN_ARMS, &options->arms},
                {"features", BUILTIN_FEATURES, &options->features},
                {"classes", BUILTIN_CLASSES, &options->classes},
                {"noise", BUILTIN_NOISE, NULL},
                {"seed", BUILTIN_SEED, NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct argument *argument = call_argument(call, rows[i].name);
        if (!argument->given)
            continue;
        if (!(builtin->takes & rows[i].bit))
            return error_at(error, argument->at, argument->length, "%s takes no %s", builtin->name,
                            rows[i].name);
        if (rows[i].value && argument->count == 0)
            return error_at(error, argument->at, argument->length, "%s must be 1 or more",
                            rows[i].name);
        if (rows[i].value)
            *rows[i].value = argument->count;
    }
    return true;
}

bool command_data(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = call_argument(call, "NAME");
    const struct argument *noise = call_argument(call, "noise");
    struct builtin_options options = {0};
    const struct builtin *builtin = builtin_find(call->text + name->at, name->length);
    if (!builtin)
        return run_refuse_row("data set", call->text + name->at, name->length, name->at, PARAM_DATA,
                              error);
    if (!read_counts(call, builtin, &options, error))
        return false;
    if (noise->given && !(noise->number >= 0 && noise->number <= NOISE_MOST))
        return error_at(error, noise->at, noise->length, "noise must be a number from 0 to 1e6");
    options.noise = noise->number;
    options.has_noise = noise->given;
    if (!run_read_seed(call_argument(call, "seed"), 1, &options.seed, error))
        return false;
    struct dataset *data = builtin_make(builtin, &options, error);
    const struct argument *wrong =
        data || !options.wrong ? name : call_argument(call, options.wrong);
    if (!data && wrong->given)
        error_place(error, wrong->at, wrong->length);
    return run_use_data(shell, data, error);
}

// ---- what prepares a set ---------------------------------------------------------------------

bool command_data_split(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *share = call_argument(call, "SHARE");
    uint32_t seed;
    if (!run_read_seed(call_argument(call, "seed"), 1, &seed, error))
        return false;
    if (!(share->number > 0 && share->number < 1)) {
        error_at(error, share->at, share->length, "the share to learn from lies between 0 and 1");
        return error_hint(error, "'data split 0.8' learns from 80%% of the samples");
    }
    const struct argument *stratify = call_argument(call, "stratify");
    struct dataset *data =
        prepare_split(shell->session->data, share->number, seed, stratify->given, error);
    bool is_about_share = !stratify->given || shell->session->data->targets != TARGETS_NUMBERS;
    const struct argument *wrong = is_about_share ? share : stratify;
    return data ? run_use_data(shell, data, error) : error_place(error, wrong->at, wrong->length);
}

bool command_data_normalize(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = call_argument(call, "SCALE");
    const struct normalization_row *row = normalization_find(call->text + name->at, name->length);
    if (!row)
        return run_refuse_row("scale", call->text + name->at, name->length, name->at, PARAM_SCALE,
                              error);
    return run_use_data(shell, prepare_normalize(shell->session->data, row->id, error), error);
}

bool command_data_shuffle(struct shell *shell, const struct call *call, struct error *error)
{
    uint32_t seed;
    return run_read_seed(call_argument(call, "seed"), 1, &seed, error) &&
           run_use_data(shell, prepare_shuffle(shell->session->data, seed, error), error);
}

bool command_data_take(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *count = call_argument(call, "N");
    struct dataset *data = prepare_take(shell->session->data, count->count, error);
    return data ? run_use_data(shell, data, error) : error_place(error, count->at, count->length);
}
