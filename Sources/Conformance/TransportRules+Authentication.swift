internal import Frame

extension TransportRules {
    /// Checks that credentials decide.
    func checkAuthentication() async throws {
        try await admission()
        try await refusal()
    }

    private func admission() async throws {
        try await run(.principal, AcceptingAuthenticator()) { setting in
            let near: LinkProbe
            do {
                near = try await join(setting, as: AcceptingAuthenticator.right).0
            } catch let error as TransportError {
                throw ConformanceFailure(.acceptance, "the right credentials were not enough: \(error)")
            }
            await near.close()
            let principal = await setting.acceptor.admitted.first?.peer.principal
            guard principal == AcceptingAuthenticator.principal else {
                throw ConformanceFailure(.principal, "it is \(principal.map { "'\($0)'" } ?? "missing")")
            }
        }
    }

    private func refusal() async throws {
        try await run(.refusal, AcceptingAuthenticator()) { setting in
            for (index, (name, credentials)) in AcceptingAuthenticator.wrong.enumerated() {
                try await refuse(credentials, called: name, by: setting)
                try await patience.wait(for: .refusal, "the acceptor was not told of \(name)") {
                    setting.acceptor.refusals.count == index + 1
                }
            }
            guard await setting.acceptor.admitted.isEmpty else {
                throw ConformanceFailure(.refusal, "one was handed to the acceptor")
            }
        }
    }

    private func refuse(_ credentials: Credentials, called name: String, by setting: Setting) async throws {
        do {
            let admitted = try await connect(to: setting, as: credentials)
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
