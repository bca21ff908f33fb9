import CFuzzer
import Glibc

// Runs one fuzz target under libFuzzer:
//
//     Fuzz TARGET [libFuzzer's options] [corpus…]

let targets: [String: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt] = [
    "frames": { fuzzFrames(Input($0, $1)) },
    "inflater": { fuzzInflater(Input($0, $1)) },
    "request": { fuzzRequest(Input($0, $1)) },
    "response": { fuzzResponse(Input($0, $1)) },
    "extensions": { fuzzExtensions(Input($0, $1)) },
    "uri": { fuzzURI(Input($0, $1)) },
    "ethernet": { fuzzEthernetHeader(Input($0, $1)) },
    "segmenter": { fuzzSegmenter(Input($0, $1)) },
    "joiner": { fuzzJoiner(Input($0, $1)) },
    "htpasswd": { fuzzHtpasswd(Input($0, $1)) },
    "tokens": { fuzzTokens(Input($0, $1)) },
    "program": { fuzzProgram(Input($0, $1)) },
    "node": { fuzzNode(Input($0, $1)) },
    "names": { fuzzNames(Input($0, $1)) },
    "connect": { fuzzConnect(Input($0, $1)) },
    "socks": { fuzzSOCKS(Input($0, $1)) },
    "preamble": { fuzzPreamble(Input($0, $1)) },
    "forwarded": { fuzzForwarded(Input($0, $1)) },
    "credentials": { fuzzCredentials(Input($0, $1)) },
    "policy": { fuzzPolicy(Input($0, $1)) },
    "endpoint": { fuzzEndpoint(Input($0, $1)) },
    "ocsp": { fuzzOCSP(Input($0, $1)) },
]

/// Inputs that say what to make frames of are short, however long the frames: the most bytes that are of use.
let longest = ["node": 512, "joiner": 512, "segmenter": 256]

guard CommandLine.arguments.count > 1, let target = targets[CommandLine.arguments[1]] else {
    print(targets.keys.sorted().joined(separator: "\n"))
    exit(CommandLine.arguments.count > 1 ? 64 : 0)
}

// The driver sees the arguments without the target's name. What is given twice counts as it was given last.
let limit = longest[CommandLine.arguments[1]].map { ["-max_len=\($0)", "-len_control=10"] } ?? []
var arguments = ([CommandLine.arguments[0]] + limit + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
var count = CInt(arguments.count - 1)
arguments.withUnsafeMutableBufferPointer { buffer in
    var pointer = buffer.baseAddress
    exit(LLVMFuzzerRunDriver(&count, &pointer, target))
}
