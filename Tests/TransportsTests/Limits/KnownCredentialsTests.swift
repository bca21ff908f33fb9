import Frame
import Testing

@testable import Transports

@Suite struct KnownCredentialsTests {
    private var known = KnownCredentials(capacity: 3, perPrincipal: 2)
    private let here = NestedNetworks.site(1).narrowest
    private let there = NestedNetworks.site(2).narrowest
    private let ann = Principal("ann")
    private let bob = Principal("bob")

    @Test mutating func `knows what was right before by network and by all that was presented`() {
        known.remember(.basic(user: "ann", password: "secret"), from: here, as: ann)
        #expect(known.contains(.basic(user: "ann", password: "secret"), from: here))
        #expect(!known.contains(.basic(user: "ann", password: "secret"), from: there))
        #expect(!known.contains(.basic(user: "ann", password: "wrong"), from: here))
        #expect(!known.contains(.bearer("secret"), from: here))
        known.forget(.basic(user: "ann", password: "secret"), from: here)
        #expect(!known.contains(.basic(user: "ann", password: "secret"), from: here))
        #expect(known.count == 0)
    }

    @Test mutating func `forgets what was right longest ago`() {
        for token in ["a", "b", "c", "a", "d"] {
            known.remember(.bearer(.init(token)), from: here, as: Principal(token))
        }
        let remembered = ["a", "b", "c", "d"].map { known.contains(.bearer(.init($0)), from: here) }
        #expect(remembered == [true, false, true, true])
    }

    @Test mutating func `one principal cannot have others forgotten`() {
        known.remember(.bearer("bob"), from: here, as: bob)
        for number in 0..<100 { known.remember(.bearer("ann"), from: NestedNetworks.site(number).narrowest, as: ann) }
        #expect(known.contains(.bearer("bob"), from: here))
        #expect(known.count == 3)
        #expect(known.contains(.bearer("ann"), from: NestedNetworks.site(99).narrowest))
        #expect(!known.contains(.bearer("ann"), from: NestedNetworks.site(97).narrowest))
    }
}
