// SPDX-License-Identifier: GPL-3.0-or-later
// The table of commands: the one place where a command is described. To add one, write its row
// here and its function in the cmd_ file of its heading. Examples run from a fresh start in the
// tests and in `help`, so each begins with what it needs.
#include "shell/command.h"
#include "shell/run.h"

#define OPT PARAM_OPTIONAL

const struct command commands[] = {
    {
        .name = "init",
        .topic = TOPIC_MAKE,
        .params = {{"IN UNITS[:ACT]...", PARAM_LAYERS, OPT, NULL},
                   {"scheme", PARAM_SCHEME, PARAM_OPTION, "NAME"},
                   {"seed", PARAM_COUNT, PARAM_OPTION, "N"}},
        .summary = "make a network with fresh weights",
        .details =
            "Alone it makes the notebook's network: the data's inputs, one hidden layer of 2\n"
            "relu units, sigmoid outputs, scheme=uniform seed=1. Otherwise give the number\n"
            "of inputs and the units of each layer; a layer without an activation is relu,\n"
            "the last one sigmoid. The weights are NumPy's: np.random.seed(N), then rand or\n"
            "randn for w1, w2 and so on. Biases begin at 0. Data and settings stay.",
        .example = "init 2 3:tanh 1 scheme=normal seed=4\nshow w1\n",
        .flags = COMMAND_SETS_STATE,
        .run = command_init,
    },
    {
        .name = "data",
        .topic = TOPIC_MAKE,
        .params = {{"NAME", PARAM_DATA, PARAM_REQUIRED, NULL},
                   {"n", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"noise", PARAM_REAL, PARAM_OPTION, "S"},
                   {"seed", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"arms", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"features", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"classes", PARAM_COUNT, PARAM_OPTION, "N"}},
        .summary = "choose what the network learns: a set, or a CSV file",
        .details =
            "The data are xor until you say otherwise. n is the number of samples, for the\n"
            "truth tables (xor to parity) that of inputs; noise is the standard deviation of\n"
            "a random number added to each input (to the target of sine and plane); seed\n"
            "draws another set of the kind. A network that fits stays as it is; for data it\n"
            "does not fit, make another network first. A name with a dot or a slash in it is\n"
            "a file: see 'help data file'.",
        .example = "data spiral arms=3 n=300\ndata split 0.8 stratify\nshow data\n",
        .parts = data_parts,
        .part_count = DATA_PART_COUNT,
        .flags = COMMAND_SETS_STATE,
        .run = command_data,
    },
    {
        .name = "set",
        .topic = TOPIC_MAKE,
        .params = {{"NAME", PARAM_PLACE, PARAM_REQUIRED, NULL},
                   {"=", PARAM_EQUALS, OPT, NULL},
                   {"VALUE", PARAM_VALUE, PARAM_REQUIRED, NULL}},
        .summary = "change a setting, a weight, a bias, x or y",
        .details =
            "A weight is set by its index (w1[0,1], counted from 0), a row or a column by a\n"
            "slice (w1[0,:]), a matrix whole. What was computed from the old value is then\n"
            "stale until you run it again. The lr that is set is that of the first epoch; a\n"
            "schedule makes another of it with time, and 'print lr' tells the present one.",
        .example = "init\nset lr 0.5\nset w1[0,1] 0.25\nset w2 = [[1], [-1]]\nprint w1, w2\n",
        .flags = COMMAND_SETS_STATE,
        .run = command_set,
    },
    {
        .name = "let",
        .topic = TOPIC_MAKE,
        .params = {{"NAME", PARAM_NAME, PARAM_REQUIRED, NULL},
                   {"=", PARAM_EQUALS, PARAM_REQUIRED, NULL},
                   {"EXPRESSION", PARAM_EXPRESSION, PARAM_REQUIRED, NULL}},
        .summary = "keep a value under a name of your own",
        .details = "The name keeps the value it has now; it does not follow later changes.",
        .example = "init\nlet old = w2\nforward; backward; update\nprint w2 - old\n",
        .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
        .run = command_let,
    },
    {
        .name = "reset",
        .topic = TOPIC_MAKE,
        .params = {{0}},
        .summary = "go back to the weights init drew, epoch 0",
        .details = "Data and settings stay as they are.",
        .example = "init\ntrain 300\nreset\n",
        .flags = COMMAND_PLAIN,
        .run = command_reset,
    },
    {
        .name = "freeze",
        .topic = TOPIC_MAKE,
        .params = {{"NAME...", PARAM_PARAMETERS, PARAM_REQUIRED, NULL}},
        .summary = "keep weights or biases as they are",
        .details =
            "Updates leave a frozen parameter alone; its gradient is still computed. What\n"
            "the optimizer keeps of it stays as well: for adam and adamw its count of updates\n"
            "goes on where it was, as in PyTorch.",
        .example = "init\nfreeze w1 b1\nset detail brief\nforward; backward; update\n",
        .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
        .run = command_freeze,
    },
    {
        .name = "unfreeze",
        .topic = TOPIC_MAKE,
        .params = {{"NAME...", PARAM_PARAMETERS, PARAM_REQUIRED, NULL}},
        .summary = "let frozen weights or biases learn again",
        .details = "The same names as freeze takes.",
        .example = "init\nfreeze w1\nunfreeze w1\n",
        .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
        .run = command_unfreeze,
    },
    {
        .name = "next",
        .key = "n",
        .topic = TOPIC_RUN,
        .params = {{0}},
        .summary = "run one stage and show its arithmetic",
        .details =
            "The stages of one update are z1, a1, ... , loss, then back da, dz, dw and db for\n"
            "each layer, and update. The prompt shows which comes next. An empty line does\n"
            "next again.",
        .example = "init\nnext\nnext\n",
        .flags = COMMAND_NEEDS_NETWORK | COMMAND_REPEATS,
        .run = command_next,
    },
    {
        .name = "forward",
        .key = "f",
        .topic = TOPIC_RUN,
        .params = {{"SAMPLE", PARAM_COUNT, OPT, NULL}},
        .summary = "compute predictions and loss; of one sample, term by term",
        .details =
            "Layer by layer: z = inputs @ w + b, then a = activation(z); the last a is the\n"
            "prediction, and the loss says how far it is from the target y. With the number\n"
            "of a sample every sum is written out; without, the matrices are shown.",
        .example = "init\nforward 1\n",
        .flags = COMMAND_NEEDS_NETWORK,
        .run = command_forward,
    },
    {
        .name = "backward",
        .key = "b",
        .topic = TOPIC_RUN,
        .params = {{"SAMPLE", PARAM_COUNT, OPT, NULL}},
        .summary = "compute the gradients, link by link of the chain rule",
        .details = "From the loss back to the first layer: da says how the loss changes with an\n"
                   "activation, dz with a pre-activation, dw and db with weights and biases. See\n"
                   "'help chain rule'.",
        .example = "init\nforward\nbackward 1\n",
        .flags = COMMAND_NEEDS_NETWORK,
        .run = command_backward,
    },
    {
        .name = "update",
        .key = "u",
        .topic = TOPIC_RUN,
        .params = {{0}},
        .summary = "move each parameter against its gradient",
        .details = "Each weight and bias becomes its old value minus lr times its gradient.",
        .example = "init\nset detail brief\nforward; backward; update\n",
        .flags = COMMAND_NEEDS_NETWORK | COMMAND_PLAIN,
        .run = command_update,
    },
    {
        .name = "step",
        .key = "s",
        .topic = TOPIC_RUN,
        .params = {{"N", PARAM_COUNT, OPT, NULL}},
        .summary = "do N whole updates, each shown with old and new values",
        .details =
            "Forward, backward and update in one go; 1 unless told otherwise. A pass that is\n"
            "under way is finished. An empty line does step again.",
        .example = "init\nstep\n",
        .flags = COMMAND_NEEDS_NETWORK | COMMAND_REPEATS,
        .run = command_step,
    },
    {
        .name = "train",
        .key = "t",
        .topic = TOPIC_RUN,
        .params = {{"N", PARAM_COUNT, OPT, NULL},
                   {"until", PARAM_EXPRESSION, PARAM_KEYWORD, "CONDITION"},
                   {"rises", PARAM_SWITCH, PARAM_KEYWORD, ""},
                   {"patience", PARAM_COUNT, PARAM_OPTION, "K"},
                   {"every", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"max", PARAM_COUNT, PARAM_OPTION, "N"}},
        .summary = "do many updates at full speed",
        .details =
            "N epochs, 1000 unless told otherwise, or as many as it takes until a condition\n"
            "is true (max bounds them, 100000 unless told otherwise). The loss is printed\n"
            "each every epochs: that of the epoch's forward pass, before its update; with\n"
            "batches, the mean over the epoch's. Where the data are split, the loss over the\n"
            "test part stands beside it, of the weights behind the epoch, those that 'print\n"
            "test_loss' and 'goto' meet: one update newer, which matters while the loss\n"
            "still falls fast. 'until test_loss rises' looks at a number at each printed\n"
            "epoch and stops where it has not fallen below its lowest for patience of them\n"
            "in a row (3). Ctrl-C stops after the update in hand and keeps everything.",
        .example = "init\ntrain 500\ntrain until loss < 0.1 every=200\n",
        .flags = COMMAND_NEEDS_NETWORK,
        .run = command_train,
    },
    {
        .name = "predict",
        .topic = TOPIC_RUN,
        .params = {{"VALUES", PARAM_NUMBERS, OPT, NULL}},
        .summary = "compare predictions with targets, or predict one input",
        .details = "Without values every sample is shown with its prediction, target, error and\n"
                   "verdict, then the loss and the accuracy. With a value for each input, the\n"
                   "prediction for that input; where a column of the table was text, type the\n"
                   "text, as in 'predict red 3', in quotes where it has blanks.",
        .example = "init\ntrain 1000 every=1000\npredict\npredict 0.9 0.1\n",
        .flags = 0,
        .run = command_predict,
    },
    {
        .name = "sweep",
        .topic = TOPIC_RUN,
        .params = {{"N", PARAM_COUNT, PARAM_REQUIRED, NULL},
                   {"seed", PARAM_COUNT, PARAM_OPTION, "S"},
                   {"epochs", PARAM_COUNT, PARAM_OPTION, "E"},
                   {"until", PARAM_EXPRESSION, PARAM_KEYWORD, "CONDITION"}},
        .summary = "train N networks from other seeds: is it method or luck?",
        .details =
            "Each starts from fresh weights, seeds S, S+1, ... (S is 0 unless given), and\n"
            "has your network's shape, scheme, data and settings; your network itself is left\n"
            "alone. It counts those that get every prediction right after E epochs (10000\n"
            "unless told otherwise), or make the condition true within them, shows where the\n"
            "losses ended, and what the others have in common. It uses every core; Ctrl-C\n"
            "stops and shows what is done so far.",
        .example = "init\nsweep 20 until loss < 0.01\n",
        .run = command_sweep,
    },
    {
        .name = "show",
        .topic = TOPIC_LOOK,
        .params = {{"THING...", PARAM_THINGS, PARAM_REQUIRED, NULL}},
        .summary = "show matrices, the network, data, settings",
        .details =
            "Names are those of the formulas: x y w1 b1 z1 a1 dw1 db1 dz1 da1 and so on for\n"
            "each layer, lr loss epoch steps accuracy test_loss test_accuracy. A value from\n"
            "before the last change is marked stale.",
        .example = "init\nshow net w1 b1\n",
        .run = command_show,
    },
    {
        .name = "print",
        .key = "p",
        .topic = TOPIC_LOOK,
        .params = {{"EXPRESSION, ...", PARAM_ITEMS, PARAM_REQUIRED, NULL}},
        .summary = "compute expressions; text in quotes stands as it is",
        .details = "Expressions are NumPy's: + - * / ** element by element, @ for the matrix\n"
                   "product, .T, w1[0,1], x[:,1], comparisons, and or not, and functions such as\n"
                   "exp, sum, mean, sigmoid. 'help expressions' lists them.",
        .example = "init\nforward\nprint sigmoid(a1 @ w2 + b2) - a2\n"
                   "print \"mean error\", mean((a2 - y)**2)\n",
        .run = command_print,
    },
    {
        .name = "whatif",
        .topic = TOPIC_LOOK,
        .params = {{"NAME VALUE ...", PARAM_CHANGES, PARAM_REQUIRED, NULL}},
        .summary = "see the loss with other weights or settings, changing none",
        .details =
            "Shows the loss and the predictions as they would be, and the loss after one step\n"
            "from there. Different names are tried together; a name that comes again begins\n"
            "the next trial, so 'whatif lr 0.1 lr 1 lr 10' compares three.",
        .example = "init\ntrain 500 every=500\nwhatif lr 0.1 lr 1 lr 10\nwhatif w2[0,0] 0 b2 1\n",
        .flags = COMMAND_NEEDS_NETWORK,
        .run = command_whatif,
    },
    {
        .name = "watch",
        .topic = TOPIC_LOOK,
        .params = {{"EXPRESSION", PARAM_EXPRESSION, PARAM_REQUIRED, NULL}},
        .summary = "show a value after each step and each printed epoch",
        .details = "'show watches' lists what is watched, 'unwatch' takes it away.",
        .example = "init\nwatch w1[0,0]\nwatch dw1[0,0]\ntrain 300\n",
        .flags = COMMAND_SETS_STATE,
        .run = command_watch,
    },
    {
        .name = "unwatch",
        .topic = TOPIC_LOOK,
        .params = {{"N", PARAM_COUNT, OPT, NULL}},
        .summary = "stop watching: number N, or everything",
        .details = "'show watches' tells the numbers.",
        .example = "init\nwatch w1\nunwatch 0\n",
        .flags = COMMAND_PLAIN,
        .run = command_unwatch,
    },
    {
        .name = "break",
        .topic = TOPIC_LOOK,
        .params = {{"CONDITION", PARAM_EXPRESSION, PARAM_REQUIRED, NULL}},
        .summary = "stop training where a condition becomes true",
        .details = "Training stops after the update that made it true. 'train' then goes on from\n"
                   "there; 'unbreak' takes the break away.",
        .example = "init\nbreak accuracy == 1\ntrain 5000 every=1000\n",
        .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
        .run = command_break,
    },
    {
        .name = "unbreak",
        .topic = TOPIC_LOOK,
        .params = {{"N", PARAM_COUNT, OPT, NULL}},
        .summary = "take break number N away, or all of them",
        .details = "'show watches' tells the numbers.",
        .example = "init\nbreak loss < 0.1\nunbreak\n",
        .flags = COMMAND_PLAIN,
        .run = command_unbreak,
    },
    {
        .name = "explain",
        .alias = "why",
        .topic = TOPIC_LOOK,
        .params = {{"NAME[I,J]", PARAM_EXPRESSION, PARAM_REQUIRED, NULL},
                   {"depth", PARAM_COUNT, PARAM_OPTION, "N"}},
        .summary = "show where one number comes from",
        .details =
            "For an element of z, a, da, dz, dw or db, and for loss: its formula, the formula\n"
            "with the numbers in it, and the value. A sum over samples is split by sample;\n"
            "a share is a part's size in percent of all sizes.\n"
            "For an element of w or b: what the next update makes of it. depth=2 explains\n"
            "its parts as well, depth=3 theirs, and so on down to inputs and weights; where a\n"
            "factor is 0, the one beside it is left out. The shell adds with fma: a product\n"
            "and the sum so far are rounded once, together.",
        .example = "init\nset detail brief\nforward; backward\nexplain dw2[1,0] depth=2\n"
                   "explain w1[0,1]\n",
        .run = command_explain,
    },
    {
        .name = "check",
        .topic = TOPIC_LOOK,
        .params = {{"NAME", PARAM_PARAMETERS, OPT, NULL}},
        .summary = "compare gradients with finite differences",
        .details =
            "Each parameter is moved a little down and up, and the slope of the loss between\n"
            "is compared with the gradient. Where a unit sits on a corner of its activation\n"
            "the loss has a left and a right slope; the gradient is right when it is one of\n"
            "them. At the edge of step the loss jumps and has no slope on that side.\n"
            "With a name (w1, b2) only that parameter is compared.",
        .example = "init\ncheck\n",
        .flags = COMMAND_NEEDS_NETWORK | COMMAND_PLAIN,
        .run = command_check,
    },
    {
        .name = "diagnose",
        .topic = TOPIC_LOOK,
        .params = {{0}},
        .summary = "tell what keeps the network from learning",
        .details =
            "A copy goes on learning, and if it gets nowhere, causes are looked for: units\n"
            "that are always on or off, twins, saturation, gradients that vanish, a learning\n"
            "rate that does not fit, and more. Each finding comes with the numbers that say\n"
            "so and a command to try. The network itself stays as it is.",
        .example = "init seed=3\ntrain 10000 every=10000\ndiagnose\n",
        .flags = COMMAND_NEEDS_NETWORK,
        .run = command_diagnose,
    },
    {
        .name = "plot",
        .topic = TOPIC_LOOK,
        .params = {{"WHAT [NAME...] [FILE]", PARAM_PICTURE, OPT, NULL}},
        .summary = "draw the loss, the decision plane, weights, the network",
        .details =
            "The picture is drawn here, as large as the terminal allows, or into a file whose\n"
            "name ends in .svg, .png or .pdf. A matrix (w1 b1 z1 a1 dw1 ... x y) becomes a\n"
            "heat map. In boundary, a unit of the first layer folds where its z is 0; where\n"
            "there are more than two inputs give it two (x0 x2), and the others are held at\n"
            "their means. surface varies one or two weights or biases (w1[0,0] w2[1,0]).\n"
            "data shows the samples over two inputs; those to test on have their own signs.",
        .example = "init seed=2\ntrain 3000 every=3000\nplot boundary\nplot w1\n",
        .run = command_plot,
    },
    {
        .name = "undo",
        .topic = TOPIC_TIME,
        .params = {{"N", PARAM_COUNT, OPT, NULL}},
        .summary = "take the last N commands back that changed something; redo",
        .details =
            "The network, the data, the settings, your names, watches and breaks are again as\n"
            "they were, to the bit. 'redo' does what was undone again, until you change\n"
            "something else. 'show timeline' shows where you are, and the loss of each state.",
        .example = "init\ntrain 200 every=200\nset lr 0.5\nundo 2\nredo\n",
        .run = command_undo,
    },
    {
        .name = "redo",
        .topic = TOPIC_TIME,
        .params = {{"N", PARAM_COUNT, OPT, NULL}},
        .summary = "do again what was undone",
        .details = "N commands, one unless told otherwise.",
        .example = "init\ntrain 200 every=200\nundo\nredo\n",
        .flags = COMMAND_PLAIN,
        .run = command_redo,
    },
    {
        .name = "goto",
        .topic = TOPIC_TIME,
        .params = {{"EPOCH|MARK", PARAM_MOMENT, PARAM_REQUIRED, NULL}},
        .summary = "go to right after an epoch, back or forth, or to a mark",
        .details =
            "Back, the state is the very one of that moment, with the settings of that time;\n"
            "forward, the network is trained on with the settings of now, and you are told\n"
            "where that epoch was another one before. 'undo' returns to where you were.",
        .example = "init\ntrain 300\ngoto 120\nshow w1\ngoto 140\nundo 2\n",
        .flags = COMMAND_PLAIN,
        .run = command_goto,
    },
    {
        .name = "mark",
        .topic = TOPIC_TIME,
        .params = {{"NAME", PARAM_NAME, PARAM_REQUIRED, NULL}},
        .summary = "name the present state, for goto and diff",
        .details =
            "A mark stays whatever you do; the same name again moves it here. 'show timeline'\n"
            "lists the marks. The loss it tells, as 'undo' and 'goto' do, is that of all\n"
            "training samples with the weights as they are now; a line of 'train' tells what\n"
            "an epoch's batches had on the way, each before its update.",
        .example = "init\nmark start\ntrain 300 every=300\ngoto start\n",
        .flags = COMMAND_PLAIN,
        .run = command_mark,
    },
    {
        .name = "diff",
        .topic = TOPIC_TIME,
        .params = {{"A", PARAM_MOMENT, PARAM_REQUIRED, NULL}, {"B", PARAM_MOMENT, OPT, NULL}},
        .summary = "show what changed between two moments",
        .details =
            "A and B are marks, numbers of epochs, or 'now'; B is 'now' unless given. Shown\n"
            "are the settings, the data, your names, watches and breaks, and the loss of all\n"
            "training samples where they differ, and how far each weight matrix and bias\n"
            "moved; a small network's are shown whole.",
        .example = "init\nmark start\ntrain 300 every=300\ndiff start now\n",
        .flags = COMMAND_PLAIN,
        .run = command_diff,
    },
    {
        .name = "history",
        .topic = TOPIC_TIME,
        .params = {{0}},
        .summary = "list the commands that led here",
        .details = "The last 1000 are kept.",
        .example = "init\nset lr 0.5\nhistory\n",
        .flags = COMMAND_PLAIN,
        .run = command_history,
    },
    {
        .name = "source",
        .topic = TOPIC_FILES,
        .params = {{"FILE", PARAM_FILE, PARAM_REQUIRED, NULL}},
        .summary = "run a script",
        .details = "A script holds commands as you type them; # begins a comment. It stops at its\n"
                   "first failed command.",
        .example = "source first.nn\nshow epoch\n",
        .flags = COMMAND_PLAIN,
        .run = command_source,
    },
    {
        .name = "save",
        .topic = TOPIC_FILES,
        .params = {{"FILE", PARAM_FILE, PARAM_REQUIRED, NULL}},
        .summary = "write the whole session to a file",
        .details =
            "The file is a script of commands that set state, every number exact: data,\n"
            "settings, network, weights, the optimizer's state, where training stands, your\n"
            "names, watches and breaks; not the way here: the timeline with its marks, and\n"
            "the curve of 'plot loss'. 'load FILE' goes on from there to the bit. A table is\n"
            "named and not copied, unless it has changed since it was read. The file is\n"
            "written aside and renamed, so it is always the old one or the new one, whole.",
        .example = "init\ntrain 500 every=500\nsave model.nn\n",
        .run = command_save,
    },
    {
        .name = "load",
        .topic = TOPIC_FILES,
        .params = {{"FILE", PARAM_FILE, OPT, NULL}, {"data", PARAM_FILE, PARAM_OPTION, "TABLE"}},
        .summary = "go on from a saved session",
        .details =
            "Everything becomes as it was saved; what you typed stays in the history. Only\n"
            "commands that set state are accepted, whatever the file says, and if one fails\n"
            "nothing changes. Without a file: the session of yours that was kept last, when\n"
            "you left without saving or the program was ended. A table that the session was\n"
            "trained on is read again, from where it was or from beside the saved file; where\n"
            "it is gone, data=OTHER.csv takes another one with the same columns.",
        .example = "init\ntrain 500 every=500\nsave model.nn\ninit seed=2\nload model.nn\n",
        .flags = COMMAND_PLAIN,
        .run = command_load,
    },
    {
        .name = "record",
        .topic = TOPIC_FILES,
        .params = {{"FILE", PARAM_FILE, OPT, NULL}},
        .summary = "keep what you type as a script: FILE, or off",
        .details =
            "From here on each command that succeeds is written to the file, which 'source'\n"
            "or 'nnsh FILE' then runs. Where the session is not a fresh one, the file begins\n"
            "with what 'save' would write, and where you go back to before the record, that\n"
            "state is written. Of a run that was stopped by hand what it did is written. A\n"
            "file that is there already is not touched. 'record off' ends it; 'record' alone\n"
            "tells whether one is kept.",
        .example = "record\n",
        .flags = COMMAND_PLAIN,
        .run = command_record,
    },
    {
        .name = "restore",
        .topic = TOPIC_FILES,
        .params = {{"NAME", PARAM_NAME, PARAM_REQUIRED, NULL},
                   {"VALUE", PARAM_VALUE, PARAM_REQUIRED, NULL}},
        .summary = "put back what set, watch and break do not take",
        .details =
            "'save' writes it. Beside any weights and biases, finite or not, NAME may be what\n"
            "the optimizer keeps of one (vw1 of momentum and nesterov, sw1 of rmsprop, mw1\n"
            "and sw1 of adam and adamw: the letters of its formula), powers (beta1 and beta2\n"
            "to the number of updates; powersw1 where w1 was frozen for some of them),\n"
            "losses (those of the epoch's batches so far, added up), watch or break.\n"
            "'restore session fresh', which a record may hold, makes everything as it was\n"
            "when nnsh began.",
        .example = "set optimizer momentum\ninit\nrestore vw2 [[0.5], [-0.5]]\n",
        .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
        .run = command_restore,
    },
    {
        .name = "resume",
        .topic = TOPIC_FILES,
        .params = {{"here", PARAM_HERE, PARAM_REQUIRED, NULL},
                   {"epoch", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"steps", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"draws", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"sample", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"stages", PARAM_COUNT, PARAM_OPTION, "N"}},
        .summary = "say where training stands: the end of a saved session",
        .details =
            "'save' writes it as the last line; a file without it was cut short, and 'load'\n"
            "refuses it. epoch and steps are those done; draws is how many random numbers of\n"
            "32 bits were drawn since the seed, before the order of the epoch under way;\n"
            "sample is how many samples of it are learnt, if one is under way; stages is how\n"
            "many of the pass under way are computed, which then are run again.",
        .example = "init\nresume epoch=500 steps=500 draws=12 here\nshow epoch\n",
        .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
        .run = command_resume,
    },
    {
        .name = "expect",
        .topic = TOPIC_LEARN,
        .params = {{"CONDITION", PARAM_EXPRESSION, PARAM_REQUIRED, NULL},
                   {"\"MESSAGE\"", PARAM_TEXT, OPT, NULL}},
        .summary = "check a condition; say nothing when it holds",
        .details = "When it does not hold, both sides are shown with the message, and a script\n"
                   "fails. At its end a script says how many expectations passed and failed.",
        .example =
            "init\ntrain 2000 every=1000\nexpect loss < 0.01 \"it should have learnt xor\"\n",
        .run = command_expect,
    },
    {
        .name = "help",
        .topic = TOPIC_LEARN,
        .params = {{"TOPIC", PARAM_TOPIC, OPT, NULL}},
        .summary = "explain a command, a topic or a word",
        .details =
            "Alone it lists the commands and the topics. Of any other word on the screen, a\n"
            "setting, a data set, an option, a name, it says what it is and where it belongs.",
        .example = "help shapes\n",
        .flags = COMMAND_PLAIN,
        .run = command_help,
    },
    {
        .name = "clear",
        .topic = TOPIC_LEARN,
        .params = {{0}},
        .summary = "clear the screen",
        .details = "Nothing but the screen changes; where there is no terminal, nothing happens.",
        .example = "clear\n",
        .flags = COMMAND_PLAIN,
        .run = command_clear,
    },
    {
        .name = "version",
        .topic = TOPIC_LEARN,
        .params = {{0}},
        .summary = "tell which nnsh this is",
        .details = "The same as nnsh --version.",
        .example = "version\n",
        .flags = COMMAND_PLAIN,
        .run = command_version,
    },
    {
        .name = "quit",
        .key = "q",
        .topic = TOPIC_LEARN,
        .params = {{0}},
        .summary = "leave",
        .details = "Ctrl-D at an empty prompt does the same. In a script it ends that script: of\n"
                   "several files given to nnsh the next one is run.",
        .example = "quit\n",
        .flags = COMMAND_PLAIN,
        .run = command_quit,
    },
};

const size_t command_count = sizeof commands / sizeof *commands;
