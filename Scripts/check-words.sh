#!/bin/sh
# Fails on words that plain technical English does without, in what users read: the pages, and the texts of the sources.
#
#   check-words.sh [DIRECTORY]      the package's root; the working directory by default
set -eu
cd "${1:-.}"

# The actor is the client, the peer, the user, it or they.
words='he him his himself whoever whom whomever somebody nobody anybody everybody ours'
phrases='so many'

{
    for page in README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md docs/*.md Benchmarks/*.md Examples/*.md; do
        [ ! -f "$page" ] || echo "$page"
    done
    [ ! -d Sources ] || find Sources -name '*.swift' -print | LC_ALL=C sort
} | xargs -r awk -v words="$words" -v phrases="$phrases" '
    BEGIN {
        count = split(words, word, " ")
        for (i = 1; i <= count; i++) isForbidden[word[i]] = 1
        phraseCount = split(phrases, phrase, ",")
    }

    FNR == 1 {
        isText = 0
        last = ""
    }

    FILENAME ~ /\.md$/ {
        check($0)
        next
    }

    # In sources: what stands between quotes, and the lines between three of them.
    /"""/ {
        isText = !isText
        next
    }
    isText {
        check($0)
        next
    }
    /^[ \t]*\/\// { next }
    {
        count = split($0, part, "\"")
        last = ""
        for (i = 2; i <= count; i += 2) check(part[i])
    }

    # A phrase may begin on the line before.
    function check(text, count, i, name) {
        # The name of a constant is not read.
        gsub(/\\\([A-Za-z0-9_.]*\)/, " ", text)
        text = tolower(text)
        gsub(/[^a-z]+/, " ", text)
        count = split(text, name, " ")
        for (i = 1; i <= count; i++) if (name[i] in isForbidden) complain(name[i])
        for (i = 1; i <= phraseCount; i++) if (index(" " last " " text " ", " " phrase[i] " ")) complain(phrase[i])
        last = count > 0 ? name[count] : ""
    }

    function complain(what) {
        printf "%s:%d: \"%s\" is not plain: name the client, the peer or the user\n", FILENAME, FNR, what > "/dev/stderr"
        failed = 1
    }

    END { exit failed }
'
