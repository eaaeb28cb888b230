// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of network/tiny.h, compiled into each kernel. Loops over lanes have a constant length, 4 or
// 8, so the compiler makes each one vector operation (or two); the sums over samples are scalar chains,
// many of them side by side. The formulas are those of pass.c, in the same order.
//
// A kernel defines beside its other vectors SHORT_VECTOR of SHORT_WIDTH doubles, at most 4, with
// SHORT_LOAD, SHORT_STORE, SHORT_SPREAD and SHORT_FMA: a long vector divides no faster than two short
// ones, and four samples need only one.
#include "network/loss_rule.h"
#include "network/tiny.h"

// Beyond this size an error's square overflows: such an epoch is left to a pass.
#define TINY_LARGE 1e150

// One vector of an activation's values, of its dz for a da, and of a loss's da or dz.
#define SLOPE_CASE(name, rule)                                                                     \
    case LOSS_##name:                                                                              \
        for (size_t l = 0; l < lanes; l++)                                                         \
            da[l] = rule(a[l], y[l], count);                                                       \
        break;

ALWAYS void tiny_activate(const size_t lanes, enum activation_id id, const double *restrict z,
                          double *restrict a)
{
    switch (id) {
#define ACTIVATION(name, ...)                                                                      \
    case ACTIVATION_##name:                                                                        \
        for (size_t l = 0; l < lanes; l++)                                                         \
            a[l] = name##_value(z[l]);                                                             \
        break;
#define ROW_ACTIVATION(name, ...)
#include "network/activations.inc"
    default:
        break;
    }
}

ALWAYS void tiny_back(const size_t lanes, enum activation_id id, const double *restrict da,
                      const double *restrict z, const double *restrict a, double *restrict dz)
{
    switch (id) {
#define ACTIVATION(name, ...)                                                                      \
    case ACTIVATION_##name:                                                                        \
        for (size_t l = 0; l < lanes; l++)                                                         \
            dz[l] = name##_backward(da[l], z[l], a[l]);                                            \
        break;
#define ROW_ACTIVATION(name, ...)
#include "network/activations.inc"
    default:
        break;
    }
}

ALWAYS void tiny_slope(const size_t lanes, enum loss_id id, const double *restrict a,
                       const double *restrict y, double count, double *restrict da)
{
    switch (id) {
        SLOPE_CASE(mse, mse_slope)
        SLOPE_CASE(sse, sse_slope)
        SLOPE_CASE(bce, bce_fused) // straight to dz
    default:
        break;
    }
}

// The lanes of one unit in registers.
struct lanes {
    SHORT_VECTOR part[TINY_LANES / SHORT_WIDTH];
};

ALWAYS struct lanes lanes_spread(const size_t lanes, double value)
{
    struct lanes r;
#pragma GCC unroll 8
    for (size_t v = 0; v < lanes / SHORT_WIDTH; v++)
        r.part[v] = SHORT_SPREAD(value);
    return r;
}

// x·factor + sum, lane by lane, where x lies in memory.
ALWAYS struct lanes lanes_fma(const size_t lanes, const double *x, double factor, struct lanes sum)
{
#pragma GCC unroll 8
    for (size_t v = 0; v < lanes / SHORT_WIDTH; v++)
        sum.part[v] = SHORT_FMA(SHORT_LOAD(x + v * SHORT_WIDTH), SHORT_SPREAD(factor), sum.part[v]);
    return sum;
}

ALWAYS void lanes_store(const size_t lanes, double *to, struct lanes from)
{
#pragma GCC unroll 8
    for (size_t v = 0; v < lanes / SHORT_WIDTH; v++)
        SHORT_STORE(to + v * SHORT_WIDTH, from.part[v]);
}

// z = x @ w + b and a = f(z) of one layer.
ALWAYS void tiny_forward(const size_t lanes, struct tiny *t, const struct tiny_layer *layer,
                         double (*x)[TINY_LANES])
{
    for (size_t j = 0; j < layer->out; j++) {
        double *z = t->z[layer->first + j];
        struct lanes sum = lanes_spread(lanes, layer->b[j]);
        for (size_t i = 0; i < layer->in; i++)
            sum = lanes_fma(lanes, x[i], layer->w[i * layer->out + j], sum);
        lanes_store(lanes, z, sum);
        tiny_activate(lanes, layer->activation, z, t->a[layer->first + j]);
    }
}

// dz of the last layer. False where a prediction is so far off that the loss may not be finite.
ALWAYS bool tiny_outputs(const size_t lanes, struct tiny *t, const struct tiny_layer *layer,
                         const enum loss_id loss, double count)
{
    int large = 0;
    for (size_t j = 0; j < layer->out; j++) {
        size_t u = layer->first + j;
        double da[TINY_LANES];
        for (size_t l = 0; l < lanes; l++)
            large |=
                !(fabs(t->a[u][l] - t->y[j][l]) < TINY_LARGE) | !(fabs(t->z[u][l]) < TINY_LARGE);
        tiny_slope(lanes, loss, t->a[u], t->y[j], count, da);
        if (loss == LOSS_bce)
            memcpy(t->dz[u], da, sizeof da);
        else
            tiny_back(lanes, layer->activation, da, t->z[u], t->a[u], t->dz[u]);
    }
    return !large;
}

// The loss of the present predictions: the chains of loss_rule.h, samples first and then outputs, so
// it is a pass's loss to the bit.
ALWAYS double tiny_loss(const struct tiny *t, const struct tiny_layer *layer, const size_t samples,
                        const enum loss_id loss)
{
    double sum = 0;
    for (size_t n = 0; n < samples; n++)
        for (size_t j = 0; j < layer->out; j++) {
            size_t u = layer->first + j;
            double error = t->a[u][n] - t->y[j][n];
            if (loss == LOSS_bce)
                sum += bce_part(t->z[u][n], t->y[j][n]);
            else
                sum = fma(error, error, sum);
        }
    return loss == LOSS_sse ? sum / 2 : sum / (double)(samples * layer->out);
}

ALWAYS bool tiny_is_there(const struct tiny *t, double loss)
{
    return t->goal_is_included ? loss <= t->goal : loss < t->goal;
}

// dz of the layer before [layer], through its weights: da[i] = Σj dz[j]·w[i,j].
ALWAYS void tiny_through(const size_t lanes, struct tiny *t, const struct tiny_layer *before,
                         const struct tiny_layer *layer)
{
    for (size_t i = 0; i < layer->in; i++) {
        size_t u = before->first + i;
        double da[TINY_LANES];
        struct lanes sum = lanes_spread(lanes, 0);
        for (size_t j = 0; j < layer->out; j++)
            sum = lanes_fma(lanes, t->dz[layer->first + j], layer->w[i * layer->out + j], sum);
        lanes_store(lanes, da, sum);
        tiny_back(lanes, before->activation, da, t->z[u], t->a[u], t->dz[u]);
    }
}

// w ← w - lr·dw with dw[i,j] = Σn x[n,i]·dz[n,j], and b likewise with db[j] = Σn dz[n,j].
ALWAYS void tiny_update(struct tiny *t, const struct tiny_layer *layer, double (*x)[TINY_LANES],
                        const size_t samples)
{
    for (size_t j = 0; j < layer->out; j++) {
        const double *dz = t->dz[layer->first + j];
        double sum = 0;
        for (size_t i = 0; i < layer->in; i++) {
            double *w = &layer->w[i * layer->out + j], product = 0;
            for (size_t n = 0; n < samples; n++)
                product = fma(x[i][n], dz[n], product);
            *w += -(t->lr * product);
        }
        for (size_t n = 0; n < samples; n++)
            sum += dz[n];
        layer->b[j] += -(t->lr * sum);
    }
}

// What layer [k] takes in.
ALWAYS double (*tiny_input(struct tiny *t, size_t k))[TINY_LANES]
{
    return k == 0 ? t->x : t->a + t->layers[k - 1].first;
}

// The loop for any number of layers.
ALWAYS size_t tiny_any(const size_t lanes, struct tiny *t, size_t epochs)
{
    for (size_t done = 0; done < epochs; done++) {
        size_t last = t->layer_count - 1;
        for (size_t k = 0; k <= last; k++)
            tiny_forward(lanes, t, &t->layers[k], tiny_input(t, k));
        if (!tiny_outputs(lanes, t, &t->layers[last], t->loss, t->count))
            return done;
        if (t->has_goal && tiny_is_there(t, tiny_loss(t, &t->layers[last], t->samples, t->loss)))
            return done;
        for (size_t k = last;; k--) {
            if (k > 0)
                tiny_through(lanes, t, &t->layers[k - 1], &t->layers[k]);
            tiny_update(t, &t->layers[k], tiny_input(t, k), t->samples);
            if (k == 0)
                break;
        }
    }
    return epochs;
}

// The same for two layers whose sizes and functions the compiler knows: it then unrolls everything
// and leaves no choice to be made in the loop. A run without a goal computes no loss.
ALWAYS size_t tiny_two(struct tiny *t, size_t epochs, struct tiny_layer one, struct tiny_layer two,
                       const bool has_goal)
{
    const size_t lanes = 4, samples = 4;
    for (size_t done = 0; done < epochs; done++) {
        tiny_forward(lanes, t, &one, t->x);
        tiny_forward(lanes, t, &two, t->a);
        if (!tiny_outputs(lanes, t, &two, LOSS_mse, (double)samples))
            return done;
        if (has_goal && tiny_is_there(t, tiny_loss(t, &two, samples, LOSS_mse)))
            return done;
        tiny_through(lanes, t, &one, &two);
        tiny_update(t, &two, t->a, samples);
        tiny_update(t, &one, t->x, samples);
    }
    return epochs;
}

static bool is_layer(const struct tiny_layer *layer, size_t in, size_t out, enum activation_id id)
{
    return layer->in == in && layer->out == out && layer->activation == id;
}

// The notebook's network on a truth table of two inputs is what most people train first.
static size_t tiny_run(struct tiny *t, size_t epochs)
{
    struct tiny_layer one = t->layers[0], two = t->layers[1];
    bool is_notebook = t->layer_count == 2 && t->samples == 4 && t->loss == LOSS_mse &&
                       is_layer(&one, 2, 2, ACTIVATION_relu) &&
                       is_layer(&two, 2, 1, ACTIVATION_sigmoid);
    if (!is_notebook)
        return t->samples <= 4 ? tiny_any(4, t, epochs) : tiny_any(TINY_LANES, t, epochs);
    one = (struct tiny_layer){2, 2, 0, ACTIVATION_relu, one.w, one.b};
    two = (struct tiny_layer){2, 1, 2, ACTIVATION_sigmoid, two.w, two.b};
    return t->has_goal ? tiny_two(t, epochs, one, two, true) : tiny_two(t, epochs, one, two, false);
}
