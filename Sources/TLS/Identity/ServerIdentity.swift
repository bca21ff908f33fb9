package import Frame
internal import Linux

/// The TLS context of a listener, made anew when its certificate or key changes; connections that are there keep the old one.
package final class ServerIdentity: Sendable {
    /// The file of the certificate, for the log.
    package let file: String
    private let paths: [String]
    private let make: @Sendable () throws(TransportError) -> TLSContext
    private let state: Locked<State>

    private struct State: Sendable {
        var context: TLSContext
        var plan: ReloadPlan<FileStamps>
    }

    /// Reads the files for the first time.
    ///
    /// - Parameters:
    ///   - file: the certificate's.
    ///   - others: further files whose change is one of the context.
    ///   - make: reads them all.
    package init(
        _ file: String,
        others: [String],
        make: @escaping @Sendable () throws(TransportError) -> TLSContext
    ) throws(TransportError) {
        self.file = file
        self.make = make
        paths = [file] + others
        // Looked at before they are read: a change in between is found later.
        let stamps = FileStamps(of: paths)
        state = Locked(State(context: try make(), plan: ReloadPlan(loaded: stamps)))
    }

    /// What new connections begin with.
    package var context: TLSContext { state.withLock { $0.context } }

    /// Reads the files if they have changed.
    ///
    /// Blocks. What is broken changes nothing.
    ///
    /// - Parameter isForced: whether to read them in any case, and to complain at once.
    /// - Returns: what the operator should know.
    func refresh(isForced: Bool) -> TransportNotice? {
        let stamps = FileStamps(of: paths)
        guard isForced || state.withLock({ $0.plan.wantsLoading(stamps) }) else { return nil }
        do throws(TransportError) {
            let context = try make()
            state.withLock { state in
                state.context = context
                state.plan.succeeded(stamps)
            }
            return .certificateRead(file)
        } catch {
            let isWorthTelling = state.withLock { $0.plan.failed(stamps) }
            return isForced || isWorthTelling ? .certificateKept(file, reason: "\(error)") : nil
        }
    }

    /// Gives the key by which tickets are sealed its rest: whoever learns it can read no session that began before.
    ///
    /// Blocks. Where the files are broken the key stays.
    func renew() {
        guard let context = try? make() else { return }
        state.withLock { $0.context = context }
    }
}
