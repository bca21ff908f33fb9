#!/bin/sh
# Shows that the checks fail when they should, and only then: each case is a package of one file.
set -eu
scripts=$(cd "$(dirname "$0")" && pwd)
package=$(mktemp -d)
trap 'rm -rf "$package"' EXIT

# expect pass|fail CHECK FILE: the file's text comes on standard input.
expect() {
    rm -rf "$package/Sources"
    mkdir -p "$package/$(dirname "$3")"
    cat > "$package/$3"
    if "$scripts/$2" "$package" > "$package/output" 2>&1; then outcome=pass; else outcome=fail; fi
    if [ "$outcome" != "$1" ]; then
        echo "$2 should $1 on $3:" >&2
        sed 's/^/    /' "$package/$3" "$package/output" | head -n 12 >&2
        echo "$2" >> "$package/failures"
    fi
    rm "$package/$3"
}

imports() { printf '%s\n' "$3" | expect "$1" check-imports.sh "Sources/$2/File.swift"; }
sources() { printf '%s\n' "$2" | expect "$1" check-sources.sh Sources/Frame/File.swift; }
words() { printf '%s\n' "$3" | expect "$1" check-words.sh "$2"; }

# Where one row allows what another forbids.
mkdir "$package/docs"
cat > "$package/docs/architecture.md" << 'TABLE'
| module | purpose | may import |
|---|---|---|
| `CZlib` | headers | – |
| `Frame` | Like `Linux`, but without I/O | – |
| `WebSocket` | messages | `CZlib` |
| `Linux` | descriptors | `Frame` `CLinux` `Glibc` |
| `Switching` | ports | `Frame` `Linux` |
| `Transports` | connections | `Frame` `WebSocket` |
| `etherws` | the program | all |
TABLE

imports pass Frame 'import Synchronization'
imports fail Frame 'import Foundation'
imports fail Frame 'import Linux'
imports fail Frame 'public import Glibc'
imports pass Linux 'import Glibc'
imports pass Switching 'public import Frame'
imports fail Switching '    import Glibc'
imports fail Switching '@preconcurrency import Glibc'
imports fail Switching '@_spi(Test) @testable internal import Devices'
imports fail Switching 'import func Glibc.write'
imports fail Switching 'import Foundation.NSDate'
imports pass Switching '// import Glibc'
imports pass Switching 'let important = 1'
imports pass WebSocket 'internal import CZlib'
imports fail WebSocket 'import Frame'
imports pass Transports 'package import WebSocket'
imports fail Transports 'package import CZlib'
imports pass etherws 'import Foundation'
imports fail Unheard 'let of = 1'

sources pass 'let port = try? open()'
sources fail 'let port = try! open()'
sources fail 'let link = port as! Link'
sources fail 'let port = ports.first!'
sources fail 'ports[7]!.close()'
sources pass '// try! is for others'
sources pass 'let text = "try! this!"'
sources fail 'let parts = text.split(separator: ",")'
sources fail 'let end = text.firstIndex(of: ":")'
sources pass 'let parts = text.unicodeScalars.split(separator: ",")'
sources pass 'let end = text.utf8.firstIndex(of: UInt8(ascii: ":"))'
sources pass 'if !isOpen, a != b, !(c) { return !d }'
sources fail 'let unfinished = 1  // TODO: finish'
yes 'let line = 1' | head -n 300 | expect pass check-sources.sh Sources/Frame/File.swift
yes 'let line = 1' | head -n 301 | expect fail check-sources.sh Sources/Frame/File.swift

words pass README.md 'The client is served there; the hers and hiss of others pass.'
words fail README.md 'He is served.'
words fail docs/page.md 'a server for Everybody.'
words fail docs/page.md 'the frames of
somebody'
words fail CHANGELOG.md 'Serve so many
clients'
words fail SECURITY.md 'so
many'
words pass SECURITY.md 'So it is. Many agree.'
words pass docs/page.md 'or so. The many'
words pass Sources/etherws/File.swift 'let ours = nobody  // whoever'
words pass Sources/etherws/File.swift '    /// Calls "somebody".'
words pass Sources/etherws/File.swift 'print("\(ours):")'
words fail Sources/etherws/File.swift 'help("Admit \(count) of", "whom one admits")'
words fail Sources/etherws/File.swift 'let text = """
    Asks nobody.
    """'
words pass Sources/etherws/File.swift 'let text = """
    Asks.
    """
let nobody = 1'

[ ! -e "$package/failures" ]
