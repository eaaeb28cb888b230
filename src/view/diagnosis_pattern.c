// SPDX-License-Identifier: GPL-3.0-or-later
// A unit with a corner, such as one of relu, is on where its z is above 0. Few of them have a column each; of
// more, those of a layer are digits side by side.
#include "view/diagnosis_pattern.h"

#include "study/unit_facts.h"
#include "view/table.h"

// The most samples and units for which the pattern of on and off is drawn, and the most units that have
// a column each on a line of 80.
enum { PATTERN_SAMPLES = 16, PATTERN_UNITS = 24, PATTERN_WIDE = 7 };

// What goes into a cell for one unit.
typedef void unit_function(struct table *table, size_t layer, size_t unit, struct matrix z,
                           size_t sample);

// Calls [cell] for each hidden unit that can be on or off; returns how many there are.
static size_t for_folded(const struct diagnosis *d, struct table *table, size_t sample,
                         unit_function *cell)
{
    size_t units = 0;
    for (size_t k = 1; k < d->network->layer_count; k++) {
        const struct layer *layer = &d->network->layers[k - 1];
        if (!unit_facts_has_corner(layer->activation))
            continue;
        units += layer->out;
        for (size_t j = 0; cell && j < layer->out; j++)
            cell(table, k, j, d->pass->layers[k - 1].z, sample);
    }
    return units;
}

// The heading of a unit's column, as it would be typed.
static void put_name(struct table *table, size_t layer, size_t unit, struct matrix z, size_t sample)
{
    (void)z, (void)sample;
    table_format(table, "z%zu[:,%zu]", layer, unit);
}

// On and off as they stand in relu's slope: 1 and 0.
static void put_on(struct table *table, size_t layer, size_t unit, struct matrix z, size_t sample)
{
    (void)layer;
    table_cell(table, matrix_at(z, sample, unit) > 0 ? "1" : "0");
}

// The pattern with a column for each unit.
static void put_columns(struct buf *out, struct style style, const struct diagnosis *d)
{
    struct table table = TABLE_EMPTY;
    table_cell(&table, "");
    for_folded(d, &table, 0, put_name);
    table_row(&table);
    for (size_t n = 0; n < d->pass->samples; n++) {
        table_format(&table, "sample %zu", n);
        for_folded(d, &table, n, put_on);
        table_row(&table);
    }
    table_print(&table, out, style, "  ", "lr");
}

// The pattern with a column for each layer, its units as digits side by side.
static void put_rows(struct buf *out, struct style style, const struct diagnosis *d)
{
    struct table table = TABLE_EMPTY;
    table_cell(&table, "");
    for (size_t k = 1; k < d->network->layer_count; k++)
        if (unit_facts_has_corner(d->network->layers[k - 1].activation))
            table_format(&table, "z%zu[:,0] ... z%zu[:,%zu]", k, k,
                         d->network->layers[k - 1].out - 1);
    table_row(&table);
    for (size_t n = 0; n < d->pass->samples; n++) {
        table_format(&table, "sample %zu", n);
        for (size_t k = 1; k < d->network->layer_count; k++) {
            char digits[PATTERN_UNITS + 1] = "";
            const struct layer *layer = &d->network->layers[k - 1];
            if (!unit_facts_has_corner(layer->activation))
                continue;
            for (size_t j = 0; j < layer->out; j++)
                digits[j] = matrix_at(d->pass->layers[k - 1].z, n, j) > 0 ? '1' : '0';
            table_cell(&table, digits);
        }
        table_row(&table);
    }
    table_print(&table, out, style, "  ", "l");
}

bool diagnosis_has_pattern(const struct diagnosis *d)
{
    size_t units = for_folded(d, NULL, 0, NULL);
    return d->pass->samples <= PATTERN_SAMPLES && units <= PATTERN_UNITS && units > 0;
}

void diagnosis_pattern(struct buf *out, struct style style, const struct diagnosis *d)
{
    size_t units = for_folded(d, NULL, 0, NULL);
    buf_puts(out, "  hidden units: 1 is on (z > 0), 0 is off\n");
    (units > PATTERN_WIDE ? put_rows : put_columns)(out, style, d);
}
