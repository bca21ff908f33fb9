internal import Frame

extension TransportRules {
    /// Checks that credentials decide.
    func checkAuthentication() async throws {
        try await admission()
        try await refusal()
    }

    private func admission() async throws {
        try await run(.principal, Doorman()) { house in
            let near: Station
            do {
                near = try await join(house, as: Doorman.right).0
            } catch let error as TransportError {
                throw ConformanceFailure(.acceptance, "the right credentials were not enough: \(error)")
            }
            await near.close()
            let principal = await house.lobby.guests.first?.peer.principal
            guard principal == Doorman.principal else {
                throw ConformanceFailure(.principal, "it is \(principal.map { "'\($0)'" } ?? "missing")")
            }
        }
    }

    private func refusal() async throws {
        try await run(.refusal, Doorman()) { house in
            for (index, (name, credentials)) in Doorman.wrong.enumerated() {
                try await refuse(credentials, called: name, by: house)
                try await patience.wait(for: .refusal, "the acceptor was not told of \(name)") {
                    house.lobby.refusals.count == index + 1
                }
            }
            guard await house.lobby.guests.isEmpty else {
                throw ConformanceFailure(.refusal, "one was handed to the acceptor")
            }
        }
    }

    private func refuse(_ credentials: Credentials, called name: String, by house: House) async throws {
        do {
            let admitted = try await connect(to: house, as: credentials)
            await admitted.close()
        } catch TransportError.refused(let reason) {
            guard credentials.basic.map({ reason.contains($0.password.reveal()) }) != true else {
                throw ConformanceFailure(.refusal, "the reason holds the password")
            }
            return
        } catch {
            throw ConformanceFailure(.refusal, "connecting with \(name) threw another error: \(error)")
        }
        throw ConformanceFailure(.refusal, "connecting with \(name) succeeded")
    }
}
