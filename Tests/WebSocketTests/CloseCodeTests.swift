import Testing

@testable import WebSocket

@Suite struct CloseCodeTests {
    /// RFC 6455 §7.4.1 and §7.4.2, with 1012 to 1014 from the IANA registry.
    @Test func onlyRegisteredAndPrivateCodesMayBeSent() {
        let registered = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014]
        let allowed = Set(registered + Array(3000...4999))
        let disagreements = (UInt16.min...UInt16.max).filter {
            CloseCode(rawValue: $0).isAllowedOnWire != allowed.contains(Int($0))
        }
        #expect(disagreements.isEmpty)
    }

    @Test("Each code has the number of RFC 6455 §7.4.1 or of the IANA registry")
    func numbers() {
        let codes: [CloseCode] = [
            .normal, .goingAway, .protocolError, .unsupportedData, .noStatus, .abnormal, .invalidPayload,
            .policyViolation,
            .messageTooBig, .missingExtension, .internalError, .serviceRestart, .tryAgainLater, .badGateway,
        ]
        #expect(codes.map(\.rawValue) == [1000, 1001, 1002, 1003] + Array(1005...1014))
    }

    @Test(
        arguments: [
            (ProtocolError.reservedBits, 1002), (.unknownOpcode(3), 1002), (.invalidLength, 1002),
            (.unmaskedFrame, 1002),
            (.maskedFrame, 1002), (.fragmentedControlFrame, 1002), (.controlFrameTooLong, 1002),
            (.unexpectedContinuation, 1002), (.interleavedMessage, 1002), (.truncatedCloseCode, 1002),
            (.invalidCloseCode(1005), 1002), (.invalidUTF8, 1007), (.invalidCompressedData, 1007),
            (.messageTooBig, 1009),
        ] as [(ProtocolError, UInt16)])
    func everyErrorHasTheCodeOfTheRFC(_ error: ProtocolError, _ code: UInt16) {
        #expect(error.closeCode == CloseCode(rawValue: code))
        #expect(!error.description.isEmpty)
    }
}
