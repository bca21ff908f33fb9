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
            let house = try await open(nil)
            let (near, far) = try await join(house)
            return LinkRules.Pair(left: near, right: far) { await house.listener.close() }
        }
    }

    /// A listener, and who came.
    struct House: Sendable {
        let listener: any Listener
        let lobby: Lobby
        let activity: Station.Activity
    }

    /// Opens a listener.
    func open(_ authenticator: (any Authenticator)?) async throws -> House {
        let activity = Station.Activity()
        let lobby = Lobby(on: loop, sharing: activity)
        let listener = try await transport.listen(on: loop, authenticator: authenticator, acceptor: lobby)
        return House(listener: listener, lobby: lobby, activity: activity)
    }

    /// Connects, and returns both ends of the new connection: the connecting one, and the accepted one.
    func join(_ house: House, as credentials: Credentials = .none) async throws -> (Station, Station) {
        let count = await house.lobby.guests.count
        let near = try await connect(to: house, as: credentials)
        try await patience.wait(for: .acceptance, "no peer was accepted") { await house.lobby.guests.count > count }
        return (near, await house.lobby.guests[count].station)
    }

    /// Connects.
    func connect(to house: House, as credentials: Credentials = .none) async throws -> Station {
        let link = try await connecting(house.listener.address).connect(on: loop, as: credentials)
        let station = Station(link, on: loop, sharing: house.activity)
        await house.lobby.add(station)
        return station
    }

    /// Runs `body` on a new listener, and closes it and all that came of it.
    func run(
        _ rule: ConformanceRule,
        _ authenticator: (any Authenticator)? = nil,
        _ body: @escaping @Sendable (House) async throws -> Void
    ) async throws {
        try await patience.limit(rule) {
            let house = try await open(authenticator)
            do {
                try await body(house)
            } catch {
                await close(house)
                throw error
            }
            await close(house)
        }
    }

    private func close(_ house: House) async {
        await house.listener.close()
        await house.lobby.closeAll()
    }
}

// MARK: Rules

extension TransportRules {
    private func address() async throws {
        try await run(.address) { house in
            let address = house.listener.address
            guard address.port != 0 else { throw ConformanceFailure(.address, "its port is 0") }
            do {
                let (near, far) = try await join(house)
                await near.close()
                let guest = await house.lobby.guests.first
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
        try await run(.closedListener) { house in
            let (near, far) = try await join(house)
            for station in [near, far] { await station.start() }
            await house.listener.close()
            let late = try? await connect(to: house)
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
        try await run(.independence) { house in
            let (first, second) = (try await join(house), try await join(house))
            for station in [first.0, first.1, second.0, second.1] { await station.start() }
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
