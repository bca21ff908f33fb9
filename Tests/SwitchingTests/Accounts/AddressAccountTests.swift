import SwitchingSupport
import Testing

@testable import Switching

@Suite struct AddressAccountTests {
    @Test func `it counts up to the limit, and not beyond`() {
        let account = AddressAccount(number: 7)
        #expect((0..<4).map { _ in account.enter(limit: 3) } == [true, true, true, false])
        #expect(account.isFull(3) && !account.isFull(4))
        account.leave()
        #expect(!account.isFull(3))
        #expect(account.enter(limit: 3))
    }

    @Test func `tables are searched for what has aged out once a second, by whichever switch`() {
        let account = AddressAccount(number: 1)
        let seconds = [0, 0, 0.999, 1.001, 1.5, 2.002]
        let may = seconds.map { account.mayReclaim(at: PolicyTick(.seconds($0))) }
        #expect(may == [true, false, false, true, false, true])
    }
}
