import Frame
import Testing

@Suite struct Base64Tests {
    /// RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"), ("None:None", "Tm9uZTpOb25l"),
    ])
    func encodesAndDecodesTheVectorsOfTheRFC(_ plain: String, _ encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
    }

    @Test(arguments: 0...60)
    func decodesWhatItEncodes(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 151 &* $0 &+ 7 &* count) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "====", "Zg==Zg==", "Zm9v\n", " Zm9v", "Zm9v    ", "Zm-v",
        "Zm_v",
        "Zm9é", "Z===", "Zm9v====", "\0\0\0\0",
    ])
    func refusesWhatIsNotCanonical(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func refusesWhatIsTooLong() {
        #expect(Base64.decode(String(repeating: "A", count: 0x10000)) != nil)
        #expect(Base64.decode(String(repeating: "A", count: 0x10004)) == nil)
    }
}
