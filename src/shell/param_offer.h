// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered at the cursor for an argument of each kind. Each function is a param_offer (shell/param.h):
// it adds words to the completion, and may set its `files`, or move its `start` where only a part of the
// word is to be completed.
#ifndef SHELL_PARAM_OFFER_H
#define SHELL_PARAM_OFFER_H

#include "shell/param.h"

// The words of one list.
param_offer param_offer_data, param_offer_scales, param_offer_schemes;

// A layer's activation, after its colon.
param_offer param_offer_layers;

// Names that have a value, and functions, which come with the parenthesis they need. Only the name at the
// cursor is completed.
param_offer param_offer_expression;

// What `set` sets; what it becomes, as the setting before it says; what `whatif` changes; what `show`
// shows; what `live` shows.
param_offer param_offer_places, param_offer_value, param_offer_changes, param_offer_show_items,
    param_offer_panels;

// The names of weights and biases; of stages; of marks, and the word now.
param_offer param_offer_parameters, param_offer_stages, param_offer_moments;

// A picture first, then names, and a file in the end; a matrix first, or a file at once.
param_offer param_offer_picture, param_offer_export;

// Files; lessons, or files; the words of the quiz; commands, topics and terms; the word here.
param_offer param_offer_files, param_offer_lessons, param_offer_quiz, param_offer_topics,
    param_offer_here;

#endif
