import Testing

@testable import etherws

@Suite struct StartModeTests {
    @Test("A start returns when the work goes on in the background")
    func launcher() {
        #expect(StartMode(isForeground: false, handover: nil, processID: 1234, notifySocket: nil) == .launcher)
        #expect(StartMode(isForeground: false, handover: nil, processID: 1234, notifySocket: "") == .launcher)
    }

    @Test("--foreground, a service manager or being process 1 keep it in the foreground")
    func foreground() {
        #expect(StartMode(isForeground: true, handover: nil, processID: 1234, notifySocket: nil) == .foreground)
        #expect(StartMode(isForeground: false, handover: nil, processID: 1, notifySocket: nil) == .foreground)
        #expect(
            StartMode(isForeground: false, handover: nil, processID: 1234, notifySocket: "/run/notify") == .foreground)
    }

    @Test("Sockets of a service manager keep it in the foreground")
    func sockets() {
        let mode = StartMode(
            isForeground: false, handover: nil, processID: 1234, notifySocket: nil, hasInheritedSockets: true)
        #expect(mode == .foreground)
    }

    @Test("A process that a launcher started does the work in the background")
    func background() {
        let mode = StartMode(isForeground: false, handover: 5, processID: 1234, notifySocket: nil)
        #expect(mode == .background(handover: 5))
    }
}
