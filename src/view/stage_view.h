// SPDX-License-Identifier: GPL-3.0-or-later
// The stages of a pass as text: one sample's arithmetic, the matrices, one stage at a time, the
// update with old and new values. Everything is appended to the caller's buffer.
#ifndef VIEW_STAGE_VIEW_H
#define VIEW_STAGE_VIEW_H

#include "base/buf.h"
#include "network/stage.h"
#include "session/quantity.h"
#include "view/pass_view.h"

// What a stage computes: z for a z stage, dw for a dw stage. An update computes none.
struct quantity stage_quantity(struct stage stage);

// Forward, written out for one sample: every z and a, and its part of the loss. The forward stages
// must have run.
void stage_view_forward_sample(struct buf *out, const struct pass_view *view, size_t sample);

// Backward, written out for one sample: its da and dz, link by link, and the sums over all samples
// that make dw and db. The backward stages must have run.
void stage_view_backward_sample(struct buf *out, const struct pass_view *view, size_t sample);

// Stages [from, to) as the setting `detail` says: names, matrices, or every sum.
void stage_view_range(struct buf *out, const struct pass_view *view, size_t from, size_t to);

// One stage for `next`: what it computed and from what, written out as far as the limit allows.
void stage_view_next(struct buf *out, const struct pass_view *view, struct stage stage);

// Room for what an update's table shows beside the new values: for each parameter the old value, the
// gradient as the optimizer sees it, and the step, in the order of the network's block.
struct parameter_change {
    double old, gradient, step;
};

// Fills changes[0, parameter_count) with what the next update will do. The gradients must be there.
void stage_view_changes(struct network *network, const struct step_config *config,
                        struct parameter_change *changes);

// The update, after it ran: for each parameter its old value, gradient, step and new value.
void stage_view_update(struct buf *out, const struct pass_view *view,
                       const struct parameter_change *changes);

#endif
