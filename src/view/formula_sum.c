// SPDX-License-Identifier: GPL-3.0-or-later
// A sum borrows its factors from the pass and the network. Only what is in neither, the exponentials of
// softmax and the samples' parts of the loss, is computed into numbers of its own.
#include "view/formula_sum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "network/loss.h"
#include "network/mathfn.h"
#include "view/formula_loss.h"
#include "view/formula_parts.h"

enum {
    OUTPUTS_SHOWN = 3 // a sample's part of the loss is written out for at most that many outputs
};

// z[n,j] = b[j] + Σi x[n,i]·w[i,j]
static void sum_of_z(const struct pass_view *view, struct element e, struct sum *sum)
{
    const struct layer *layer = pass_view_layer(view, e.layer);
    struct matrix x = pass_input(view->pass, e.layer);
    char name[QUANTITY_NAME_SIZE];
    sum->count = x.cols;
    sum->letter = 'i';
    sum->word = "input";
    sum->left = (struct sum_factor){.data = x.data + e.row * x.cols, .step = 1};
    sum->right = (struct sum_factor){.data = layer->w.data + e.col, .step = layer->w.cols};
    snprintf(sum->left.name, TEMPLATE_NAME_SIZE, "%s[%zu,i]", formula_input_name(e.layer, name),
             e.row);
    snprintf(sum->right.name, TEMPLATE_NAME_SIZE, "w%zu[i,%zu]", e.layer, e.col);
    sum->has_start = true;
    sum->start = layer->b.data[e.col];
    snprintf(sum->start_name, TEMPLATE_NAME_SIZE, "b%zu[0,%zu]", e.layer, e.col);
}

// da[n,i] = Σj dz'[n,j]·w'[i,j], over the units j of the next layer.
static void sum_of_da(const struct pass_view *view, struct element e, struct sum *sum)
{
    struct matrix w = pass_view_layer(view, e.layer + 1)->w,
                  dz = pass_view_values(view, e.layer + 1)->dz;
    sum->count = dz.cols;
    sum->letter = 'j';
    sum->word = "unit";
    sum->left = (struct sum_factor){.data = dz.data + e.row * dz.cols, .step = 1};
    sum->right = (struct sum_factor){.data = w.data + e.col * w.cols, .step = 1};
    snprintf(sum->left.name, TEMPLATE_NAME_SIZE, "dz%zu[%zu,j]", e.layer + 1, e.row);
    snprintf(sum->right.name, TEMPLATE_NAME_SIZE, "w%zu[%zu,j]", e.layer + 1, e.col);
}

// dw[i,j] = Σn x[n,i]·dz[n,j], and db[j] = Σn dz[n,j]
static void sum_of_gradient(const struct pass_view *view, struct element e, struct sum *sum)
{
    struct matrix x = pass_input(view->pass, e.layer), dz = pass_view_values(view, e.layer)->dz;
    struct sum_factor through = {.data = dz.data + e.col, .step = dz.cols};
    char name[QUANTITY_NAME_SIZE];
    snprintf(through.name, TEMPLATE_NAME_SIZE, "dz%zu[n,%zu]", e.layer, e.col);
    sum->count = dz.rows;
    sum->letter = 'n';
    sum->word = "sample";
    sum->left = sum->right = through;
    if (e.kind == QUANTITY_DB) {
        sum->right.data = NULL;
        return;
    }
    sum->left = (struct sum_factor){.data = x.data + e.row, .step = x.cols};
    snprintf(sum->left.name, TEMPLATE_NAME_SIZE, "%s[n,%zu]", formula_input_name(e.layer, name),
             e.row);
}

// The sum below softmax's fraction line, Σk exp(z[n,k] - m).
static bool sum_of_exps(const struct pass_view *view, struct element e, struct sum *sum)
{
    struct matrix z = pass_view_values(view, e.layer)->z;
    double largest = formula_largest(z, e.row);
    if (!(sum->owned = malloc(z.cols * sizeof(double))))
        return false;
    sum->count = z.cols;
    sum->letter = 'k';
    sum->word = "unit";
    sum->value = 0;
    for (size_t k = 0; k < z.cols; k++) {
        sum->owned[k] = math_exp(matrix_at(z, e.row, k) - largest);
        sum->value += sum->owned[k];
    }
    sum->left = (struct sum_factor){.data = sum->owned, .step = 1};
    snprintf(sum->left.name, TEMPLATE_NAME_SIZE, "exp(z%zu[%zu,k] - m)", e.layer, e.row);
    return true;
}

// The sum inside softmax's slope, Σk da[n,k]·a[n,k].
static void sum_of_slope(const struct pass_view *view, struct element e, struct sum *sum)
{
    const struct pass_layer *values = pass_view_values(view, e.layer);
    size_t cols = values->a.cols;
    sum->count = cols;
    sum->letter = 'k';
    sum->word = "unit";
    sum->left = (struct sum_factor){.data = values->da.data + e.row * cols, .step = 1};
    sum->right = (struct sum_factor){.data = values->a.data + e.row * cols, .step = 1};
    snprintf(sum->left.name, TEMPLATE_NAME_SIZE, "da%zu[%zu,k]", e.layer, e.row);
    snprintf(sum->right.name, TEMPLATE_NAME_SIZE, "a%zu[%zu,k]", e.layer, e.row);
    sum->value = 0;
    for (size_t k = 0; k < cols; k++)
        sum->value = fma(sum_left(sum, k), sum_right(sum, k), sum->value);
}

// Writes what sample n's part is made of; outputs whose target is 0 have none in ce.
static void write_loss_part(struct buf *out, const struct pass_view *view, size_t n)
{
    const struct loss *loss = view->config.loss;
    size_t cols = view->pass->y.cols, written = 0;
    if (!loss->counts_samples && cols > OUTPUTS_SHOWN) {
        buf_printf(out, "sum over %zu outputs", cols);
        return;
    }
    for (size_t j = 0; j < cols; j++) {
        if (loss->counts_samples && matrix_at(view->pass->y, n, j) == 0)
            continue;
        buf_puts(out, written++ ? " + " : "");
        formula_loss_term(out, view, n, j);
    }
}

static bool sum_of_loss(const struct pass_view *view, struct sum *sum)
{
    const struct loss *loss = view->config.loss;
    struct matrix y = view->pass->y;
    if (!(sum->owned = malloc(y.rows * sizeof(double))))
        return false;
    for (size_t n = 0; n < y.rows; n++)
        sum->owned[n] = formula_loss_value(view, n);
    sum->count = y.rows;
    sum->letter = 'n';
    sum->word = "sample";
    sum->left = (struct sum_factor){.data = sum->owned, .step = 1, .name = "part"};
    sum->divisor = loss->is_mean ? loss_count(loss, y.rows, y.cols) : 0;
    sum->write = write_loss_part;
    return true;
}

bool formula_sum(const struct pass_view *view, struct element e, struct sum *sum)
{
    *sum = (struct sum){.word = "", .value = element_value(view, e)};
    if (e.kind == QUANTITY_LOSS)
        return sum_of_loss(view, sum);
    if (e.kind == QUANTITY_Z)
        sum_of_z(view, e, sum);
    else if (e.kind == QUANTITY_DA && !pass_view_is_last(view, e.layer))
        sum_of_da(view, e, sum);
    else if (e.kind == QUANTITY_DW || e.kind == QUANTITY_DB)
        sum_of_gradient(view, e, sum);
    else if (formula_holds_sum(view, e) && e.kind == QUANTITY_A)
        return sum_of_exps(view, e, sum);
    else if (formula_holds_sum(view, e))
        sum_of_slope(view, e, sum);
    return true;
}
