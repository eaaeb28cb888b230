// SPDX-License-Identifier: GPL-3.0-or-later
// How near the kernels come to what the machine can do: first the multiply-adds it can do at most
// with an instruction set, then the products that training meets, as a share of that; then what an
// element of an activation costs.
//
// The peak is that of peak.h. A processor lowers its clock where multiply-adds are fed from the caches, and
// raises it again only after some milliseconds; and a machine that is shared changes its speed from one
// moment to the next. So a product and the peak are measured in turn, in slices of less than a
// millisecond: the share is how much of what the units could have done in that time they did. The row
// "registers only" is the peak by itself, at the highest clock. Everything is measured in turn, round after
// round; what is printed is the median of the rounds, in processor time.
//
// usage: kernel_bench [quick]
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/block.h"
#include "network/activation.h"
#include "network/kernel.h"
#include "peak.h"

enum { ROUNDS_MOST = 9, SLICES = 20 };

// What of a shape stands how in memory: z = x @ w + b reads rows; dw = x.T @ dz reads x by columns;
// da.T = w @ dz.T reads rows, of w and of transposed dz. The same with w in panels, as a large network is
// trained; there dw is a step of gradient descent.
enum reading { FORWARD, TRANSPOSED, BACKWARD, PANELS_FORWARD, PANELS_STEP, PANELS_BACKWARD };

static const struct shape {
    const char *name;
    enum reading reading;
    size_t rows, cols, inner;
} shapes[] = {
    {"z   64 x 128 x 784", FORWARD, 64, 128, 784},
    {"z   64 x 512 x 784", FORWARD, 64, 512, 784},
    {"z   64 x 512 x 512", FORWARD, 64, 512, 512},
    {"dw  784 x 128 x 64", TRANSPOSED, 784, 128, 64},
    {"dw  784 x 512 x 64", TRANSPOSED, 784, 512, 64},
    {"dw  512 x 512 x 64", TRANSPOSED, 512, 512, 64},
    {"dw  32 x 512 x 64, a strip", TRANSPOSED, 32, 512, 64},
    {"da  64 x 64 x 512, a strip", BACKWARD, 64, 64, 512},
    {"z   64 x 128 x 784, panels", PANELS_FORWARD, 64, 128, 784},
    {"z   64 x 512 x 784, panels", PANELS_FORWARD, 64, 512, 784},
    {"dw  784 x 128 x 64, panels", PANELS_STEP, 784, 128, 64},
    {"dw  784 x 512 x 64, panels", PANELS_STEP, 784, 512, 64},
    {"da  64 x 64 x 512, panels", PANELS_BACKWARD, 64, 64, 512},
    {"z   32 x 32 x 64", FORWARD, 32, 32, 64},
    {"z   64 x 10 x 128", FORWARD, 64, 10, 128},
    {"dw  128 x 10 x 64", TRANSPOSED, 128, 10, 64},
    {"z   7 x 5 x 3", FORWARD, 7, 5, 3},
    {"z   33 x 17 x 65", FORWARD, 33, 17, 65},
    {"db  1 x 128 x 64", FORWARD, 1, 128, 64},
};

enum {
    SHAPES = sizeof shapes / sizeof *shapes,
    ROWS = 64, // of the matrices that activations are measured on
    COLS = 128,
    ROOM = 1 << 19, // doubles, enough for any matrix above
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(size_t n, const double *values)
{
    double sorted[ROUNDS_MOST];
    memcpy(sorted, values, n * sizeof *values);
    qsort(sorted, n, sizeof *sorted, compare);
    return sorted[n / 2];
}

// ---- what is measured -----------------------------------------------------------------------

// One thing to measure: how often to do it in a round, so that a round of it takes some
// milliseconds, and what the rounds gave, in units a second.
struct item {
    enum { ITEM_PEAK, ITEM_PRODUCT, ITEM_ACTIVATE, ITEM_BACKWARD } kind;
    const struct kernel *kernel;
    size_t which; // shape or activation
    size_t repeat;
    double rates[ROUNDS_MOST];
    double shares[ROUNDS_MOST]; // of the peak at that moment
};

// Scratch for all of them.
static double *a, *b, *c, *d;

static void fill(double *to, uint64_t seed)
{
    for (size_t i = 0; i < ROOM; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        to[i] = (double)(seed >> 11) * 0x1p-53 - 0.5;
    }
}

static void run_product(const struct kernel *kernel, const struct shape *s)
{
    struct product p = {.rows = s->rows, .cols = s->cols, .inner = s->inner};
    bool is_turned = s->reading == TRANSPOSED || s->reading == PANELS_STEP;
    p.a = a;
    p.a_row = is_turned ? 1 : s->inner;
    p.a_col = is_turned ? s->rows : 1;
    p.a_packed = s->reading == PANELS_BACKWARD ? s->rows : 0;
    p.b = b, p.b_row = s->cols;
    p.b_packed = s->reading == PANELS_FORWARD ? s->inner : 0;
    p.c = c, p.c_row = s->cols;
    p.c_packed = s->reading == PANELS_STEP ? s->rows : 0;
    p.lr = s->reading == PANELS_STEP ? 1e-12 : 0;
    p.start = s->reading == FORWARD || s->reading == PANELS_FORWARD ? d : NULL;
    kernel->product(&p);
}

// The multiply-adds of an element: of its sum, and where it is moved by that, one more.
static size_t steps_of(const struct shape *s)
{
    return s->inner + (s->reading == PANELS_STEP ? 1 : 0);
}

// Does the item [n] times; returns the units of it that were done: multiply-adds or elements.
static double run_item(const struct item *item, size_t n)
{
    const struct kernel *kernel = item->kernel;
    if (item->kind == ITEM_PEAK)
        return peak_of(kernel)(n);
    const struct shape *s = &shapes[item->which];
    for (size_t k = 0; k < n; k++)
        if (item->kind == ITEM_PRODUCT)
            run_product(kernel, s);
        else if (item->kind == ITEM_ACTIVATE)
            kernel->activate[item->which](ROWS, COLS, a, b);
        else
            kernel->backward[item->which](ROWS, COLS, d, a, b, c);
    return (double)n *
           (item->kind == ITEM_PRODUCT ? (double)(s->rows * s->cols * steps_of(s)) : ROWS * COLS);
}

// Finds how often to do the item so that it takes [seconds], which also warms it up.
static void calibrate(struct item *item, double seconds)
{
    for (item->repeat = 1;; item->repeat *= 2) {
        double began = now();
        run_item(item, item->repeat);
        if (now() - began > seconds)
            return;
    }
}

// One round of an item: its rate, and as a share of the peak in the same time. A product alternates with
// the peak, slice by slice.
static void run_round(struct item *item, size_t round)
{
    peak *top = item->kind == ITEM_PRODUCT ? peak_of(item->kernel) : NULL;
    size_t slices = top && item->repeat > SLICES ? SLICES : 1;
    double units = 0, took = 0, most = 0, top_took = 0;
    for (size_t i = 0; i < slices; i++) {
        double began = now();
        units += run_item(item, item->repeat / slices);
        took += now() - began;
        began = now();
        most += top ? top(PEAK_STEPS) : 0;
        top_took += now() - began;
    }
    item->rates[round] = units / took;
    item->shares[round] = top ? item->rates[round] / (most / top_took) : 1;
}

static void measure(size_t count, struct item *items, size_t rounds, double seconds)
{
    for (size_t i = 0; i < count; i++)
        calibrate(&items[i], seconds / 2);
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < count; i++)
            run_round(&items[i], round);
}

// ---- the tables -----------------------------------------------------------------------------

static const struct item *find(size_t count, const struct item *items, int kind,
                               const struct kernel *kernel, size_t which)
{
    for (size_t i = 0; i < count; i++)
        if ((int)items[i].kind == kind && items[i].kernel == kernel && items[i].which == which)
            return &items[i];
    return NULL;
}

static void print_heading(const char *text, const char *column)
{
    printf("%-28s", text);
    for (size_t k = 0; k < kernel_count; k++)
        if (kernel_is_usable(kernels[k]))
            printf("  %8s %s", kernels[k]->name, column);
    printf("\n");
}

// GFLOP/s (a multiply-add counts for two), and the share of the same rounds' peak.
static void print_product(size_t count, const struct item *items, size_t rounds, int kind,
                          size_t which)
{
    printf("%-28s", kind == ITEM_PEAK ? "registers only" : shapes[which].name);
    for (size_t k = 0; k < kernel_count; k++) {
        const struct item *item = find(count, items, kind, kernels[k], which);
        if (!item) {
            if (kernel_is_usable(kernels[k]))
                printf("  %8s     -", "-");
            continue;
        }
        printf("  %8.2f", 2e-9 * median(rounds, item->rates));
        if (peak_of(kernels[k]))
            printf(" %4.0f%%", 100 * median(rounds, item->shares));
        else
            printf("     -");
    }
    printf("\n");
}

static void print_activation(size_t count, const struct item *items, size_t rounds, size_t which)
{
    char name[40];
    snprintf(name, sizeof name, "%s", activations[which].name);
    printf("%-28s", name);
    for (size_t k = 0; k < kernel_count; k++) {
        const struct item *forth = find(count, items, ITEM_ACTIVATE, kernels[k], which);
        const struct item *back = find(count, items, ITEM_BACKWARD, kernels[k], which);
        if (forth && back)
            printf("  %6.2f %6.2f ", 1e9 / median(rounds, forth->rates),
                   1e9 / median(rounds, back->rates));
    }
    printf("\n");
}

static void add(struct item *items, size_t *count, int kind, const struct kernel *kernel,
                size_t which)
{
    struct item *item = &items[(*count)++];
    memset(item, 0, sizeof *item);
    item->kernel = kernel;
    item->which = which;
    if (kind == ITEM_PEAK)
        item->kind = ITEM_PEAK;
    else
        item->kind = kind == ITEM_PRODUCT    ? ITEM_PRODUCT
                     : kind == ITEM_ACTIVATE ? ITEM_ACTIVATE
                                             : ITEM_BACKWARD;
}

int main(int argc, char **argv)
{
    bool quick = argc > 1 && strcmp(argv[1], "quick") == 0;
    size_t rounds = quick ? 3 : 9, count = 0;
    double seconds = quick ? 0.004 : 0.01;
    struct item *items = calloc(kernel_count * (1 + SHAPES + 2 * ACTIVATION_COUNT), sizeof *items);
    double **rooms[] = {&a, &b, &c, &d};
    for (size_t i = 0; i < 4; i++) {
        *rooms[i] = block_zeros(ROOM);
        if (!*rooms[i] || !items) {
            fprintf(stderr, "kernel_bench: out of memory\n");
            return 1;
        }
        fill(*rooms[i], i + 1);
    }
    for (size_t k = 0; k < kernel_count; k++) {
        if (!kernel_is_usable(kernels[k]))
            continue;
        if (peak_of(kernels[k]))
            add(items, &count, ITEM_PEAK, kernels[k], 0);
        for (size_t i = 0; i < SHAPES; i++)
            add(items, &count, ITEM_PRODUCT, kernels[k], i);
        for (size_t i = 0; i < ACTIVATION_COUNT; i++) {
            add(items, &count, ITEM_ACTIVATE, kernels[k], i);
            add(items, &count, ITEM_BACKWARD, kernels[k], i);
        }
    }
    measure(count, items, rounds, seconds);
    print_heading("product: GFLOP/s, of peak", "    ");
    print_product(count, items, rounds, ITEM_PEAK, 0);
    for (size_t i = 0; i < SHAPES; i++)
        print_product(count, items, rounds, ITEM_PRODUCT, i);
    printf("\n");
    print_heading("activation: ns, f and back", "    ");
    for (size_t i = 0; i < ACTIVATION_COUNT; i++)
        print_activation(count, items, rounds, i);
    for (size_t i = 0; i < 4; i++)
        free(*rooms[i]);
    free(items);
    return 0;
}
