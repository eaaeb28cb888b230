// SPDX-License-Identifier: GPL-3.0-or-later
// Saved sessions: every optimizer, every kind of batch, whole and half-done passes, frozen parts and
// diverged numbers are saved, loaded into another shell and compared bit for bit, then both are
// trained on and compared again. Files that are cut, or hold what they should not, change nothing.
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "network/optimizer.h"
#include "view/session_script.h"

#include "harness.h"
#include "suites.h"

// Whether two blocks of numbers have the same bits; both may be missing.
static bool same(const void *a, const void *b, size_t size)
{
    return (!a && !b) || (a && b && memcmp(a, b, size) == 0);
}

// Fails unless two sessions are the same to the bit, in all that training goes on from.
static void ck_same(const struct harness *one, const struct harness *other, const char *what)
{
    const struct session *a = one->shell->session, *b = other->shell->session;
    size_t rows = a->data->x.rows, width = a->data->x.cols + a->data->y.cols;
    ck_assert_str_eq(a->data->name, b->data->name);
    ck_assert_msg(same(a->data->block, b->data->block, rows * width * sizeof(double)), "%s: data",
                  what);
    ck_assert_msg(a->epoch == b->epoch && a->steps == b->steps, "%s: epoch, steps", what);
    ck_assert_msg(a->batch.at == b->batch.at && a->done == b->done, "%s: place", what);
    ck_assert_msg(same(&a->batch.epoch_loss, &b->batch.epoch_loss, sizeof a->batch.epoch_loss),
                  "%s: losses", what);
    ck_assert_msg(a->batch.at == 0 ||
                      same(a->batch.order, b->batch.order, rows * sizeof *a->batch.order),
                  "%s: order", what);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        double p = settings_table[i].get(&a->settings), q = settings_table[i].get(&b->settings);
        ck_assert_msg(same(&p, &q, sizeof p), "%s: %s", what, settings_table[i].name);
    }
    ck_assert_msg(!a->network == !b->network, "%s: network", what);
    if (!a->network)
        return;
    size_t bytes = a->network->parameter_count * sizeof(double);
    // An order that was drawn by looking, and of which nothing is learnt, does not count.
    const struct rng *p = batch_rng(&a->batch);
    const struct rng *q = batch_rng(&b->batch);
    ck_assert_msg(same(p->words, q->words, sizeof p->words) && p->spent == q->spent &&
                      p->has_normal == q->has_normal &&
                      same(&p->normal, &q->normal, sizeof p->normal),
                  "%s: generator", what);
    ck_assert_msg(same(a->network->parameters, b->network->parameters, bytes), "%s: parameters",
                  what);
    for (size_t s = 0; s < OPTIMIZER_STATES_MOST; s++)
        ck_assert_msg(same(a->network->states[s], b->network->states[s], bytes), "%s: state %zu",
                      what, s);
    ck_assert_msg(a->settings.optimizer->states < 2 ||
                      same(a->network->powers, b->network->powers,
                           network_power_count(a->network) * sizeof(double)),
                  "%s: powers", what);
    for (size_t i = 0; i < 2 * a->network->layer_count; i++)
        ck_assert(network_parameter(a->network, i).is_frozen ==
                  network_parameter(b->network, i).is_frozen);
}

// Saves, loads into a second shell that has been elsewhere, and fails unless it is the same session;
// saving that must give the same text. Returns the second shell.
static struct harness *reload(struct harness *harness, const char *what)
{
    struct harness *other = harness_create();
    harness_do(other,
               "data parity; set batch 2; set shuffle on; init seed=9; train 3; let elsewhere = 1");
    harness_do(harness, "save written");
    buf_append(&other->file, &harness->file);
    harness_do(other, "load written");
    ck_same(harness, other, what);
    harness_do(other, "save written");
    ck_assert_str_eq(buf_text(&harness->file), buf_text(&other->file));
    return other;
}

// Trains both on and fails unless they walk the same way.
static void ck_goes_on(struct harness *harness, struct harness *other, const char *what)
{
    static const char *const further[] = {"next",
                                          "step",
                                          "train 3 every=1",
                                          "set shuffle on; train 2",
                                          "set batch 1; train 2",
                                          "reset; train 2"};
    for (size_t i = 0; i < sizeof further / sizeof *further; i++) {
        harness_run(harness, further[i]);
        harness_run(other, further[i]);
        ck_assert_msg(harness->well == other->well &&
                          strcmp(buf_text(&harness->out), buf_text(&other->out)) == 0,
                      "%s, then %s: '%s' and '%s'", what, further[i], buf_text(&harness->out),
                      buf_text(&other->out));
        ck_same(harness, other, what);
    }
}

static const char *const batches[] = {"set batch full", "set batch 3",
                                      "set batch 3; set shuffle on", "set shuffle on"};
static const char *const places[] = {
    "train 5",
    "train 5; next; next",
    "train 2; step; forward",
    "train 2; step; forward; backward",
    "step 2; print x",
    "train 4; set loss sse",
    "freeze w1 b2; train 3; step",
};
enum { BATCHES = sizeof batches / sizeof *batches, PLACES = sizeof places / sizeof *places };

START_TEST(training_goes_on_to_the_bit)
{
    const struct optimizer *optimizer = &optimizers[_i];
    char what[300];
    for (size_t b = 0; b < BATCHES; b++)
        for (size_t p = 0; p < PLACES; p++) {
            struct harness *harness = harness_create();
            snprintf(what, sizeof what,
                     "data parity; init 3 4:tanh 2:gelu 1 scheme=normal seed=5; set lr 0.03; set "
                     "optimizer %s; %s; %s",
                     optimizer->name, batches[b], places[p]);
            harness_do(harness, what);
            struct harness *other = reload(harness, what);
            ck_goes_on(harness, other, what);
            harness_free(harness);
            harness_free(other);
        }
}
END_TEST

// Numbers that set would refuse come back with their signs.
START_TEST(what_diverged_is_kept)
{
    struct harness *harness = harness_create();
    char what[200];
    snprintf(what, sizeof what, "init 2 3 1:linear; set optimizer %s; set batch 3; set lr 1e300",
             optimizers[_i].name);
    harness_do(harness, what);
    harness_run(harness, "step 7");
    double *w = harness->shell->session->network->parameters;
    w[0] = (double)NAN;
    w[1] = -(double)NAN;
    w[2] = -0.0;
    w[3] = -HUGE_VAL;
    w[4] = 4.9e-324;
    struct harness *other = reload(harness, what);
    harness_free(harness);
    harness_free(other);
}
END_TEST

START_TEST(what_is_not_trained_is_kept)
{
    static const char *const sessions[] = {
        "",
        "set lr 0.1; set limit none; set clip 3; set digits 17",
        "data and n=3 noise=0.25 seed=7; set x[0,0] 0.125; set y[1,0] 1",
        "init; let a = -0; let b = [[1, nan], [-inf, -nan]]; let c = [[7]]; let d = w1",
        "init 2 3 2; watch w1[0,0]; watch sum(w1,\n axis=0)[0,0]; break loss < 0.01; init 2 2 2",
        "set loss bce; init; break loss < 0.5; set y[0,0] 0.5",
        "init 2 1; train 1500 every=1500; break loss < 10; reset",
        "set shuffle on; init; print x; set shuffle off",
        "data parity; set batch 3; set shuffle on; init; print x; set x[0,0] 0.5; forward",
    };
    for (size_t i = 0; i < sizeof sessions / sizeof *sessions; i++) {
        struct harness *harness = harness_create();
        harness_run(harness, sessions[i]);
        struct harness *other = reload(harness, sessions[i]);
        const struct session *a = harness->shell->session, *b = other->shell->session;
        ck_assert_uint_eq(a->variables.count, b->variables.count);
        ck_assert_uint_eq(a->watches.count, b->watches.count);
        ck_assert_uint_eq(a->breaks.count, b->breaks.count);
        harness_free(harness);
        harness_free(other);
    }
}
END_TEST

// Numbers that no command makes again are written out, with what their columns and classes are called.
START_TEST(numbers_without_a_source_are_kept)
{
    static const struct harness_script tables[] = {
        {"-", "\"f \"\"a,b\"\"\";\"c\\d\";k;ok\n1;red;m;ja\n2;blue;w;nein\n3;\"x, y\";m;ja\n"
              "4;red;w;ja\n5;blue;m;nein\n6;\"x, y\";w;ja\n"},
        {NULL, NULL}};
    static const char *const made[] = {"let c = 0.5; data grid x0 > c n=3",
                                       "let c = 0.5; data grid (x0\n > c) n=3",
                                       "data xor; init; data grid x0 > w1[0,0] n=3", "data -",
                                       ("data -; data split 0.5; data normalize standard; "
                                        "set x[0,0] 3; data shuffle; set x[0,0] 4")};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        struct harness *harness = harness_create();
        harness->tables = tables;
        harness_do(harness, made[i]);
        harness_do(harness, strstr(made[i], "data -") ? "init 5 2 1" : "init; let c = 0");
        struct harness *other = reload(harness, made[i]);
        const struct dataset *a = harness->shell->session->data, *b = other->shell->session->data;
        ck_assert_uint_eq(a->class_count, b->class_count);
        for (size_t k = 0; k < a->class_count; k++)
            ck_assert_str_eq(a->classes[k], b->classes[k]);
        for (size_t k = 0; k < a->x.cols + a->y.cols && a->class_count > 0; k++) {
            ck_assert_str_eq(a->columns[k].name, b->columns[k].name);
            ck_assert_uint_eq(a->columns[k].group, b->columns[k].group);
        }
        if (a->class_count > 0)
            ck_assert_str_eq(harness_do(harness, "predict 3 \"x, y\" m"),
                             harness_do(other, "predict 3 \"x, y\" m"));
        ck_goes_on(harness, other, made[i]);
        harness_free(harness);
        harness_free(other);
    }
}
END_TEST

// ---- tables that are copied ---------------------------------------------------------------------

// A small generator of its own, so that a failure comes again.
static size_t below(uint64_t *seed, size_t bound)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(*seed >> 33) % bound;
}

static bool no_data(void *context, const char *path, uint64_t bytes, uint64_t checksum)
{
    (void)context, (void)path, (void)bytes, (void)checksum;
    return false; // the table is gone, or another one now
}

enum { CELL_NUMBER, CELL_WORD, CELL_BINARY, CELL_KINDS };

// Fills [text] with a random table; its last column is the target.
static void put_table(struct buf *text, uint64_t *seed)
{
    static const char *const words[] = {"red", "b\\lue", "\"x, y\"", "gr\"\"n", "w=1"};
    size_t columns = 2 + below(seed, 4), rows = 6 + below(seed, 20), kinds[6], counts[6];
    for (size_t j = 0; j < columns; j++) {
        kinds[j] = below(seed, CELL_KINDS);
        counts[j] = 2 + below(seed, 3);
        buf_printf(text, "%s%s%zu", j ? "," : "", below(seed, 2) ? "col " : "\"a,b\"", j);
    }
    buf_puts(text, "\n");
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            bool is_missing = i > 4 && j + 1 < columns && below(seed, 9) == 0;
            const char *word = words[i < counts[j] ? i : below(seed, counts[j])];
            if (is_missing)
                ;
            else if (kinds[j] == CELL_WORD)
                buf_printf(text, "%s%s%s", strchr(word, '\"') == word ? "" : "\"", word,
                           strchr(word, '\"') == word ? "" : "\"");
            else if (kinds[j] == CELL_BINARY)
                buf_printf(text, "%zu", i < 2 ? i : below(seed, 2));
            else
                buf_printf(text, "%zu.%zu", i < 2 ? 100 * i : below(seed, 500), below(seed, 10));
            buf_puts(text, j + 1 < columns ? "," : "\n");
        }
}

// Reads the table, prepares it in random ways, and makes a network for it. What is refused on the way
// (a split that leaves a part empty, say) is left out.
static void prepare_table(struct harness *harness, uint64_t *seed)
{
    static const char *const reads[] = {"data t.csv missing=mean", "data t.csv missing=drop",
                                        "data t.csv missing=mean onehot=no",
                                        "data t.csv missing=drop onehot=yes targets=2"};
    static const char *const ways[] = {"data normalize standard",
                                       "data normalize minmax",
                                       "data split 0.7",
                                       "data split 0.5 seed=4",
                                       "data normalize none",
                                       "data shuffle",
                                       "data take 4",
                                       "set x[0,0] 0.3",
                                       "set y[1,0] 1",
                                       "set y[0,0] 0.5"};
    harness_run(harness, reads[below(seed, sizeof reads / sizeof *reads)]);
    for (size_t count = below(seed, 6); count > 0; count--)
        harness_run(harness, ways[below(seed, sizeof ways / sizeof *ways)]);
    harness_run(harness, "init; train 20 every=20");
}

static void ck_same_column(const struct column *a, const struct column *b, const char *what)
{
    const char *const texts[][2] = {{a->name, b->name}, {a->word, b->word}, {a->other, b->other}};
    for (size_t i = 0; i < 3; i++)
        ck_assert_msg(!texts[i][0] == !texts[i][1] &&
                          (!texts[i][0] || strcmp(texts[i][0], texts[i][1]) == 0),
                      "%s", what);
    ck_assert_msg(same(&a->shift, &b->shift, sizeof a->shift) &&
                      same(&a->scale, &b->scale, sizeof a->scale),
                  "%s: %g %g, %g %g", what, a->shift, a->scale, b->shift, b->scale);
    ck_assert_msg(a->missing == b->missing && a->group == b->group, "%s", what);
}

static void ck_same_data(const struct dataset *a, const struct dataset *b, const char *what)
{
    struct matrix x = dataset_all_x(a), y = dataset_all_y(a), p = dataset_all_x(b),
                  q = dataset_all_y(b);
    ck_assert_msg(a->x.rows == b->x.rows && x.rows == p.rows && x.cols == p.cols &&
                      y.cols == q.cols && same(x.data, p.data, matrix_count(x) * sizeof(double)) &&
                      same(y.data, q.data, matrix_count(y) * sizeof(double)),
                  "%s", what);
    ck_assert_msg(a->targets == b->targets && a->normalization == b->normalization, "%s", what);
    ck_assert_msg(a->left_out == b->left_out && a->class_count == b->class_count, "%s", what);
    for (size_t k = 0; k < a->class_count; k++)
        ck_assert_str_eq(a->classes[k], b->classes[k]);
    for (size_t i = 0; i < x.cols + y.cols; i++)
        ck_same_column(&a->columns[i], &b->columns[i], what);
}

// Whatever is known of a table survives its copying into a saved file, and what is made of it later.
START_TEST(a_copied_table_is_the_table)
{
    static const char *const further[] = {
        "show data", "predict",        "show metrics",         "data normalize none",
        "predict",   "data split 0.5", "data normalize minmax"};
    for (uint64_t round = 0; round < 100; round++) {
        uint64_t seed = 1000 * (uint64_t)_i + round;
        struct buf table = BUF_EMPTY;
        put_table(&table, &seed);
        const struct harness_script tables[] = {{"t.csv", buf_text(&table)}, {NULL, NULL}};
        struct harness *harness = harness_create();
        harness->tables = tables;
        prepare_table(harness, &seed);
        harness->host.has_data = no_data;
        harness_run(harness, "save written");
        struct harness *other = reload(harness, buf_text(&table));
        for (size_t i = 0; i < sizeof further / sizeof *further; i++) {
            ck_same_data(harness->shell->session->data, other->shell->session->data,
                         buf_text(&harness->file));
            struct buf answer = BUF_EMPTY;
            buf_puts(&answer, harness_run(harness, further[i]));
            const char *copied = harness_run(other, further[i]);
            ck_assert_msg(strcmp(buf_text(&answer), copied) == 0, "%s: %s, %s", further[i],
                          buf_text(&answer), copied);
            buf_free(&answer);
        }
        buf_free(&table);
        harness_free(harness);
        harness_free(other);
    }
}
END_TEST

// A set cannot be told what none can have.
START_TEST(notes_of_a_set_are_checked)
{
    static const char *const cases[][2] = {
        {"shifts=[1, 2]", "go with normalized="},
        {"normalized=none", "must be standard or minmax"},
        {"normalized=standard shifts=[1, 2, 3] scales=[1, 1]", "for each of the 2 columns"},
        {"normalized=standard shifts=[1, 2] scales=[1, 0]", "scales= gives 0"},
        {"normalized=standard shifts=[1, nan] scales=[1, 1]", "shifts= gives nan"},
        {"normalized=standard shifts=[1, 2]", "scales= must give"},
        {"missing=[1, 0.5]", "counts no cells"},
        {"missing=[1, -1]", "missing= gives -1"},
        {"targets=classes", "must be numbers or two"},
    };
    struct harness *harness = harness_create();
    uint64_t before = shell_digest(harness->shell);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char command[200];
        snprintf(command, sizeof command, "data inline x=[[1], [2]] y=[0, 1] %s", cases[i][0]);
        const char *note = harness_fail(harness, command);
        ck_assert_msg(strstr(note, cases[i][1]), "%s: %s", cases[i][0], note);
        ck_assert_uint_eq(shell_digest(harness->shell), before);
    }
    harness_free(harness);
}
END_TEST

// A row longer than a line may be goes on in the next one.
START_TEST(long_rows_are_broken)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 50001 1");
    struct harness *other = reload(harness, "a long row");
    size_t line = 0;
    for (const char *c = buf_text(&harness->file); *c; c++) {
        line = *c == '\n' ? 0 : line + 1;
        ck_assert_uint_lt(line, 50000);
    }
    harness_free(harness);
    harness_free(other);
}
END_TEST

// The same file run as a script makes the same session.
START_TEST(a_saved_session_is_a_script)
{
    struct harness *harness = harness_create(), *other = harness_create();
    harness_do(harness,
               "set optimizer adam; set batch 3; set shuffle on; init 2 3:tanh 1; freeze b1; "
               "watch w1[0,0]; let k = 3; train 4; step; next; save written");
    harness_do(other, buf_text(&harness->file));
    ck_same(harness, other, "as a script");
    ck_goes_on(harness, other, "as a script");
    harness_free(harness);
    harness_free(other);
}
END_TEST

// Nothing that is cut off anywhere is taken for a session, and refusing it changes nothing.
START_TEST(a_cut_file_is_refused)
{
    struct harness *harness = harness_create(), *other = harness_create();
    harness_do(harness,
               "set optimizer adam; set batch 3; init 2 3:tanh 1; let k = 3; train 4; step; next; "
               "save written");
    harness_do(other, "init 2 2 1; set lr 0.5; train 20 every=20; step; next; let mine = w1");
    uint64_t before = shell_digest(other->shell);
    for (size_t cut = 0; cut + 1 < harness->file.length; cut++) {
        buf_clear(&other->file);
        buf_add(&other->file, buf_text(&harness->file), cut);
        harness_run(other, "load written");
        ck_assert_msg(!other->well, "cut at %zu", cut);
        ck_assert_msg(cut < 130 || strstr(buf_text(&other->notes), "written:"), "cut at %zu: %s",
                      cut, buf_text(&other->notes));
        ck_assert_uint_eq(shell_digest(other->shell), before);
    }
    harness_free(harness);
    harness_free(other);
}
END_TEST

START_TEST(a_file_that_does_more_is_refused)
{
    static const struct {
        const char *text, *note;
    } cases[] = {
        {"data xor\ntrain 5\nresume here",
         "written:2:1: error: a saved session holds only commands that set"},
        {"source other.nn\nresume here", "written:1:1: error"},
        {"save other.nn\nresume here", "written:1:1: error"},
        {"load other.nn\nresume here", "written:1:1: error"},
        {"record other.nn\nresume here", "written:1:1: error"},
        {"quit\nresume here", "written:1:1: error"},
        {"expect 1 == 1\nresume here", "written:1:1: error"},
        {"sweep 5\nresume here", "written:1:1: error"},
        {"set lr -1\nresume here", "written:1:8: error: lr must be"},
        {"resume here; set lr 0.3", "ends too early"},
        {"resume epoch=5 here", "no network that could have been trained"},
        {"init; resume draws=3 here", "more than 3 draws already"},
        {"init; resume draws=12 stages=13 here", "11 stages before its update, not 13"},
        {"init; resume draws=12 sample=4 here", "no batch begins at sample 4"},
        {"init; resume draws=12", "resume needs here"},
        {"init; restore dw1 [[1, 2], [3, 4]]", "is computed"},
        {"init; restore mw1 [[1, 2], [3, 4]]", "'mw1' is not a weight or bias"},
        {"init; restore w1 [1, 2]", "1×2 and must be 2×2"},
        {"restore powers [1, 1]", "there is no network yet"},
        {"restore watch loss <", "a value is missing"},
        {"restore watch loss 3", "the expression ends before '3'"},
        {"\x01", "is not text"},
    };
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 20 every=20; step; next; set shuffle on; watch w1");
    uint64_t before = shell_digest(harness->shell);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&harness->file);
        buf_puts(&harness->file, cases[i].text);
        harness_run(harness, "load written");
        ck_assert(!harness->well);
        ck_assert_msg(strstr(buf_text(&harness->notes), cases[i].note), "%s: '%s'", cases[i].text,
                      buf_text(&harness->notes));
        ck_assert_msg(buf_text(&harness->out)[0] == '\0', "%s", buf_text(&harness->out));
        ck_assert_uint_eq(shell_digest(harness->shell), before);
    }
    harness_free(harness);
}
END_TEST

// A number of `resume` that no session can have is refused with its place; so are those that would keep
// the generator drawing for ever. Whatever a session did have is accepted.
START_TEST(points_that_no_session_has_are_refused)
{
    static const struct {
        const char *text, *note;
    } cases[] = {
        {"epoch=99 steps=1 draws=12 here", "2:23: error: this takes 99 updates at least, not 1"},
        {"epoch=1 draws=12 here", "error: this takes 1 update at least, not 0"},
#if SIZE_MAX > UINT32_MAX
        {"epoch=5 steps=5 draws=1000000000000000 here", "2:30: error: 5 epochs cannot have"},
#endif
        {"draws=13 here", "2:14: error: 0 epochs cannot have taken 1 draws"},
        {"draws=11 here", "2:14: error: the generator has made more than 11"},
        {"steps=4 draws=12 stages=99 here", "2:32: error: a pass of this network has 11 stages"},
        {"epoch=9 steps=9 draws=12 sample=99 here", "2:40: error: no batch begins at sample 99"},
    };
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 3");
    uint64_t before = shell_digest(harness->shell);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&harness->file);
        buf_printf(&harness->file, "init 2 2 1\nresume %s\n", cases[i].text);
        harness_run(harness, "load written");
        ck_assert_msg(!harness->well && strstr(buf_text(&harness->notes), cases[i].note), "%s: %s",
                      cases[i].text, buf_text(&harness->notes));
        ck_assert_uint_eq(shell_digest(harness->shell), before);
    }
    harness_free(harness);
}
END_TEST

// Also where the shell goes on after errors, and where it shows what it runs.
START_TEST(options_do_not_weaken_load)
{
    struct harness *harness = harness_create();
    harness->shell->options.keep_going = harness->shell->options.echo = true;
    uint64_t before = shell_digest(harness->shell);
    buf_puts(&harness->file, "set lr 0.7\nset lr -1\nset lr 0.8\nresume here\n");
    harness_run(harness, "load written");
    ck_assert(!harness->well);
    ck_assert_uint_eq(shell_digest(harness->shell), before);
    ck_assert_str_eq(buf_text(&harness->out), "nnsh> load written\n");
    harness_free(harness);
}
END_TEST

START_TEST(load_keeps_history_and_colour)
{
    struct harness *harness = harness_create();
    harness_do(harness, "set color always; init; save written; set color never; load");
    ck_assert_uint_eq(harness->shell->history_count, 5);
    ck_assert_int_eq(harness->shell->session->settings.color, 'n');
    harness_free(harness);
}
END_TEST

START_TEST(load_is_one_step_of_undo)
{
    struct harness *harness = harness_create();
    harness_do(harness, "set optimizer adam; init 2 3:tanh 1; train 7 every=7; save written");
    harness_do(harness,
               "set optimizer sgd; init seed=3; train 20 every=20; step; next; let mine = w1");
    uint64_t before = shell_digest(harness->shell);
    harness_do(harness, "load written");
    uint64_t loaded = shell_digest(harness->shell);
    ck_assert(loaded != before);
    harness_do(harness, "train 5; undo; undo");
    ck_assert_uint_eq(shell_digest(harness->shell), before);
    harness_do(harness, "redo");
    ck_assert_uint_eq(shell_digest(harness->shell), loaded);
    harness_free(harness);
}
END_TEST

// ---- record -------------------------------------------------------------------------------------

// Everything that is in a file; the caller frees it.
static struct buf contents(const char *path)
{
    struct buf text = BUF_EMPTY;
    FILE *file = fopen(path, "r");
    int c;
    ck_assert_ptr_nonnull(file);
    while ((c = getc(file)) != EOF)
        buf_add(&text, &(char){(char)c}, 1);
    fclose(file);
    return text;
}

// A name that no file has yet.
static void free_name(char name[40])
{
    strcpy(name, "/tmp/nnsh-record-XXXXXX");
    int fd = mkstemp(name);
    ck_assert_int_ge(fd, 0);
    close(fd);
    unlink(name);
}

static const char record_head[] =
    "# What was typed in nnsh; 'source FILE' or 'nnsh FILE' does it again.\n";

START_TEST(what_succeeds_is_recorded)
{
    char name[40], command[80];
    struct harness *harness = harness_create();
    free_name(name);
    snprintf(command, sizeof command, "record %s", name);
    harness_do(harness, command);
    harness_do(harness,
               "init; set w1 [[1,\n 2], [3, 4]]  # a remark\nprint \"a;#b\", 'it\"s (' \\\n , 3");
    harness_run(harness, "set lr -1");
    harness_run(harness, "trian");
    harness_run(harness, command);
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "a record is being kept already"));
    harness_do(harness, "set lr 0.5; record; record off; set lr 0.25");
    struct buf text = contents(name);
    ck_assert_str_eq(buf_text(&text) + strlen(record_head),
                     "init\nset w1 [[1,\n 2], [3, 4]]\nprint \"a;#b\", 'it\"s ('  \\\n , 3\n"
                     "set lr 0.5\n");
    harness_run(harness, command);
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "there is already a file"));
    harness_do(harness, "reset");
    harness_do(harness, buf_text(&text));
    buf_free(&text);
    unlink(name);
    harness_free(harness);
}
END_TEST

// A record replays to the bit, also what was cut off by Ctrl-C or by numbers that are none.
START_TEST(a_record_replays)
{
    static const char *const walks[] = {
        "init; train 5; step 2; next",
        "init; set batch 3; train 500 every=1",
        "init; train 5; set batch 1; set shuffle on; step 3; train 500 every=1",
        "init; step 500",
        "init 2 2 1:linear; set lr 1e3; train 500; step",
    };
    for (size_t i = 0; i < sizeof walks / sizeof *walks; i++) {
        char name[40], command[80];
        struct harness *harness = harness_create(), *other = harness_create();
        free_name(name);
        snprintf(command, sizeof command, "record %s", name);
        harness_do(harness, "let earlier = 1; init seed=3; train 3");
        harness_do(harness, command);
        harness->stop_at = "epoch  37";
        if (i == 3)
            harness->stop_at = "step 9 ";
        harness_run(harness, walks[i]);
        harness->stop_at = NULL;
        harness->stop = 0;
        harness_do(harness, "record off");
        struct buf text = contents(name);
        harness_do(other, buf_text(&text));
        harness_do(harness, "forward");
        harness_do(other, "forward");
        ck_same(harness, other, walks[i]);
        ck_assert_ptr_nonnull(variables_find(&other->shell->session->variables, "earlier", 7));
        buf_free(&text);
        unlink(name);
        harness_free(harness);
        harness_free(other);
    }
}
END_TEST

// Sessions whose runs end in every way there is: the last epoch, a condition, a break, Ctrl-C, numbers that
// are not finite, at the first update and later, with a pass under way and without.
static void walk_at_random(struct harness *harness, uint64_t *seed, struct buf *log)
{
    static const char *const begin[] = {"data plane n=5; init 2 2:linear 1:linear",
                                        "data xor; init", "data parity; init 3 4:tanh 1",
                                        "data moons n=7; init 2 3:relu 1", "init 2 2 1:linear"};
    static const char *const ways[] = {"train 40 every=1",
                                       "train 500 every=1",
                                       "train until loss < 0.2 every=1 max=60",
                                       "step 12",
                                       "next",
                                       "forward",
                                       "backward",
                                       "update",
                                       "let foo = 1",
                                       "unbreak",
                                       "break loss < 0.22",
                                       "break abs(dw1[0,0]) > 0.01",
                                       "break batch_loss < 0.3",
                                       "break not not epoch", // from epoch 2 on it has no value
                                       "set lr 3",
                                       "set lr 1e3",
                                       "set lr 0.1",
                                       "set lr 1e150",
                                       "set batch 2",
                                       "set batch full",
                                       "set shuffle on",
                                       "set w1[0,0] 1e200",
                                       "reset",
                                       "undo",
                                       "goto 3",
                                       "set optimizer adam",
                                       "set y[0,0] 0.5"};
    harness_do(harness, begin[below(seed, sizeof begin / sizeof *begin)]);
    for (size_t count = 4 + below(seed, 12); count > 0; count--) {
        const char *command = ways[below(seed, sizeof ways / sizeof *ways)];
        char stop[20];
        snprintf(stop, sizeof stop, "%s%zu ", below(seed, 2) ? "epoch  " : "step ",
                 1 + below(seed, 50));
        harness->stop_at = below(seed, 3) ? NULL : stop;
        harness_type(harness, command);
        harness->stop_at = NULL;
        harness->stop = 0;
        buf_printf(log, "%s [%s]; ", command, stop);
    }
}

START_TEST(a_record_replays_however_a_run_ended)
{
    for (uint64_t round = 0; round < 60; round++) {
        uint64_t seed = 5000 + 100 * (uint64_t)_i + round;
        char name[40], command[80];
        struct buf log = BUF_EMPTY;
        struct harness *harness = harness_create(), *other = harness_create();
        free_name(name);
        snprintf(command, sizeof command, "record %s", name);
        harness_do(harness, command);
        walk_at_random(harness, &seed, &log);
        harness_do(harness, "record off");
        struct buf text = contents(name);
        harness_run(other, buf_text(&text));
        ck_assert_msg(other->well, "%s\n%s: %s", buf_text(&log), buf_text(&text),
                      buf_text(&other->notes));
        ck_same(harness, other, buf_text(&log));
        ck_assert_msg(shell_digest(harness->shell) == shell_digest(other->shell), "%s",
                      buf_text(&log));
        buf_free(&log);
        buf_free(&text);
        unlink(name);
        harness_free(harness);
        harness_free(other);
    }
}
END_TEST

// The record of what [walk] does in that session, stopped by Ctrl-C once [stop_at] is
// answered; the caller frees it.
static struct buf record_of(struct harness *harness, const char *walk, const char *stop_at)
{
    char name[40], command[80];
    free_name(name);
    snprintf(command, sizeof command, "record %s", name);
    harness_do(harness, command);
    harness->stop_at = stop_at;
    harness_type(harness, walk);
    harness->stop_at = NULL;
    harness->stop = 0;
    harness_do(harness, "record off");
    struct buf text = contents(name);
    unlink(name);
    return text;
}

// What only looks may fail in a replay, which has no curve before the record and no stale values; it goes
// on. What changes something must not fail.
START_TEST(looking_ends_no_replay)
{
    static const char *const looks[] = {"plot loss",
                                        "plot loss a.svg",
                                        "show a2 dw1 loss",
                                        "expect epoch == 5",
                                        "history",
                                        "predict",
                                        "check",
                                        "explain w1[0,0]",
                                        "diagnose",
                                        "show timeline",
                                        "print w1",
                                        "whatif lr 0.1",
                                        "plot w1",
                                        "w1 * 2",
                                        "diff 0 now"};
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        char walk[100];
        struct harness *harness = harness_create(), *other = harness_create();
        harness_do(harness, "init; train 5");
        snprintf(walk, sizeof walk, "%s; train 5; %s; step", looks[i], looks[i]);
        struct buf text = record_of(harness, walk, NULL);
        harness_run(other, buf_text(&text));
        ck_assert_msg(other->well, "%s: %s", looks[i], buf_text(&other->notes));
        ck_assert_msg(shell_digest(harness->shell) == shell_digest(other->shell), "%s", looks[i]);
        ck_assert_uint_eq(other->shell->failed, 0);
        buf_puts(&text, "set lr -1\nset lr 0.5\n");
        harness_run(other, buf_text(&text));
        ck_assert(!other->well && other->shell->session->settings.lr != 0.5);
        buf_free(&text);
        harness_free(harness);
        harness_free(other);
    }
}
END_TEST

// What only looks and was stopped would run in the replay for as long as it would have run.
START_TEST(a_look_that_was_stopped_is_a_comment)
{
    static const char *const looks[] = {"sweep 100000", "sweep 3 until loss < 0.1",
                                        "plot boundary"};
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        char name[40], line[80];
        struct harness *harness = harness_create();
        free_name(name);
        snprintf(line, sizeof line, "init; record %s", name);
        harness_do(harness, line);
        harness->stop = 1;
        harness_type(harness, looks[i]);
        harness->stop = 0;
        harness_do(harness, "record off");
        struct buf text = contents(name);
        snprintf(line, sizeof line, "\n# %s  (stopped early)\n", looks[i]);
        ck_assert_msg(strstr(buf_text(&text), line), "%s", buf_text(&text));
        buf_free(&text);
        unlink(name);
        harness_free(harness);
    }
}
END_TEST

// A replay reads what is in the files then. Where the record itself has written over what it read, it says
// so while it is made, and in the file.
START_TEST(a_record_tells_what_it_writes_over)
{
    static const struct {
        const char *walk;
        bool warns;
    } cases[] = {{"load written; train 5; save written", true},
                 {"source written; train 5; save written", true},
                 {"source wrapped; train 5; save written", true},
                 {"save written; load written; train 5", false},
                 {"save written; train 5; save written", false},
                 {"load written; train 5; save another", false}};
    static const struct harness_script scripts[] = {{"wrapped", "load written"}, {NULL, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct harness *harness = harness_create();
        harness->scripts = scripts;
        harness_do(harness, "init; save written");
        struct buf text = record_of(harness, cases[i].walk, NULL);
        bool is_told = strstr(buf_text(&text), "\n# Beware: ") != NULL;
        ck_assert_msg(is_told == cases[i].warns, "%s: %s", cases[i].walk, buf_text(&text));
        buf_free(&text);
        harness_free(harness);
    }
}
END_TEST

// The record [text] leads a fresh session to where [harness] is; both are freed.
static void ck_replays(struct harness *harness, struct buf *text, const char *what)
{
    struct harness *other = harness_create();
    harness_do(other, buf_text(text));
    ck_same(harness, other, what);
    ck_assert_msg(shell_digest(harness->shell) == shell_digest(other->shell), "%s", what);
    buf_free(text);
    harness_free(harness);
    harness_free(other);
}

// Also where the student goes back to before the record began, and on from there, whatever the way.
START_TEST(a_record_replays_steps_through_time)
{
    static const char *const walks[] = {
        "undo; train 3",
        "goto 5; train 3",
        "goto early; train 3; mark here; goto 2; goto here; step",
        "train 3; undo 2; redo; train 2; undo; undo; redo 2",
        "train 4; goto 12; train 2; undo; diff 3 now; diff early now; goto 11; undo 3; train 1",
        "undo 4; init 2 1; let late = 2; watch lr; undo 3; redo; train 2",
        "data blobs n=8; undo; undo; train 2",
        "train 500 every=1; undo; train 2; undo 2; train 1",
        "train 500 every=1; goto 11; train 2",
        "set batch 3; goto 500; train 2; undo 3; train 1",
        "source broken; train 2",
    };
    static const struct harness_script scripts[] = {
        {"broken", "train 2; undo 3; set lr 0.5; trian"}, {NULL, NULL}};
    for (size_t i = 0; i < sizeof walks / sizeof *walks; i++) {
        char name[40], command[80];
        struct harness *harness = harness_create();
        free_name(name);
        snprintf(command, sizeof command, "record %s", name);
        harness_do(harness,
                   "let first = 1; init 2 3 1 seed=3; watch w1; set every 1; set optimizer adam; "
                   "train 4; mark early; train 6; freeze b1; forward");
        harness_do(harness, command);
        harness->scripts = scripts;
        harness->stop_at = "epoch  37";
        if (strstr(walks[i], "goto 500"))
            harness->stop_at = "epoch  37/500";
        harness_type(harness, walks[i]);
        for (const char *rest = harness->stop ? strchr(walks[i], ';') : NULL; rest;) {
            harness->stop_at = NULL;
            harness->stop = 0;
            harness_type(harness, rest + 1);
            rest = NULL;
        }
        harness->stop_at = NULL;
        harness_do(harness, "record off");
        struct buf text = contents(name);
        unlink(name);
        ck_replays(harness, &text, walks[i]);
    }
}
END_TEST

// A mark from before the record is not in the replay, not even where it stands at the very beginning.
START_TEST(a_record_has_no_mark_from_before_it)
{
    static const char *const begins[] = {"mark early", "init; train 2; mark early",
                                         "init; mark early; undo"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        struct harness *harness = harness_create();
        harness_do(harness, begins[i]);
        struct buf text = record_of(
            harness, "goto early; init 2 1; train 3; diff early now; goto early; undo; set lr 0.7",
            NULL);
        ck_replays(harness, &text, begins[i]);
    }
}
END_TEST

// The state that a record holds is put back without an answer for each of its lines.
START_TEST(a_replay_tells_where_it_begins_in_one_line)
{
    struct harness *harness = harness_create(), *other = harness_create();
    harness_do(harness, "init; train 3; set momentum 0.5");
    struct buf text = record_of(harness, "set momentum 0.7; undo 2; train 1", NULL);
    other->scripts = (const struct harness_script[]){{"replayed", buf_text(&text)}, {NULL, NULL}};
    ck_assert_str_eq(harness_do(other, "source replayed"),
                     "resumed replayed: data xor, 9 parameters, epoch 3\n"
                     "optimizer sgd does not use momentum; 'set optimizer momentum' or "
                     "'set optimizer nesterov' does\n"
                     "resumed replayed: data xor, 9 parameters, epoch 3\n"
                     "epoch 4/4  loss 0.2505\n");
    buf_free(&text);
    harness_free(harness);
    harness_free(other);
}
END_TEST

// A saved session that runs as a script is one step of undo, and where it begins goto ends.
START_TEST(a_saved_session_is_one_step)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 20; let a = 1; watch lr; save written; train 3; set lr 0.5");
    struct buf before = harness_bytes(harness->shell->session);
    harness_do(harness, "source written; train 2");
    ck_assert_uint_eq(harness->shell->session->epoch, 22);
    ck_assert_str_eq(harness_fail(harness, "goto 3"),
                     "test:1:6: error: this network begins at epoch 20");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "undo; undo"), "undid 'source written': "));
    struct buf after = harness_bytes(harness->shell->session);
    ck_assert(before.length == after.length && !memcmp(before.data, after.data, after.length));
    harness_do(harness, "redo");
    ck_assert_uint_eq(harness->shell->session->epoch, 20);
    buf_free(&before);
    buf_free(&after);
    harness_free(harness);
}
END_TEST

// Loads what harness wrote, as a script of that name, where those files of data are.
static struct harness *load_as(const struct harness *harness, const char *name,
                               const struct harness_script *tables, const char *more)
{
    static struct harness_script scripts[2];
    char command[100];
    struct harness *other = harness_create();
    scripts[0] = (struct harness_script){name, buf_text(&harness->file)};
    other->scripts = scripts;
    other->tables = tables;
    snprintf(command, sizeof command, "load %s%s", name, more);
    harness_run(other, command);
    return other;
}

// A file of data is found again by whom loads from anywhere, moved along with what names it or not.
START_TEST(a_table_is_found_again)
{
    static const char numbers[] = "a,b\n1,2\n3,4\n", others[] = "a,b\n1,2\n3,5\n";
    static const struct harness_script typed[] = {{"d/t.csv", numbers}, {NULL, NULL}};
    static const struct {
        const char *saved, *noted, *loaded, *more;
        struct harness_script tables[3];
        bool well;
    } cases[] = {
        {"m.nn", "\"d/t.csv\"", "m.nn", "", {{"d/t.csv", numbers}}, true},
        {"m.nn", "\"d/t.csv\"", "far/m.nn", "", {{"far/d/t.csv", numbers}}, true},
        {"m.nn",
         "\"d/t.csv\"",
         "far/m.nn",
         "",
         {{"d/t.csv", others}, {"far/d/t.csv", numbers}},
         true},
        {"d/m.nn", "\"t.csv\"", "d/m.nn", "", {{"d/t.csv", numbers}}, true},
        {"e/m.nn", "\"/home/d/t.csv\"", "far/m.nn", "", {{"/home/d/t.csv", numbers}}, true},
        {"e/m.nn", "\"/home/d/t.csv\"", "far/m.nn", "", {{"far/t.csv", numbers}}, true},
        {"dd/m.nn", "\"/home/d/t.csv\"", "m.nn", "", {{"t.csv", numbers}}, true},
        {"m.nn", "\"d/t.csv\"", "far/m.nn", "", {{"u.csv", numbers}}, false},
        {"m.nn", "\"d/t.csv\"", "far/m.nn", " data=u.csv", {{"u.csv", numbers}}, true},
        {"m.nn", "\"d/t.csv\"", "far/m.nn", " data=v.csv", {{"u.csv", numbers}}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct harness *harness = harness_create();
        char command[100];
        harness->folder = "/home";
        harness->tables = typed;
        snprintf(command, sizeof command, "data d/t.csv; init; train 3; save %s", cases[i].saved);
        harness_type(harness, command);
        snprintf(command, sizeof command, "data file %s size=12", cases[i].noted);
        ck_assert_msg(strstr(buf_text(&harness->file), command) != NULL, "%zu: %s", i,
                      buf_text(&harness->file));
        ck_assert(harness->shell->saved == shell_digest(harness->shell));
        struct harness *other = load_as(harness, cases[i].loaded, cases[i].tables, cases[i].more);
        ck_assert_msg(other->well == cases[i].well, "%zu: %s", i, buf_text(&other->notes));
        ck_assert_msg(other->notes.length == 0 || !other->well, "%zu: %s", i,
                      buf_text(&other->notes));
        if (cases[i].well && !cases[i].more[0])
            ck_same(harness, other, cases[i].loaded);
        harness_free(harness);
        harness_free(other);
    }
}
END_TEST

// A script's own file may stand beside it, but one in the present folder comes first.
START_TEST(a_script_finds_its_table)
{
    static const struct harness_script scripts[] = {{"far/s.nn", "data t.csv"}, {NULL, NULL}};
    static const struct harness_script beside[] = {{"far/t.csv", "a,b\n1,2\n1,3\n"}, {NULL, NULL}};
    static const struct harness_script both[] = {
        {"far/t.csv", "a,b\n1,2\n1,3\n"}, {"t.csv", "a,b\n1,7\n1,3\n"}, {NULL, NULL}};
    struct harness *harness = harness_create();
    harness->scripts = scripts;
    harness->tables = beside;
    harness_do(harness, "source far/s.nn; expect y[0,0] == 2");
    harness_fail(harness, "data t.csv");
    harness->tables = both;
    harness_do(harness, "source far/s.nn; expect y[0,0] == 7");
    harness_free(harness);
}
END_TEST

START_TEST(data_takes_the_place_of_a_table_only)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; save m.nn; set lr 0.5");
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "load written data=t.csv"), "from no file"));
    harness_do(harness, "expect lr == 0.5");
    harness_free(harness);
}
END_TEST

Suite *save_suite(void)
{
    Suite *suite = suite_create("save");
    TCase *tests = tcase_create("save");
    tcase_add_loop_test(tests, training_goes_on_to_the_bit, 0, OPTIMIZER_COUNT);
    tcase_add_loop_test(tests, what_diverged_is_kept, 0, OPTIMIZER_COUNT);
    tcase_add_test(tests, what_is_not_trained_is_kept);
    tcase_add_test(tests, numbers_without_a_source_are_kept);
    tcase_add_loop_test(tests, a_copied_table_is_the_table, 0, 4);
    tcase_add_test(tests, notes_of_a_set_are_checked);
    tcase_add_test(tests, long_rows_are_broken);
    tcase_add_test(tests, a_saved_session_is_a_script);
    tcase_add_test(tests, a_cut_file_is_refused);
    tcase_add_test(tests, a_file_that_does_more_is_refused);
    tcase_add_test(tests, points_that_no_session_has_are_refused);
    tcase_add_test(tests, options_do_not_weaken_load);
    tcase_add_test(tests, load_keeps_history_and_colour);
    tcase_add_test(tests, load_is_one_step_of_undo);
    tcase_add_test(tests, what_succeeds_is_recorded);
    tcase_add_test(tests, a_record_replays);
    tcase_add_test(tests, looking_ends_no_replay);
    tcase_add_test(tests, a_look_that_was_stopped_is_a_comment);
    tcase_add_test(tests, a_record_tells_what_it_writes_over);
    tcase_add_loop_test(tests, a_record_replays_however_a_run_ended, 0, 4);
    tcase_add_test(tests, a_saved_session_is_one_step);
    tcase_add_test(tests, a_record_replays_steps_through_time);
    tcase_add_test(tests, a_record_has_no_mark_from_before_it);
    tcase_add_test(tests, a_replay_tells_where_it_begins_in_one_line);
    tcase_add_test(tests, a_table_is_found_again);
    tcase_add_test(tests, a_script_finds_its_table);
    tcase_add_test(tests, data_takes_the_place_of_a_table_only);
    suite_add_tcase(suite, tests);
    return suite;
}
