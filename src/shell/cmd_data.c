// SPDX-License-Identifier: GPL-3.0-or-later
// `data` and its parts: where a set comes from, and what prepares it; files have one of their own,
// cmd_data_file.c. Each makes a new set first and passes it to the session last, so that a refusal
// changes nothing.

#include "data/builtin.h"
#include "data/prepare.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/refuse_choice.h"
#include "shell/use_data.h"
#include "shell/shell.h"

#define NOISE_MOST 1e6

// ---- built-in sets ---------------------------------------------------------------------------

static const struct command *const part_rows[] = {DATA_PARTS(COMMAND_ROW)};
static const struct command_table data_parts = {part_rows, sizeof part_rows / sizeof *part_rows};

static command_function run_data;

enum { NAME, SAMPLES, NOISE, SEED, ARMS, FEATURES, CLASSES };

const struct command data_command = {
    .name = "data",
    .topic = TOPIC_MAKE,
    .params = {[NAME] = {"NAME", PARAM_DATA, .flags = PARAM_REQUIRED},
               [SAMPLES] = {"n", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N", .least = 1},
               [NOISE] = {"noise", PARAM_REAL, .flags = PARAM_OPTION, .value = "S",
                          .most = NOISE_MOST, .outside = "noise must be a number from 0 to 1e6"},
               [SEED] = {"seed", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                         .most = UINT32_MAX, .usual = 1},
               [ARMS] = {"arms", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N", .least = 1},
               [FEATURES] = {"features", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                             .least = 1},
               [CLASSES] = {"classes", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                            .least = 1}},
    .summary = "choose what the network learns: a set, or a CSV file",
    .details = "The data are xor until you choose others. n is the number of samples, or,\n"
               "for the truth tables (xor to parity), the number of inputs; noise is the\n"
               "standard deviation of a random number that is added to each input (for sine\n"
               "and plane, to the target); another seed draws another set of the same kind.\n"
               "A network that fits the data stays as it is; where it does not fit, 'init'\n"
               "makes one that does. A name with a dot or a slash in it is a file: see\n"
               "'help data file'.",
    .example = "data spiral arms=3 n=300\ndata split 0.8 stratify\nshow data\n",
    .parts = &data_parts,
    .flags = COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_data,
};

// Which argument stands for each option of a set.
static const struct {
    unsigned bit;
    size_t index;
} option_rows[] = {{BUILTIN_N, SAMPLES},       {BUILTIN_ARMS, ARMS},   {BUILTIN_FEATURES, FEATURES},
                   {BUILTIN_CLASSES, CLASSES}, {BUILTIN_NOISE, NOISE}, {BUILTIN_SEED, SEED}};

enum { OPTION_COUNT = sizeof option_rows / sizeof *option_rows };

// The argument of the option that a set refused; where it refused none, its name.
static const struct argument *wrong_argument(const struct call *call,
                                             const struct builtin_options *options)
{
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (option_rows[i].bit == options->wrong)
            return &call->arguments[option_rows[i].index];
    return &call->arguments[NAME];
}

// Reads the options that count something; one that the set does not take is refused.
static bool read_counts(const struct call *call, const struct builtin *builtin,
                        struct builtin_options *options, struct error *error)
{
    size_t *const counts[OPTION_COUNT] = {&options->n, &options->arms, &options->features,
                                          &options->classes}; // the others are read elsewhere
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct argument *argument = &call->arguments[option_rows[i].index];
        const char *name = call->command->params[option_rows[i].index].name;
        if (!argument->given)
            continue;
        if (!(builtin->takes & option_rows[i].bit))
            return error_at(error, argument->at, argument->length, "%s takes no %s", builtin->name,
                            name);
        if (counts[i])
            *counts[i] = argument->count;
    }
    return true;
}

static bool run_data(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = &call->arguments[NAME];
    const struct argument *noise = &call->arguments[NOISE];
    struct builtin_options options = {0};
    const struct builtin *builtin = builtin_find(call->text + name->at, name->length);
    if (!builtin)
        return refuse_choice(call->command, PARAM_DATA, call->text + name->at, name->length,
                             name->at, error);
    if (!read_counts(call, builtin, &options, error))
        return false;
    options.noise = noise->number;
    options.has_noise = noise->given;
    options.seed = (uint32_t)call->arguments[SEED].count;
    struct dataset *data = builtin_make(builtin, &options, error);
    const struct argument *wrong = data ? name : wrong_argument(call, &options);
    if (!data && wrong->given)
        error_place(error, wrong->at, wrong->length);
    return use_data(shell, data, error);
}

// ---- what prepares a set ---------------------------------------------------------------------

static command_function run_data_split;

enum { SHARE, SPLIT_SEED, STRATIFY };

const struct command data_split_command = {
    .name = "data split",
    .topic = TOPIC_MAKE,
    .params = {[SHARE] = {"SHARE", PARAM_REAL, .flags = PARAM_REQUIRED},
               [SPLIT_SEED] = {"seed", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                               .most = UINT32_MAX, .usual = 1},
               [STRATIFY] = {"stratify", PARAM_SWITCH, .flags = PARAM_KEYWORD, .value = ""}},
    .summary = "keep some samples for testing only",
    .details = "0.8 means: learn from 80% of the samples, drawn at random, and test on the\n"
               "others. 'train' then prints both losses; 'predict' and 'show metrics' show\n"
               "both parts. With stratify each class has its share in both parts. A second\n"
               "split divides all the samples again.",
    .example = "data iris\ndata split 0.8 stratify\n",
    .flags = COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_data_split,
};

static bool run_data_split(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *share = &call->arguments[SHARE];
    uint32_t seed = (uint32_t)call->arguments[SPLIT_SEED].count;
    if (!(share->number > 0 && share->number < 1)) {
        error_at(error, share->at, share->length,
                 "the share to learn from must be between 0 and 1");
        return error_hint(error, "'data split 0.8' learns from 80%% of the samples");
    }
    const struct argument *stratify = &call->arguments[STRATIFY];
    struct dataset *data =
        prepare_split(shell->session->data, share->number, seed, stratify->given, error);
    bool is_about_share = !stratify->given || (shell->session->data->targets != TARGETS_NUMBERS &&
                                               shell->session->data->targets != TARGETS_LABELS);
    const struct argument *wrong = is_about_share ? share : stratify;
    return data ? use_data(shell, data, error) : error_place(error, wrong->at, wrong->length);
}

static command_function run_data_normalize;

enum { SCALE };

const struct command data_normalize_command = {
    .name = "data normalize",
    .topic = TOPIC_MAKE,
    .params = {[SCALE] = {"SCALE", PARAM_SCALE, .flags = PARAM_REQUIRED}},
    .summary = "rescale the columns",
    .details = "Inputs, and targets that are numbers, are shifted and divided. By how much\n"
               "is computed from the training part alone; 'show data' shows it. 'predict'\n"
               "takes and shows values in the original units.",
    .example = "data iris\ndata split 0.8\ndata normalize standard\n",
    .flags = COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_data_normalize,
};

static bool run_data_normalize(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = &call->arguments[SCALE];
    const struct normalization_row *row = normalization_find(call->text + name->at, name->length);
    if (!row)
        return refuse_choice(call->command, PARAM_SCALE, call->text + name->at, name->length,
                             name->at, error);
    return use_data(shell, prepare_normalize(shell->session->data, row->id, error), error);
}

static command_function run_data_shuffle;

enum { SHUFFLE_SEED };

const struct command data_shuffle_command = {
    .name = "data shuffle",
    .topic = TOPIC_MAKE,
    .params = {[SHUFFLE_SEED] = {"seed", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                                 .most = UINT32_MAX, .usual = 1}},
    .summary = "put the training samples in random order",
    .details = "The order is NumPy's permutation for that seed. 'set shuffle on' draws a new\n"
               "order for each epoch instead.",
    .example = "data iris\ndata shuffle seed=3\n",
    .flags = COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_data_shuffle,
};

static bool run_data_shuffle(struct shell *shell, const struct call *call, struct error *error)
{
    uint32_t seed = (uint32_t)call->arguments[SHUFFLE_SEED].count;
    return use_data(shell, prepare_shuffle(shell->session->data, seed, error), error);
}

static command_function run_data_take;

enum { TAKE_COUNT };

const struct command data_take_command = {
    .name = "data take",
    .topic = TOPIC_MAKE,
    .params = {[TAKE_COUNT] = {"N", PARAM_COUNT, .flags = PARAM_REQUIRED}},
    .summary = "keep the first N training samples",
    .details = "The test part stays. If the set is sorted by class, 'data shuffle' it first.",
    .example = "data moons\ndata split 0.5\ndata take 20\n",
    .flags = COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_data_take,
};

static bool run_data_take(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *count = &call->arguments[TAKE_COUNT];
    struct dataset *data = prepare_take(shell->session->data, count->count, error);
    return data ? use_data(shell, data, error) : error_place(error, count->at, count->length);
}
