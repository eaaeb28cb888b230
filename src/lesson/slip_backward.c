// SPDX-License-Identifier: GPL-3.0-or-later
// Each function computes what a student gets who makes that one slip and everything else right. In their names x
// and w, z and a, da and dz are those of the element's own layer; site->layer[1] and site->values[1] are the next
// layer's.
#include "lesson/slip_backward.h"

#include <stdio.h>

// ---- backward -----------------------------------------------------------------------------------

bool slip_sign(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, -site->right);
}

bool slip_no_2(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, site_has_loss(site, LOSS_mse) ? site->right / 2 : NO_SLIP);
}

bool slip_no_mean(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, site_is_mean(site) ? site->right * (double)site->count : NO_SLIP);
}

bool slip_sse(const struct slip_site *site, size_t turn, double value[2])
{
    bool is_mse = site_has_loss(site, LOSS_mse) && site->count > 1;
    return site_once(turn, value, is_mse ? site->right * (double)site->count / 2 : NO_SLIP);
}

bool slip_mean_again(const struct slip_site *site, size_t turn, double value[2])
{
    double samples = (double)site->numbers->pass->samples;
    if (samples < 2)
        return false;
    if (site->kind != SLIP_NEXT)
        return site_once(turn, value, site->right / samples);
    double w = site_at(site, numbers_matrix(site->numbers, site->e.kind, site->e.layer));
    bool is_plain = site->numbers->config.optimizer->is_plain;
    return site_once(turn, value, is_plain ? w + (site->right - w) / samples : NO_SLIP);
}

bool slip_no_slope(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix da = site->values->da;
    return site_once(turn, value,
                     site->kind & SLIP_ANY_DZ   ? site_at(site, da)
                     : site->kind & SLIP_ANY_DW ? site_sum_with_input(site, da)
                                                : site_sum_of_column(site, da));
}

bool slip_slope_at_a(const struct slip_site *site, size_t turn, double value[2])
{
    const struct activation *activation = site->layer->activation;
    double a = site_at(site, site->values->a);
    if (activation->is_row_wise)
        return false;
    return site_once(
        turn, value,
        activation->backward(site_at(site, site->values->da), a, activation->value(a)));
}

bool slip_z_in_formula(const struct slip_site *site, size_t turn, double value[2])
{
    double z = site_at(site, site->values->z), da = site_at(site, site->values->da);
    return site_once(turn, value,
                     site_is_of(site, ACTIVATION_sigmoid) ? da * z * (1 - z)
                     : site_is_of(site, ACTIVATION_tanh)  ? da * (1 - z * z)
                                                          : NO_SLIP);
}

bool slip_value_for_slope(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, site_at(site, site->values->da) * site_at(site, site->values->a));
}

bool slip_slope_twice(const struct slip_site *site, size_t turn, double value[2])
{
    double a = site_at(site, site->values->a);
    return site_once(turn, value, site->right * a * (1 - a));
}

bool slip_skipped_slope(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, site_sum_through_weights(site, site->values[1].da));
}

bool slip_no_weight(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix dz = site->values[1].dz;
    return site_once(turn, value, site_sum(dz.cols, dz.data + site->e.row * dz.cols, 1, NULL, 0));
}

bool slip_one_unit(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix dz = site->values[1].dz, w = site->layer[1].w;
    if (dz.cols < 2)
        return false;
    return site_once(turn, value, matrix_at(dz, site->e.row, 0) * matrix_at(w, site->e.col, 0));
}

bool slip_new_weights(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix dz = site->values[1].dz, w = site->layer[1].w;
    double sum = 0;
    for (size_t k = 0; k < w.cols; k++) {
        struct element weight = {QUANTITY_W, site->e.layer + 1, site->e.col, k};
        sum += matrix_at(dz, site->e.row, k) *
               (matrix_at(w, site->e.col, k) + numbers_step(site->numbers, weight));
    }
    return site_once(turn, value, sum);
}

bool slip_output_for_input(const struct slip_site *site, size_t turn, double value[2])
{
    struct matrix a = site->values->a, dz = site->values->dz;
    size_t j = site->e.col;
    return site_once(turn, value, site_sum(a.rows, a.data + j, a.cols, dz.data + j, dz.cols));
}

bool slip_no_input(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, site_sum_of_column(site, site->values->dz));
}

bool slip_one_share(const struct slip_site *site, size_t turn, double value[2])
{
    size_t samples = site->numbers->pass->samples;
    if (turn == samples || samples < 2)
        return false;
    if (site->kind == SLIP_LOSS) {
        double count = site->numbers->config.loss->is_mean ? (double)site->count : 1;
        value[0] = numbers_part(site->numbers, turn) / count;
        return true;
    }
    value[0] = matrix_at(site->values->dz, turn, site->e.col);
    if (site->kind & SLIP_ANY_DW)
        value[0] *= matrix_at(site->x, turn, site->e.row);
    return true;
}

void slip_sample_detail(const struct slips *slips, size_t turn, char text[ELEMENT_NAME_SIZE])
{
    (void)slips;
    snprintf(text, ELEMENT_NAME_SIZE, "%zu", turn);
}

// ---- the update ---------------------------------------------------------------------------------

static double learning_rate(const struct slip_site *site)
{
    return site->numbers->config.hyper.lr;
}

// The parameter as it is, its gradient, and the step that the update adds.
static double old_value(const struct slip_site *site)
{
    return site_at(site, numbers_matrix(site->numbers, site->e.kind, site->e.layer));
}

static double gradient(const struct slip_site *site)
{
    return site_at(site, site->e.kind == QUANTITY_W ? site->layer->dw : site->layer->db);
}

static double step(const struct slip_site *site)
{
    return site->right - old_value(site);
}

bool slip_with_lr(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, learning_rate(site) * site->right);
}

bool slip_step_only(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, step(site));
}

bool slip_uphill(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, old_value(site) - step(site));
}

bool slip_no_lr(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, old_value(site) - gradient(site));
}

bool slip_unchanged(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, old_value(site));
}

bool slip_twice(const struct slip_site *site, size_t turn, double value[2])
{
    return site_once(turn, value, old_value(site) + 2 * step(site));
}

bool slip_plain_step(const struct slip_site *site, size_t turn, double value[2])
{
    bool is_plain = site->numbers->config.optimizer->is_plain;
    return site_once(turn, value,
                     is_plain ? NO_SLIP : old_value(site) - learning_rate(site) * gradient(site));
}
