import Frame
import TLS
import Testing

@testable import Transports

@Suite struct WebSocketParametersTests {
    /// The parameters that an endpoint has taken, as an unknown one brings them to light.
    private func taken(_ scheme: String) throws -> [String] {
        let error = #expect(throws: EndpointURIError.self) {
            try WebSocketEndpoint(EndpointURI("\(scheme)://host/?unknown"))
        }
        guard case .unknownParameter("unknown", let known) = error else { return [] }
        return known
    }

    @Test func `what is declared is what is taken`() throws {
        #expect(try taken("ws").sorted() == WebSocketParameters.open.parameters.map(\.name).sorted())
        #expect(try taken("wss").sorted() == WebSocketParameters.secure.parameters.map(\.name).sorted())
    }

    @Test func `the defaults in the help are those that hold`() throws {
        let endpoint = try WebSocketEndpoint(EndpointURI("wss://host/"))
        #expect(endpoint.liveness == .standard)
        #expect(endpoint.clients == ClientPolicy())
        #expect(endpoint.proxies == ProxyTrust())
        #expect(endpoint.security == .init())
        #expect(endpoint.compression == nil && endpoint.agreesOnSubprotocol)
        let help = try #require(try Registry(.transports).help(for: .transport, "wss"))
        for text in ["(default: 15)", "(default: 10000)", "(default: 256)", "(default: 660)", "(default: 1.2)"] {
            #expect(help.contains(text), "\(text)")
        }
    }

    @Test func `patience is for two pings at least`() throws {
        let error = #expect(throws: EndpointURIError.self) {
            try WebSocketEndpoint(EndpointURI("ws://host/?ping=20&patience=39"))
        }
        #expect(error?.description == "the parameter 'patience' is a number from 40 to 86400, not '39'")
    }
}
