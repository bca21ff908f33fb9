import Testing

/// The program as users run it: the real executable, between real network namespaces, with real TAP interfaces.
///
/// One test at a time, because each starts up to a dozen processes. They need root, and the commands that ``Machine`` lists;
/// all that they do to the machine happens in namespaces of their own and is undone. Two variables direct them: `ETHERWS`
/// names the executable to test, and `PEERS_PYTHON` a Python with the packages of `Peers/requirements.txt`.
@Suite(
    .serialized,
    .cleansUp,
    .enabled(if: Machine.obstacle == nil, Machine.obstacle),
    .timeLimit(.minutes(2 * Traffic.scale))
)
enum EndToEnd {}

/// Faults that take minutes to inject: left out unless the variable `FAULTS` is set.
@Suite(
    .serialized,
    .cleansUp,
    .enabled(if: Machine.obstacle == nil, Machine.obstacle),
    .enabled(if: Machine.injectsFaults, "set FAULTS=1 to inject faults for minutes"),
    .timeLimit(.minutes(15))
)
enum Faults {}
