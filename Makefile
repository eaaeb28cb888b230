# SPDX-License-Identifier: GPL-3.0-or-later
# nnsh: `make` builds build/nnsh, `make check` runs every test, `make help` lists the rest.

# ---- settings: change these on the command line --------------------------------------------
CC      ?= cc
CFLAGS  ?= -g
PREFIX  ?= /usr/local
DESTDIR ?=
VARIANT ?=
WERROR  ?=

# ---- nothing to change below ------------------------------------------------------------------
VERSION := 0.1.0
BUILD   := build$(if $(VARIANT),/$(VARIANT))

# What the code needs whatever the user's CFLAGS say. Contraction is off because nnsh writes each
# fused multiply-add itself: the compiler must not make or unmake one.
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wdouble-promotion -Wstrict-prototypes \
            -Wmissing-prototypes -Wundef -Wwrite-strings $(if $(WERROR),-Werror)
REQUIRED := -std=c11 -D_POSIX_C_SOURCE=200809L -ffp-contract=off -fno-math-errno $(WARNINGS) -Isrc -MMD -MP
OPTIMIZE ?= -O2

# The architecture: a room may include only rooms before it in this list (scripts/layers).
ROOMS := base network data expr session view shell front

SOURCES := $(foreach room,$(ROOMS),$(wildcard src/$(room)/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/obj/%.o)
LIBRARY := $(filter-out $(BUILD)/obj/front/main.o,$(OBJECTS))
NETWORK := $(filter $(BUILD)/obj/network/%,$(OBJECTS))

all: $(BUILD)/nnsh

$(BUILD)/nnsh: $(BUILD)/obj/front/main.o $(BUILD)/libnnsh.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lreadline -lm

$(BUILD)/libnnsh.a: $(LIBRARY)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/libnetwork.a: $(NETWORK)
	@rm -f $@
	$(AR) rcs $@ $^

# The kernels are compiled once for each instruction set, and harder than the rest.
MACHINE := $(shell $(CC) -dumpmachine)
ifneq ($(filter x86_64%,$(MACHINE)),)
$(BUILD)/obj/network/kernel_avx2.o:   KERNEL := -mavx2 -mfma
$(BUILD)/obj/network/kernel_avx512.o: KERNEL := -mavx512f -mavx512dq -mfma -mprefer-vector-width=512
else
SOURCES := $(filter-out %/kernel_avx2.c %/kernel_avx512.c,$(SOURCES))
endif
$(BUILD)/obj/network/%.o: OPTIMIZE := -O3

$(BUILD)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(REQUIRED) $(OPTIMIZE) $(CFLAGS) $(KERNEL) -DNNSH_VERSION='"$(VERSION)"' -c -o $@ $<

-include $(OBJECTS:.o=.d)
.PHONY: all
