import Frame
import Testing

@testable import Auth

@Suite struct ProgramAnswerTests {
    private func answer(_ output: String, status: CInt = 0) -> ProgramAnswer {
        ProgramAnswer(status: status, output: Array(output.utf8))
    }

    @Test(arguments: [
        #"{"principal":"ann"}"#, #"{"principal":"ann"}"# + "\n", #" { "principal" : "ann" } "#,
        #"{"groups":"a,b","principal":"ann","uid":1000,"x":-1.5e+3,"y":true,"z":null}"#, #"{"principal":"\u0061nn"}"#,
    ])
    func `a principal is admitted`(output: String) { #expect(answer(output) == .admitted(Principal("ann"))) }

    @Test(arguments: [
        (#"{"principal":"m\u00fcller"}"#, "müller"), (#"{"principal":"\ud83d\ude00"}"#, "😀"),
        (#"{"principal":"a\"\\\/b"}"#, "a\"\\/b"),
        (#"{"principal":"ä"}"#, "ä"), (#"{"principal":"\ud800\udc00"}"#, "\u{10000}"),
        (#"{"principal":"\udbff\udfff"}"#, "\u{10ffff}"), (#"{"principal":"\ud7ff\ue000"}"#, "\u{d7ff}\u{e000}"),
        (#"{"principal":"a\u0062c"}"#, "abc"),
    ])
    func `a name may have any characters`(output: String, name: String) {
        #expect(answer(output) == .admitted(Principal(name)))
    }

    @Test func `null and the exit status 1 refuse`() {
        #expect(answer(#"{"principal":null}"#) == .refused)
        #expect(answer("", status: 1) == .refused)
        #expect(answer(#"{"principal":"ann"}"#, status: 1) == .refused)
    }

    @Test(arguments: [
        "", "\n", "ann", "null", "{}", "[]", #"{"principal":"ann""#, #"{"principal":"ann"}}"#,
        #"{"principal":"ann"} x"#,
        #"{"principal":"ann"}"# + "\n\n", #"{"principal":"ann"}"# + "\n{}\n", #"{"principal":"ann","principal":null}"#,
        #"{"principal":""}"#, #"{"principal":"a\nb"}"#, #"{"principal":"a\u0000b"}"#, #"{"principal":true}"#,
        #"{"principal":1}"#,
        #"{"principal":{"name":"ann"}}"#, #"{"principal":["ann"]}"#, #"{"principal":"ann",}"#, #"{,"principal":"ann"}"#,
        #"{"principal":"\ud83d"}"#, #"{"principal":"\ude00"}"#, #"{"principal":"\ud83dx"}"#, #"{"principal":"\x61"}"#,
        #"{"principal":"\u12"}"#, #"{'principal':'ann'}"#, #"{principal:"ann"}"#, #"{"principal":"ann","x":01}"#,
        #"{"principal":"ann","x":nul}"#, #"{"principal":"ann","x":+1}"#, #"{"principal":"ann","x":1.}"#,
        "{\"principal\":\"a\tb\"}", "{\"x\":\"a\u{1f}b\",\"principal\":\"ann\"}",
        "{\"x\":\"\0\",\"principal\":\"ann\"}",
        #"{"principal":"\ud800\ue000"}"#, #"{"principal":"\ud800\udbff"}"#, #"{"principal":"\udc00\udc00"}"#,
        "{\"principal\":\"\(String(repeating: "a", count: 256))\"}",
    ])
    func `any other output decides nothing`(output: String) {
        guard case .undecided = answer(output) else {
            Issue.record("\(output) was taken for a decision")
            return
        }
    }

    /// RFC 8259 §6.
    @Test func `a number is one of JSON`() {
        for (numbers, isOne) in [
            (["0", "-0", "9", "10", "-19", "0.0", "1.05", "0e0", "1E05", "1e+9", "1.9e-0"], true),
            (
                ["-", "--1", "00", "-01", "1/", "1:", "/", ":", ".5", "1.", "1.e1", "e1", "1e", "1e+", "1e+-1", "0x1"],
                false
            ),
        ] {
            for number in numbers {
                let isDecided = answer(#"{"principal":"ann","x":\#(number)}"#) == .admitted(Principal("ann"))
                #expect(isDecided == isOne, "\(number)")
            }
        }
    }

    @Test func `what is not UTF-8 decides nothing`() {
        let output = Array(#"{"principal":"m"#.utf8) + [0xfc] + Array(#"ller"}"#.utf8)
        #expect(ProgramAnswer(status: 0, output: output) == .undecided("its output is not one line with a JSON object"))
    }

    @Test(
        arguments: [(2, "it exited with status 2"), (127, "it exited with status 127"), (-9, "signal 9 ended it")]
            as [(CInt, String)])
    func `any other end decides nothing`(status: CInt, reason: String) {
        #expect(answer(#"{"principal":"ann"}"#, status: status) == .undecided(reason))
    }
}
