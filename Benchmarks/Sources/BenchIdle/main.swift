import Frame
import Glibc
import Node
import Reactor
import Transports

// Tells how much memory a server's process takes for each client that has shaken hands and says nothing.
//
//     BenchIdle [CLIENTS] [ws parameters, such as deflate=on]

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 5_000
let parameters = CommandLine.arguments.dropFirst(2).first ?? ""

var limit = rlimit(rlim_cur: rlim_t(2 * count + 200), rlim_max: rlim_t(2 * count + 200))
guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
    print("two descriptors a client are needed: \(count) clients are too many here")
    exit(1)
}

let loop = try EpollLoop()
let node = Node(registry: try Registry(.transports), loops: [loop])
let address = try await node.listen(try EndpointURI("ws://127.0.0.1:0/?" + parameters))
let port = address.port ?? 0

// What is allocated once, for the first client, is not counted.
let first = (0..<10).map { _ in IdleClient(port: port) }
let before = residentMemory()
let clients = (0..<count).map { _ in IdleClient(port: port) }
while await node.snapshot().ports.count < first.count + count { try await Task.sleep(for: .milliseconds(10)) }
let shaken = residentMemory()

func report(_ what: String, _ resident: Int) {
    let kib = Double(resident - before) / Double(count) / 1024
    print("\(what): \((kib * 10).rounded() / 10) KiB a client")
}

print("\(count) clients, \(address)\(parameters.isEmpty ? "" : "?" + parameters)")
report("behind the handshake", shaken)
// By then each has been pinged once, and given back what it does not need while it is idle.
try await Task.sleep(for: .seconds(20))
report("after 20 s", residentMemory())
withExtendedLifetime((first, clients)) {}
exit(0)
