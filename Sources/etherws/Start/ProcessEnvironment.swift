import Glibc

/// What a process finds around it when it starts, as far as it matters to a tunnel.
struct ProcessEnvironment {
    /// The variables, by their names.
    var variables: [String: String] = [:]
    /// The number of the process.
    var processID: CInt = 0

    /// Those variables that are looked at.
    private static let names: [String] = {
        let proxies = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"]
        return proxies + proxies.map { $0.uppercased() } + ["REQUEST_METHOD", "LISTEN_PID", "LISTEN_FDS"]
    }()

    /// The one of this process.
    static var current: ProcessEnvironment {
        let values = names.compactMap { name in getenv(name).map { (name, String(cString: $0)) } }
        return ProcessEnvironment(variables: Dictionary(uniqueKeysWithValues: values), processID: getpid())
    }
}
