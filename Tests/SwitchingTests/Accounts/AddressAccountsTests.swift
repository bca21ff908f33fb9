import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct AddressAccountsTests {
    private func mark(_ name: String?, at address: PeerAddress = "192.0.2.1:1000") -> PeerMark {
        PeerMark(Peer(address: address, principal: name.map { Principal($0) }))
    }

    @Test func `a principal has one account, from wherever it comes, and a host where nobody has a name`() {
        let accounts = AddressAccounts()
        let alice = accounts.open(mark("alice"), at: .zero)
        #expect(alice === accounts.open(mark("alice", at: "[2001:db8::1]:7"), at: .zero))
        #expect(alice !== accounts.open(mark("bob"), at: .zero))
        let host = accounts.open(mark(nil), at: .zero)
        #expect(host === accounts.open(mark(nil, at: "192.0.2.1:2000"), at: .zero))
        #expect(host !== accounts.open(mark(nil, at: "192.0.2.2:1000"), at: .zero))
        #expect(accounts.count == 4)
    }

    @Test func `every account has a number of its own, and none that of what is no peer's`() {
        let accounts = AddressAccounts()
        let numbers = (0..<100).map { accounts.open(mark("\($0)"), at: .zero).number }
        #expect(Set(numbers).count == 100)
        #expect(!numbers.contains(AddressAccount.ofNoPeer))
    }

    @Test func `an account goes with the last of its ports`() {
        let accounts = AddressAccounts()
        let first = accounts.open(mark("alice"), at: .zero)
        _ = accounts.open(mark("alice"), at: .zero)
        accounts.close(mark("alice"), at: .zero)
        #expect(accounts.open(mark("alice"), at: .zero) === first)
        accounts.close(mark("alice"), at: .zero)
        accounts.close(mark("alice"), at: .zero)
        #expect(accounts.count == 0)
        #expect(accounts.open(mark("bob"), at: .zero).number == first.number)
    }

    @Test func `its number rests until nobody remembers its addresses`() {
        let accounts = AddressAccounts(rest: .seconds(301))
        let alice = accounts.open(mark("alice"), at: .zero)
        accounts.close(mark("alice"), at: .zero)
        let bob = accounts.open(mark("bob"), at: .seconds(300))
        #expect(bob.number != alice.number)
        #expect(accounts.open(mark("carol"), at: .seconds(301)).number == alice.number)
    }

    @Test func `a peer that comes back meanwhile has its account again, and keeps it`() {
        let accounts = AddressAccounts(rest: .seconds(301))
        let alice = accounts.open(mark("alice"), at: .zero)
        accounts.close(mark("alice"), at: .zero)
        #expect(accounts.open(mark("alice"), at: .seconds(200)) === alice)
        #expect(accounts.open(mark("bob"), at: .seconds(400)).number != alice.number)
        accounts.close(mark("alice"), at: .seconds(400))
        #expect(accounts.open(mark("carol"), at: .seconds(500)).number != alice.number)
        #expect(accounts.open(mark("dave"), at: .seconds(701)).number == alice.number)
    }

    @Test func `however many come and go, a bounded number rest`() {
        let accounts = AddressAccounts(rest: .seconds(301), restingLimit: 8)
        for number in 0..<1000 {
            _ = accounts.open(mark("\(number)"), at: .zero)
            accounts.close(mark("\(number)"), at: .zero)
        }
        #expect(accounts.count == 8)
        #expect(accounts.open(mark("alice"), at: .zero).number <= 10)
    }

    @Test func `4,096 rest unless told otherwise`() {
        let accounts = AddressAccounts(rest: .seconds(301))
        for number in 0..<5_000 {
            _ = accounts.open(mark("\(number)"), at: .zero)
            accounts.close(mark("\(number)"), at: .zero)
        }
        #expect(accounts.count == 4_096)
    }

    @Test func `numbers count from 1`() {
        let accounts = AddressAccounts()
        #expect((1...3).map { accounts.open(mark("\($0)"), at: .zero).number } == [1, 2, 3])
    }

    @Test func `who was never there is closed in vain`() {
        let accounts = AddressAccounts()
        accounts.close(mark("alice"), at: .zero)
        #expect(accounts.count == 0)
    }
}
