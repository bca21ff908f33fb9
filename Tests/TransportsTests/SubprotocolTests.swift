import Streams
import Testing
import WebSocket

@testable import Transports

/// How messages are cut into TLS records, for peers of either subprotocol.
@Suite struct SubprotocolTests {
    private func messages(_ sizes: [Int], role: Role) -> [UInt8] {
        var encoder = MessageEncoder(role: role)
        return sizes.flatMap { size in
            var encoded = [UInt8](repeating: 0, count: encoder.maximumEncodedSize(of: size))
            let payload = [UInt8](repeating: 0x55, count: size)
            let count = encoded.withUnsafeMutableBytes {
                encoder.encode(.binary, payload.span.bytes, maskingKey: 0x0102_0304, into: $0)
            }
            return encoded.prefix(count)
        }
    }

    private func records(of plaintext: [UInt8], _ policy: RecordPolicy) -> [Int] {
        var rest = plaintext[...]
        var records: [Int] = []
        while !rest.isEmpty {
            records.append(rest.withUnsafeBytes { policy.nextRecord(of: $0) })
            rest = rest.dropFirst(records[records.endIndex - 1])
        }
        return records
    }

    @Test func fillsRecords() {
        #expect(records(of: messages([10_000, 10_000], role: .server), .filled) == [16_384, 3_624])
    }

    @Test func beginsARecordWithEachMessage() {
        #expect(
            records(of: messages([14, 125, 126, 1_514], role: .server), .messagePerRecord) == [16, 127, 130, 1_518])
        #expect(records(of: messages([14, 65_535, 65_536], role: .client), .messagePerRecord) == [20, 65_543, 65_550])
    }
}
