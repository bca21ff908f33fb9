import Frame
import Testing

@Suite struct MACAddressTests {
    @Test(
        arguments: [
            ("02:00:5e:10:00:01", 0x0200_5e10_0001), ("00:00:00:00:00:00", 0), ("ff:ff:ff:ff:ff:ff", 0xffff_ffff_ffff),
            ("01:80:c2:00:00:0e", 0x0180_c200_000e), ("00:00:00:00:00:0a", 10),
        ] as [(String, UInt64)])
    func `an address reads and prints as six octets`(text: String, rawValue: UInt64) {
        #expect(MACAddress(text)?.rawValue == rawValue)
        #expect(MACAddress(text.uppercased())?.rawValue == rawValue)
        #expect(MACAddress(rawValue: rawValue).description == text)
    }

    @Test(arguments: [
        "", ":", "02:00:5e:10:00", "02:00:5e:10:00:01:02", "02-00-5e-10-00-01", "2:0:5e:10:0:1", "02:00:5e:10:00:0g",
        "02:00:5e:10:00:+1", "02:00:5e:10:00:001", " 02:00:5e:10:00:01", "02:00:5e:10:00:01 ", "02005e100001",
        "02:00:5e:10:00:", ":02:00:5e:10:00", "02:00:5e:10::01", "０２:00:5e:10:00:01",
    ])
    func `nothing else reads as an address`(text: String) { #expect(MACAddress(text) == nil) }

    @Test func `bits above the six octets do not count`() {
        #expect(MACAddress(rawValue: 0xabcd_0200_5e10_0001) == MACAddress(rawValue: 0x0200_5e10_0001))
    }

    @Test(arguments: [
        ("ff:ff:ff:ff:ff:ff", true), ("01:00:5e:00:00:01", true), ("33:33:00:00:00:01", true),
        ("03:00:00:00:00:00", true),
        ("02:00:5e:10:00:01", false), ("fe:ff:ff:ff:ff:ff", false), ("00:01:00:00:00:00", false),
    ])
    func `IEEE 802-2014 §8.2.2: the lowest bit of the first octet makes a group`(text: String, isMulticast: Bool) throws
    {
        #expect(try #require(MACAddress(text)).isMulticast == isMulticast)
    }

    @Test func `broadcast is all ones, and null all zeros`() {
        #expect(MACAddress.broadcast == MACAddress("ff:ff:ff:ff:ff:ff"))
        #expect(MACAddress.null == MACAddress("00:00:00:00:00:00"))
    }
}
