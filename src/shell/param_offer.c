// SPDX-License-Identifier: GPL-3.0-or-later
// The words that fit are those of a list of the program's, or names that the session gives a value. The line
// may be unfinished or wrong, so nothing is parsed; only where the cursor stands is looked at.
#include "shell/param_offer.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "expr/expr.h"
#include "history/timeline.h"
#include "lesson/lesson_files.h"
#include "network/stage.h"
#include "session/quantity.h"
#include "session/session.h"
#include "session/setting.h"
#include "shell/command.h"
#include "shell/completion.h"
#include "shell/glossary.h"
#include "shell/help.h"
#include "shell/list.h"
#include "shell/scan.h"
#include "shell/shell.h"

static void offer_list(struct completion *completion, const struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        completion_offer(completion, list->name(i));
}

// Offers every name that has a value; of an expression only the name at the cursor is completed.
static void offer_names(struct completion *completion)
{
    char name[64];
    completion->start = completion->cursor;
    while (completion->start > 0 && ascii_is_name(completion->line[completion->start - 1]))
        completion->start--;
    for (size_t i = 0; quantity_list(completion->shell->session, i, name, sizeof name); i++)
        completion_offer(completion, name);
}

void param_offer_expression(struct completion *completion)
{
    offer_names(completion);
    for (size_t i = 0; expr_function(i); i++) {
        struct buf call = BUF_EMPTY;
        buf_printf(&call, "%s(", expr_function(i));
        completion_offer(completion, buf_text(&call));
        buf_free(&call);
    }
}

void param_offer_parameters(struct completion *completion)
{
    const struct network *network = completion->shell->session->network;
    char name[32];
    for (size_t p = 0; network && p < 2 * network->layer_count; p++) {
        snprintf(name, sizeof name, "%c%zu", p % 2 ? 'b' : 'w', p / 2 + 1);
        completion_offer(completion, name);
    }
}

void param_offer_stages(struct completion *completion)
{
    const struct network *network = completion->shell->session->network;
    for (size_t i = 0; network && i < stage_count(network->layer_count); i++) {
        char name[STAGE_NAME_SIZE];
        stage_name(stage_at(network->layer_count, i), name);
        completion_offer(completion, name);
    }
}

// Where the word after the command's name begins.
static size_t first_argument(const struct completion *completion)
{
    const char *line = completion->line;
    size_t cursor = completion->cursor, at = scan_blanks(line, cursor, completion->begin);
    return scan_blanks(line, cursor, at + scan_name(line, cursor, at));
}

void param_offer_value(struct completion *completion)
{
    const char *line = completion->line;
    size_t at = first_argument(completion);
    const struct setting *setting =
        setting_find(line + at, scan_name(line, completion->cursor, at));
    for (size_t i = 0; setting && setting->word && setting->word(i); i++)
        completion_offer(completion, setting->word(i));
    if (completion->count == 0)
        param_offer_expression(completion);
}

void param_offer_show_items(struct completion *completion)
{
    offer_list(completion, &show_item_list);
    offer_names(completion);
}

void param_offer_places(struct completion *completion)
{
    offer_list(completion, &setting_list);
    offer_names(completion);
}

void param_offer_changes(struct completion *completion)
{
    offer_list(completion, &setting_list);
    param_offer_parameters(completion);
}

void param_offer_panels(struct completion *completion)
{
    offer_list(completion, &picture_list);
    offer_names(completion);
    completion_offer(completion, "metrics");
    completion_offer(completion, "stages");
}

static void offer_marks(struct completion *completion)
{
    const struct timeline *timeline = completion->shell->timeline;
    for (size_t i = 0; i < timeline->mark_count; i++)
        completion_offer(completion, timeline->marks[i].name);
}

void param_offer_picture(struct completion *completion)
{
    bool is_first = first_argument(completion) >= completion->start;
    if (is_first) {
        offer_list(completion, &picture_list);
        offer_names(completion);
    } else {
        param_offer_parameters(completion);
        offer_marks(completion);
        completion_offer(completion, "shape=");
    }
    completion->files = !is_first && completion->count == 0;
}

void param_offer_export(struct completion *completion)
{
    bool is_first = first_argument(completion) >= completion->start;
    completion->files = true;
    if (!is_first)
        return;
    size_t start = completion->start;
    offer_names(completion);
    completion_offer(completion, "all");
    if (completion->count == 0)
        completion->start = start;
    completion->files = completion->count == 0;
}

void param_offer_layers(struct completion *completion)
{
    const char *word = completion->line + completion->start;
    const char *colon = memchr(word, ':', completion->cursor - completion->start);
    if (!colon)
        return;
    completion->start = (size_t)(colon - completion->line) + 1;
    offer_list(completion, &activation_list);
}

void param_offer_data(struct completion *completion)
{
    offer_list(completion, &data_list);
    completion->files = completion->count == 0;
}

void param_offer_schemes(struct completion *completion)
{
    offer_list(completion, &scheme_list);
}

void param_offer_quiz(struct completion *completion)
{
    static const char *const words[] = {"score", "off", "parameters"};
    offer_list(completion, &quiz_list);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        completion_offer(completion, words[i]);
    char name[64];
    struct quantity quantity;
    for (size_t i = 0; quantity_list(completion->shell->session, i, name, sizeof name); i++)
        if (quantity_parse(name, strlen(name), &quantity) && quantity.layer > 0)
            completion_offer(completion, name);
}

void param_offer_scales(struct completion *completion)
{
    offer_list(completion, &scale_list);
}

void param_offer_files(struct completion *completion)
{
    completion->files = true;
}

void param_offer_lessons(struct completion *completion)
{
    for (size_t i = 0; i < lesson_file_count; i++)
        completion_offer(completion, lesson_files[i].name);
    completion->files = completion->count == 0;
}

void param_offer_moments(struct completion *completion)
{
    offer_marks(completion);
    completion_offer(completion, "now");
}

void param_offer_here(struct completion *completion)
{
    completion_offer(completion, "here");
}

void param_offer_topics(struct completion *completion)
{
    const struct command_table *commands = completion->shell->commands;
    for (size_t i = 0; i < help_topic_count; i++)
        completion_offer(completion, help_topics[i].name);
    for (size_t i = 0; i < commands->count; i++)
        completion_offer(completion, commands->rows[i]->name);
    for (size_t i = 0; i < glossary_count; i++)
        completion_offer(completion, glossary[i].name);
}
