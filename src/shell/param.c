// SPDX-License-Identifier: GPL-3.0-or-later
// Only the table: what reads an argument is in param_read.c, what is offered for it in param_offer.c.
#include "shell/param.h"

#include "shell/param_offer.h"
#include "shell/param_read.h"

const struct param_kind_row param_kinds[PARAM_KIND_COUNT] = {
    [PARAM_COUNT] = {.read = param_read_count},
    [PARAM_REAL] = {.read = param_read_real},
    [PARAM_NUMBERS] = {.read = param_read_rest, .takes_rest = true},
    [PARAM_EXPRESSION] = {.read = param_read_expression,
                          .offer = param_offer_expression,
                          .takes_rest = true},
    [PARAM_ITEMS] = {.read = param_read_rest, .offer = param_offer_expression, .takes_rest = true},
    [PARAM_NAME] = {.read = param_read_name},
    [PARAM_MOMENT] = {.read = param_read_word, .offer = param_offer_moments},
    [PARAM_EQUALS] = {.read = param_read_equals},
    [PARAM_VALUE] = {.read = param_read_rest, .offer = param_offer_value, .takes_rest = true},
    [PARAM_CHANGES] = {.read = param_read_rest, .offer = param_offer_changes, .takes_rest = true},
    [PARAM_LAYERS] = {.read = param_read_words,
                      .offer = param_offer_layers,
                      .lists = {&activation_list},
                      .takes_rest = true},
    [PARAM_SCHEME] = {.read = param_read_word,
                      .offer = param_offer_schemes,
                      .lists = {&scheme_list}},
    [PARAM_DATA] = {.read = param_read_word, .offer = param_offer_data, .lists = {&data_list}},
    [PARAM_SCALE] = {.read = param_read_word, .offer = param_offer_scales, .lists = {&scale_list}},
    [PARAM_WORD] = {.read = param_read_quotable},
    [PARAM_SWITCH] = {.read = param_read_word},
    [PARAM_SHOW_ITEMS] = {.read = param_read_rest,
                          .offer = param_offer_show_items,
                          .lists = {&show_item_list},
                          .takes_rest = true},
    [PARAM_PANELS] = {.read = param_read_rest,
                      .offer = param_offer_panels,
                      .lists = {&picture_list},
                      .takes_rest = true},
    [PARAM_PICTURE] = {.read = param_read_rest,
                       .offer = param_offer_picture,
                       .lists = {&picture_list},
                       .takes_rest = true},
    [PARAM_EXPORT] = {.read = param_read_two,
                      .offer = param_offer_export,
                      .lists = {&ending_list},
                      .takes_rest = true},
    [PARAM_PLACE] = {.read = param_read_place,
                     .offer = param_offer_places,
                     .lists = {&setting_list, &loss_list, &optimizer_list, &schedule_list}},
    [PARAM_PARAMETERS] = {.read = param_read_rest,
                          .offer = param_offer_parameters,
                          .takes_rest = true},
    [PARAM_FILE] = {.read = param_read_quotable, .offer = param_offer_files},
    [PARAM_HERE] = {.read = param_read_here, .offer = param_offer_here},
    [PARAM_STAGE] = {.read = param_read_word, .offer = param_offer_stages},
    [PARAM_TEXT] = {.read = param_read_text},
    [PARAM_LESSON] = {.read = param_read_quotable, .offer = param_offer_lessons},
    [PARAM_QUIZ] = {.read = param_read_quiz, .offer = param_offer_quiz, .lists = {&quiz_list}},
    [PARAM_TOPIC] = {.read = param_read_rest, .offer = param_offer_topics, .takes_rest = true},
};

const char *param_choice(enum param_kind kind, size_t index)
{
    const struct list *list = param_kinds[kind].lists[0];
    return list && index < list->count ? list->name(index) : NULL;
}
