// SPDX-License-Identifier: GPL-3.0-or-later
// One row a setting: how to get it, how to put it, what it may be. `set`, `show settings`,
// completion, the messages and docs/commands.md read the rows and nothing else.
#include "session/setting.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/number.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/schedule.h"

static const char *loss_word(size_t index)
{
    return index < LOSS_COUNT ? losses[index].name : NULL;
}

static const char *optimizer_word(size_t index)
{
    return index < OPTIMIZER_COUNT ? optimizers[index].name : NULL;
}

static const char *schedule_word(size_t index)
{
    return index < SCHEDULE_COUNT ? schedules[index].name : NULL;
}

static const char *switch_word(size_t index)
{
    static const char *const words[] = {"off", "on"};
    return index < 2 ? words[index] : NULL;
}

static const char *full_word(size_t index)
{
    return index == 0 ? "full" : NULL;
}

static const char *detail_word(size_t index)
{
    static const char *const words[] = {"brief", "matrix", "full"};
    return index < 3 ? words[index] : NULL;
}

static const char *color_word(size_t index)
{
    static const char *const words[] = {"auto", "always", "never"};
    return index < 3 ? words[index] : NULL;
}

static const char *none_word(size_t index)
{
    return index == 0 ? "none" : NULL;
}

// For each row a getter and a putter. The three words of colour are kept by letter, as the
// command line gives them.
#define GET(name, expression)                                                                      \
    static double get_##name(const struct settings *s)                                             \
    {                                                                                              \
        return (double)(expression);                                                               \
    }
#define PUT(name, target, expression)                                                              \
    static void put_##name(struct settings *s, double value)                                       \
    {                                                                                              \
        s->target = (expression);                                                                  \
    }
GET(loss, s->loss - losses)
PUT(loss, loss, &losses[(size_t)value])
GET(optimizer, s->optimizer - optimizers)
PUT(optimizer, optimizer, &optimizers[(size_t)value])
GET(schedule, s->schedule - schedules)
PUT(schedule, schedule, &schedules[(size_t)value])
GET(batch, s->batch == SIZE_MAX ? (double)INFINITY : (double)s->batch)
PUT(batch, batch, isinf(value) ? SIZE_MAX : (size_t)value)
GET(shuffle, s->shuffle)
PUT(shuffle, shuffle, value != 0)
GET(every, s->every)
PUT(every, every, (size_t)value)
GET(digits, s->digits)
PUT(digits, digits, (int)value)
GET(limit, s->limit == SIZE_MAX ? (double)INFINITY : (double)s->limit)
PUT(limit, limit, isinf(value) ? SIZE_MAX : (size_t)value)
GET(timeline, s->timeline)
PUT(timeline, timeline, (size_t)value)
GET(detail, s->detail)
PUT(detail, detail, (enum detail)value)
GET(color, strchr("ayn", s->color) - "ayn")
PUT(color, color, "ayn"[(size_t)value])

// The settings that are plain numbers.
#define PLAIN(name)                                                                                \
    GET(name, s->name)                                                                             \
    PUT(name, name, value)
PLAIN(lr)
PLAIN(period)
PLAIN(decay)
PLAIN(momentum)
PLAIN(rho)
PLAIN(beta1)
PLAIN(beta2)
PLAIN(epsilon)
PLAIN(weight_decay)
PLAIN(l1)
PLAIN(l2)
PLAIN(clip)

#define ROW(name) get_##name, put_##name

const struct setting settings_table[] = {
    {"lr", SETTING_POSITIVE, NULL, 0, 0, ROW(lr), "learning rate: how far a step goes", true},
    {"loss", SETTING_WORD, loss_word, 0, 0, ROW(loss), "what training makes small", true},
    {"optimizer", SETTING_WORD, optimizer_word, 0, 0, ROW(optimizer),
     "how a gradient becomes a step", true},
    {"batch", SETTING_WHOLE, full_word, 1, 1e15, ROW(batch), "samples to one update", true},
    {"shuffle", SETTING_WORD, switch_word, 0, 0, ROW(shuffle),
     "whether each epoch has an order of its own", false},
    {"schedule", SETTING_WORD, schedule_word, 0, 0, ROW(schedule), "how lr changes with the epochs",
     true},
    {"period", SETTING_POSITIVE, NULL, 0, 0, ROW(period), "epochs of one period of the schedule",
     true},
    {"decay", SETTING_POSITIVE, NULL, 0, 0, ROW(decay), "what schedule step multiplies lr by",
     true},
    {"momentum", SETTING_SHARE, NULL, 0, 0, ROW(momentum), "of optimizers momentum and nesterov",
     true},
    {"rho", SETTING_SHARE, NULL, 0, 0, ROW(rho), "of optimizer rmsprop", true},
    {"beta1", SETTING_SHARE, NULL, 0, 0, ROW(beta1), "of optimizers adam and adamw", true},
    {"beta2", SETTING_SHARE, NULL, 0, 0, ROW(beta2), "of optimizers adam and adamw", true},
    {"epsilon", SETTING_POSITIVE, NULL, 0, 0, ROW(epsilon), "of rmsprop, adam and adamw", true},
    {"weight_decay", SETTING_NOT_NEGATIVE, NULL, 0, 0, ROW(weight_decay), "of optimizer adamw",
     true},
    {"l1", SETTING_NOT_NEGATIVE, NULL, 0, 0, ROW(l1), "adds l1·sign(w) to a weight's gradient",
     true},
    {"l2", SETTING_NOT_NEGATIVE, NULL, 0, 0, ROW(l2), "adds l2·w to a weight's gradient", true},
    {"clip", SETTING_POSITIVE, none_word, 0, 0, ROW(clip), "the gradients' largest norm", true},
    {"every", SETTING_WHOLE, NULL, 1, 1e15, ROW(every), "epochs between two losses train prints",
     false},
    {"digits", SETTING_WHOLE, NULL, 1, 17, ROW(digits), "significant digits shown; 17 is exact",
     false},
    {"limit", SETTING_WHOLE, none_word, 6, 1e15, ROW(limit), "rows or columns shown of a matrix",
     false},
    {"detail", SETTING_WORD, detail_word, 0, 0, ROW(detail),
     "how much forward, backward and next show", false},
    {"timeline", SETTING_WHOLE, NULL, 1, 1e9, ROW(timeline),
     "megabytes that undo and goto may take", false},
    {"color", SETTING_WORD, color_word, 0, 0, ROW(color), "whether answers are coloured", false},
};

_Static_assert(sizeof settings_table / sizeof *settings_table == SETTING_COUNT,
               "one row for each setting");

struct settings settings_default(void)
{
    return (struct settings){.loss = &losses[0],
                             .optimizer = &optimizers[0],
                             .schedule = &schedules[0],
                             .lr = 0.2,
                             .period = 1000,
                             .decay = 0.5,
                             .batch = SIZE_MAX,
                             .momentum = 0.9,
                             .rho = 0.99,
                             .beta1 = 0.9,
                             .beta2 = 0.999,
                             .epsilon = 1e-8,
                             .weight_decay = 0.01,
                             .clip = (double)INFINITY,
                             .every = 100,
                             .digits = 6,
                             .limit = 12,
                             .timeline = 64,
                             .detail = DETAIL_MATRIX,
                             .color = 'a'};
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
    return true;
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
    for (size_t i = 0; setting->word && setting->word(i); i++) {
        const char *known = setting->word(i);
        if (strlen(known) != length || memcmp(known, word, length) != 0)
            continue;
        setting->put(settings, setting->kind == SETTING_WORD ? (double)i : (double)INFINITY);
        return true;
    }
    struct quoted quoted = error_quote(word, length);
    return refuse(setting, quoted.text, error);
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
                                         [SETTING_SHARE] = "a number from 0 to below 1",
                                         [SETTING_WHOLE] = "a whole number, ",
                                         [SETTING_WORD] = ""};
    buf_puts(text, ranges[setting->kind]);
    if (setting->kind == SETTING_WHOLE && setting->most <= 1e9)
        buf_printf(text, "from %.0f to %.0f", setting->least, setting->most);
    else if (setting->kind == SETTING_WHOLE)
        buf_printf(text, "%g or more", setting->least);
    for (size_t i = 0; setting->word && setting->word(i); i++) {
        bool first = i == 0 && setting->kind == SETTING_WORD;
        buf_puts(text, first ? "" : setting->word(i + 1) ? ", " : " or ");
        buf_puts(text, setting->word(i));
    }
}
