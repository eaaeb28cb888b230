# SPDX-License-Identifier: GPL-3.0-or-later
# nnsh: `make` builds build/nnsh, `make check` runs every test, `make help` lists the rest.

# ---- settings: change these on the command line --------------------------------------------

CC       ?= cc
CFLAGS   ?= -g
LDFLAGS  ?=
OPTIMIZE ?= -O2
PREFIX   ?= /usr/local
DESTDIR  ?=
# Anything here makes warnings errors.
WERROR   ?=
# A build of its own, in build/VARIANT: what asan, ubsan, valgrind and coverage below are.
VARIANT  ?=
# What the tests run the program under, such as valgrind.
RUNNER   ?=

# ---- nothing to change below ---------------------------------------------------------------

VERSION := 0.1.0
BUILD   := build$(if $(VARIANT),/$(VARIANT))

# What the code needs whatever CFLAGS say. Contraction is off because nnsh writes each fused
# multiply-add itself: the compiler must not make or unmake one.
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wdouble-promotion -Wstrict-prototypes \
            -Wmissing-prototypes -Wundef -Wwrite-strings $(if $(WERROR),-Werror)
REQUIRED := -std=c11 -D_POSIX_C_SOURCE=200809L -ffp-contract=off -fno-math-errno $(WARNINGS) \
            -DNNSH_VERSION='"$(VERSION)"' -Isrc -I/usr/include/cairo
LIBRARIES := -lreadline -lcsv -lm -ldl -pthread

# The architecture: a room may include only rooms before it in this list (scripts/layers).
ROOMS := base network data expr session history study lesson view shell front

# The lessons that are built in, in the order of the course.
LESSONS := forward loss chain update rate xor luck begin batches softmax overfit doctor

# What the network may ask of the world: memory, bytes and words, fma, and what the compiler adds.
PURE := malloc calloc realloc free aligned_alloc mem[a-z]+ str[a-z]+ fma sqrt __assert_fail \
        __assert_rtn __cpu_model __cpu_indicator_init __stack_chk_fail _GLOBAL_OFFSET_TABLE_

HUNTS := hunt-time hunt-refuse hunt-same hunt-keys hunt-kill hunt-lesson hunt-peek
PARTS := layers headers network-purity unit scripts errors lessons expressions formulas quiz fuzz worlds pictures kernels docs pty \
         export $(HUNTS)

SOURCES := $(foreach room,$(ROOMS),$(sort $(wildcard src/$(room)/*.c)))
HEADERS := $(foreach room,$(ROOMS),$(sort $(wildcard src/$(room)/*.h)))
TESTS   := $(sort $(wildcard tests/unit/*.c))
FUZZES  := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
BENCHES := $(basename $(notdir $(wildcard tests/bench/*.c)))

# The kernels are compiled once for each instruction set, and the arithmetic harder than the rest.
ifneq ($(filter x86_64% amd64%,$(shell $(CC) -dumpmachine)),)
$(BUILD)/obj/src/network/kernel_avx2.o:   KERNEL := -mavx2 -mfma
$(BUILD)/obj/src/network/kernel_avx512.o: KERNEL := -mavx512f -mavx512dq -mfma \
                                                    -mprefer-vector-width=512
else
SOURCES := $(filter-out %/kernel_avx2.c %/kernel_avx512.c,$(SOURCES))
endif
# What scripts/web compiles.
SOURCES := $(filter-out %/kernel_wasm.c,$(SOURCES))
HEADERS := $(filter-out %/exact_fma.h,$(HEADERS))
# What runs for every number or every command.
$(foreach room,base network expr shell,$(BUILD)/obj/src/$(room)/%.o): OPTIMIZE := -O3

# Homebrew keeps GNU Readline apart, since macOS has another library of that name.
ifeq ($(shell uname -s),Darwin)
BREW      := $(shell brew --prefix)
REQUIRED  += -I$(BREW)/opt/readline/include -I$(BREW)/include -I$(BREW)/include/cairo \
             -DNNSH_CAIRO='"$(BREW)/lib/libcairo.2.dylib"'
LIBRARIES += -L$(BREW)/opt/readline/lib -L$(BREW)/lib
endif

OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
LIBRARY := $(filter-out %/front/main.o,$(OBJECTS)) $(BUILD)/obj/lessons.o $(BUILD)/obj/report.o
NETWORK := $(filter $(BUILD)/obj/src/network/%,$(OBJECTS))

# libcheck may be a static library that needs Subunit's beside it.
CHECK_LIBRARIES ?= -lcheck $(if $(findstring /,$(shell $(CC) -print-file-name=libsubunit.a)), \
                   -lsubunit -lrt) -lpthread

COMPILE = $(CC) $(REQUIRED) $(OPTIMIZE) $(CFLAGS) $(KERNEL)
LINK    = $(CC) $(CFLAGS) $(LDFLAGS)
TALLY   = @tests/tally $(BUILD)/counts
PROGRAM = $(RUNNER) $(CURDIR)/$(BUILD)/nnsh

all: $(BUILD)/nnsh ## build the program, build/nnsh

$(BUILD)/nnsh: $(BUILD)/obj/src/front/main.o $(BUILD)/libnnsh.a
	$(LINK) -o $@ $^ $(LIBRARIES)

# The unit tests can make any allocation fail, and any call that writes a file, and count what reading costs.
comma := ,
WRAP := $(patsubst %,-Wl$(comma)--wrap=%,malloc calloc realloc aligned_alloc strdup \
                                         open write fsync fchmod mkstemp linkat rename \
                                         memchr memmove read)

$(BUILD)/unit: $(TESTS:%.c=$(BUILD)/obj/%.o) $(BUILD)/libnnsh.a
	$(LINK) $(WRAP) -o $@ $^ $(CHECK_LIBRARIES) $(LIBRARIES)

$(BUILD)/generate: $(BUILD)/obj/docs/generate.o $(BUILD)/libnnsh.a
	$(LINK) -o $@ $^ $(LIBRARIES)

$(BUILD)/bench/%: $(BUILD)/obj/tests/bench/%.o $(BUILD)/libnnsh.a
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(LIBRARIES)

# A fuzz target is linked with replay.c to see again what was kept, or (make fuzz) with libFuzzer.
$(BUILD)/replay/%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/replay.o \
                   $(BUILD)/obj/tests/fuzz/sandbox.o $(BUILD)/libnnsh.a
	@mkdir -p $(@D)
	$(LINK) -o $@ $^ $(LIBRARIES)

$(BUILD)/fuzzer/%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/sandbox.o $(BUILD)/libnnsh.a
	@mkdir -p $(@D)
	$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBRARIES)

$(BUILD)/accuracy: $(BUILD)/obj/tests/accuracy/accuracy.o $(BUILD)/libnetwork.a
	$(LINK) -o $@ $^ -lquadmath -lm

$(BUILD)/libnnsh.a: $(LIBRARY) $(BUILD)/.sources
	@rm -f $@
	$(AR) rcs $@ $(LIBRARY)

$(BUILD)/libnetwork.a: $(NETWORK) $(BUILD)/.sources
	@rm -f $@
	$(AR) rcs $@ $(NETWORK)

$(BUILD)/obj/%.o: %.c $(BUILD)/.flags
	@mkdir -p $(@D)
	$(COMPILE) -MMD -MP -c -o $@ $<

# The lessons as a table of texts.
$(BUILD)/lessons.c: $(LESSONS:%=lessons/%.nn) scripts/embed Makefile
	@mkdir -p $(@D)
	scripts/embed $(LESSONS:%=lessons/%.nn) >$@

# The page of reports: its parts as texts.
$(BUILD)/report.c: report/page.html report/report.min.js report/LICENSES.txt scripts/embed-report
	@mkdir -p $(@D)
	scripts/embed-report >$@

$(BUILD)/obj/lessons.o $(BUILD)/obj/report.o: $(BUILD)/obj/%.o: $(BUILD)/%.c $(BUILD)/.flags
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# Two files that change when the flags or the list of sources do, so that what was made from the
# old ones is made anew.
$(BUILD)/.flags: NOW = $(COMPILE) $(LDFLAGS)
$(BUILD)/.sources: NOW = $(SOURCES)
$(BUILD)/.flags $(BUILD)/.sources: always
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(NOW))' | cmp -s - $@ || echo '$(subst ','\'',$(NOW))' >$@

-include $(OBJECTS:.o=.d) $(TESTS:%.c=$(BUILD)/obj/%.d) $(BUILD)/obj/docs/generate.d \
         $(patsubst %.c,$(BUILD)/obj/%.d,$(wildcard tests/fuzz/*.c)) \
         $(BENCHES:%=$(BUILD)/obj/tests/bench/%.d)

# ---- tests: each part prints its failures and a count, check adds the counts up ------------

check: all ## run every test; ends with one line of counts
	@tests/tally $(BUILD)/counts begin $(PARTS)
	@$(MAKE) --no-print-directory -k $(PARTS:%=check-%) || true
	@tests/tally $(BUILD)/counts sum

check-unit: ## the tests of each module, with libcheck
	@if echo '#include <check.h>' | $(CC) $(REQUIRED) $(CFLAGS) -E - >/dev/null 2>&1; then \
	    $(MAKE) --no-print-directory $(BUILD)/unit && \
	    tests/tally $(BUILD)/counts run unit $(RUNNER) $(BUILD)/unit; \
	else tests/tally $(BUILD)/counts skip unit "no libcheck"; fi

check-scripts: $(BUILD)/nnsh ## sessions with expectations, and recorded transcripts
	$(TALLY) run scripts tests/run-scripts scripts $(PROGRAM)

check-errors: $(BUILD)/nnsh ## a script for every error message
	$(TALLY) run errors tests/run-scripts errors $(PROGRAM)

check-lessons: $(BUILD)/nnsh ## the built-in lessons are good, and faults of others are found
	$(TALLY) run lessons tests/check-lessons $(PROGRAM)

check-expressions: $(BUILD)/nnsh ## random expressions, held against NumPy or its stored answers
	@if command -v python3 >/dev/null; then \
	    tests/tally $(BUILD)/counts run expressions python3 tests/expressions $(BUILD)/nnsh; \
	else tests/tally $(BUILD)/counts skip expressions "no python3"; fi

hunt-expressions: $(BUILD)/nnsh ## 100000 of them
	@tests/hunt/expressions $(BUILD)/nnsh 100000

check-formulas: $(BUILD)/nnsh ## every formula that is printed, computed again
	@if command -v python3 >/dev/null; then \
	    tests/tally $(BUILD)/counts run formulas python3 tests/formulas $(BUILD)/nnsh; \
	else tests/tally $(BUILD)/counts skip formulas "no python3"; fi

hunt-formulas: $(BUILD)/nnsh ## those of 3000 sessions; SEED=N for others
	@python3 tests/formulas $(BUILD)/nnsh 3000 $(or $(SEED),1)

check-quiz: $(BUILD)/nnsh ## a thousand questions, answered from the numbers that are shown
	@if command -v python3 >/dev/null; then \
	    tests/tally $(BUILD)/counts run quiz python3 tests/quiz/work-out $(BUILD)/nnsh 1000; \
	else tests/tally $(BUILD)/counts skip quiz "no python3"; fi

check-fuzz: $(FUZZES:%=$(BUILD)/replay/%) ## what fuzzing found worth keeping, once more
	$(TALLY) each fuzz $(foreach fuzz,$(FUZZES),$(wildcard tests/fuzz/corpus/$(fuzz)/*)) -- \
	    sh -c '$(RUNNER) $(BUILD)/replay/$$(basename $$(dirname $$0)) $$0 >/dev/null'

check-worlds: $(BUILD)/nnsh ## the same bytes in every locale, width and terminal
	$(TALLY) run worlds tests/worlds $(PROGRAM)

check-pictures: $(BUILD)/nnsh ## pictures as files: SVG, PNG, PDF
	$(TALLY) run pictures tests/pictures $(PROGRAM)

check-kernels: $(BUILD)/nnsh ## the same bytes on every vector width, and on older machines
	$(TALLY) run kernels tests/kernels $(PROGRAM)

check-aarch64: $(BUILD)/nnsh ## the same bytes on an imitated ARM; needs a cross compiler and qemu
	$(TALLY) run aarch64 tests/aarch64 $(PROGRAM)

check-32: ## the unit tests where a size has 32 bits; needs gcc -m32 and 32-bit libraries
	$(TALLY) run 32 tests/bits-32

check-pty: $(BUILD)/nnsh ## the program at a terminal
	@if command -v python3 >/dev/null; then \
	    tests/tally $(BUILD)/counts run pty python3 tests/pty/run $(BUILD)/nnsh; \
	else tests/tally $(BUILD)/counts skip pty "no python3"; fi

# The hunts: each for SECONDS, or for ROUNDS inputs, from a seed of its own unless SEED says which. With every
# check so many inputs of each, always the same, that they take about a minute together.
CHECKED := time=40x refuse=60x same=30x keys=40x kill=20x lesson=10x peek=50x
$(HUNTS:%=check-%): check-hunt-%: $(BUILD)/nnsh
	@if command -v python3 >/dev/null; then \
	    tests/tally $(BUILD)/counts run hunt-$* python3 tests/hunt/$* $(BUILD)/nnsh \
	        $(patsubst $*=%,%,$(filter $*=%,$(CHECKED))) 1; \
	else tests/tally $(BUILD)/counts skip hunt-$* "no python3"; fi

hunt-time: ## random sessions with undo, redo, goto and marks, against straight runs
hunt-refuse: ## mangled and refused commands change nothing
hunt-same: ## the same by save and load, records, echo, kernels, cores
hunt-keys: ## random keys at a terminal, in both of Readline's modes
hunt-kill: ## the program killed while it saves
hunt-lesson: ## the program killed in the middle of a lesson
hunt-peek: ## an open question's answer, looked for in all that is printed
$(HUNTS): hunt-%: $(BUILD)/nnsh
	@python3 tests/hunt/$* $(BUILD)/nnsh $(or $(ROUNDS:%=%x),$(SECONDS)) $(SEED)

sanitized-hunt-%: ## one of the hunts with both of GCC's sanitizers, as in sanitized-hunt-time
	@$(MAKE) VARIANT=sanitized OPTIMIZE=-O1 \
	    CFLAGS='-g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all' hunt-$*

hunt-diagnose: $(BUILD)/nnsh ## bets on what diagnose says of N (500) random networks
	@python3 tests/hunt/diagnose $(BUILD)/nnsh $(or $(N),500) $(SEED)

check-export: $(BUILD)/nnsh ## what export writes, run by NumPy, Jupyter and the others it is for
	@if command -v python3 >/dev/null; then \
	    tests/tally $(BUILD)/counts run export python3 tests/export/run $(BUILD)/nnsh; \
	else tests/tally $(BUILD)/counts skip export "no python3"; fi

hunt-export: $(BUILD)/nnsh ## the same for N (200) random networks of each kind, from SEED
	@python3 tests/export/run $(BUILD)/nnsh $(or $(N),200) $(SEED)

check-docs: $(BUILD)/nnsh $(BUILD)/generate ## what is generated and quoted in the docs is current
	$(TALLY) run docs docs/update --check $(BUILD)

check-layers: $(BUILD)/nnsh ## each room includes only earlier rooms, and no files form a circle
	$(TALLY) run layers env OBJECTS=$(BUILD)/obj scripts/layers $(ROOMS)

# A header must compile alone and twice. A *_body.h is no header but a template that is included
# with its parameters defined.
check-headers: ## every header compiles alone
	$(TALLY) each headers $(filter-out %_body.h,$(HEADERS)) -- \
	    sh -c 'printf "#include \"%s\"\n" $${0#src/} $${0#src/} | \
	           $(CC) $(subst ",\",$(REQUIRED)) -Werror -fsyntax-only -x c -'

# What the network needs and neither it nor base/ defines must be on the list, and it may own no
# variable that changes.
check-network-purity: $(BUILD)/libnetwork.a $(BUILD)/libnnsh.a ## the network needs no world
	$(TALLY) each network-purity $(BUILD)/libnetwork.a -- tests/purity '$(PURE)' $(BUILD)/obj/src/base

# The variants: the same tests on a program that watches itself. The exit status of a sanitizer is
# one that no test expects.
WATCH := PARTS='unit scripts errors fuzz' check
asan: ## the tests with AddressSanitizer: bad accesses and leaks
	@ASAN_OPTIONS=exitcode=99 $(MAKE) VARIANT=asan OPTIMIZE=-O1 \
	    CFLAGS='-g -fno-omit-frame-pointer -fsanitize=address' $(WATCH)

ubsan: ## the tests with the sanitizer of undefined behaviour
	@UBSAN_OPTIONS=print_stacktrace=1 $(MAKE) VARIANT=ubsan OPTIMIZE=-O1 \
	    CFLAGS='-g -fsanitize=undefined -fno-sanitize-recover=all' $(WATCH)

valgrind: ## the tests under Valgrind
	@CK_FORK=no $(MAKE) VARIANT=valgrind OPTIMIZE=-O1 $(WATCH) RUNNER='valgrind -q \
	    --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect'

# Each target for so many seconds; what is new and interesting gathers in build/fuzz/corpus, and
# tests/fuzz/keep adds the least that covers as much to the corpora of the repository.
SECONDS ?= 600
fuzz: ## feed the fuzz targets with libFuzzer's inventions (clang), SECONDS each
	@$(MAKE) VARIANT=fuzz CC=clang OPTIMIZE=-O1 \
	    CFLAGS='-g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' \
	    $(FUZZES:%=build/fuzz/fuzzer/%)
	@tests/fuzz/hunt build/fuzz $(SECONDS) $(FUZZES)

GCOV ?= $(if $(findstring clang,$(CC)),llvm-cov gcov,gcov)
coverage: ## the lines of each file that the tests reach
	@find build/coverage -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) VARIANT=coverage OPTIMIZE=-O0 CFLAGS='-g --coverage' \
	    PARTS='unit scripts errors docs pty' check || true
	@cd build/coverage && $(GCOV) $$(find obj/src -name '*.gcda') 2>/dev/null | awk -F"[':%]" ' \
	    /^File/ { file = $$2 } \
	    /^Lines/ && file ~ /^src.*c$$/ { n = $$NF; sub(/.* /, "", n); hit += $$2 * n; all += n; \
	        printf "%6.2f%% of %4d lines  %s\n", $$2, n, file | "sort"; file = "" } \
	    END { close("sort"); printf "%6.2f%% of %4d lines  all\n", hit / all, all }'

accuracy: $(BUILD)/accuracy ## how far exp, log, ... are from the true values (gcc only)
	$<

bench-live: $(BUILD)/nnsh ## how fast the full-screen view is, at a pseudo-terminal
	@python3 tests/bench/live $(BUILD)/nnsh

bench: $(BUILD)/nnsh $(BENCHES:%=$(BUILD)/bench/%) ## how fast it is, beside others
	@python3 tests/bench/run $(BUILD)/nnsh

# ---- the page that holds the whole shell ---------------------------------------------------

web: $(BUILD)/generate report/node_modules web/node_modules ## the whole shell in one page, build/web/nnsh.html
	@$(MAKE) --no-print-directory -f web/Makefile
	@node web/build.mjs $(BUILD)

report/node_modules web/node_modules tests/web/node_modules: %/node_modules: %/package-lock.json
	cd $* && npm ci --no-audit --no-fund >/dev/null
	@touch $@

check-web: $(BUILD)/nnsh ## the page in Chromium, as a student uses it; needs what scripts/bootstrap all installs
	$(TALLY) run web tests/web/run
	$(TALLY) run modules tests/web/modules

bench-web: web ## how large the page is, how soon it is there, how fast it trains and echoes
	@node tests/web/measure.mjs

# ---- the rest --------------------------------------------------------------------------------

golden: $(BUILD)/nnsh ## record the transcripts and the error messages anew
	tests/run-scripts --golden scripts $(PROGRAM)
	tests/run-scripts --golden errors $(PROGRAM)

docs: $(BUILD)/nnsh $(BUILD)/generate ## write the manuals and the quoted transcripts anew
	docs/update $(BUILD)

pictures: $(BUILD)/nnsh ## draw the pictures of docs/plots.md anew
	cd docs/plots && $(CURDIR)/$(BUILD)/nnsh pictures.nn

install: all ## install under PREFIX (and DESTDIR)
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/man/man1' \
	    '$(DESTDIR)$(PREFIX)/share/nnsh/scripts/grading/answers' \
	    '$(DESTDIR)$(PREFIX)/share/nnsh/scripts/grading/receipts' '$(DESTDIR)$(PREFIX)/share/doc/nnsh'
	install -m 755 $(BUILD)/nnsh '$(DESTDIR)$(PREFIX)/bin/nnsh'
	install -m 644 docs/nnsh.1 '$(DESTDIR)$(PREFIX)/share/man/man1/nnsh.1'
	install -m 644 $(wildcard scripts/*.nn) '$(DESTDIR)$(PREFIX)/share/nnsh/scripts'
	install -m 644 $(wildcard scripts/grading/receipts/*.nn) \
	    '$(DESTDIR)$(PREFIX)/share/nnsh/scripts/grading/receipts'
	install -m 644 $(wildcard scripts/grading/*.nn) '$(DESTDIR)$(PREFIX)/share/nnsh/scripts/grading'
	install -m 644 $(wildcard scripts/grading/answers/*.nn) \
	    '$(DESTDIR)$(PREFIX)/share/nnsh/scripts/grading/answers'
	install -m 644 $(wildcard README.md docs/*.md) '$(DESTDIR)$(PREFIX)/share/doc/nnsh'

uninstall: ## remove what install installed
	rm -f '$(DESTDIR)$(PREFIX)/bin/nnsh' '$(DESTDIR)$(PREFIX)/share/man/man1/nnsh.1'
	rm -rf '$(DESTDIR)$(PREFIX)/share/nnsh' '$(DESTDIR)$(PREFIX)/share/doc/nnsh'

dist: ## pack the tracked files: build/nnsh-VERSION.tar.gz
	@mkdir -p build
	git archive --prefix=nnsh-$(VERSION)/ -o build/nnsh-$(VERSION).tar.gz HEAD

CODE = $(wildcard src/*/*.[ch] tests/*/*.[ch] docs/*.c)
format: ## put all code into its form
	clang-format -i $(CODE)

format-check: ## complain about code that is not in its form
	clang-format --dry-run -Werror $(CODE)

tidy: ## look for mistakes with clang-tidy
	clang-tidy --quiet $(SOURCES) docs/generate.c -- $(REQUIRED) 2>/dev/null

clean: ## remove everything that was built
	rm -rf build

help: ## list the targets
	@sed -n 's/^\([a-z%-]*\):.*## /\1\t/p' Makefile | expand -t 24

.PHONY: all check $(PARTS:%=check-%) asan ubsan valgrind coverage fuzz accuracy bench bench-live golden docs \
        pictures check-aarch64 web check-web bench-web hunt-expressions hunt-formulas hunt-diagnose hunt-export $(HUNTS) install uninstall dist \
        format format-check tidy clean help always
.DELETE_ON_ERROR:
.SECONDARY:
