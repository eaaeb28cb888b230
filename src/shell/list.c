// SPDX-License-Identifier: GPL-3.0-or-later
// A list is the names and meanings of some table; its rows stay where they are.
#include "shell/list.h"

#include "data/builtin.h"
#include "data/prepare.h"
#include "lesson/quiz.h"
#include "network/activation.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/schedule.h"
#include "network/scheme.h"
#include "session/setting.h"
#include "shell/picture_kind.h"
#include "shell/show_item.h"
#include "view/exports.h"
#include "view/template.h"

#define FIELD(function, table, field)                                                              \
    static const char *function(size_t index)                                                      \
    {                                                                                              \
        return table[index].field;                                                                 \
    }
FIELD(activation_name, activations, name)
FIELD(activation_meaning, activations, meaning)
FIELD(scheme_name, schemes, name)
FIELD(scheme_meaning, schemes, meaning)
FIELD(builtin_name, builtins, name)
FIELD(builtin_meaning, builtins, meaning)
FIELD(scale_name, normalizations, name)
FIELD(scale_meaning, normalizations, meaning)
FIELD(show_item_name, show_items, name)
FIELD(show_item_meaning, show_items, meaning)
FIELD(picture_name, picture_kinds, name)
FIELD(picture_meaning, picture_kinds, meaning)
FIELD(quiz_name, quiz_topics, name)
FIELD(quiz_meaning, quiz_topics, meaning)
FIELD(setting_name, settings_table, name)
FIELD(setting_meaning, settings_table, meaning)
FIELD(loss_name, losses, name)
FIELD(loss_meaning, losses, meaning)
FIELD(optimizer_name, optimizers, name)
FIELD(optimizer_formula, optimizers, formula)
FIELD(optimizer_meaning, optimizers, meaning)
FIELD(schedule_name, schedules, name)
FIELD(schedule_formula, schedules, formula)
FIELD(schedule_meaning, schedules, meaning)

static const char *export_name(size_t index)
{
    return export_kinds[index]->ending;
}

static const char *export_meaning(size_t index)
{
    return export_kinds[index]->meaning;
}

// Appends "  a = max(0, z)", a row's formula with names.
static void put_formula(struct buf *out, const char *left, const char *formula, const char *count)
{
    struct placeholders names = {0};
    placeholders_add(&names, "z", 0, "z");
    placeholders_add(&names, "a", 0, "a");
    placeholders_add(&names, "y", 0, "y");
    placeholders_add(&names, "count", 0, "%s", count);
    buf_printf(out, "  %s = ", left);
    template_names(out, formula, &names);
    buf_puts(out, "\n");
}

static void activation_more(struct buf *out, size_t index)
{
    put_formula(out, "a", activations[index].formula, "");
    if (activations[index].backward) // softmax' has no formula of one element
        put_formula(out, "da/dz", activations[index].slope, "");
}

static void loss_more(struct buf *out, size_t index)
{
    const struct loss *loss = &losses[index];
    const char *count = loss->counts_samples ? "N" : "(N·outputs)";
    put_formula(out, "loss", loss->formula, count);
    if (loss->computed)
        buf_printf(out, "       computed from z, as %s\n", loss->computed);
    put_formula(out, "da", loss->is_bounded ? loss->bounded_formula : loss->gradient_formula,
                count);
    if (loss->fused_formula)
        put_formula(out, "dz", loss->fused_formula, count);
}

static void setting_more(struct buf *out, size_t index)
{
    const struct settings usual = settings_default();
    buf_puts(out, "  takes ");
    setting_range(&settings_table[index], out);
    buf_puts(out, "; unless set it is ");
    setting_text(&usual, &settings_table[index], out);
    buf_puts(out, "\n");
}

const struct list activation_list = {
    .title = "Activations",
    .noun = "activation",
    .one = "an activation",
    .count = ACTIVATION_COUNT,
    .name = activation_name,
    .meaning = activation_meaning,
    .more = activation_more,
};

const struct list scheme_list = {
    .title = "Schemes",
    .noun = "scheme",
    .one = "a scheme for fresh weights",
    .count = SCHEME_COUNT,
    .name = scheme_name,
    .meaning = scheme_meaning,
};

const struct list data_list = {
    .title = "Data sets",
    .noun = "data set",
    .one = "a data set",
    .count = BUILTIN_COUNT,
    .name = builtin_name,
    .meaning = builtin_meaning,
    .beside = "; 'data grid' makes one by a formula, 'data inline' of what you type, "
              "'data FILE.csv' reads a table",
};

const struct list quiz_list = {
    .title = "Topics",
    .noun = "topic",
    .one = "a topic of the quiz",
    .count = QUIZ_TOPICS,
    .name = quiz_name,
    .meaning = quiz_meaning,
};

const struct list scale_list = {
    .title = "Scales",
    .noun = "scale",
    .one = "a scale for the columns",
    .count = NORMALIZATION_COUNT,
    .name = scale_name,
    .meaning = scale_meaning,
};

const struct list show_item_list = {
    .title = "Things, in addition to every name",
    .noun = "thing that show shows",
    .one = "a thing that show shows",
    .count = SHOW_ITEM_COUNT,
    .name = show_item_name,
    .meaning = show_item_meaning,
};

const struct list picture_list = {
    .title = "Pictures, in addition to every matrix",
    .noun = "picture that plot draws",
    .one = "a picture that plot draws",
    .count = PICTURE_KIND_COUNT,
    .name = picture_name,
    .meaning = picture_meaning,
};

const struct list ending_list = {
    .title = "Endings of the file",
    .noun = "ending that export knows",
    .one = "the ending of a file that export writes",
    .count = EXPORT_KIND_COUNT,
    .name = export_name,
    .meaning = export_meaning,
};

const struct list setting_list = {
    .title = "Settings",
    .noun = "setting",
    .one = "a setting",
    .count = SETTING_COUNT,
    .name = setting_name,
    .meaning = setting_meaning,
    .more = setting_more,
};

const struct list loss_list = {
    .title = "Losses",
    .noun = "loss",
    .one = "a loss",
    .count = LOSS_COUNT,
    .name = loss_name,
    .meaning = loss_meaning,
    .more = loss_more,
};

const struct list optimizer_list = {
    .title = "Optimizers",
    .noun = "optimizer",
    .one = "an optimizer",
    .count = OPTIMIZER_COUNT,
    .name = optimizer_name,
    .formula = optimizer_formula,
    .meaning = optimizer_meaning,
};

const struct list schedule_list = {
    .title = "Schedules",
    .noun = "schedule of the learning rate",
    .one = "a schedule of the learning rate",
    .count = SCHEDULE_COUNT,
    .name = schedule_name,
    .formula = schedule_formula,
    .meaning = schedule_meaning,
};
