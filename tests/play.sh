# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# Read by tests/kernels and tests/aarch64: plays scripts in one way and another, and compares what
# they print and write byte for byte. Leaves the reader in the top folder, with $temp to use.

root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd) || exit
temp=$(mktemp -d) || exit
trap 'rm -rf "$temp"' EXIT
trap 'exit 1' HUP INT TERM
cd "$root" || exit

# A world of its own: the same wherever it runs, and nothing of the user's is read or written.
unset TERM NO_COLOR COLUMNS LINES INPUTRC NNSH_HISTFILE NNSH_KERNEL XDG_CONFIG_HOME XDG_STATE_HOME
export HOME="$temp/home" LC_ALL=C.UTF-8
mkdir "$HOME"
limit=$(command -v timeout >/dev/null && echo timeout 300)

passed=0 failed=0 skipped=0
scripts=$(echo tests/scripts/*.nn scripts/*.nn)

pass() { passed=$((passed + 1)); }
fail() { # WHAT
    failed=$((failed + 1))
    echo "FAIL $1"
}
skip() { # WHAT WHY
    skipped=$((skipped + 1))
    echo "SKIP $1: $2"
}

# Plays each of $scripts in a fresh copy of its folder and keeps all it leaves under NAME. A
# machine that is imitated may warn about itself; nnsh does not begin a line with qemu's name.
play() { # NAME PROGRAM...
    name=$1
    shift
    for script in $scripts; do
        place=$temp/$name/$(echo "${script%.nn}" | tr / -)
        mkdir -p "$place"
        cp -R "${script%/*}" "$place/work"
        (
            cd "$place/work" || exit
            $limit "$@" --echo "${script##*/}" </dev/null >../out 2>../err
            echo $? >../status
        )
        sed -i.bak '/^qemu-/d' "$place/err" && rm "$place/err.bak"
    done
}

# One test for each script: what two plays left is the same, and is not a crash.
compare() { # NAME NAME
    for script in $scripts; do
        stem=$(echo "${script%.nn}" | tr / -)
        if ! diff -r "$temp/$1/$stem" "$temp/$2/$stem" >"$temp/difference" 2>&1; then
            head -n 8 "$temp/difference" | sed "s|$temp/||g"
            fail "$script: $1 and $2 differ"
        elif [ "$(cat "$temp/$1/$stem/status")" -gt 2 ]; then
            fail "$script: status $(cat "$temp/$1/$stem/status")"
        else
            pass
        fi
    done
}

# The counts, as tests/tally reads them.
finish() {
    echo "$passed passed, $failed failed, $skipped skipped"
    [ $failed -eq 0 ]
}
