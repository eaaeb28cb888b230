// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of setting.h are read three times: for the functions of each setting, for the table that
// everybody else reads, and for the settings of a fresh session.
#include "session/setting.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"
#include "base/words.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/schedule.h"

// For each row the word of an index, NULL after the last one, and a getter and a putter.
#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define WORD_OF(name, expression)                                                                  \
    static const char *word_##name(size_t index)                                                   \
    {                                                                                              \
        return (expression);                                                                       \
    }
#define GET_PUT(name, got, kept)                                                                   \
    static double get_##name(const struct settings *s)                                             \
    {                                                                                              \
        return (double)(got);                                                                      \
    }                                                                                              \
    static void put_##name(struct settings *s, double value)                                       \
    {                                                                                              \
        s->name = (kept);                                                                          \
    }
#define NUMBER(name, kind, endless, ...)                                                           \
    WORD_OF(name, index == 0 ? (endless) : NULL)                                                   \
    GET_PUT(name, s->name, value)
#define WHOLE(type, name, least, most, endless, ...)                                               \
    WORD_OF(name, index == 0 ? (endless) : NULL)                                                   \
    GET_PUT(name, s->name == (type)-1 ? (double)INFINITY : (double)s->name,                        \
            isinf(value) ? (type)-1 : (type)value)
#define WORD(type, name, words, ...)                                                               \
    WORD_OF(name, (words)[index])                                                                  \
    GET_PUT(name, s->name, (type)value)
#define LETTER(name, letters, words, ...)                                                          \
    WORD_OF(name, (words)[index])                                                                  \
    GET_PUT(name, strchr(letters, s->name) - (letters), (letters)[(size_t)value])
#define ROW(row, count, table, ...)                                                                \
    WORD_OF(row, index < (count) ? (table)[index].name : NULL)                                     \
    GET_PUT(row, s->row - (table), &(table)[(size_t)value])

SETTINGS(NUMBER, WHOLE, WORD, LETTER, ROW)

#undef NUMBER
#undef WHOLE
#undef WORD
#undef LETTER
#undef ROW

#define FUNCTIONS(name) word_##name, get_##name, put_##name
#define NUMBER(name, kind, endless, usual, acts, meaning)                                          \
    {#name, SETTING_##kind, 0, 0, FUNCTIONS(name), meaning, acts},
#define WHOLE(type, name, least, most, endless, usual, acts, meaning)                              \
    {#name, SETTING_WHOLE, least, most, FUNCTIONS(name), meaning, acts},
#define WORD(type, name, words, usual, acts, meaning)                                              \
    {#name, SETTING_WORD, 0, 0, FUNCTIONS(name), meaning, acts},
#define LETTER(name, letters, words, usual, acts, meaning)                                         \
    {#name, SETTING_WORD, 0, 0, FUNCTIONS(name), meaning, acts},
#define ROW(name, count, table, acts, meaning)                                                     \
    {#name, SETTING_WORD, 0, 0, FUNCTIONS(name), meaning, acts},

const struct setting settings_table[] = {SETTINGS(NUMBER, WHOLE, WORD, LETTER, ROW)};

#undef NUMBER
#undef WHOLE
#undef WORD
#undef LETTER
#undef ROW

_Static_assert(sizeof settings_table / sizeof *settings_table == SETTING_COUNT,
               "one row for each setting");

#define NUMBER(name, kind, endless, usual, ...)             .name = (usual),
#define WHOLE(type, name, least, most, endless, usual, ...) .name = (usual),
#define WORD(type, name, words, usual, ...)                 .name = (usual),
#define LETTER(name, letters, words, usual, ...)            .name = (usual),
#define ROW(name, count, table, ...)                        .name = &(table)[0],

struct settings settings_default(void)
{
    return (struct settings){SETTINGS(NUMBER, WHOLE, WORD, LETTER, ROW)};
}

struct step_config settings_step_config(const struct settings *settings, size_t epoch)
{
    const struct settings *s = settings;
    double factor = s->schedule->factor((double)epoch, s->period, s->decay);
    return (struct step_config){
        .loss = s->loss,
        .optimizer = s->optimizer,
        .hyper = {.lr = s->lr * factor,
                  .momentum = s->momentum,
                  .rho = s->rho,
                  .beta1 = s->beta1,
                  .beta2 = s->beta2,
                  .epsilon = s->epsilon,
                  .weight_decay = s->weight_decay},
        .regularization = {.l1 = s->l1, .l2 = s->l2, .clip = s->clip},
    };
}

bool settings_are_equal(const struct settings *a, const struct settings *b)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (memcmp(&(double){settings_table[i].get(a)}, &(double){settings_table[i].get(b)},
                   sizeof(double)) != 0)
            return false;
    return a->is_loss_set == b->is_loss_set && a->is_lr_chosen == b->is_lr_chosen;
}

const struct setting *setting_find(const char *name, size_t length)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strlen(settings_table[i].name) == length &&
            memcmp(settings_table[i].name, name, length) == 0)
            return &settings_table[i];
    return NULL;
}

// The error for a value the setting does not take.
static bool refuse(const struct setting *setting, const char *given, struct error *error)
{
    struct buf range = BUF_EMPTY;
    setting_range(setting, &range);
    error_set(error, "%s must be %s; this is %s", setting->name, buf_text(&range), given);
    buf_free(&range);
    return false;
}

// Whether a number is in the setting's range.
static bool fits(const struct setting *setting, double number)
{
    if (!isfinite(number))
        return false;
    switch (setting->kind) {
    case SETTING_POSITIVE:
        return number > 0;
    case SETTING_NOT_NEGATIVE:
        return number >= 0;
    case SETTING_SHARE:
        return number >= 0 && number < 1;
    case SETTING_WHOLE:
        return number >= setting->least && number <= setting->most && number == floor(number);
    default:
        return false;
    }
}

bool setting_put_number(struct settings *settings, const struct setting *setting, double number,
                        struct error *error)
{
    if (!fits(setting, number))
        return refuse(setting, number_string(number, 6).text, error);
    setting->put(settings, number);
    return true;
}

bool setting_put_word(struct settings *settings, const struct setting *setting, const char *word,
                      size_t length, struct error *error)
{
    for (size_t i = 0; setting->word(i); i++) {
        const char *known = setting->word(i);
        if (strlen(known) != length || memcmp(known, word, length) != 0)
            continue;
        setting->put(settings, setting->kind == SETTING_WORD ? (double)i : (double)INFINITY);
        return true;
    }
    struct quoted quoted = error_quote(word, length);
    struct suggestions suggestions;
    suggest_start(&suggestions, word, length);
    for (size_t i = 0; setting->word(i); i++)
        suggest_consider(&suggestions, setting->word(i));
    refuse(setting, quoted.text, error);
    return suggest_append(&suggestions, error);
}

void setting_text(const struct settings *settings, const struct setting *setting, struct buf *text)
{
    double value = setting->get(settings);
    if (setting->kind == SETTING_WORD)
        buf_puts(text, setting->word((size_t)value));
    else if (isinf(value))
        buf_puts(text, setting->word(0));
    else
        buf_puts(text, number_string(value, NUMBER_DIGITS_EXACT).text);
}

void setting_range(const struct setting *setting, struct buf *text)
{
    static const char *const ranges[] = {[SETTING_POSITIVE] = "a number above 0",
                                         [SETTING_NOT_NEGATIVE] = "a number, 0 or more",
                                         [SETTING_SHARE] = "a number from 0 to less than 1",
                                         [SETTING_WHOLE] = "a whole number, ",
                                         [SETTING_WORD] = ""};
    buf_puts(text, ranges[setting->kind]);
    if (setting->kind == SETTING_WHOLE && setting->most <= 1e9)
        buf_printf(text, "from %.0f to %.0f", setting->least, setting->most);
    else if (setting->kind == SETTING_WHOLE)
        buf_printf(text, "%g or more", setting->least);
    for (size_t i = 0; setting->word(i); i++) {
        bool first = i == 0 && setting->kind == SETTING_WORD;
        buf_puts(text, first ? "" : setting->word(i + 1) ? ", " : " or ");
        buf_puts(text, setting->word(i));
    }
}

static bool optimizer_reads(const struct optimizer *optimizer, const char *name)
{
    for (const struct optimizer_line *line = optimizer->lines; line->name; line++)
        if (text_has_name(line->formula, name))
            return true;
    return false;
}

// Appends the command that chooses a row.
static void list_name(struct buf *list, const char *kind, const char *name)
{
    buf_printf(list, "%s'set %s %s'", list->length ? " or " : "", kind, name);
}

bool setting_unread(const struct settings *settings, const struct setting *setting,
                    struct buf *sentence)
{
    const char *name = setting->name, *kind = "optimizer", *present = settings->optimizer->name;
    bool is_read = optimizer_reads(settings->optimizer, name);
    struct buf readers = BUF_EMPTY;
    for (size_t i = 0; i < OPTIMIZER_COUNT; i++)
        if (optimizer_reads(&optimizers[i], name))
            list_name(&readers, kind, optimizers[i].name);
    if (readers.length == 0) {
        kind = "schedule", present = settings->schedule->name;
        is_read = text_has_name(settings->schedule->formula, name);
        for (size_t i = 0; i < SCHEDULE_COUNT; i++)
            if (text_has_name(schedules[i].formula, name))
                list_name(&readers, kind, schedules[i].name);
    }
    is_read = is_read || readers.length == 0;
    if (!is_read)
        buf_printf(sentence, "%s %s does not use %s; %s does", kind, present, name,
                   buf_text(&readers));
    sentence->failed = sentence->failed || readers.failed;
    buf_free(&readers);
    return !is_read;
}
