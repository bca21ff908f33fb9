#!/bin/sh
# Fails when a module imports what the module table forbids.
#
#   check-imports.sh [DIRECTORY]      the package's root; the working directory by default
set -eu
cd "${1:-.}"

# module: what it may import beside the standard library. `*` stands for everything.
table='
CLinux:
COpenSSL:
CSeccomp:
CZlib:
Frame:
Linux: Frame CLinux Glibc
Offloading: Frame
Queueing:
Switching: Frame Linux Offloading
WebSocket: COpenSSL CZlib
Reactor: Frame Linux CLinux Glibc
Devices: Frame Linux Offloading Queueing CLinux Glibc
Transports: Frame Linux Offloading Queueing WebSocket CLinux COpenSSL Glibc
Auth: Frame Linux CLinux COpenSSL Glibc
Confinement: Frame Linux CLinux CSeccomp Glibc
Node: Frame Switching
Conformance: Frame
etherws: *
'
standard_library='Swift Synchronization _Concurrency'

find Sources -name '*.swift' -print | LC_ALL=C sort | xargs -r awk -v table="$table" -v everybody="$standard_library" '
    BEGIN {
        lines = split(table, line, "\n")
        for (i = 1; i <= lines; i++) {
            if (split(line[i], part, ":") != 2) continue
            isKnown[part[1]] = 1
            count = split(part[2] " " everybody, name, " ")
            for (j = 1; j <= count; j++) isAllowed[part[1], name[j]] = 1
        }
    }

    FNR == 1 {
        split(FILENAME, directory, "/")
        module = directory[2]
        if (!(module in isKnown)) complain("the module " module " is not in the table of " "check-imports.sh")
    }

    # [@attribute …] [public|package|internal|fileprivate|private] import [kind] NAME[.part]
    /^[ \t]*(@[A-Za-z_]+(\([^)]*\))?[ \t]+)*((public|package|internal|fileprivate|private)[ \t]+)?import[ \t]/ {
        sub(/^.*import[ \t]+/, "")
        sub(/^(typealias|struct|class|enum|protocol|actor|let|var|func)[ \t]+/, "")
        match($0, /^[A-Za-z_0-9]+/)
        import = substr($0, 1, RLENGTH)
        if ((module, "*") in isAllowed || (module, import) in isAllowed) next
        complain(module " must not import " import)
    }

    function complain(what) {
        printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
        failed = 1
    }

    END { exit failed }
'
