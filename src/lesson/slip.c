// SPDX-License-Identifier: GPL-3.0-or-later
// An answer fits a slip when it is as near to the slip's value as the digits that were typed can tell, and no
// farther than the question's tolerance: so more digits diagnose more sharply, and few of them accuse nobody.
#include "lesson/slip.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/slip_rows.h"
#include "network/loss.h"

// Every slip of the pairs is made together with one of these.
static const char *const pair_firsts[] = {"sign", "no-slope", "uphill"};

double slip_half_unit(double value, int digits)
{
    if (value == 0 || !isfinite(value))
        return 0.5e-6;
    return 0.5 * pow(10, floor(log10(fabs(value))) - digits + 1);
}

// ---- finding ------------------------------------------------------------------------------------

// The kind of question, as the rows have it; 0 where no row is about it.
static unsigned kind_of(const struct numbers *numbers, struct subject subject)
{
    size_t layer = subject.element.layer;
    bool is_last = layer == numbers->network->layer_count;
    bool is_fused = numbers_are_fused(numbers, layer);
    switch (subject.asked) {
    case ASKED_LOSS:
        return SLIP_LOSS;
    case ASKED_PART:
        return SLIP_PART;
    case ASKED_NEXT:
        return SLIP_NEXT;
    case ASKED_SHAPE:
        return SLIP_SHAPE;
    case ASKED_PARAMETERS:
        return SLIP_PARAMETERS;
    case ASKED_UPDATES:
        return SLIP_UPDATES;
    default:
        break;
    }
    switch (subject.element.kind) {
    case QUANTITY_Z:
        return SLIP_Z;
    case QUANTITY_A:
        return SLIP_A;
    case QUANTITY_DA:
        return is_last ? SLIP_OUTPUT_DA : SLIP_HIDDEN_DA;
    case QUANTITY_DZ:
        return is_fused ? SLIP_FUSED_DZ : is_last ? SLIP_DZ : SLIP_HIDDEN_DZ;
    case QUANTITY_DW:
        return is_fused ? SLIP_FUSED_DW : SLIP_DW;
    case QUANTITY_DB:
        return is_fused ? SLIP_FUSED_DB : SLIP_DB;
    default:
        return 0;
    }
}

static struct slip_site site_of(const struct numbers *numbers, struct subject subject)
{
    const struct pass *pass = numbers->pass;
    size_t layer = subject.element.layer ? subject.element.layer : 1;
    struct slip_site site = {.numbers = numbers,
                             .subject = subject,
                             .e = subject.element,
                             .kind = kind_of(numbers, subject),
                             .layer = &numbers->network->layers[layer - 1],
                             .values = &pass->layers[layer - 1],
                             .x = pass_input(pass, layer)};
    site.right = subject.asked == ASKED_SHAPE ? 0 : numbers_value(numbers, subject);
    site.count = loss_count(numbers->config.loss, pass->y.rows, pass->y.cols);
    return site;
}

// A list that grows; memory that runs out is noted.
struct growing {
    struct slips *slips;
    size_t capacity;
    bool failed;
};

static void add(struct growing *list, const struct slip *slip)
{
    struct slips *slips = list->slips;
    if (list->failed || !isfinite(slip->value[0]) || !isfinite(slip->value[1]))
        return;
    if (slips->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 32;
        struct slip *grown = realloc(slips->list, capacity * sizeof *grown);
        list->failed = !grown;
        if (!grown)
            return;
        slips->list = grown;
        list->capacity = capacity;
    }
    slips->list[slips->count++] = *slip;
}

static void add_row(struct growing *list, const struct slip_site *site, const struct slip_row *row)
{
    struct slip slip = {.row = row, .rank = row->rank};
    for (slip.turn = 0; row->compute(site, slip.turn, slip.value); slip.turn++)
        add(list, &slip);
}

// Adds what the slip [first] and another one lead to together: the other's factor times its value. In an
// update, uphill with the whole gradient is such a pair.
static void add_pairs(struct growing *list, const struct slip_site *site,
                      const struct slip_row *first)
{
    struct slip slip = {.row = first, .rank = SLIP_PAIR};
    double base[2] = {0, 0}, other[2] = {0, 0};
    if (site->right == 0 || !first->compute(site, 0, base))
        return;
    for (size_t i = 0; i < slip_row_count; i++) {
        slip.second = &slip_rows[i];
        if (!slip.second->in_pairs || !(slip.second->kinds & site->kind) ||
            !slip.second->compute(site, 0, other))
            continue;
        slip.value[0] = site->kind == SLIP_NEXT ? base[0] + site->right - other[0]
                                                : base[0] * (other[0] / site->right);
        add(list, &slip);
    }
}

static bool begins_pair(const struct slip_row *row)
{
    for (size_t i = 0; i < sizeof pair_firsts / sizeof *pair_firsts; i++)
        if (strcmp(row->name, pair_firsts[i]) == 0)
            return true;
    return false;
}

bool slips_find(struct slips *slips, const struct numbers *numbers, struct subject subject,
                struct error *error)
{
    struct slip_site site = site_of(numbers, subject);
    const struct loss *loss = numbers->config.loss;
    *slips = (struct slips){.subject = subject,
                            .activation = site.layer->activation->name,
                            .loss = loss->name,
                            .meaning = loss->meaning,
                            .optimizer = numbers->config.optimizer->name,
                            .cols = site.layer->out};
    struct growing list = {slips, 0, false};
    for (size_t i = 0; i < slip_row_count; i++) {
        const struct slip_row *row = &slip_rows[i];
        if (!(row->kinds & site.kind))
            continue;
        add_row(&list, &site, row);
        if (begins_pair(row))
            add_pairs(&list, &site, row);
    }
    if (list.failed)
        slips_clear(slips);
    return !list.failed || error_memory(error);
}

void slips_clear(struct slips *slips)
{
    free(slips->list);
    slips->list = NULL;
    slips->count = 0;
}

// ---- matching -----------------------------------------------------------------------------------

// Whether the answer is as near to the slip's value as it must be.
static bool fits(const struct slip *slip, const struct slip_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        double most =
            answer->digits ? slip_half_unit(slip->value[i], answer->digits) : answer->tolerance;
        // A number typed in decimals is itself rounded; so much may be on top.
        double bound = fmin(answer->half, most) * (1 + 1e-9);
        if (!(fabs(answer->value[i] - slip->value[i]) <= bound))
            return false;
    }
    return true;
}

// Takes a slip that fits into the match, if its row is not in it yet.
static void take(struct slip_match *match, const struct slip *slip)
{
    for (size_t i = 0; i < match->count && i < 2; i++)
        if (match->slips[i]->row == slip->row && match->slips[i]->second == slip->second)
            return;
    if (match->count < 2)
        match->slips[match->count] = slip;
    match->are_factors = (match->count == 0 || match->are_factors) && slip->row->is_factor;
    match->count++;
}

void slips_match(const struct slips *slips, const struct slip_answer *answer,
                 struct slip_match *match)
{
    *match = (struct slip_match){.count = 0};
    for (int rank = SLIP_SINGLE; rank < SLIP_RANKS && match->count == 0; rank++)
        for (size_t i = 0; i < slips->count; i++)
            if (slips->list[i].rank == (enum slip_rank)rank && fits(&slips->list[i], answer))
                take(match, &slips->list[i]);
}

// ---- what shows ---------------------------------------------------------------------

size_t slips_apart(const struct slips *slips, enum slip_rank rank, double right, int digits)
{
    size_t count = 0;
    for (size_t i = 0; i < slips->count; i++)
        count += slips->list[i].rank == rank &&
                 fabs(slips->list[i].value[0] - right) > 2 * slip_half_unit(right, digits);
    return count;
}

// ---- sentences ----------------------------------------------------------------------------------

const char *slip_name(const struct slip *slip)
{
    return slip->row->name;
}

const char *slip_row_name(size_t index)
{
    return index < slip_row_count ? slip_rows[index].name : NULL;
}

// What stands for a word in braces at [word], and the length of both braces and word.
static const char *replacement(const struct slips *slips, const char *word, const char *detail,
                               size_t *length)
{
    const struct {
        const char *word, *text;
    } words[] = {{"{detail}", detail},
                 {"{activation}", slips->activation},
                 {"{loss}", slips->loss},
                 {"{meaning}", slips->meaning},
                 {"{optimizer}", slips->optimizer}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *length = strlen(words[i].word);
        if (strncmp(word, words[i].word, *length) == 0)
            return words[i].text;
    }
    return NULL;
}

// Appends what one does who makes the slip. A remark after a colon is left out where [is_short].
static void put_row(struct buf *out, const struct slips *slips, const struct slip_row *row,
                    size_t turn, bool is_short)
{
    char detail[ELEMENT_NAME_SIZE] = "";
    if (row->detail)
        row->detail(slips, turn, detail);
    for (const char *at = row->says; *at && !(is_short && *at == ':');) {
        size_t length = 1;
        const char *text = *at == '{' ? replacement(slips, at, detail, &length) : NULL;
        if (text)
            buf_puts(out, text);
        else
            buf_add(out, at, 1);
        at += text ? length : 1;
    }
}

static void put_slip(struct buf *out, const struct slips *slips, const struct slip *slip,
                     bool is_short)
{
    put_row(out, slips, slip->row, slip->turn, is_short || slip->second);
    if (slip->second) {
        buf_puts(out, " and ");
        put_row(out, slips, slip->second, 0, true);
    }
    buf_printf(out, " (%s", slip->row->name);
    if (slip->second)
        buf_printf(out, ", %s", slip->second->name);
    buf_puts(out, ")");
}

void slip_sentence(struct buf *out, const struct slips *slips, const struct slip_match *match)
{
    if (match->count > 2 && match->are_factors) {
        buf_puts(out, "a factor is missing or too much");
        return;
    }
    buf_printf(out, "that is what one gets %sby ", match->count == 2 ? "either " : "");
    put_slip(out, slips, match->slips[0], match->count == 2);
    if (match->count != 2)
        return;
    buf_puts(out, " or by ");
    put_slip(out, slips, match->slips[1], true);
    buf_puts(out, ": here they come to the same");
}
