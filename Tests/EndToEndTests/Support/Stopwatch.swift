import Foundation

/// The time since something happened, for people to read: a machine that is busy takes longer, which is no fault.
struct Stopwatch: CustomStringConvertible {
    private let start = ContinuousClock.now

    var elapsed: Duration { ContinuousClock.now - start }

    var description: String { elapsed.inSeconds }
}

extension Duration {
    /// In seconds, with two digits behind the point.
    var inSeconds: String { String(format: "%.2f s", self / .seconds(1)) }
}

/// Says what was measured, for the table at the end of `make test-faults`.
///
/// In one write, so that what others say is not mixed with it.
func report(_ fault: String, _ measured: String) {
    FileHandle.standardOutput.write(Data("measured: \(fault): \(measured)\n".utf8))
}
