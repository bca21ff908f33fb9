// A process that the tests of `Confinement` confine, and then tempt.
//
//     Captive POLICY CALL ARGUMENT…    makes a system call, and prints the error's number, or 0
//     Captive POLICY look-up NAME      looks up a host, and prints getaddrinfo's error, or 0
//     Captive POLICY begin-thread      begins a thread, and prints 0 once it runs
//     Captive POLICY can-gain          prints whether a program could still gain privileges, 0 or 1
//     Captive capabilities             gives up all capabilities, and prints how many threads there are and how many kept some
//     Captive account USER[:GROUP]     prints the numbers of user and group, then those of all groups
//
// POLICY is `server`, `client`, `local-client`, `programs`, `warned` (`server`, only logged) or `free`. A call is a name, or a number. An argument
// is a number, `@` for 4 KiB of zeros, or a text. The call is made on a thread that was there before the policy.
import CLinux
import CSeccomp
import Confinement
import Frame
import Glibc
import Linux

let arguments = Array(CommandLine.arguments.dropFirst())
do {
    switch arguments.first {
    case "capabilities": try showCapabilities()
    case "account": try show(Account(arguments[1]))
    case _: try tempt(arguments[0], call: arguments[1], arguments.dropFirst(2))
    }
} catch {
    print("error: \(error)")
    exit(1)
}
fflush(nil)
// What else is done at an end, such as a sanitizer's search for leaks, may need what has just been forbidden.
_exit(0)

func tempt(_ policy: String, call: String, _ words: ArraySlice<String>) throws {
    let start = try Bell()
    let end = try Bell()
    try Thread.start("tempted") {
        start.wait()
        switch call {
        case "look-up": print(lookUp(words.first ?? ""))
        case "begin-thread": print(beginThread())
        case "can-gain": print(ThreadPrivileges(of: getpid())?.canGain == false ? 0 : 1)
        case _: print(attempt(call, Array(words)))
        }
        end.ring()
    }
    if let filter = try filter(policy) { try filter.load() }
    start.ring()
    end.wait()
}

func filter(_ policy: String) throws -> SystemCallFilter? {
    switch policy {
    case "server": try SystemCallFilter(.tunnel(.accepting))
    case "client": try SystemCallFilter(.tunnel(.dialing))
    case "local-client": try SystemCallFilter(.tunnel(.dialingLocally))
    case "programs": try SystemCallFilter(.programs)
    case "warned": try SystemCallFilter(.tunnel(.accepting), .logging)
    case _: nil
    }
}

/// Makes a call by its name or number, and returns the error's number, or 0.
func attempt(_ call: String, _ words: [String]) -> CInt {
    typealias SystemCall = @convention(c) (Int, Int, Int, Int, Int, Int, Int) -> Int
    let make = unsafeBitCast(dlsym(nil, "syscall"), to: SystemCall.self)
    var values = words.map { word in
        if let number = Int(word) { return number }
        return word == "@" ? Int(bitPattern: calloc(1, 4096)) : Int(bitPattern: strdup(word))
    }
    values += [Int](repeating: 0, count: 6 - values.count)
    let number = Int(call) ?? Int(seccomp_syscall_resolve_name(call))
    let result = make(number, values[0], values[1], values[2], values[3], values[4], values[5])
    return result < 0 ? errno : 0
}

func lookUp(_ name: String) -> CInt {
    var found: UnsafeMutablePointer<addrinfo>?
    return getaddrinfo(name, "80", nil, &found)
}

func beginThread() -> CInt {
    guard let bell = try? Bell(), (try? Thread.start("another") { bell.ring() }) != nil else { return errno }
    bell.wait()
    return 0
}

/// Threads of ours, which block all signals, and of Swift's.
func showCapabilities() throws {
    let never = try Bell()
    for number in 1...8 {
        try Thread.start("idle-\(number)") { never.wait() }
        Task.detached { try await Task.sleep(for: .seconds(3600)) }
    }
    try Capabilities.giveUp()
    let threads = try ThreadPrivileges.threads()
    print(threads.count, threads.filter { ThreadPrivileges(of: $0)?.areNone == false }.count)
}

func show(_ account: Account) throws {
    try account.assume()
    var groups = [gid_t](repeating: 0, count: 64)
    let count = getgroups(CInt(groups.count), &groups)
    print(([getuid(), getgid()] + groups.prefix(Int(count)).sorted()).map(String.init).joined(separator: " "))
}

/// What one thread waits for and another rings.
struct Bell: Sendable {
    private let descriptor: CInt

    init() throws { descriptor = eventfd(0, 0) }

    func ring() { eventfd_write(descriptor, 1) }

    func wait() {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
    }
}
