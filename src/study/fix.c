// SPDX-License-Identifier: GPL-3.0-or-later
// The order of the commands: data, settings that fit any network, the network, the loss, which may fit
// only that network. A rate is rounded to what is printed before it is tried, so that typing it gives
// the same bits.
#include "study/fix.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "data/prepare.h"
#include "network/loss.h"
#include "network/network.h"
#include "network/optimizer.h"
#include "network/schedule.h"
#include "network/scheme.h"

enum { RATE_DIGITS = 6 };

bool fix_inits(const struct fix *fix)
{
    return fix->scheme || fix->seeds || fix->hidden || fix->output || fix->stepped || fix->leaky ||
           fix->times || fix->added;
}

bool fix_is_fresh(const struct fix *fix)
{
    return fix->is_fresh || fix_inits(fix);
}

bool fix_is_same(const struct fix *a, const struct fix *b)
{
    bool same_settings = a->lr == b->lr && a->l2 == b->l2 && a->optimizer == b->optimizer &&
                         a->loss == b->loss && a->is_unscheduled == b->is_unscheduled &&
                         a->is_undecayed == b->is_undecayed && a->is_unclipped == b->is_unclipped;
    bool same_network = a->scheme == b->scheme && a->seeds == b->seeds && a->hidden == b->hidden &&
                        a->output == b->output && a->stepped == b->stepped &&
                        a->leaky == b->leaky && a->times == b->times && a->added == b->added;
    return same_settings && same_network && a->scaling == b->scaling &&
           a->is_split == b->is_split &&

           a->is_unfrozen == b->is_unfrozen && fix_is_fresh(a) == fix_is_fresh(b) &&
           a->epochs == b->epochs;
}

void fix_plan(const struct fix *fix, const struct study_case *from, struct architecture *plan)
{
    network_architecture(from->network, plan);
    for (size_t k = 0; k < plan->layer_count; k++) {
        struct layer_plan *layer = &plan->layers[k];
        bool is_hidden = k + 1 < plan->layer_count;
        if (is_hidden && fix->times)
            layer->units *= fix->times;
        if (is_hidden && fix->hidden)
            layer->activation = fix->hidden;
        if (!is_hidden && fix->output)
            layer->activation = fix->output;
        if (fix->stepped && layer->activation->shape == SHAPE_STEP)
            layer->activation = fix->stepped;
        if (fix->leaky == k + 1)
            layer->activation = &activations[ACTIVATION_leaky_relu];
    }
    if (!fix->added || plan->layer_count == NETWORK_LAYERS_MOST)
        return;
    plan->layers[plan->layer_count] = plan->layers[plan->layer_count - 1];
    plan->layers[plan->layer_count - 1] =
        (struct layer_plan){fix->added, &activations[ACTIVATION_tanh]};
    plan->layer_count++;
}

const struct scheme *fix_scheme(const struct fix *fix, const struct study_case *from)
{
    return fix->scheme ? fix->scheme : from->scheme;
}

const struct scheme *fix_suited_scheme(const struct activation *activation)
{
    return scheme_find(activation->scheme, strlen(activation->scheme));
}

struct settings fix_settings(const struct fix *fix, const struct study_case *from)
{
    struct settings settings = *from->settings;
    if (fix->lr > 0)
        settings.lr = fix->lr;
    if (fix->l2 > 0)
        settings.l2 = fix->l2;
    if (fix->optimizer)
        settings.optimizer = fix->optimizer;
    if (fix->loss)
        settings.loss = fix->loss;
    if (fix->is_unscheduled)
        settings.schedule = &schedules[0];
    if (fix->is_undecayed)
        settings.l1 = settings.l2 = settings.weight_decay = 0;
    if (fix->is_unclipped)
        settings.clip = (double)INFINITY;
    return settings;
}

double fix_rate(double rate)
{
    double typed = rate;
    struct number_string text = number_string(rate, RATE_DIGITS);
    number_parse(text.text, strlen(text.text), &typed);
    return typed;
}

// Begins the next command of the line that began at byte [begin].
static void put_gap(struct buf *out, size_t begin)
{
    if (out->length > begin)
        buf_puts(out, "; ");
}

static void put_set(struct buf *out, size_t begin, const char *name, double value)
{
    put_gap(out, begin);
    buf_printf(out, "set %s %s", name, number_string(value, RATE_DIGITS).text);
}

static void put_word(struct buf *out, size_t begin, const char *name, const char *word)
{
    put_gap(out, begin);
    buf_printf(out, "set %s %s", name, word);
}

// One `set` for each decay that is on.
static void put_undecay(struct buf *out, size_t begin, const struct settings *settings)
{
    if (settings->l1 > 0)
        put_set(out, begin, "l1", 0);
    if (settings->l2 > 0)
        put_set(out, begin, "l2", 0);
    if (settings->optimizer->decays_weights && settings->weight_decay > 0)
        put_set(out, begin, "weight_decay", 0);
}

// All that is frozen, by name.
static void put_unfreeze(struct buf *out, size_t begin, const struct network *network)
{
    put_gap(out, begin);
    buf_puts(out, "unfreeze");
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        if (parameter.is_frozen)
            buf_printf(out, " %c%zu", parameter.kind, parameter.layer);
    }
}

static void put_settings(struct buf *out, size_t begin, const struct fix *fix,
                         const struct study_case *from)
{
    if (fix->is_unscheduled)
        put_word(out, begin, "schedule", "constant");
    if (fix->optimizer)
        put_word(out, begin, "optimizer", fix->optimizer->name);
    if (fix->lr > 0)
        put_set(out, begin, "lr", fix->lr);
    if (fix->is_undecayed)
        put_undecay(out, begin, from->settings);
    if (fix->l2 > 0)
        put_set(out, begin, "l2", fix->l2);
    if (fix->is_unclipped)
        put_word(out, begin, "clip", "none");
}

// The whole shape is named, whatever `init` alone would choose.
static void put_init(struct buf *out, size_t begin, const struct fix *fix,
                     const struct study_case *from)
{
    struct architecture plan;
    fix_plan(fix, from, &plan);
    put_gap(out, begin);
    buf_puts(out, "init ");
    architecture_text(out, &plan);
    buf_printf(out, " scheme=%s seed=%zu", fix_scheme(fix, from)->name,
               (size_t)(from->seed + fix->seeds));
}

void fix_text(struct buf *out, const struct fix *fix, const struct study_case *from)
{
    size_t begin = out->length;
    for (size_t i = 0; fix->scaling && i < NORMALIZATION_COUNT; i++)
        if (normalizations[i].id == fix->scaling)
            buf_printf(out, "data normalize %s", normalizations[i].name);
    if (fix->is_split) {
        put_gap(out, begin);
        buf_printf(out, "data split %s", number_string(FIX_SHARE, RATE_DIGITS).text);
    }
    put_settings(out, begin, fix, from);
    if (fix->is_unfrozen)
        put_unfreeze(out, begin, from->network);
    if (fix_inits(fix))
        put_init(out, begin, fix, from);
    else if (fix->is_fresh) {
        put_gap(out, begin);
        buf_puts(out, "reset");
    }
    if (fix->loss)
        put_word(out, begin, "loss", fix->loss->name);
}
