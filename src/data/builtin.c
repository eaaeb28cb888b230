// SPDX-License-Identifier: GPL-3.0-or-later
// The table of sets, and what all of them share: options that are not given take the row's own
// values, and both the name and the recipe are written from them.
#include "data/builtin.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"

#define SAMPLES_MOST ((size_t)10000000)

#define TRUTH_TABLE                                                                                \
    .takes = BUILTIN_N | BUILTIN_NOISE | BUILTIN_SEED, .least = 1, .most = BUILTIN_INPUTS_MOST
#define POINT_SET                                                                                  \
    .takes = BUILTIN_N | BUILTIN_NOISE | BUILTIN_SEED, .least = 2, .most = SAMPLES_MOST

#define BUILTIN(set, maker, ...) {.name = set, .make = builtin_##maker, __VA_ARGS__},
const struct builtin builtins[BUILTIN_COUNT] = {
#include "data/builtins.inc"
};

const struct builtin *builtin_find(const char *name, size_t length)
{
    for (size_t i = 0; i < BUILTIN_COUNT; i++)
        if (strlen(builtins[i].name) == length && memcmp(builtins[i].name, name, length) == 0)
            return &builtins[i];
    return NULL;
}

// Writes the name with the options that differ from the row's own, or with all of them.
static void write_name(const struct builtin *builtin, const struct builtin_options *options,
                       bool all, char *text, size_t size)
{
    const struct builtin_options *usual = &builtin->usual;
    bool is_drawn = builtin->most > BUILTIN_INPUTS_MOST, is_random = is_drawn || options->noise > 0;
    const struct {
        const char *name;
        unsigned bit;
        size_t value, usual;
    } numbers[] = {{"arms", BUILTIN_ARMS, options->arms, usual->arms},
                   {"features", BUILTIN_FEATURES, options->features, usual->features},
                   {"classes", BUILTIN_CLASSES, options->classes, usual->classes},
                   {"n", BUILTIN_N, options->n, usual->n}};
    size_t used = (size_t)snprintf(text, size, "%s", builtin->name);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if ((builtin->takes & numbers[i].bit) && (all || numbers[i].value != numbers[i].usual))
            used += (size_t)snprintf(text + used, size - used, " %s=%zu", numbers[i].name,
                                     numbers[i].value);
    if (builtin->takes & BUILTIN_NOISE && (all || options->noise != usual->noise))
        used += (size_t)snprintf(text + used, size - used, " noise=%s",
                                 number_string(options->noise, NUMBER_DIGITS_EXACT).text);
    if (builtin->takes & BUILTIN_SEED && is_random &&
        (all || options->seed != 1 || (!is_drawn && options->noise > 0)))
        snprintf(text + used, size - used, " seed=%u", options->seed);
}

// Notes which option was refused. Always false.
static bool refuse(struct builtin_options *options, unsigned wrong)
{
    options->wrong = wrong;
    return false;
}

// Puts the row's own values where an option is not given, and checks the others.
static bool complete(const struct builtin *builtin, struct builtin_options *options,
                     struct error *error)
{
    const struct builtin_options *usual = &builtin->usual;
    options->n = options->n ? options->n : usual->n;
    options->arms = options->arms ? options->arms : usual->arms;
    options->features = options->features ? options->features : usual->features;
    options->classes = options->classes ? options->classes : usual->classes;
    if (!options->has_noise && options->noise == 0)
        options->noise = usual->noise;
    bool takes_n = builtin->takes & BUILTIN_N, has_arms = builtin->takes & BUILTIN_ARMS;
    size_t classes = has_arms ? options->arms : options->classes;
    const char *word = has_arms ? "arms" : "classes";
    if (takes_n && builtin->most == BUILTIN_INPUTS_MOST && options->n > builtin->most) {
        error_set(error, "%s takes n from 1 to %d; n=%zu would mean 2^%zu samples", builtin->name,
                  BUILTIN_INPUTS_MOST, options->n, options->n);
        return refuse(options, BUILTIN_N);
    }
    if (takes_n && (options->n < builtin->least || options->n > builtin->most)) {
        error_set(error, "%s takes n from %zu to %zu samples", builtin->name, builtin->least,
                  builtin->most);
        return refuse(options, BUILTIN_N);
    }
    if (classes > 0 && (classes < 2 || classes > BUILTIN_CLASSES_MOST)) {
        error_set(error, "%s takes from 2 to %d %s", builtin->name, BUILTIN_CLASSES_MOST, word);
        return refuse(options, has_arms ? BUILTIN_ARMS : BUILTIN_CLASSES);
    }
    if (classes > options->n) {
        error_set(error, "%zu samples cannot hold %zu %s", options->n, classes, word);
        return refuse(options, BUILTIN_N);
    }
    if (options->features > 10000) {
        error_set(error, "%s takes from 1 to 10000 features", builtin->name);
        return refuse(options, BUILTIN_FEATURES);
    }
    return true;
}

struct dataset *builtin_make(const struct builtin *builtin, struct builtin_options *options,
                             struct error *error)
{
    char recipe[200];
    if (!complete(builtin, options, error))
        return NULL;
    struct dataset *set = builtin->make(options, error);
    if (!set)
        return NULL;
    write_name(builtin, options, false, set->name, sizeof set->name);
    write_name(builtin, options, true, recipe, sizeof recipe);
    if (dataset_record(set, error, "data %s", recipe))
        return set;
    dataset_free(set);
    return NULL;
}
