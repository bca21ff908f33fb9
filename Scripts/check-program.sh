#!/bin/sh
# Fails when a program was linked without protection against planted libraries and overwritten function addresses.
#
#   check-program.sh PROGRAM
set -eu
export LC_ALL=C
program=$1

fail() {
    echo "$program: $1" >&2
    failed=1
}

failed=0
segments=$(readelf --program-headers --wide "$program")
dynamic=$(readelf --dynamic --wide "$program")

# has TEXT PATTERN
has() { printf '%s\n' "$1" | grep -Eq "$2"; }

# A user who may write into a folder of the RUNPATH, or into the program's own, can plant a library there.
! has "$dynamic" '\((RPATH|RUNPATH)\)' || fail "it looks for libraries in other folders than the system's"
has "$segments" '^Elf file type is DYN' && has "$dynamic" 'Flags:.* PIE' || fail 'it is always at the same address (no PIE)'
has "$segments" 'GNU_STACK .* RW +0x' || fail 'its stack is executable'
! has "$segments" 'LOAD .* RWE ' || fail 'a part of it can be written and executed'
has "$segments" 'GNU_RELRO' || fail 'the addresses of its functions can be written (no RELRO)'
has "$dynamic" '(BIND_NOW|Flags:.* NOW)' || fail 'it looks functions up when they are first called (no BIND_NOW)'
exit "$failed"
