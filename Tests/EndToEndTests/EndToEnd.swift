import Testing

/// The program as users run it: the real executable, between real network namespaces, with real TAP interfaces.
///
/// One test at a time, because each starts up to a dozen processes.
@Suite(
    .serialized,
    .cleansUp,
    .enabled(if: Machine.obstacle == nil, Machine.obstacle),
    .timeLimit(.minutes(2))
)
enum EndToEnd {}
