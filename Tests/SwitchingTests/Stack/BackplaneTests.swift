import Conformance
import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite struct BackplaneTests {
    private func backplane(_ count: Int) -> Backplane {
        Backplane((0..<count).map { _ in ManualLoop(scratchCount: 64) }, mailboxCapacity: 256 * 1024)
    }

    @Test(arguments: [1, 2, 64])
    func `a stack has up to 64 switches, each of which may be the one through which somebody is reached`(count: Int) {
        let backplane = backplane(count)
        for number in 0..<count {
            #expect(!backplane.setReach(of: number, to: false))
            #expect(backplane.setReach(of: number, to: true))
            #expect(backplane.setReach(of: (number + 1) % count, to: false) == (count > 1))
            #expect(!backplane.setReach(of: number, to: false))
        }
    }

    @Test func `nobody is reached through a new stack`() {
        #expect(!backplane(2).setReach(of: 1, to: false) && !backplane(2).setReach(of: 0, to: false))
    }

    @Test func `ports count from 1`() {
        let backplane = backplane(1)
        #expect((0..<3).map { _ in backplane.numbers.next() } == [PortID(1), PortID(2), PortID(3)])
    }

    @Test func `devices have the numbers from 1 to 255, each once`() {
        let backplane = backplane(1)
        let devices = (0..<300).map { _ in backplane.nextDevice() }
        #expect(devices.map { $0?.number } == (1...255).map { UInt8($0) } + [UInt8?](repeating: nil, count: 45))
        #expect(Set(devices.compactMap { $0?.id }).count == 255)
    }

    @Test func `an account rests for as long as switches remember addresses, and a second`() {
        let backplane = Backplane([ManualLoop(scratchCount: 64)], ageing: .seconds(100))
        let mark = PeerMark(Peer(address: "192.0.2.1:1", principal: Principal("alice")))
        let other = { PeerMark(Peer(address: "192.0.2.1:1", principal: Principal($0))) }
        let number = backplane.accounts.open(mark, at: .zero).number
        backplane.accounts.close(mark, at: .zero)
        #expect(backplane.accounts.open(other("bob"), at: .milliseconds(100_999)).number != number)
        #expect(backplane.accounts.open(other("carol"), at: .seconds(101)).number == number)
    }

    /// What the forwarding table knows of an address behind a trunk.
    @Test func `a trunk's places tell the trunk and the account`() {
        let bench = StackBench(4)
        let trunks = bench.fabrics[0].stack.trunks.all
        #expect(trunks.map(\.index) == [0, 1, 2])
        #expect(Trunk.firstPlace == 0x8000_0000)
        for (index, trunk) in trunks.enumerated() {
            for account: UInt32 in [0, 1, 4_097, 0x00ff_ffff] {
                let place = trunk.place(of: account)
                #expect(place == 0x8000_0000 | UInt32(index) << 24 | account)
                #expect(Trunk.account(of: place) == account)
                #expect(Trunk.index(of: place) == index)
                for other in trunks { #expect(Trunk.isSame(place, other.place(of: 5)) == (other === trunk)) }
            }
        }
        #expect(!Trunk.isSame(5, 6) && !Trunk.isSame(0x7fff_ffff, 0x7fff_ffff))
        let list = bench.fabrics[0].stack.trunks
        #expect(list.trunk(at: 0x7fff_ffff) == nil && list.trunk(at: 0x8300_0000) == nil)
        #expect(list.trunk(at: 0x8200_0007)?.takeUnretainedValue() === trunks[2])
    }

    @Test func `restrictions are bits of their own`() {
        #expect(PortRestrictions.isolated.rawValue == 1 && PortRestrictions.bound.rawValue == 2)
        var policy = PortPolicy()
        #expect(PortRestrictions(policy) == [])
        policy.isIsolated = true
        #expect(PortRestrictions(policy) == .isolated)
        policy.isBound = true
        #expect(PortRestrictions(policy) == [.isolated, .bound])
        policy.mode = .warn
        #expect(PortRestrictions(policy) == [])
    }
}
