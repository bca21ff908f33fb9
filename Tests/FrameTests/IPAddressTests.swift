import Frame
import Testing

@Suite struct IPAddressTests {
    private static let six: [UInt8] = [0x20, 0x01, 0x0d, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0xff]

    @Test func `has the bytes that it was made of`() {
        #expect(IPAddress(bytes: Self.six)?.bytes == Self.six)
        #expect(IPAddress(bytes: Self.six)?.bitWidth == 128)
        #expect(IPAddress(bytes: [192, 0, 2, 255])?.bytes == [192, 0, 2, 255])
        #expect(IPAddress(bytes: [192, 0, 2, 255])?.bitWidth == 32)
    }

    @Test func `an IPv4 address within IPv6 is the IPv4 address (RFC 4291 §2.5.5.2)`() {
        let mapped = IPAddress(bytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1])
        #expect(mapped == IPAddress(bytes: [192, 0, 2, 1]))
        #expect(mapped?.isIPv6 == false)
    }

    @Test func `an IPv4 address is no IPv6 address that begins with its bytes`() {
        let six = IPAddress(bytes: [192, 0, 2, 1] + [UInt8](repeating: 0, count: 12))
        #expect(six != IPAddress(bytes: [192, 0, 2, 1]))
    }

    @Test func `only 4 or 16 bytes are one`() {
        for count in 0..<20 {
            #expect((IPAddress(bytes: .init(repeating: 1, count: count)) == nil) == ![4, 16].contains(count))
        }
    }

    @Test(
        arguments: [
            (0, [0, 0, 0, 0]), (-1, [0, 0, 0, 0]), (1, [128, 0, 0, 0]), (24, [192, 0, 2, 0]), (31, [192, 0, 2, 254]),
            (32, [192, 0, 2, 255]), (200, [192, 0, 2, 255]),
        ] as [(Int, [UInt8])])
    func `what is masked has zeros behind its length`(_ length: Int, _ bytes: [UInt8]) {
        #expect(IPAddress(bytes: [192, 0, 2, 255])?.masked(to: length).bytes == bytes)
    }

    @Test func `a masked IPv6 address keeps its first bits`() {
        let zeros = [UInt8](repeating: 0, count: 16)
        #expect(IPAddress(bytes: Self.six)?.masked(to: 64).bytes == Array(Self.six[..<8] + zeros[..<8]))
        #expect(IPAddress(bytes: Self.six)?.masked(to: 127).bytes == Array(Self.six[..<15]) + [0xfe])
        #expect(IPAddress(bytes: Self.six)?.masked(to: 0).bytes == zeros)
        for length in [128, 200] { #expect(IPAddress(bytes: Self.six)?.masked(to: length).bytes == Self.six) }
    }
}
