// SPDX-License-Identifier: GPL-3.0-or-later
// Exports that hold numbers: every bit is there again when they are read. What is written as a program is
// run by tests/exports.
#include <check.h>
#include <stdint.h>
#include <string.h>

#include "base/number.h"
#include "network/activation.h"
#include "network/language.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/schedule.h"
#include "view/exports.h"

#include "harness.h"
#include "suites.h"

START_TEST(each_kind_is_found_by_its_ending)
{
    for (size_t i = 0; i < EXPORT_KIND_COUNT; i++) {
        struct buf name = BUF_EMPTY;
        buf_printf(&name, "some.folder/net%s", export_kinds[i]->ending);
        ck_assert_ptr_eq(export_find(buf_text(&name)), export_kinds[i]);
        buf_free(&name);
        ck_assert_ptr_ne(export_find(export_kinds[i]->ending), export_kinds[i]);
    }
    ck_assert_str_eq(export_find("A.JSON")->ending, ".json");
    ck_assert_ptr_null(export_find("net"));
    ck_assert_ptr_null(export_find("net.zip"));
    ck_assert_ptr_null(export_find("folder/.csv"));
}
END_TEST

START_TEST(a_table_keeps_every_bit)
{
    struct harness *harness = harness_create();
    const double values[] = {0.1, -1.0 / 3, 5e-324, 1.7976931348623157e308, 2, -7};
    harness_do(harness, "let m = [[0.1, -1 / 3, 5e-324], [1.7976931348623157e308, 2, -7]]");
    ck_assert_str_eq(harness_do(harness, "export m m.csv"), "wrote m.csv\n");
    const char *text = buf_text(&harness->file);
    ck_assert(strncmp(text, "m_0,m_1,m_2\n", 12) == 0);
    text += 12;
    for (size_t i = 0; i < 6; i++) {
        size_t length = strcspn(text, ",\n");
        double value;
        ck_assert(number_parse(text, length, &value));
        ck_assert_mem_eq(&value, &values[i], sizeof value);
        text += length + 1;
    }
    ck_assert_str_eq(text, "");
    harness_free(harness);
}
END_TEST

// The head is what numpy.lib.format says: its length, with the ten bytes before it, is a multiple of 64.
START_TEST(a_npy_file_is_numpys)
{
    struct harness *harness = harness_create();
    static const unsigned char two[] = {0, 0, 0, 0, 0, 0, 0, 0x40};
    static const unsigned char third[] = {0xab, 0xaa, 0xaa, 0x3e};
    harness_do(harness, "let m = [[2, 1 / 3]]\nexport m m.npy");
    ck_assert_uint_eq(harness->file.length, 128 + 16);
    ck_assert_mem_eq(harness->file.data, "\x93NUMPY\x01\x00\x76\x00", 10);
    ck_assert_ptr_nonnull(strstr(harness->file.data + 10,
                                 "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }"));
    ck_assert_int_eq(harness->file.data[127], '\n');
    ck_assert_mem_eq(harness->file.data + 128, two, sizeof two);
    harness_do(harness, "export m m.npy float=32");
    ck_assert_uint_eq(harness->file.length, 128 + 8);
    ck_assert_mem_eq(harness->file.data + 132, third, sizeof third);
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "let m = [[1e300]]\nexport m m.npy float=32"),
                                 "1 number is too large for float=32 and became infinite\n"));
    harness_free(harness);
}
END_TEST

// x is all of the data, whichever batch is under way.
START_TEST(x_is_the_data)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; batch = 1; shuffle = on; forward\nexport x x.csv");
    ck_assert_str_eq(buf_text(&harness->file), "x0,x1\n0,0\n0,1\n1,0\n1,1\n");
    harness_do(harness, "export y y.csv");
    ck_assert_str_eq(buf_text(&harness->file), "y\n0\n1\n1\n0\n");
    harness_free(harness);
}
END_TEST

START_TEST(what_json_cannot_hold_is_null)
{
    struct harness *harness = harness_create();
    const char *answer = harness_do(harness, "let m = [[1, log(0)], [2, 3]]\nexport m m.json");
    ck_assert_ptr_nonnull(strstr(answer, "1 number is not finite; JSON cannot hold that"));
    ck_assert_str_eq(buf_text(&harness->file), "[[1, null],\n [2, 3]]\n");
    harness_do(harness, "export all.json");
    ck_assert_ptr_null(strstr(buf_text(&harness->file), "layers"));
    harness_do(harness, "init; set optimizer adam; train 3\nexport all x.json");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->file), "\"layers\": ["));
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->file), "    \"sb2\": [["));
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->file), "\"epoch\": 3,"));
    harness_free(harness);
}
END_TEST

static const struct {
    const char *name;
    int writes;
} languages[] = {
#define LANGUAGE(name, writes) {#name, writes},
    LANGUAGES(LANGUAGE)};

static void ck_text(const char *text, const char *row, size_t language, const char *what)
{
    ck_assert_msg(text != NULL, "%s has no %s in %s", row, what, languages[language].name);
}

// No row may lack a text that an export needs.
START_TEST(each_row_is_written_in_each_language)
{
    for (size_t l = 0; l < LANGUAGE_COUNT; l++) {
        int writes = languages[l].writes;
        for (size_t i = 0; i < ACTIVATION_COUNT; i++) {
            ck_text(activations[i].code[l].forward, activations[i].name, l, "forward");
            if (writes & WRITES_BACKWARD)
                ck_text(activations[i].code[l].backward, activations[i].name, l, "backward");
        }
        for (size_t i = 0; i < LOSS_COUNT && (writes & WRITES_LOSS); i++) {
            ck_text(losses[i].code[l].forward, losses[i].name, l, "forward");
            if (writes & WRITES_BACKWARD)
                ck_text(losses[i].code[l].backward, losses[i].name, l, "backward");
        }
        for (size_t i = 0; i < OPTIMIZER_COUNT && (writes & WRITES_UPDATE); i++) {
            ck_text(optimizers[i].code[l].begin, optimizers[i].name, l, "begin");
            ck_text(optimizers[i].code[l].update, optimizers[i].name, l, "update");
        }
    }
    for (size_t i = 0; i < SCHEDULE_COUNT; i++)
        ck_assert_ptr_nonnull(schedules[i].python);
}
END_TEST

// The program of the last export, from the line that begins so, or "".
static const char *program_from(struct harness *harness, const char *line)
{
    const char *found = strstr(buf_text(&harness->file), line);
    return found ? found : "";
}

START_TEST(a_quiet_training_is_promised_to_its_end)
{
    struct harness *harness = harness_create();
    const char *answer = harness_do(harness, "init\nexport xor.py epochs=2000");
    ck_assert_ptr_nonnull(strstr(answer, "are those of nnsh in the 4 decimals shown.\n"));
    ck_assert_str_ne(program_from(harness, "for epoch in range(1, 2001):"), "");
    harness_free(harness);
}
END_TEST

// A learning rate far too large makes any last bit count; that one epoch agrees is promised all the same.
START_TEST(a_chaotic_training_is_not_promised)
{
    struct harness *harness = harness_create();
    const char *answer =
        harness_do(harness, "data parity n=4; init 4 8:sin 1:tanh; set lr 60; every = 1\n"
                            "export p.py epochs=300");
    ck_assert_ptr_nonnull(strstr(answer, "in the 4 decimals shown up to epoch "));
    ck_assert_ptr_nonnull(strstr(answer, "After that this training is chaotic"));
    harness_free(harness);
}
END_TEST

START_TEST(a_diverging_training_is_promised_until_then)
{
    struct harness *harness = harness_create();
    const char *answer = harness_do(harness, "data plane; init 2 1:linear; set lr 3; every = 1\n"
                                             "export p.py epochs=5000");
    ck_assert_ptr_nonnull(strstr(answer, "After that the training diverges"));
    harness_free(harness);
}
END_TEST

// Weights that were set before the first epoch are where a training began; the session stays as it is.
START_TEST(a_program_begins_where_the_training_began)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; set b1 [[0.25, 0.5]]; train 50\n");
    uint64_t before = shell_digest(harness->shell);
    harness_do(harness, "export xor.py");
    ck_assert_uint_eq(shell_digest(harness->shell), before);
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->file), "b1 = np.array([[0.25, 0.5]]"));
    ck_assert_str_ne(program_from(harness, "for epoch in range(1, 51):"), "");
    harness_do(harness, "export xor.py from=here epochs=7");
    ck_assert_ptr_null(strstr(buf_text(&harness->file), "b1 = np.array([[0.25, 0.5]]"));
    ck_assert_str_ne(program_from(harness, "for epoch in range(51, 58):"), "");
    ck_assert_uint_eq(shell_digest(harness->shell), before);
    harness_free(harness);
}
END_TEST

START_TEST(ctrl_c_ends_the_twins_training)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init");
    buf_clear(&harness->file);
    harness->stop = 1;
    harness_run(harness, "export xor.py epochs=1000000000");
    ck_assert_uint_eq(harness->file.length, 0);
    harness_free(harness);
}
END_TEST

// Nothing of what a training does not do stands in its program.
START_TEST(a_program_has_no_line_too_many)
{
    struct harness *harness = harness_create();
    static const char *const words[] = {"rate", "batch", "clip",  "l1",
                                        "l2",   "order", "total", "np.random"};
    harness_do(harness, "init; export xor.py epochs=10");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert_msg(!strstr(buf_text(&harness->file), words[i]), "%s", words[i]);
    harness_do(harness, "freeze w1 b1; set schedule cosine; export xor.py epochs=10");
    ck_assert_ptr_null(strstr(buf_text(&harness->file), "dw1"));
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->file), "w2 -= rate * dw2"));
    harness_free(harness);
}
END_TEST

// A sum of seven products does not fit a page's line.
START_TEST(a_long_equation_stands_on_several_lines)
{
    struct harness *harness = harness_create();
    harness_do(harness, "data moons n=20; init 2 3:relu 1:sigmoid; export moons.tex sample=1");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->file), " \\\\\n&\\quad + "));
    harness_free(harness);
}
END_TEST

// The advice is typed as it stands, so a name may not look like an option.
START_TEST(advice_can_be_typed)
{
    struct harness *harness = harness_create();
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "init; export -x.py epochs=1"),
                                 "run it with: python3 ./-x.py\n"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "export \"a b.py\" epochs=1"),
                                 "run it with: python3 'a b.py'\n"));
    harness_free(harness);
}
END_TEST

Suite *export_suite(void)
{
    Suite *suite = suite_create("export");
    TCase *tests = tcase_create("tables");
    tcase_add_test(tests, each_kind_is_found_by_its_ending);
    tcase_add_test(tests, a_table_keeps_every_bit);
    tcase_add_test(tests, a_npy_file_is_numpys);
    tcase_add_test(tests, x_is_the_data);
    tcase_add_test(tests, what_json_cannot_hold_is_null);
    tcase_add_test(tests, each_row_is_written_in_each_language);
    tcase_add_test(tests, a_quiet_training_is_promised_to_its_end);
    tcase_add_test(tests, a_chaotic_training_is_not_promised);
    tcase_add_test(tests, a_diverging_training_is_promised_until_then);
    tcase_add_test(tests, a_program_begins_where_the_training_began);
    tcase_add_test(tests, ctrl_c_ends_the_twins_training);
    tcase_add_test(tests, a_program_has_no_line_too_many);
    tcase_add_test(tests, advice_can_be_typed);
    tcase_add_test(tests, a_long_equation_stands_on_several_lines);
    suite_add_tcase(suite, tests);
    return suite;
}
