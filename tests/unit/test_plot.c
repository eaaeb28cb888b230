// SPDX-License-Identifier: GPL-3.0-or-later
// A picture shows what the network computes: its planes are held against predictions and losses made
// one by one. How it looks is in tests/scripts/plot.out.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/outcome.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/picture_build.h"
#include "view/plot_builders.h"
#include "view/plot_key.h"
#include "view/plot_text.h"

#include "harness.h"
#include "suites.h"

static const struct plot_grid small = {.cols = 9,
                                       .rows = 7,
                                       .table_cols = 8,
                                       .table_rows = 8,
                                       .units = 5,
                                       .layers = 5,
                                       .named_layers = 5,
                                       .tiles = 3,
                                       .strips = 2};

// ---- ticks --------------------------------------------------------------------------------------

static void ck_ticks(struct plot_axis axis, size_t most, const char *expected)
{
    struct plot_tick ticks[PLOT_TICKS_MOST];
    struct buf text = BUF_EMPTY;
    size_t count = plot_ticks(&axis, most, ticks);
    for (size_t i = 0; i < count; i++)
        buf_printf(&text, "%s%s", i ? " " : "", ticks[i].text);
    ck_assert_str_eq(buf_text(&text), expected);
    buf_free(&text);
}

START_TEST(ticks_are_round_numbers)
{
    ck_ticks((struct plot_axis){.low = 0, .high = 1000}, 6, "0 200 400 600 800 1000");
    ck_ticks((struct plot_axis){.low = -0.25, .high = 1.25}, 5, "0 0.5 1.0");
    ck_ticks((struct plot_axis){.low = 0, .high = 0.3}, 4, "0 0.1 0.2 0.3");
    ck_ticks((struct plot_axis){.low = -3e-7, .high = 3e-7}, 4, "-2e-07 0 2e-07");
    ck_ticks((struct plot_axis){.low = 0, .high = 2e7}, 3, "0 1e+07 2e+07");
    ck_ticks((struct plot_axis){.low = 0.25061, .high = 0.25064}, 4,
             "0.25061 0.25062 0.25063 0.25064");
    ck_ticks((struct plot_axis){.low = 0, .high = 1, .is_whole = true}, 8, "0 1");
    ck_ticks((struct plot_axis){.low = 0, .high = 3, .is_whole = true}, 8, "0 1 2 3");
}
END_TEST

START_TEST(logarithmic_ticks_are_powers_of_ten)
{
    ck_ticks((struct plot_axis){.low = 0.002, .high = 0.3, .is_log = true}, 9,
             "0.002 0.005 0.01 0.02 0.05 0.1 0.2");
    ck_ticks((struct plot_axis){.low = 0.002, .high = 0.3, .is_log = true}, 6,
             "0.003 0.01 0.03 0.1 0.3");
    ck_ticks((struct plot_axis){.low = 0.9e-3, .high = 1.1e3, .is_log = true}, 7,
             "0.001 0.01 0.1 1 10 100 1000");
    ck_ticks((struct plot_axis){.low = 1e-12, .high = 1, .is_log = true}, 5,
             "1e-12 1e-9 1e-6 0.001 1");
    // Less than a power of ten: as on a linear axis.
    ck_ticks((struct plot_axis){.low = 0.3, .high = 0.4, .is_log = true}, 3, "0.30 0.35 0.40");
}
END_TEST

START_TEST(every_range_has_ticks_within_it)
{
    for (int power = -300; power <= 300; power += 7)
        for (int k = 1; k < 40; k++) {
            double size = pow(10, power);
            struct plot_axis axes[] = {{.low = -0.3 * k * size, .high = 0.7 * k * size},
                                       {.low = size * k, .high = size * (k + 1)},
                                       {.low = size, .high = size * pow(1.7, k), .is_log = true}};
            for (size_t i = 0; i < 3; i++) {
                struct plot_tick ticks[PLOT_TICKS_MOST];
                size_t count = plot_ticks(&axes[i], 6, ticks);
                ck_assert_msg(count >= 1 && count <= 6, "%zu ticks from %g to %g", count,
                              axes[i].low, axes[i].high);
                for (size_t t = 0; t < count; t++) {
                    double along = plot_along(&axes[i], ticks[t].at);
                    ck_assert_msg(along > -1e-6 && along < 1 + 1e-6, "%s from %g to %g",
                                  ticks[t].text, axes[i].low, axes[i].high);
                    ck_assert(t == 0 || ticks[t].at > ticks[t - 1].at);
                }
            }
        }
}
END_TEST

START_TEST(ranges_are_never_empty)
{
    static const double lows[] = {0, 1, -3, 1e-300, -1e308}, highs[] = {0, 1, -3, 1e-300, 1e308};
    for (size_t i = 0; i < 5; i++) {
        struct plot_axis axis = {.is_log = false};
        plot_range(&axis, lows[i], highs[i], 0.1);
        ck_assert(axis.low < axis.high && isfinite(axis.high - axis.low));
    }
    struct plot_axis axis = {.is_log = true};
    plot_range(&axis, 0.5, 0.5, 0.1);
    ck_assert(axis.low > 0 && axis.low < 0.5 && axis.high > 0.5);
}
END_TEST

START_TEST(a_logarithmic_range_ends_where_doubles_do)
{
    static const double ends[][2] = {
        {1e-7, 1e302}, {1e-300, 1e300}, {1, 1.7e308}, {1e-307, 1e-300}};
    for (size_t i = 0; i < 4; i++) {
        struct plot_axis axis = {.is_log = true};
        plot_range(&axis, ends[i][0], ends[i][1], 0.1);
        plot_widen(&axis);
        ck_assert(axis.low > 0 && axis.low < axis.high && isfinite(axis.high));
        struct plot_tick ticks[PLOT_TICKS_MOST];
        size_t count = plot_ticks(&axis, 6, ticks);
        for (size_t t = 0; t < count; t++) {
            double along = plot_along(&axis, ticks[t].at);
            ck_assert_msg(along > -1e-6 && along < 1 + 1e-6, "%s", ticks[t].text);
        }
    }
}
END_TEST

static void ck_widened(struct plot_axis axis, double low, double high)
{
    plot_widen(&axis);
    ck_assert_double_eq_tol(axis.low, low, 1e-12 * high);
    ck_assert_double_eq_tol(axis.high, high, 1e-12 * high);
}

START_TEST(a_widened_axis_ends_at_round_numbers)
{
    ck_widened((struct plot_axis){.low = 0, .high = 610}, 0, 800);
    ck_widened((struct plot_axis){.low = 0, .high = 800}, 0, 800);
    ck_widened((struct plot_axis){.low = 0, .high = 801}, 0, 1000);
    ck_widened((struct plot_axis){.low = 0.2474, .high = 0.2506}, 0.247, 0.251);
    ck_widened((struct plot_axis){.low = 0.003, .high = 0.3, .is_log = true}, 0.002, 0.5);
    ck_widened((struct plot_axis){.low = 0.01, .high = 1, .is_log = true}, 0.01, 1);
    ck_widened((struct plot_axis){.low = 3e-9, .high = 7e7, .is_log = true}, 2e-9, 1e8);
    ck_widened((struct plot_axis){.low = -1e308, .high = 1e308}, -1e308, 1e308); // as it was
}
END_TEST

// ---- scales -------------------------------------------------------------------------------------

START_TEST(shades_tell_signs_without_colour)
{
    enum ink ink;
    for (int is_utf8 = 0; is_utf8 < 2; is_utf8++) {
        const struct plot_cells cells = {.scale = PLOT_SIGNED, .low = -2, .high = 2};
        static const double sizes[] = {0.5, 1, 2};
        for (size_t i = 0; i < 3; i++) {
            char minus[8];
            snprintf(minus, sizeof minus, "%s", plot_key_shade(&cells, -sizes[i], is_utf8, &ink));
            ck_assert_int_eq(ink, INK_BLUE);
            for (size_t k = 0; k < 3; k++)
                ck_assert_str_ne(minus, plot_key_shade(&cells, sizes[k], is_utf8, &ink));
            ck_assert_int_eq(ink, INK_ORANGE);
        }
        ck_assert_str_eq(plot_key_shade(&cells, (double)NAN, is_utf8, &ink), "?");
        const struct plot_cells plane = {.scale = PLOT_DECISION};
        char under[8];
        snprintf(under, sizeof under, "%s", plot_key_shade(&plane, 0.499, is_utf8, &ink));
        ck_assert_str_ne(under, plot_key_shade(&plane, 0.5, is_utf8, &ink));
    }
}
END_TEST

START_TEST(shades_stay_on_their_scale)
{
    struct plot_cells cells = {.scale = PLOT_SIGNED, .low = -2, .high = 2};
    ck_assert(plot_shade(&cells, -1) == -0.5 && plot_shade(&cells, 99) == 1);
    ck_assert(isnan(plot_shade(&cells, HUGE_VAL)));
    cells.high = 0;
    ck_assert(plot_shade(&cells, 0) == 0);
    cells = (struct plot_cells){.scale = PLOT_SEQUENTIAL, .low = 0.01, .high = 1, .is_log = true};
    ck_assert(fabs(plot_shade(&cells, 0.1) - 0.5) < 1e-12 && plot_shade(&cells, 0.001) == 0);
    cells = (struct plot_cells){.scale = PLOT_SEQUENTIAL, .low = 3, .high = 3};
    ck_assert(plot_shade(&cells, 3) == 0);
}
END_TEST

// ---- planes -------------------------------------------------------------------------------------

// The inputs at the middle of a cell.
static void middle(const struct plot *plot, size_t row, size_t col, double *across, double *up)
{
    double right = ((double)col + 0.5) / (double)plot->cells.cols;
    double down = ((double)row + 0.5) / (double)plot->cells.rows;
    *across = plot->x.low + right * (plot->x.high - plot->x.low);
    *up = plot->y.high - down * (plot->y.high - plot->y.low);
}

START_TEST(a_plane_holds_what_predict_says)
{
    struct harness *harness = harness_create();
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    harness_do(harness, "data parity; init 3 5:tanh 1 scheme=normal seed=3; train 200");
    const struct session *session = harness->shell->session;
    ck_assert_msg(plot_boundary(&plot, session, 2, 0, &small, &error), "%s", error.what);
    ck_assert_uint_eq(plot.cells.rows * plot.cells.cols, 63);
    for (size_t i = 0; i < plot.cells.rows; i++)
        for (size_t j = 0; j < plot.cells.cols; j++) {
            double x[3], value;
            x[1] = 0.5; // its mean
            middle(&plot, i, j, &x[2], &x[0]);
            ck_assert(session_predict(session, x, (struct matrix){1, 1, &value}, &error));
            ck_assert(value == plot.cells.values[i * plot.cells.cols + j]);
        }
    // Of the eight samples two share each place, and stand side by side.
    size_t apart = 0, samples = 0;
    for (size_t i = 0; i < plot.mark_count; i++) {
        samples += plot.marks[i].shape == PLOT_RING || plot.marks[i].shape == PLOT_DISC;
        apart += plot.marks[i].shape == PLOT_RING && plot.marks[i].x != 0 && plot.marks[i].x != 1;
        apart += plot.marks[i].shape == PLOT_DISC && plot.marks[i].x != 0 && plot.marks[i].x != 1;
    }
    ck_assert_uint_eq(samples, 8);
    ck_assert_uint_eq(apart, 4);
    plot_clear(&plot);
    harness_free(harness);
}
END_TEST

START_TEST(several_outputs_show_the_largest)
{
    struct harness *harness = harness_create();
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    struct dataset *data = dataset_create(6, 2, 3, &error);
    for (size_t n = 0; n < 6; n++) {
        data->x.data[2 * n] = (double)n;
        data->x.data[2 * n + 1] = (double)(n * n % 5);
        data->y.data[3 * n + n % 3] = 1;
    }
    session_use_data(harness->shell->session, data);
    harness_do(harness, "init 2 6:tanh 3:softmax scheme=normal seed=3; set loss ce; train 100");
    const struct session *session = harness->shell->session;
    ck_assert_msg(plot_boundary(&plot, session, 0, 1, &small, &error), "%s", error.what);
    ck_assert_int_eq(plot.cells.scale, PLOT_CLASSES);
    for (size_t i = 0; i < plot.cells.rows; i++)
        for (size_t j = 0; j < plot.cells.cols; j++) {
            double x[2], a[3];
            size_t class = (size_t)plot.cells.values[i * plot.cells.cols + j];
            middle(&plot, i, j, &x[0], &x[1]);
            ck_assert(session_predict(session, x, (struct matrix){1, 3, a}, &error));
            ck_assert(a[class] >= a[0] && a[class] >= a[1] && a[class] >= a[2]);
        }
    ck_assert_ptr_nonnull(
        strstr(harness_do(harness, "plot boundary"), "digits: samples, by class"));
    plot_clear(&plot);
    harness_free(harness);
}
END_TEST

START_TEST(a_fold_is_where_z_is_0)
{
    struct harness *harness = harness_create();
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    harness_do(harness, "init; set w1 [[1, 1], [1, -1]]; set b1 [-0.5, 0]");
    ck_assert(plot_boundary(&plot, harness->shell->session, 0, 1, &small, &error));
    const struct plot_line *last = &plot.lines[plot.line_count - 2];
    for (size_t i = 0; i < 2; i++) { // x0 + x1 = 0.5, then x0 = x1
        const double *p = plot.points + 2 * last[0].first + 2 * i;
        const double *q = plot.points + 2 * last[1].first + 2 * i;
        ck_assert(fabs(p[0] + p[1] - 0.5) < 1e-12);
        ck_assert(fabs(q[0] - q[1]) < 1e-12);
    }
    plot_clear(&plot);
    harness_do(harness, "set b1 [100, 0]");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "plot boundary"),
                                 "unit 0: z1[:,0] is 0 only outside this view"));
    harness_free(harness);
}
END_TEST

START_TEST(a_surface_holds_the_losses)
{
    struct harness *harness = harness_create();
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    harness_do(harness, "init seed=2; train 500");
    const struct plot_parameter varied[] = {{0, "w1[0,0]"}, {7, "w2[1,0]"}};
    ck_assert_msg(plot_surface(&plot, harness->shell->session, varied, 2, &small, &error), "%s",
                  error.what);
    for (size_t i = 0; i < plot.cells.rows; i += 3)
        for (size_t j = 0; j < plot.cells.cols; j += 4) {
            double across, up;
            char text[200];
            middle(&plot, i, j, &across, &up);
            snprintf(text, sizeof text, "set w1[0,0] %.17g; set w2[1,0] %.17g", across, up);
            harness_do(harness, text);
            double loss = harness_number(harness, "loss"), cell = plot.cells.values[i * 9 + j];
            ck_assert(fabs(loss - cell) <= 1e-12 * fabs(loss));
        }
    plot_clear(&plot);
    harness_free(harness);
}
END_TEST

// ---- samples ------------------------------------------------------------------------------------

static size_t count_marks(const struct plot *plot, enum plot_shape shape)
{
    size_t count = 0;
    for (size_t i = 0; i < plot->mark_count; i++)
        count += plot->marks[i].shape == shape;
    return count;
}

START_TEST(samples_stand_where_the_data_say)
{
    struct harness *harness = harness_create();
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    harness_do(harness, "data inline x=[[1,10],[2,30],[4,20],[8,50]] y=[[0],[1],[1],[0]]");
    harness_do(harness, "data split 0.5; data normalize standard");
    const struct dataset *data = harness->shell->session->data;
    ck_assert_msg(plot_data(&plot, harness->shell->session, 1, 0, &error), "%s", error.what);
    ck_assert_uint_eq(plot.mark_count, 4);
    for (size_t n = 0; n < 4; n++) {
        const struct plot_mark *mark = &plot.marks[n];
        double x = mark->x, y = mark->y;
        bool is_known = (x == 10 && y == 1) || (x == 30 && y == 2) || (x == 20 && y == 4) ||
                        (x == 50 && y == 8); // the units they came in
        bool is_one = y == 2 || y == 4, is_test = n >= data->x.rows;
        ck_assert_msg(is_known, "%g, %g", x, y);
        ck_assert_int_eq(mark->shape, is_test ? (is_one ? PLOT_GEM : PLOT_LOZENGE)
                                              : (is_one ? PLOT_DISC : PLOT_RING));
    }
    ck_assert_str_eq(plot.x.name, "x1");
    plot_clear(&plot);
    harness_do(harness, "data iris; data split 0.7");
    ck_assert(plot_data(&plot, harness->shell->session, 0, 3, &error));
    ck_assert_str_eq(plot.y.name, "petal width");
    ck_assert_uint_gt(count_marks(&plot, PLOT_DIGIT), 30);
    ck_assert_uint_gt(count_marks(&plot, PLOT_LETTER), 10);
    ck_assert_uint_eq(plot.line_count, 0);
    plot_clear(&plot);
    harness_free(harness);
}
END_TEST

START_TEST(a_curve_is_what_predict_says)
{
    struct harness *harness = harness_create();
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    harness_do(harness, "data inline x=[[0],[2],[4]] y=[[0],[3],[0]]");
    ck_assert(plot_data(&plot, harness->shell->session, 0, 1, &error));
    ck_assert_uint_eq(plot.line_count, 0); // there is no network
    plot_clear(&plot);
    harness_do(harness, "init 1 1:linear; set w1 [[2]]; set b1 [-1]");
    ck_assert_msg(plot_data(&plot, harness->shell->session, 0, 1, &error), "%s", error.what);
    ck_assert_uint_eq(plot.line_count, 1);
    ck_assert_uint_gt(plot.lines[0].count, 100);
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (size_t i = 0; i < plot.lines[0].count; i++) {
        double x = plot.points[2 * i], y = plot.points[2 * i + 1];
        if (isnan(x))
            continue;
        ck_assert_msg(fabs(y - (2 * x - 1)) < 1e-9, "%g, %g", x, y);
        least = fmin(least, y);
        most = fmax(most, y);
    }
    // It reaches the edges of the paper, and not beyond.
    ck_assert(fabs(least - plot.y.low) < 1e-9 && fabs(most - plot.y.high) < 1e-9);
    plot_clear(&plot);
    harness_do(harness, "set b1 [1000]");
    ck_assert_ptr_nonnull(
        strstr(harness_do(harness, "plot data"), "the prediction is outside this view"));
    harness_free(harness);
}
END_TEST

START_TEST(a_curve_is_dashed_throughout)
{
    // However many pieces it has: here a point for each dot.
    struct plot plot = PLOT_EMPTY;
    static const char *const halves[] = {"⠁", "⠈", "⠂", "⠐", "⠄", "⠠", "⡀", "⢀"};
    struct buf out = BUF_EMPTY;
    size_t gaps = 0;
    plot_line(&plot, (struct plot_line){.width = 2, .stroke = PLOT_DASHED});
    for (size_t i = 0; i <= 200; i++)
        plot_to(&plot, (double)i, 0.5);
    plot.x = (struct plot_axis){.name = "x", .low = 0, .high = 200};
    plot.y = (struct plot_axis){.name = "y", .low = 0, .high = 1};
    plot_text(&out, &plot, (struct style){.color = false}, (struct plot_room){60, 20, true});
    // A gap of three dots leaves half a cell at one of its ends.
    for (const char *at = buf_text(&out); *at; at++)
        for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
            gaps += strncmp(at, halves[i], strlen(halves[i])) == 0;
    ck_assert_uint_gt(gaps, 8);
    buf_free(&out);
    plot_clear(&plot);
}
END_TEST

// ---- matrices and networks ------------------------------------------------------------------------

START_TEST(a_large_matrix_is_shown_in_blocks)
{
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    double values[20 * 9] = {0};
    struct quantity w1 = {QUANTITY_W, 1};
    values[3 * 9 + 4] = -5; // rows in blocks of 3, columns in blocks of 2
    values[4 * 9 + 4] = 2;
    values[19 * 9 + 8] = (double)NAN;
    ck_assert(plot_matrix(&plot, w1, (struct matrix){20, 9, values}, &small, &error));
    ck_assert_uint_eq(plot.cells.rows, 7);
    ck_assert_uint_eq(plot.cells.cols, 5);
    ck_assert(plot.cells.values[1 * 5 + 2] == -5 && plot.cells.high == 5);
    ck_assert(isnan(plot.cells.values[6 * 5 + 4]));
    plot_clear(&plot);
}
END_TEST

START_TEST(a_deep_network_is_abridged)
{
    struct harness *harness = harness_create();
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    size_t gaps = 0;
    harness_do(harness, "init 2 40 40 40 40 40 40 1");
    ck_assert(plot_net(&plot, harness->shell->session->network, &small, &error));
    ck_assert_uint_le(plot.mark_count, 5 * 6);
    for (size_t i = 0; i < plot.mark_count; i++)
        gaps += strcmp(plot.marks[i].text, "…") == 0;
    ck_assert_uint_eq(gaps, 3); // of two layers' units, and of the layers between
    plot_clear(&plot);
    harness_free(harness);
}
END_TEST

// A weight keeps a blank between itself and the units, in rooms as wide as a panel and as a terminal.
START_TEST(a_weight_stands_apart_from_its_units)
{
    struct harness *harness = harness_create();
    struct error error = ERROR_NONE;
    const struct style style = style_of(&harness->shell->session->settings, false);
    harness_do(harness, "init 2 3 1; set w1[0,0] -0.785");
    for (size_t cols = 30; cols <= 100; cols += 7) {
        struct plot plot = PLOT_EMPTY;
        struct buf text = BUF_EMPTY;
        const struct plot_room room = {cols, 24, false};
        const struct plot_grid grid = plot_text_grid(room);
        ck_assert(plot_net(&plot, harness->shell->session->network, &grid, &error));
        plot_text(&text, &plot, style, room);
        for (const char *at = buf_text(&text); *at; at++)
            ck_assert_msg(!(*at == ')' && at[1] && strchr("0123456789", at[1])) &&
                              !(*at == '(' && at > text.data && strchr("0123456789", at[-1])),
                          "%zu columns:\n%s", cols, buf_text(&text));
        ck_assert_str_eq(plot.title, "the network: 2 inputs, layers of 3 and 1 units");
        bool has_weights = strchr(buf_text(&text), '.') < strstr(buf_text(&text), "+++ positive");
        bool is_told = strcmp(plot.keys[plot.key_count - 1].text, "numbers are weights") == 0;
        ck_assert_msg(has_weights == is_told, "%zu columns:\n%s", cols, buf_text(&text));
        plot_clear(&plot);
        buf_free(&text);
    }
    harness_free(harness);
}
END_TEST

// Up to four lines side by side differ without colour, in the picture and in its key.
START_TEST(lines_side_by_side_differ_without_colour)
{
    struct harness *harness = harness_create();
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    harness_do(harness, "init 2 4 1");
    ck_assert(plot_boundary(&plot, harness->shell->session, 0, 1, &small, &error));
    ck_assert_uint_ge(plot.line_count, PLOT_STROKES);
    for (size_t i = plot.line_count - PLOT_STROKES; i < plot.line_count; i++)
        for (size_t j = plot.line_count - PLOT_STROKES; j < i; j++)
            ck_assert_int_ne(plot.lines[i].stroke, plot.lines[j].stroke);
    plot_clear(&plot);
    const char *answer = harness_do(harness, "plot boundary");
    static const char *const keys[] = {"⠒⠒⠒⠒ a:", "⠒⠒ ⠒⠒ b:", "⠂⠐ ⠂⠐ c:", "⠒⠒ ⠂ ⠒ d:"};
    for (size_t i = 0; i < PLOT_STROKES; i++)
        ck_assert_msg(strstr(answer, keys[i]) != NULL, "%s", answer);
    harness_free(harness);
}
END_TEST

// ---- the command ----------------------------------------------------------------------------------

static const char *const pictures[] = {"plot loss",
                                       "plot boundary",
                                       "plot data",
                                       "plot w1",
                                       "plot b2",
                                       "plot dw1",
                                       "plot a1",
                                       "plot z2",
                                       "plot x",
                                       "plot net",
                                       "plot units",
                                       "plot sample 3 shape=1x2",
                                       "plot w1 shape=2x1",
                                       "plot surface w1[0,0] w2[1,0]",
                                       "plot surface b1[0,1]",
                                       "plot"};

enum { PICTURES = sizeof pictures / sizeof *pictures };

START_TEST(a_picture_changes_nothing_and_fits)
{
    struct harness *harness = harness_create();
    static const size_t widths[] = {0, 40, 57, 80, 200, 30, 36};
    harness_do(harness, "init seed=2; train 300; forward; backward");
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
        harness->cols = widths[w];
        harness->rows = 24;
        harness->is_ascii = w % 2;
        size_t most = widths[w] ? widths[w] : PLOT_COLS_USUAL;
        struct buf before = harness_state(harness);
        bool is_net = strcmp(pictures[_i], "plot net") == 0;
        if (widths[w] && widths[w] < 40 && is_net)
            harness_fail(harness, pictures[_i]);
        else
            harness_do(harness, pictures[_i]);
        const char *text = buf_text(&harness->out);
        for (const char *line = text; *line && strcmp(pictures[_i], "plot") != 0;) {
            size_t length = strcspn(line, "\n"), cols = 0;
            for (size_t i = 0; i < length; i++) {
                cols += ((unsigned char)line[i] & 0xc0) != 0x80;
                // What an ASCII terminal cannot show is a word of a text, and is spelled outside.
                ck_assert_msg(!harness->is_ascii || (unsigned char)line[i] < 0x80 ||
                                  strncmp(line + i, "×", 2) == 0 ||
                                  ((unsigned char)line[i] & 0xc0) == 0x80,
                              "%s: %.*s", pictures[_i], (int)length, line);
            }
            ck_assert_msg(cols <= most || strchr(line, ' ') == NULL, "%s at %zu: %.*s",
                          pictures[_i], most, (int)length, line);
            // A scale that begins with a blank may be broken there on a narrow screen.
            ck_assert(length == 0 || line[length - 1] != ' ' || (widths[w] && widths[w] < 40));
            line += length + (line[length] == '\n');
        }
        struct buf after = harness_state(harness);
        ck_assert_str_eq(buf_text(&before), buf_text(&after));
        buf_free(&before);
        buf_free(&after);
    }
    harness_free(harness);
}
END_TEST

START_TEST(a_picture_without_room_is_refused)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 10");
    harness->rows = 24;
    for (harness->cols = 1; harness->cols <= 20; harness->cols++) {
        harness_fail(harness, "plot loss");
        harness_fail(harness, "plot w1");
        harness_fail(harness, "plot net");
    }
    harness_do(harness, "plot loss; plot w1");
    harness->cols = 39;
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "plot net"), "this picture needs 40"));
    harness_free(harness);
}
END_TEST

START_TEST(a_picture_can_be_stopped)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 50 1; train 2");
    harness->stop = 1;
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    const struct plot_parameter varied = {0, "w1[0,0]"};
    ck_assert(!plot_boundary(&plot, harness->shell->session, 0, 1, &small, &error));
    ck_assert_str_eq(error.what, "interrupted");
    plot_clear(&plot);
    ck_assert(!plot_surface(&plot, harness->shell->session, &varied, 1, &small, &error));
    ck_assert_str_eq(error.what, "interrupted");
    plot_clear(&plot);
    ck_assert_str_eq(harness_type(harness, "plot boundary\n"), "interrupted: nothing was drawn\n");
    harness_free(harness);
}
END_TEST

START_TEST(what_is_no_number_is_drawn_as_such)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 5");
    harness->shell->session->network->parameters[0] = (double)NAN;
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "plot w1"), "?? "));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "plot w1"), "not a finite number"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "plot boundary"), "????"));
    harness_do(harness, "plot net");
    harness_do(harness, "plot surface w2[0,0]");
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "plot surface w1[0,0]"), "w1[0,0] is nan"));
    harness_free(harness);
}
END_TEST

// The values of `plot units` are held against sums that are made here, unit by unit.
START_TEST(small_pictures_hold_activations)
{
    struct harness *harness = harness_create();
    struct session *session = harness->shell->session;
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    harness_do(harness, "init 2 5:tanh 4:relu 1 scheme=normal");
    session = harness->shell->session;
    const struct layer *layer = &session->network->layers[0];
    ck_assert_msg(plot_units(&plot, session, &small, &error), "%s", error.what);
    ck_assert_uint_eq(plot.strip_count, 2);
    ck_assert_str_eq(plot.strips[0].cells.name, "a1 tanh");
    ck_assert_str_eq(plot.strips[1].cells.name, "a3 sigmoid"); // the output is never left out
    ck_assert_uint_eq(plot.strips[0].count, 3);
    ck_assert_uint_eq(plot.strips[0].cells.rows * plot.strips[0].cells.cols, 9);
    for (size_t i = 0; i < 9; i++) { // three rows of three over -0.25 to 1.25 both ways
        double x[] = {0.5 * (double)(i % 3), 1 - 0.5 * (double)(i / 3)}, y;
        for (size_t u = 0; u < 3; u++) {
            double z = layer->b.data[u] + x[0] * matrix_at(layer->w, 0, u) +
                       x[1] * matrix_at(layer->w, 1, u);
            ck_assert(fabs(plot_strip_values(&plot.strips[0], u)[i] - tanh(z)) < 1e-12);
        }
        ck_assert(session_predict(session, x, (struct matrix){1, 1, &y}, &error));
        ck_assert(plot_strip_values(&plot.strips[1], 0)[i] == y);
    }
    plot_clear(&plot);
    harness_free(harness);
}
END_TEST

START_TEST(an_image_is_laid_out_row_by_row)
{
    struct harness *harness = harness_create();
    struct plot plot = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    harness_do(harness, "data digits; init 64 5:tanh 10:softmax");
    const struct session *session = harness->shell->session;
    struct matrix x = session->data->x, w = session->network->layers[0].w;
    ck_assert(plot_sample(&plot, session->data, 7, (struct image_shape){8, 8}, &small, &error));
    for (size_t i = 0; i < 64; i++)
        ck_assert(plot.cells.values[i] == matrix_at(x, 7, i));
    plot_clear(&plot);
    // Two rows of 32 do not fit into eight columns: blocks of four by four.
    ck_assert(plot_sample(&plot, session->data, 7, (struct image_shape){2, 32}, &small, &error));
    ck_assert_uint_eq(plot.cells.rows, 1);
    ck_assert_uint_eq(plot.cells.cols, 8);
    plot_clear(&plot);
    struct quantity quantity = {QUANTITY_W, 1};
    ck_assert(plot_weights(&plot, quantity, w, (struct image_shape){8, 8}, &small, &error));
    ck_assert_uint_eq(plot.strip_count, 1);
    ck_assert_uint_eq(plot.strips[0].count, 1);
    for (size_t i = 0; i < 64; i++)
        ck_assert(plot_strip_values(&plot.strips[0], 0)[i] == matrix_at(w, i, 0));
    plot_clear(&plot);
    harness_free(harness);
}
END_TEST

// The curve of a mark is what `plot loss` drew when the mark was made, point by point.
START_TEST(curves_of_marks_are_those_that_led_there)
{
    struct harness *harness = harness_create();
    struct curve_point kept[CURVE_POINTS];
    struct error error = ERROR_NONE;
    struct plot plot = PLOT_EMPTY;
    struct call call = {.text = "slow"};
    const struct picture_wish wish = {
        .call = &call, .kind = {0, 0}, .names = {{0, 4}}, .name_count = 1};
    harness_do(harness, "init seed=2; set lr 0.1; train 200; mark slow");
    const struct curve *curve = &harness->shell->session->curve;
    size_t count = curve->count;
    memcpy(kept, curve->points, count * sizeof *kept);
    harness_do(harness, "init seed=2; set lr 0.7; train 300");
    ck_assert(picture_find_kind("loss", 4)->build(harness->shell, &wish, &plot, &small, &error));
    ck_assert_uint_eq(plot.line_count, 2);
    const double *at = plot.points + 2 * plot.lines[0].first;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(kept[i].loss))
            continue;
        ck_assert(at[0] == (double)kept[i].epoch && at[1] == kept[i].loss);
        at += 2;
    }
    ck_assert_ptr_eq(at, plot.points + 2 * plot.lines[1].first);
    ck_assert(plot.points[2 * plot.point_count - 2] == 300);
    plot_clear(&plot);
    harness_free(harness);
}
END_TEST

Suite *plot_suite(void)
{
    Suite *suite = suite_create("plot");
    TCase *tests = tcase_create("plot");
    tcase_add_test(tests, ticks_are_round_numbers);
    tcase_add_test(tests, logarithmic_ticks_are_powers_of_ten);
    tcase_add_test(tests, every_range_has_ticks_within_it);
    tcase_add_test(tests, ranges_are_never_empty);
    tcase_add_test(tests, a_logarithmic_range_ends_where_doubles_do);
    tcase_add_test(tests, a_widened_axis_ends_at_round_numbers);
    tcase_add_test(tests, shades_tell_signs_without_colour);
    tcase_add_test(tests, shades_stay_on_their_scale);
    tcase_add_test(tests, a_plane_holds_what_predict_says);
    tcase_add_test(tests, several_outputs_show_the_largest);
    tcase_add_test(tests, a_fold_is_where_z_is_0);
    tcase_add_test(tests, a_surface_holds_the_losses);
    tcase_add_test(tests, samples_stand_where_the_data_say);
    tcase_add_test(tests, a_curve_is_what_predict_says);
    tcase_add_test(tests, a_curve_is_dashed_throughout);
    tcase_add_test(tests, a_large_matrix_is_shown_in_blocks);
    tcase_add_test(tests, a_deep_network_is_abridged);
    tcase_add_test(tests, a_weight_stands_apart_from_its_units);
    tcase_add_test(tests, lines_side_by_side_differ_without_colour);
    tcase_add_loop_test(tests, a_picture_changes_nothing_and_fits, 0, PICTURES);
    tcase_add_test(tests, a_picture_without_room_is_refused);
    tcase_add_test(tests, a_picture_can_be_stopped);
    tcase_add_test(tests, what_is_no_number_is_drawn_as_such);
    tcase_add_test(tests, small_pictures_hold_activations);
    tcase_add_test(tests, an_image_is_laid_out_row_by_row);
    tcase_add_test(tests, curves_of_marks_are_those_that_led_there);
    suite_add_tcase(suite, tests);
    return suite;
}
