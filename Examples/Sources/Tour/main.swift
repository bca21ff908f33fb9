// Two stations that hear each other through three switches, two tunnels, and two plug-ins of our own:
//
//     ann ─loopback─ [left] ═══ ws: token: ═══ [middle] ═══ udp: ═══ [right] ─loopback─ bob

import Devices
import Frame
import Glibc
import Node
import Reactor
import Transports

Task {
    try await Task.sleep(for: .seconds(20))
    print("nothing was heard for 20 seconds")
    exit(1)
}

setenv("TOUR_TOKEN", "sesame", 1)
let registry = try Registry(.devices, .transports, .token, .udp)
let loop = try EpollLoop()
let (left, middle, right) = (
    Node(registry: registry, loops: [loop]), Node(registry: registry, loops: [loop]),
    Node(registry: registry, loops: [loop])
)

let address = try await middle.add(
    ListenerEntry("door", EndpointURI("ws://127.0.0.1:0/"), authenticator: EndpointURI("token:TOUR_TOKEN")))
print("middle listens at \(address)")
do { try await left.add(TunnelEntry("middle", [address], as: .bearer("wrong"))) } catch {
    print("with a wrong token:  \(error)")
}
try await left.add(TunnelEntry("middle", [address], as: .bearer("sesame")))
print("with the right one:  connected")

// Addresses that nobody else is likely to use; both are this machine.
try await middle.add(TunnelEntry("right", [EndpointURI("udp://127.0.77.2:4711?from=127.0.77.1")]))
try await right.add(TunnelEntry("middle", [EndpointURI("udp://127.0.77.1:4711?from=127.0.77.2")]))

func station(on cable: String, of node: Node) async throws -> Station {
    let uri = try EndpointURI(cable)
    try await node.add(DeviceEntry("cable", uri))
    let station = Station(try await registry.device(uri).open(on: loop), on: loop)
    await station.start()
    return station
}

let ann = try await station(on: "loopback:ann", of: left)
let bob = try await station(on: "loopback:bob", of: right)

await ann.say("hello, everybody", to: "ff:ff:ff:ff:ff:ff", from: "02:00:00:00:00:0a")
guard let greeting = try await bob.listen() else { exit(1) }
print("bob heard:           \(greeting.text), from \(greeting.source)")

await bob.say("hello, ann", to: greeting.source.description, from: "02:00:00:00:00:0b")
guard let answer = try await ann.listen() else { exit(1) }
print("ann heard:           \(answer.text), from \(answer.source)")

let seen = await middle.snapshot()
print("middle knows \(seen.addressCount) addresses behind \(seen.ports.count) ports")
for port in seen.ports {
    print("  \(port.name): \(port.counters.received.frames) frames in, \(port.counters.transmitted.frames) out")
}
for node in [left, middle, right] { await node.close() }
exit(greeting.text == "hello, everybody" && answer.text == "hello, ann" ? 0 : 1)
