import Testing

@testable import WebSocket

@Suite struct CompressionNegotiationTests {
    private static let full = Compression(local: .init(), remote: .init())

    @Test(arguments: [
        (full, "permessage-deflate; client_max_window_bits"),
        (Compression(), "permessage-deflate; client_max_window_bits=12"),
        (
            Compression(local: .init(keepsContext: false), remote: .init(windowBits: 10, keepsContext: false)),
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=10; client_no_context_takeover; "
                + "client_max_window_bits"
        ),
        (
            Compression(local: .init(windowBits: 14), remote: .init(windowBits: 14)),
            "permessage-deflate; server_max_window_bits=14; client_max_window_bits=14"
        ),
    ])
    func aClientOffersWhatItAllows(_ allowed: Compression, _ offer: String) {
        #expect(allowed.offered.offer.description == offer)
    }

    @Test(
        arguments: [
            ("permessage-deflate", "permessage-deflate"),
            ("permessage-deflate; client_max_window_bits", "permessage-deflate"),
            ("permessage-deflate; client_max_window_bits=15", "permessage-deflate"),
            ("permessage-deflate; client_max_window_bits=10", "permessage-deflate; client_max_window_bits=10"),
            ("permessage-deflate; client_max_window_bits=14", "permessage-deflate; client_max_window_bits=14"),
            ("permessage-deflate; server_max_window_bits=15", "permessage-deflate; server_max_window_bits=15"),
            ("permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=9"),
            ("permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover"),
            ("permessage-deflate; client_no_context_takeover", "permessage-deflate; client_no_context_takeover"),
            ("x-other, permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=9"),
            // The first offer that can be met is taken.
            (
                "permessage-deflate; server_max_window_bits=10, permessage-deflate",
                "permessage-deflate; server_max_window_bits=10"
            ),
            ("permessage-deflate; unknown, permessage-deflate", "permessage-deflate"),
            ("permessage-deflate; unknown", nil), ("x-webkit-deflate-frame", nil), ("", nil),
        ] as [(String, String?)])
    func aServerAnswersTheFirstOfferItCanMeet(_ offers: String, _ answer: String?) throws {
        let offers = try #require(ExtensionOffer.parse([offers]))
        #expect(Self.full.accepting(offers)?.answer.offer.description == answer)
    }

    @Test(arguments: ["", "; client_max_window_bits", "; server_max_window_bits=15", "; client_max_window_bits=15"])
    func aServerThatIsAskedForNothingLessAllowsAll(_ parameter: String) throws {
        let offers = try #require(ExtensionOffer.parse(["permessage-deflate" + parameter]))
        #expect(Self.full.accepting(offers)?.agreed == Self.full)
    }

    @Test func aServerThatAllowsLessSaysSo() throws {
        let allowed = Compression(
            local: .init(windowBits: 11, keepsContext: false),
            remote: .init(windowBits: 10, keepsContext: false)
        )
        let offers = try #require(ExtensionOffer.parse(["permessage-deflate; client_max_window_bits"]))
        let accepted = try #require(allowed.accepting(offers))
        #expect(
            accepted.answer.offer.description
                == "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
                + "client_max_window_bits=10"
        )
        #expect(accepted.agreed == allowed)
    }

    /// "If a received extension negotiation offer doesn't have the parameter, the server MUST NOT include it"
    /// (§7.1.2.2).
    @Test func aServerThatAllowsLessDeclinesAClientThatCannotBeToldSo() throws {
        let allowed = Compression(remote: .init(windowBits: 10))
        #expect(allowed.accepting(try #require(ExtensionOffer.parse(["permessage-deflate"]))) == nil)
    }

    @Test(
        arguments: [
            ("permessage-deflate", 12, true, 15, true),
            ("permessage-deflate; client_max_window_bits=9", 9, true, 15, true),
            ("permessage-deflate; client_max_window_bits=15", 12, true, 15, true),
            ("permessage-deflate; client_no_context_takeover", 12, false, 15, true),
            ("permessage-deflate; server_no_context_takeover", 12, true, 15, false),
            ("permessage-deflate; server_max_window_bits=8", 12, true, 8, true),
        ] as [(String, Int, Bool, Int, Bool)])
    func aClientTakesWhatTheServerAnswers(
        _ answer: String,
        _ localBits: Int,
        _ localContext: Bool,
        _ remoteBits: Int,
        _ remoteContext: Bool
    ) throws {
        let agreed = try #require(confirmed(answer, by: Compression()))
        #expect(agreed.local == Compression.Side(windowBits: localBits, keepsContext: localContext))
        #expect(agreed.remote == Compression.Side(windowBits: remoteBits, keepsContext: remoteContext))
    }

    @Test(arguments: [
        "permessage-deflate", "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=11",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=10; client_max_window_bits",
    ])
    func aClientRefusesAnAnswerThatDoesNotFitItsOffer(_ answer: String) {
        let allowed = Compression(remote: .init(windowBits: 10, keepsContext: false))
        #expect(confirmed(answer, by: allowed) == nil)
    }

    /// "The absence of this parameter in an extension negotiation response indicates that the server can receive messages compressed
    /// using an LZ77 sliding window of up to 32,768 bytes" (§7.1.2.2).
    @Test(arguments: [9, 14, 15]) func aServerThatSaysNothingTakesTheLargestWindow(_ bits: Int) {
        let agreed = confirmed("permessage-deflate", by: Compression(local: .init(windowBits: bits)))
        #expect(agreed?.local.windowBits == bits)
    }

    @Test func aClientThatAllowsLessRefusesAnAnswerThatDoesNotSaySo() {
        let allowed = Compression(remote: .init(windowBits: 14))
        #expect(confirmed("permessage-deflate", by: allowed) == nil)
        #expect(confirmed("permessage-deflate; server_max_window_bits=14", by: allowed)?.remote.windowBits == 14)
    }

    private func confirmed(_ answer: String, by allowed: Compression) -> Compression? {
        ExtensionOffer.parse([answer])?.first.flatMap { DeflateTerms($0) }.flatMap { allowed.confirmed(by: $0) }
    }
}
