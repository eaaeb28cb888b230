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

static const char *loss_word(size_t index)
{
    return index < LOSS_COUNT ? losses[index].name : NULL;
}

static const char *optimizer_word(size_t index)
{
    return index < OPTIMIZER_COUNT ? optimizers[index].name : NULL;
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
GET(lr, s->lr)
PUT(lr, lr, value)
GET(every, s->every)
PUT(every, every, (size_t)value)
GET(digits, s->digits)
PUT(digits, digits, (int)value)
GET(limit, s->limit == SIZE_MAX ? (double)INFINITY : (double)s->limit)
PUT(limit, limit, isinf(value) ? SIZE_MAX : (size_t)value)
GET(detail, s->detail)
PUT(detail, detail, (enum detail)value)
GET(color, strchr("ayn", s->color) - "ayn")
PUT(color, color, "ayn"[(size_t)value])

#define ROW(name) get_##name, put_##name

const struct setting settings_table[] = {
    {"lr", SETTING_REAL, NULL, 0, 1e300, ROW(lr), "learning rate: how far a step goes"},
    {"loss", SETTING_WORD, loss_word, 0, 0, ROW(loss), "what training makes small"},
    {"optimizer", SETTING_WORD, optimizer_word, 0, 0, ROW(optimizer),
     "how a gradient becomes a step"},
    {"every", SETTING_WHOLE, NULL, 1, 1e15, ROW(every), "epochs between two losses train prints"},
    {"digits", SETTING_WHOLE, NULL, 1, 17, ROW(digits), "significant digits shown; 17 is exact"},
    {"limit", SETTING_WHOLE, none_word, 6, 1e15, ROW(limit),
     "rows or columns beyond which a matrix is abridged"},
    {"detail", SETTING_WORD, detail_word, 0, 0, ROW(detail),
     "what forward, backward and next show: names, matrices, or every sum"},
    {"color", SETTING_WORD, color_word, 0, 0, ROW(color), "whether answers are coloured"},
};

_Static_assert(sizeof settings_table / sizeof *settings_table == SETTING_COUNT,
               "one row for each setting");

struct settings settings_default(void)
{
    return (struct settings){.loss = &losses[0],
                             .optimizer = &optimizers[0],
                             .lr = 0.2,
                             .every = 100,
                             .digits = 6,
                             .limit = 12,
                             .detail = DETAIL_MATRIX,
                             .color = 'a'};
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

bool setting_put_number(struct settings *settings, const struct setting *setting, double number,
                        struct error *error)
{
    bool fits = isfinite(number) && number <= setting->most;
    if (setting->kind == SETTING_REAL)
        fits = fits && number > setting->least;
    else
        fits = fits && number >= setting->least && number == floor(number);
    if (setting->kind == SETTING_WORD || !fits)
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
    if (setting->kind == SETTING_REAL)
        buf_puts(text, "a number above 0");
    else if (setting->kind == SETTING_WHOLE && setting->most < 1e9)
        buf_printf(text, "a whole number from %g to %g", setting->least, setting->most);
    else if (setting->kind == SETTING_WHOLE)
        buf_printf(text, "a whole number, %g or more", setting->least);
    for (size_t i = 0; setting->word && setting->word(i); i++) {
        bool first = i == 0 && setting->kind == SETTING_WORD;
        buf_puts(text, first ? "" : setting->word(i + 1) ? ", " : " or ");
        buf_puts(text, setting->word(i));
    }
}
