// SPDX-License-Identifier: GPL-3.0-or-later
// Sets that are drawn: sample n is of class n % classes, so any beginning of a set has all of them.
// The numbers come in a fixed order: for each sample first its place, then its noise, input by input.
#include "data/builtin.h"

#include "network/mathfn.h"
#include "network/mathfn_more.h"
#include "network/rng.h"

#define PI 3.14159265358979323846

// Starts a set of two inputs, drawn from the options' seed.
static struct dataset *start(const struct builtin_options *options, size_t inputs, size_t outputs,
                             struct rng *rng, struct error *error)
{
    rng_seed(rng, options->seed);
    return dataset_create(options->n, inputs, outputs, error);
}

static void put(struct dataset *set, size_t n, double x0, double x1,
                const struct builtin_options *options, struct rng *rng)
{
    set->x.data[2 * n] = x0;
    set->x.data[2 * n + 1] = x1;
    for (size_t i = 0; options->noise > 0 && i < 2; i++)
        set->x.data[2 * n + i] += options->noise * rng_normal(rng);
}

// The target of class k: 0 or 1 for two classes, else one-hot.
static void put_class(struct dataset *set, size_t n, size_t k)
{
    if (set->y.cols == 1)
        set->y.data[n] = (double)k;
    else
        set->y.data[n * set->y.cols + k] = 1;
}

static double between(struct rng *rng, double least, double most)
{
    return least + (most - least) * rng_uniform(rng);
}

// Class 1 in a disc of radius 0.5, class 0 in the ring from 0.7 to 1, each evenly over its area:
// the square of the radius is drawn.
struct dataset *builtin_circle(const struct builtin_options *options, struct error *error)
{
    struct rng rng;
    struct dataset *set = start(options, 2, 1, &rng, error);
    for (size_t n = 0; set && n < options->n; n++) {
        bool inside = n % 2 == 1;
        double square = inside ? between(&rng, 0, 0.25) : between(&rng, 0.49, 1);
        double radius = sqrt(square), angle = between(&rng, 0, 2 * PI);
        put(set, n, radius * math_cos(angle), radius * math_sin(angle), options, &rng);
        put_class(set, n, inside);
    }
    return set;
}

// Two clouds: class 0 around (-1, -1), class 1 around (1, 1); the noise is their width.
struct dataset *builtin_gauss(const struct builtin_options *options, struct error *error)
{
    struct rng rng;
    struct dataset *set = start(options, 2, 1, &rng, error);
    for (size_t n = 0; set && n < options->n; n++) {
        double centre = n % 2 ? 1 : -1;
        put(set, n, centre, centre, options, &rng);
        put_class(set, n, n % 2);
    }
    return set;
}

// Two half circles that reach into one another, as scikit-learn's make_moons places them: class 0
// is (cos t, sin t), class 1 is (1 - cos t, 1/2 - sin t), for t evenly from 0 to pi.
struct dataset *builtin_moons(const struct builtin_options *options, struct error *error)
{
    struct rng rng;
    struct dataset *set = start(options, 2, 1, &rng, error);
    for (size_t n = 0; set && n < options->n; n++) {
        size_t of_class = (options->n + 1 - n % 2) / 2;
        double t = of_class > 1 ? PI * (double)(n / 2) / (double)(of_class - 1) : 0;
        double x = math_cos(t), y = math_sin(t);
        put(set, n, n % 2 ? 1 - x : x, n % 2 ? 0.5 - y : y, options, &rng);
        put_class(set, n, n % 2);
    }
    return set;
}

// Arm k of K winds once around the middle: at radius r, from near 0 to 1, its angle is
// 2·pi·(r + k/K).
struct dataset *builtin_spiral(const struct builtin_options *options, struct error *error)
{
    struct rng rng;
    size_t arms = options->arms;
    struct dataset *set = start(options, 2, arms == 2 ? 1 : arms, &rng, error);
    for (size_t n = 0; set && n < options->n; n++) {
        size_t k = n % arms, of_class = (options->n + arms - 1 - k) / arms;
        double radius = (double)(n / arms + 1) / (double)of_class;
        double angle = 2 * PI * (radius + (double)k / (double)arms);
        put(set, n, radius * math_sin(angle), radius * math_cos(angle), options, &rng);
        put_class(set, n, k);
    }
    return set;
}

// A cloud for each class, around a centre drawn evenly from [-3, 3] in each input; the noise is
// their width. The centres are drawn first.
struct dataset *builtin_blobs(const struct builtin_options *options, struct error *error)
{
    struct rng rng;
    size_t features = options->features, classes = options->classes;
    struct dataset *set = start(options, features, classes == 2 ? 1 : classes, &rng, error);
    struct dataset *centres = set ? dataset_create(classes, features, 1, error) : NULL;
    if (!centres) {
        dataset_free(set);
        return NULL;
    }
    for (size_t i = 0; i < matrix_count(centres->x); i++)
        centres->x.data[i] = between(&rng, -3, 3);
    for (size_t n = 0; n < options->n; n++) {
        for (size_t i = 0; i < features; i++)
            set->x.data[n * features + i] =
                matrix_at(centres->x, n % classes, i) +
                (options->noise > 0 ? options->noise * rng_normal(&rng) : 0);
        put_class(set, n, n % classes);
    }
    dataset_free(centres);
    return set;
}

// The sine of numbers evenly from -3 to 3; the noise is added to the target.
struct dataset *builtin_sine(const struct builtin_options *options, struct error *error)
{
    struct rng rng;
    struct dataset *set = start(options, 1, 1, &rng, error);
    for (size_t n = 0; set && n < options->n; n++) {
        double x = options->n > 1 ? -3 + 6 * (double)n / (double)(options->n - 1) : 0;
        set->x.data[n] = x;
        set->y.data[n] = math_sin(x) + (options->noise > 0 ? options->noise * rng_normal(&rng) : 0);
    }
    if (set)
        set->targets = TARGETS_NUMBERS;
    return set;
}

// y = 2·x0 - x1 + 0.5 over [-1, 1]²; the noise is added to the target. A network without hidden layer
// finds these very numbers.
struct dataset *builtin_plane(const struct builtin_options *options, struct error *error)
{
    struct rng rng;
    struct dataset *set = start(options, 2, 1, &rng, error);
    for (size_t n = 0; set && n < options->n; n++) {
        double x0 = between(&rng, -1, 1), x1 = between(&rng, -1, 1);
        set->x.data[2 * n] = x0;
        set->x.data[2 * n + 1] = x1;
        set->y.data[n] =
            2 * x0 - x1 + 0.5 + (options->noise > 0 ? options->noise * rng_normal(&rng) : 0);
    }
    if (set)
        set->targets = TARGETS_NUMBERS;
    return set;
}
