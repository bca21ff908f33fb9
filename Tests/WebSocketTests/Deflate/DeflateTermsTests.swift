import Testing

@testable import WebSocket

@Suite struct DeflateTermsTests {
    @Test(arguments: [
        "permessage-deflate",
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=8",
        "permessage-deflate; server_max_window_bits=15",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=9; client_no_context_takeover; "
            + "client_max_window_bits=10",
    ])
    func areWrittenAsTheyAreRead(_ text: String) {
        #expect(terms(text)?.offer.description == text)
    }

    /// RFC 7692 §7.1: an element with any of these is declined.
    @Test(arguments: [
        "x-webkit-deflate-frame", "Permessage-Deflate", "permessage-deflate; unknown", "permessage-deflate; mux=1",
        "permessage-deflate; server_no_context_takeover=1", "permessage-deflate; client_no_context_takeover=true",
        "permessage-deflate; server_max_window_bits", "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=16", "permessage-deflate; server_max_window_bits=08",
        "permessage-deflate; server_max_window_bits=+9", "permessage-deflate; server_max_window_bits=nine",
        "permessage-deflate; client_max_window_bits=7", "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=009", "permessage-deflate; client_max_window_bits=-9",
        "permessage-deflate; client_max_window_bits; client_max_window_bits=9",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
    ])
    func areRefusedWhenAParameterIsUnknownRepeatedOrOutOfRange(_ text: String) {
        #expect(terms(text) == nil)
    }

    private func terms(_ text: String) -> DeflateTerms? {
        ExtensionOffer.parse([text])?.first.flatMap { DeflateTerms($0) }
    }
}
