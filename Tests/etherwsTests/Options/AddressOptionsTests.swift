import ArgumentParser
import Testing

@testable import etherws

@Suite struct AddressOptionsTests {
    @Test("An address with a prefix length is the TAP interface's, one without is where to listen")
    func sorts() throws {
        let both = try AddressOptions(["10.0.0.1/24", "::1", "fd00::1/64"])
        #expect(both.tap == ["10.0.0.1/24", "fd00::1/64"])
        #expect(both.listen == "::1")
    }

    @Test("No address is neither")
    func none() throws {
        let none = try AddressOptions([])
        #expect(none.tap.isEmpty && none.listen == nil)
    }

    @Test("Two addresses to listen on are an error")
    func twice() {
        #expect(throws: ValidationError.self) { try AddressOptions(["1.2.3.4", "10.0.0.1/24", "::"]) }
    }
}
