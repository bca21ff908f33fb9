import Frame
import Testing

@testable import Transports

@Suite struct RegularsTests {
    private var regulars = Regulars(capacity: 2)

    @Test mutating func knowsWhoWasRightBeforeByNetworkAndByAllThatWasPresented() {
        regulars.remember(.basic(user: "ann", password: "secret"), from: [1])
        #expect(regulars.contains(.basic(user: "ann", password: "secret"), from: [1]))
        #expect(!regulars.contains(.basic(user: "ann", password: "secret"), from: [2]))
        #expect(!regulars.contains(.basic(user: "ann", password: "wrong"), from: [1]))
        #expect(!regulars.contains(.bearer("secret"), from: [1]))
        regulars.forget(.basic(user: "ann", password: "secret"), from: [1])
        #expect(!regulars.contains(.basic(user: "ann", password: "secret"), from: [1]))
    }

    @Test mutating func forgetsTheOldest() {
        for token in ["a", "b", "b", "c"] { regulars.remember(.bearer(.init(token)), from: []) }
        #expect(["a", "b", "c"].map { regulars.contains(.bearer(.init($0)), from: []) } == [false, true, true])
    }
}
