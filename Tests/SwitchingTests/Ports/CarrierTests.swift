import Frame
import SwitchingSupport
import Testing

@testable import Switching

@Suite final class CarrierTests {
    let fabric = LearningSwitch(now: { .zero })
    let device = TestLink()

    deinit { fabric.detachAll() }

    @Test func `a device without anybody to reach has no carrier`() {
        fabric.attach(device, as: .device)
        #expect(device.carrier == [false])
    }

    @Test func `the first tunnel brings the carrier, and the last takes it away`() {
        fabric.attach(device, as: .device)
        let tunnels = [fabric.attach(TestLink(), as: .tunnel), fabric.attach(TestLink(), as: .tunnel)]
        #expect(device.carrier == [false, true])
        fabric.detach(tunnels[0])
        #expect(device.carrier == [false, true])
        fabric.detach(tunnels[1])
        #expect(device.carrier == [false, true, false])
    }

    @Test func `devices have carrier while peers may come`() {
        fabric.attach(device, as: .device)
        fabric.isListening = true
        let tunnel = fabric.attach(TestLink(), as: .tunnel)
        fabric.detach(tunnel)
        #expect(device.carrier == [false, true])
        fabric.isListening = false
        #expect(device.carrier == [false, true, false])
    }

    @Test func `a device that comes later is told at once`() {
        fabric.attach(TestLink(), as: .tunnel)
        fabric.attach(device, as: .device)
        #expect(device.carrier == [true])
    }

    @Test func `tunnels are not told`() {
        let tunnel = TestLink()
        fabric.attach(tunnel, as: .tunnel)
        #expect(tunnel.carrier.isEmpty)
    }

    @Test func `another device does not count as somebody to reach`() {
        fabric.attach(device, as: .device)
        fabric.attach(TestLink(), as: .device)
        #expect(device.carrier == [false])
    }

    @Test func `a device that goes when it is told costs the other nothing`() {
        let other = TestLink()
        device.onSetCarrier = { [device] in if device.carrier.last == true { device.end(Unplugged()) } }
        fabric.attach(device, as: .device)
        fabric.attach(other, as: .device)
        fabric.attach(TestLink(), as: .tunnel)
        #expect(other.carrier == [false, true])
        #expect(fabric.snapshot().ports.count == 2)
    }
}
