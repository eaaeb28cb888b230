// SPDX-License-Identifier: GPL-3.0-or-later
// XOR with FANN, doubles: 2-2-1, trained by fann_train_epoch. This version of FANN has no relu; its
// FANN_LINEAR_PIECE, max(0, min(1, x)), is the nearest, and costs as little.
//
// usage: xor_fann batch|incremental EPOCHS      prints the seconds taken and the mean square error
#include <doublefann.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
    static fann_type x[4][2] = {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, y[4][1] = {{0}, {1}, {1}, {0}};
    if (argc != 3)
        return 2;
    int is_batch = strcmp(argv[1], "batch") == 0;
    long epochs = atol(argv[2]);
    struct fann *ann = fann_create_standard(3, 2, 2, 1);
    struct fann_train_data *data = fann_create_train(4, 2, 1);
    if (!ann || !data)
        return 1;
    for (int i = 0; i < 4; i++) {
        memcpy(data->input[i], x[i], sizeof x[i]);
        memcpy(data->output[i], y[i], sizeof y[i]);
    }
    fann_set_activation_function_hidden(ann, FANN_LINEAR_PIECE);
    fann_set_activation_function_output(ann, FANN_SIGMOID);
    fann_set_activation_steepness_hidden(ann, 1);
    fann_set_train_error_function(ann, FANN_ERRORFUNC_LINEAR);
    fann_set_training_algorithm(ann, is_batch ? FANN_TRAIN_BATCH : FANN_TRAIN_INCREMENTAL);
    fann_set_learning_rate(ann, is_batch ? 0.4F : 0.1F);
    // The weights of NumPy's generator with seed 1, as the other programs have them.
    static fann_type weights[] = {0.417022004702574,   0.00011437481734488664, 0,
                                  0.7203244934421581,  0.30233257263183977,    0,
                                  0.14675589081711304, 0.0923385947687978,     0};
    struct fann_connection connections[16];
    fann_get_connection_array(ann, connections);
    for (unsigned i = 0; i < fann_get_total_connections(ann); i++)
        connections[i].weight = weights[i];
    fann_set_weight_array(ann, connections, fann_get_total_connections(ann));
    float loss = 0;
    double began = now();
    for (long e = 0; e < epochs; e++)
        loss = fann_train_epoch(ann, data);
    printf("%.9f %.9f\n", now() - began, (double)loss);
    fann_destroy_train(data);
    fann_destroy(ann);
    return 0;
}
