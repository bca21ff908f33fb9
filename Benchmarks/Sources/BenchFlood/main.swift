import Frame
import Glibc
import Node
import Reactor
import Transports

// Tells how long a working client waits for a pong, first by itself, then beside a flood of others that connect, begin a request
// and only wait: a thousand a second from all over 127.0.0.0/8, for ten seconds at most.

let loop = try EpollLoop()
let node = Node(registry: try Registry(.transports), loops: [loop])
let address = try await node.listen(try EndpointURI("ws://127.0.0.1:0/"))
let port = address.port ?? 0

let client = WorkingClient(port: port)
_ = client.roundTrips(2_000)
report("alone", client.roundTrips(50_000))

let flood = Flood(port: port, perSecond: 1_000, atMost: 10_000)
let flooding = Task.detached { flood.run() }
// More than the server lets wait at once.
while flood.count < 2_000 { try await Task.sleep(for: .milliseconds(10)) }
report("in the flood", client.roundTrips(50_000))
flood.stop()
await flooding.value
print("\(flood.count) others had come by then")
exit(0)

func report(_ what: String, _ times: [Duration]) {
    let sorted = times.sorted()
    let (median, late) = (sorted[sorted.count / 2], sorted[sorted.count * 99 / 100])
    print("\(what): \(microseconds(median)) µs, 99 % within \(microseconds(late)) µs")
}

func microseconds(_ duration: Duration) -> Int { Int(duration / .microseconds(1)) }
