internal import Frame

/// The rules for a transport.
struct TransportRules: Sendable {
    let transport: any Transport
    let connecting: @Sendable (EndpointURI) throws -> any Transport
    let loop: any EventLoop
    let longestFrame: Int
    let patience: Patience

    /// Checks all but those that have to do with credentials.
    func check() async throws {
        try await address()
        try await links.check()
        try await farewell()
        try await closedListener()
        try await independence()
    }

    /// The rules for links, on links of this transport.
    var links: LinkRules {
        LinkRules(longestFrame: longestFrame, patience: patience, reportsDrops: true) {
            let setting = try await open(nil)
            let (near, far) = try await join(setting)
            return LinkRules.Pair(left: near, right: far) { await setting.listener.close() }
        }
    }

    /// A listener, and who came.
    struct Setting: Sendable {
        let listener: any Listener
        let acceptor: RecordingAcceptor
        let activity: LinkProbe.Activity
    }

    /// Opens a listener.
    func open(_ authenticator: (any Authenticator)?) async throws -> Setting {
        let activity = LinkProbe.Activity()
        let acceptor = RecordingAcceptor(on: loop, sharing: activity)
        let listener = try await transport.listen(on: loop, authenticator: authenticator, acceptor: acceptor)
        return Setting(listener: listener, acceptor: acceptor, activity: activity)
    }

    /// Connects, and returns both ends of the new connection: the connecting one, and the accepted one.
    func join(_ setting: Setting, as credentials: Credentials = .none) async throws -> (LinkProbe, LinkProbe) {
        let count = await setting.acceptor.admitted.count
        let near = try await connect(to: setting, as: credentials)
        try await patience.wait(for: .acceptance, "no peer was accepted") {
            await setting.acceptor.admitted.count > count
        }
        return (near, await setting.acceptor.admitted[count].probe)
    }

    /// Connects.
    func connect(to setting: Setting, as credentials: Credentials = .none) async throws -> LinkProbe {
        let link = try await connecting(setting.listener.address).connect(on: loop, as: credentials)
        let probe = LinkProbe(link, on: loop, sharing: setting.activity)
        await setting.acceptor.add(probe)
        return probe
    }

    /// Runs `body` on a new listener, and closes it and all that came of it.
    func run(
        _ rule: ConformanceRule,
        _ authenticator: (any Authenticator)? = nil,
        _ body: @escaping @Sendable (Setting) async throws -> Void
    ) async throws {
        try await patience.limit(rule) {
            let setting = try await open(authenticator)
            do {
                try await body(setting)
            } catch {
                await close(setting)
                throw error
            }
            await close(setting)
        }
    }

    private func close(_ setting: Setting) async {
        await setting.listener.close()
        await setting.acceptor.closeAll()
    }
}

// MARK: Rules

extension TransportRules {
    private func address() async throws {
        try await run(.address) { setting in
            let address = setting.listener.address
            guard address.port != 0 else { throw ConformanceFailure(.address, "its port is 0") }
            do {
                let (near, far) = try await join(setting)
                await near.close()
                let guest = await setting.acceptor.admitted.first
                guard guest?.peer.principal == nil else {
                    throw ConformanceFailure(.principal, "there is one without an authenticator")
                }
                guard guest?.peer.address.description.isEmpty == false else {
                    throw ConformanceFailure(.address, "the peer has none")
                }
                await far.close()
            } catch let failure as ConformanceFailure {
                throw failure
            } catch {
                throw ConformanceFailure(.address, "connecting to \(address) threw: \(error)")
            }
        }
    }

    /// Either end may close; the other is told.
    private func farewell() async throws {
        for isAccepted in [true, false] {
            try await links.run(.farewell) { near, far in
                let (closing, told) = isAccepted ? (far, near) : (near, far)
                await closing.close()
                let end = isAccepted ? "connecting" : "accepted"
                try await patience.wait(for: .farewell, "the \(end) end was not") { await told.isClosed }
                // Its owner may not have heard yet.
                await told.burst(ProbeFrame(number: 1, size: 60))
            }
        }
    }

    private func closedListener() async throws {
        try await run(.closedListener) { setting in
            let (near, far) = try await join(setting)
            for probe in [near, far] { await probe.start() }
            await setting.listener.close()
            let late = try? await connect(to: setting)
            await late?.close()
            guard late == nil else { throw ConformanceFailure(.closedListener, "a late-comer was admitted") }
            let frames = [ProbeFrame(number: 1, size: 60)]
            try await charging(.closedListener, "of an older link") {
                try await links.transfer(frames, from: near, to: far)
                try await links.transfer(frames, from: far, to: near)
            }
            await near.close()
        }
    }

    private func independence() async throws {
        try await run(.independence) { setting in
            let (first, second) = (try await join(setting), try await join(setting))
            for probe in [first.0, first.1, second.0, second.1] { await probe.start() }
            let frames = (0..<50).map { ProbeFrame(number: $0, size: 60 + Int($0)) }
            try await charging(.independence, "beside another link") {
                async let other: Void = links.transfer(frames, from: first.0, to: first.1)
                try await links.transfer(frames.reversed(), from: second.0, to: second.1)
                try await other
            }
            await first.0.close()
            try await charging(.independence, "after another link was closed") {
                try await links.transfer(frames, from: second.1, to: second.0)
            }
            await second.0.close()
        }
    }

    /// Lays what fails in `body` to the charge of `rule`.
    private func charging(
        _ rule: ConformanceRule,
        _ circumstance: String,
        _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
        } catch let failure as ConformanceFailure {
            throw ConformanceFailure(rule, "\(failure.detail), \(circumstance)")
        }
    }
}
