#!/bin/sh
# Fails when a module imports what the table of modules in docs/architecture.md forbids.
#
#   check-imports.sh [DIRECTORY]      the package's root; the working directory by default
set -eu
cd "${1:-.}"

# | `module` | purpose | what it may import beside the standard library |. `all` stands for everything.
table=docs/architecture.md
standard_library='Swift Synchronization _Concurrency'

find Sources -name '*.swift' -print | LC_ALL=C sort | xargs -r awk -F '|' -v table="$table" -v everybody="$standard_library" '
    BEGIN {
        while ((getline < table) > 0) {
            if ($0 !~ /^\| `[A-Za-z]+` \|/) continue
            module = $2
            gsub(/[ `]/, "", module)
            isKnown[module] = 1
            if ($4 ~ /^ *all *$/) isAllowed[module, "*"] = 1
            gsub(/`/, "", $4)
            count = split($4 " " everybody, name, " ")
            for (i = 1; i <= count; i++) isAllowed[module, name[i]] = 1
        }
    }

    FNR == 1 {
        split(FILENAME, directory, "/")
        module = directory[2]
        if (!(module in isKnown)) complain("the module " module " has no row in the table of " table)
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
