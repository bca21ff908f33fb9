import Testing

@testable import HTTP

@Suite struct CharactersTests {
    private func characters(_ isOne: (UInt8) -> Bool) -> String {
        String(decoding: (UInt8.min...0x7f).filter(isOne), as: UTF8.self)
    }

    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    @Test("A token has the characters of RFC 9110 §5.6.2, and no others")
    func token() {
        let sorted = "!#$%&'*+-.0123456789\(Self.letters)^_`\(Self.letters.lowercased())|~"
        #expect(characters(\.isTokenCharacter) == sorted)
        #expect(!(0x80...UInt8.max).contains { $0.isTokenCharacter })
    }

    @Test("Digits, visible characters and those of a line end where ASCII has them end")
    func ranges() {
        #expect(characters(\.isDigit) == "0123456789")
        #expect((UInt8.min...UInt8.max).filter(\.isVisible) == Array(0x21...0x7e))
        #expect((UInt8.min...UInt8.max).filter(\.isTextCharacter) == [9] + Array(0x20...0x7e) + Array(0x80...0xff))
    }

    @Test("Letters of ASCII have a lower case, and nothing else")
    func lowerCase() {
        let changed = (UInt8.min...UInt8.max).filter { $0.asciiLowercased != $0 }
        #expect(String(decoding: changed, as: UTF8.self) == Self.letters)
        #expect(String(decoding: changed.map(\.asciiLowercased), as: UTF8.self) == Self.letters.lowercased())
    }

    @Test("What stands for credentials is of letters, digits and - . _ ~ + / (RFC 9110 §11.2)")
    func token68() {
        let isOne = characters { byte in
            let text = String(repeating: String(UnicodeScalar(byte)), count: 2) + "="
            return Challenge.parse(["Negotiate \(text)"])?.first?.parameters == [.init("", text)]
        }
        #expect(isOne == "+-./0123456789\(Self.letters)_\(Self.letters.lowercased())~")
    }
}
