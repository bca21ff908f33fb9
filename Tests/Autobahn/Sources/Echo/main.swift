import Glibc

// A peer for the Autobahn test suite that sends back what arrives.
//
//     Echo server PORT [deflate]
//     Echo client PORT [deflate]       against the suite's own server, case by case

let arguments = CommandLine.arguments
guard arguments.count >= 3, let port = UInt16(arguments[2]) else {
    print("usage: Echo server|client PORT [deflate]")
    exit(64)
}
let compresses = arguments.dropFirst(3).first == "deflate"
signal(SIGPIPE, SIG_IGN)
switch arguments[1] {
case "server": try EchoServer(port: port, compresses: compresses).run()
case "client": try EchoClient(port: port, compresses: compresses).run()
default: exit(64)
}
