// SPDX-License-Identifier: GPL-3.0-or-later
// The readers take an argument from the command's text; the offers look at a line as it stands, finished or
// not. Nothing is run and nothing is changed.
#include "shell/param.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "expr/expr.h"
#include "history/timeline.h"
#include "lesson/lesson_files.h"
#include "network/stage.h"
#include "session/quantity.h"
#include "session/session.h"
#include "session/setting.h"
#include "shell/call.h"
#include "shell/command.h"
#include "shell/completion.h"
#include "shell/glossary.h"
#include "shell/help.h"
#include "shell/scan.h"
#include "shell/shell.h"

// ---- reading ------------------------------------------------------------------------------------

static size_t read_count(const struct call *call, struct argument *argument, size_t at,
                         const struct param *param, struct error *error)
{
    size_t end = scan_word_end(call->text, call->length, at);
    if (number_parse_count(call->text + at, end - at, NUMBER_COUNT_MOST, &argument->count))
        return end;
    struct quoted quoted = error_quote(call->text + at, end - at);
    error_at(error, at, end - at, "%s must be a whole number in plain digits, not '%s'",
             param->name, quoted.text);
    command_hint(call->command, error);
    return 0;
}

static size_t read_real(const struct call *call, struct argument *argument, size_t at,
                        const struct param *param, struct error *error)
{
    size_t end = scan_word_end(call->text, call->length, at);
    if (number_parse(call->text + at, end - at, &argument->number) &&
        argument->number - argument->number == 0)
        return end;
    struct quoted quoted = error_quote(call->text + at, end - at);
    error_at(error, at, end - at, "%s must be a number, not '%s'", param->name, quoted.text);
    command_hint(call->command, error);
    return 0;
}

static size_t read_expression(const struct call *call, struct argument *argument, size_t at,
                              const struct param *param, struct error *error)
{
    size_t end;
    (void)param;
    argument->expr = expr_parse(call->text, call->length, at, &end, error);
    return argument->expr ? end : 0;
}

// A word may hold blanks between brackets: dw2[1, 0].
static size_t read_quiz(const struct call *call, struct argument *argument, size_t at,
                        const struct param *param, struct error *error)
{
    size_t depth = 0;
    (void)argument, (void)param, (void)error;
    for (; at < call->length && (depth > 0 || !scan_is_blank(call->text[at])); at++) {
        depth += call->text[at] == '[' || call->text[at] == '(';
        depth -= depth > 0 && (call->text[at] == ']' || call->text[at] == ')');
    }
    return at;
}

static size_t read_place(const struct call *call, struct argument *argument, size_t at,
                         const struct param *param, struct error *error)
{
    struct place place;
    (void)param;
    if (scan_name(call->text, call->length, at) == 0) {
        error_at(error, at, scan_word_end(call->text, call->length, at) - at,
                 "a name is needed here, such as lr or w1[0,1]");
        command_hint(call->command, error);
        return 0;
    }
    size_t end;
    argument->expr = expr_parse_place(call->text, call->length, at, &end, error);
    if (!argument->expr)
        return 0;
    if (expr_place(argument->expr, &place))
        return end;
    error_at(error, at, end - at, "only a name, perhaps with an index, can be set");
    return 0;
}

static size_t read_name(const struct call *call, struct argument *argument, size_t at,
                        const struct param *param, struct error *error)
{
    size_t length = scan_name(call->text, call->length, at);
    (void)argument, (void)param;
    if (length)
        return at + length;
    error_at(error, at, scan_word_end(call->text, call->length, at) - at,
             "a name is needed here: letters, digits and _, not beginning with a digit");
    return 0;
}

static size_t read_equals(const struct call *call, struct argument *argument, size_t at,
                          const struct param *param, struct error *error)
{
    (void)argument, (void)param;
    if (call->text[at] == '=')
        return at + 1;
    error_at(error, at, 1, "a = is needed here");
    command_hint(call->command, error);
    return 0;
}

static size_t read_here(const struct call *call, struct argument *argument, size_t at,
                        const struct param *param, struct error *error)
{
    size_t end = scan_word_end(call->text, call->length, at);
    (void)argument;
    if (end - at == strlen(param->name) && memcmp(call->text + at, param->name, end - at) == 0)
        return end;
    error_at(error, at, end - at, "the word '%s' is missing", param->name);
    command_hint(call->command, error);
    return 0;
}

static size_t read_word(const struct call *call, struct argument *argument, size_t at,
                        const struct param *param, struct error *error)
{
    (void)argument, (void)param, (void)error;
    return scan_word_end(call->text, call->length, at);
}

static size_t read_rest(const struct call *call, struct argument *argument, size_t at,
                        const struct param *param, struct error *error)
{
    (void)argument, (void)at, (void)param, (void)error;
    return call->length;
}

// Words up to the next option.
static size_t read_words(const struct call *call, struct argument *argument, size_t at,
                         const struct param *param, struct error *error)
{
    size_t end = at;
    (void)argument, (void)param, (void)error;
    while (at < call->length) {
        size_t stop = scan_word_end(call->text, call->length, at);
        if (memchr(call->text + at, '=', stop - at))
            break;
        end = stop;
        at = scan_blanks(call->text, call->length, stop);
    }
    return end;
}

// A file's name or another word: in quotes, or up to the next space.
static size_t read_quotable(const struct call *call, struct argument *argument, size_t at,
                            const struct param *param, struct error *error)
{
    (void)param;
    struct buf text = BUF_EMPTY;
    char first = call->text[at];
    size_t end;
    if (first == '"' || first == '\'') {
        end = scan_string(call->text, call->length, at, &text, error);
    } else {
        end = scan_word_end(call->text, call->length, at);
        buf_add(&text, call->text + at, end - at);
    }
    if (end && !text.failed && (argument->text = malloc(text.length + 1)))
        memcpy(argument->text, buf_text(&text), text.length + 1);
    else if (end)
        end = error_memory(error);
    buf_free(&text);
    return end;
}

// One or two words or strings in quotes, up to the next option.
static size_t read_two(const struct call *call, struct argument *argument, size_t at,
                       const struct param *param, struct error *error)
{
    size_t end = at;
    (void)argument, (void)param;
    for (size_t words = 0; words < 2 && at < call->length; words++) {
        char first = call->text[at];
        bool is_quoted = first == '"' || first == '\'';
        struct buf text = BUF_EMPTY;
        size_t stop = is_quoted ? scan_string(call->text, call->length, at, &text, error)
                                : scan_word_end(call->text, call->length, at);
        buf_free(&text);
        if (stop == 0)
            return 0;
        if (!is_quoted && words > 0 && memchr(call->text + at, '=', stop - at))
            break;
        end = stop;
        at = scan_blanks(call->text, call->length, stop);
    }
    return end;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

// What the typographic quotes begin with, single or double, open or closed.
#define CURLY_QUOTES "\xe2\x80"

// A text in quotes, or several side by side, which are joined by blanks.
static size_t read_text(const struct call *call, struct argument *argument, size_t at,
                        const struct param *param, struct error *error)
{
    struct buf text = BUF_EMPTY;
    size_t end = 0;
    (void)param;
    if (!is_quote(call->text[at])) {
        bool is_curly = strncmp(call->text + at, CURLY_QUOTES, strlen(CURLY_QUOTES)) == 0;
        error_at(error, at, scan_word_end(call->text, call->length, at) - at,
                 is_curly ? "a text must be in straight quotes, \"...\", and these are curly"
                          : "a text must be in quotes");
        return 0;
    }
    do {
        buf_puts(&text, end ? " " : "");
        end = scan_string(call->text, call->length, at, &text, error);
        at = end ? scan_blanks(call->text, call->length, end) : call->length;
    } while (at < call->length && is_quote(call->text[at]));
    if (end && (text.failed || !(argument->text = strdup(buf_text(&text)))))
        end = error_memory(error);
    buf_free(&text);
    return end;
}

// ---- offering words -----------------------------------------------------------------------------

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Offers the words of a kind's list.
static void offer_choices(struct completion *completion, enum param_kind kind)
{
    for (size_t i = 0; param_choice(kind, i); i++)
        completion_offer(completion, param_choice(kind, i));
}

// Offers every name that has a value; of an expression only the name at the cursor is completed.
static void offer_names(struct completion *completion)
{
    char name[64];
    completion->start = completion->cursor;
    while (completion->start > 0 && is_name_byte(completion->line[completion->start - 1]))
        completion->start--;
    for (size_t i = 0; quantity_list(completion->shell->session, i, name, sizeof name); i++)
        completion_offer(completion, name);
}

// Names and functions. Functions come with the parenthesis they need.
static void offer_expression(struct completion *completion)
{
    offer_names(completion);
    for (size_t i = 0; expr_function(i); i++) {
        struct buf call = BUF_EMPTY;
        buf_printf(&call, "%s(", expr_function(i));
        completion_offer(completion, buf_text(&call));
        buf_free(&call);
    }
}

// The names of weights and biases.
static void offer_parameters(struct completion *completion)
{
    const struct network *network = completion->shell->session->network;
    char name[32];
    for (size_t p = 0; network && p < 2 * network->layer_count; p++) {
        snprintf(name, sizeof name, "%c%zu", p % 2 ? 'b' : 'w', p / 2 + 1);
        completion_offer(completion, name);
    }
}

static void offer_stages(struct completion *completion)
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

// The words of the setting that stands before the value; else an expression.
static void offer_value(struct completion *completion)
{
    const char *line = completion->line;
    size_t at = first_argument(completion);
    const struct setting *setting =
        setting_find(line + at, scan_name(line, completion->cursor, at));
    for (size_t i = 0; setting && setting->word && setting->word(i); i++)
        completion_offer(completion, setting->word(i));
    if (completion->count == 0)
        offer_expression(completion);
}

static void offer_show_items(struct completion *completion)
{
    offer_choices(completion, PARAM_SHOW_ITEMS);
    offer_names(completion);
}

static void offer_places(struct completion *completion)
{
    offer_choices(completion, PARAM_PLACE);
    offer_names(completion);
}

static void offer_changes(struct completion *completion)
{
    offer_choices(completion, PARAM_PLACE);
    offer_parameters(completion);
}

static void offer_panels(struct completion *completion)
{
    offer_choices(completion, PARAM_PANELS);
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

// A picture first, then names, and a file in the end.
static void offer_picture(struct completion *completion)
{
    bool is_first = first_argument(completion) >= completion->start;
    if (is_first) {
        offer_choices(completion, PARAM_PICTURE);
        offer_names(completion);
    } else {
        offer_parameters(completion);
        offer_marks(completion);
        completion_offer(completion, "shape=");
    }
    completion->files = !is_first && completion->count == 0;
}

// A matrix first, or a file at once.
static void offer_export(struct completion *completion)
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

// After the colon of a layer stands its activation.
static void offer_layers(struct completion *completion)
{
    const char *word = completion->line + completion->start;
    const char *colon = memchr(word, ':', completion->cursor - completion->start);
    if (!colon)
        return;
    completion->start = (size_t)(colon - completion->line) + 1;
    offer_choices(completion, PARAM_LAYERS);
}

static void offer_data(struct completion *completion)
{
    offer_choices(completion, PARAM_DATA);
    completion->files = completion->count == 0;
}

static void offer_schemes(struct completion *completion)
{
    offer_choices(completion, PARAM_SCHEME);
}

static void offer_quiz(struct completion *completion)
{
    static const char *const words[] = {"score", "off", "parameters"};
    offer_choices(completion, PARAM_QUIZ);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        completion_offer(completion, words[i]);
    char name[64];
    struct quantity quantity;
    for (size_t i = 0; quantity_list(completion->shell->session, i, name, sizeof name); i++)
        if (quantity_parse(name, strlen(name), &quantity) && quantity.layer > 0)
            completion_offer(completion, name);
}

static void offer_scales(struct completion *completion)
{
    offer_choices(completion, PARAM_SCALE);
}

static void offer_files(struct completion *completion)
{
    completion->files = true;
}

static void offer_lessons(struct completion *completion)
{
    for (size_t i = 0; i < lesson_file_count; i++)
        completion_offer(completion, lesson_files[i].name);
    completion->files = completion->count == 0;
}

static void offer_moments(struct completion *completion)
{
    offer_marks(completion);
    completion_offer(completion, "now");
}

static void offer_here(struct completion *completion)
{
    completion_offer(completion, "here");
}

static void offer_topics(struct completion *completion)
{
    const struct command_table *commands = completion->shell->commands;
    for (size_t i = 0; i < help_topic_count; i++)
        completion_offer(completion, help_topics[i].name);
    for (size_t i = 0; i < commands->count; i++)
        completion_offer(completion, commands->rows[i]->name);
    for (size_t i = 0; i < glossary_count; i++)
        completion_offer(completion, glossary[i].name);
}

// ---- the kinds ----------------------------------------------------------------------------------

const struct param_kind_row param_kinds[PARAM_KIND_COUNT] = {
    [PARAM_COUNT] = {.read = read_count},
    [PARAM_REAL] = {.read = read_real},
    [PARAM_NUMBERS] = {.read = read_rest, .takes_rest = true},
    [PARAM_EXPRESSION] = {.read = read_expression, .offer = offer_expression, .takes_rest = true},
    [PARAM_ITEMS] = {.read = read_rest, .offer = offer_expression, .takes_rest = true},
    [PARAM_NAME] = {.read = read_name},
    [PARAM_MOMENT] = {.read = read_word, .offer = offer_moments},
    [PARAM_EQUALS] = {.read = read_equals},
    [PARAM_VALUE] = {.read = read_rest, .offer = offer_value, .takes_rest = true},
    [PARAM_CHANGES] = {.read = read_rest, .offer = offer_changes, .takes_rest = true},
    [PARAM_LAYERS] = {.read = read_words,
                      .offer = offer_layers,
                      .lists = {&activation_list},
                      .takes_rest = true},
    [PARAM_SCHEME] = {.read = read_word, .offer = offer_schemes, .lists = {&scheme_list}},
    [PARAM_DATA] = {.read = read_word, .offer = offer_data, .lists = {&data_list}},
    [PARAM_SCALE] = {.read = read_word, .offer = offer_scales, .lists = {&scale_list}},
    [PARAM_WORD] = {.read = read_quotable},
    [PARAM_SWITCH] = {.read = read_word},
    [PARAM_SHOW_ITEMS] = {.read = read_rest,
                          .offer = offer_show_items,
                          .lists = {&show_item_list},
                          .takes_rest = true},
    [PARAM_PANELS] = {.read = read_rest,
                      .offer = offer_panels,
                      .lists = {&picture_list},
                      .takes_rest = true},
    [PARAM_PICTURE] = {.read = read_rest,
                       .offer = offer_picture,
                       .lists = {&picture_list},
                       .takes_rest = true},
    [PARAM_EXPORT] = {.read = read_two,
                      .offer = offer_export,
                      .lists = {&ending_list},
                      .takes_rest = true},
    [PARAM_PLACE] = {.read = read_place,
                     .offer = offer_places,
                     .lists = {&setting_list, &loss_list, &optimizer_list, &schedule_list}},
    [PARAM_PARAMETERS] = {.read = read_rest, .offer = offer_parameters, .takes_rest = true},
    [PARAM_FILE] = {.read = read_quotable, .offer = offer_files},
    [PARAM_HERE] = {.read = read_here, .offer = offer_here},
    [PARAM_STAGE] = {.read = read_word, .offer = offer_stages},
    [PARAM_TEXT] = {.read = read_text},
    [PARAM_LESSON] = {.read = read_quotable, .offer = offer_lessons},
    [PARAM_QUIZ] = {.read = read_quiz, .offer = offer_quiz, .lists = {&quiz_list}},
    [PARAM_TOPIC] = {.read = read_rest, .offer = offer_topics, .takes_rest = true},
};

const char *param_choice(enum param_kind kind, size_t index)
{
    const struct list *list = param_kinds[kind].lists[0];
    return list && index < list->count ? list->name(index) : NULL;
}
