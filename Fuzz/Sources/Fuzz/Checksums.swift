/// The checksums of IPv4, TCP and UDP, added up the slow way (RFC 1071).
enum Checksums {
    /// The frame with right checksums, where its headers stand as they do without options.
    static func fixed(_ frame: [UInt8], isIPv6: Bool, isUDP: Bool) -> [UInt8] {
        var frame = frame
        let transport = isIPv6 ? 54 : 34
        if !isIPv6 {
            (frame[24], frame[25]) = (0, 0)
            store(&frame, at: 24, over: Array(frame[14..<34]))
        }
        let place = transport + (isUDP ? 6 : 16)
        let addresses = Array(isIPv6 ? frame[22..<54] : frame[26..<34])
        let length = frame.count - transport
        let pseudoHeader = addresses + [0, isUDP ? 17 : 6, UInt8(length >> 8 & 0xff), UInt8(length & 0xff)]
        (frame[place], frame[place + 1]) = (0, 0)
        store(&frame, at: place, over: pseudoHeader + frame[transport...])
        if isUDP, frame[place] == 0, frame[place + 1] == 0 { (frame[place], frame[place + 1]) = (0xff, 0xff) }
        return frame
    }

    private static func store(_ frame: inout [UInt8], at place: Int, over bytes: [UInt8]) {
        var sum = 0
        for (index, byte) in bytes.enumerated() { sum += index.isMultiple(of: 2) ? Int(byte) << 8 : Int(byte) }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        (frame[place], frame[place + 1]) = (~UInt8(sum >> 8), ~UInt8(sum & 0xff))
    }
}
