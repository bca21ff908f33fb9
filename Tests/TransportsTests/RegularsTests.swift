import Frame
import Testing

@testable import Transports

@Suite struct RegularsTests {
    private var regulars = Regulars(capacity: 2)

    @Test mutating func knowsWhoWasRightBeforeByNetworkAndByAllThatWasPresented() {
        regulars.remember(.basic(user: "ann", password: "secret"), from: .number(1))
        #expect(regulars.contains(.basic(user: "ann", password: "secret"), from: .number(1)))
        #expect(!regulars.contains(.basic(user: "ann", password: "secret"), from: .number(2)))
        #expect(!regulars.contains(.basic(user: "ann", password: "wrong"), from: .number(1)))
        #expect(!regulars.contains(.bearer("secret"), from: .number(1)))
        regulars.forget(.basic(user: "ann", password: "secret"), from: .number(1))
        #expect(!regulars.contains(.basic(user: "ann", password: "secret"), from: .number(1)))
    }

    @Test mutating func forgetsTheOldest() {
        for token in ["a", "b", "b", "c"] { regulars.remember(.bearer(.init(token)), from: .number(0)) }
        #expect(
            ["a", "b", "c"].map { regulars.contains(.bearer(.init($0)), from: .number(0)) } == [false, true, true])
    }
}
