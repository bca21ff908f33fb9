import Glibc

// Encodes and decodes messages by our codec and by NIOWebSocket, in turns, and prints a table.
//
//     BenchWebSocket [SECONDS]       how long each measurement takes, 0.2 by default

let seconds = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 0.2
print(Table.head)
for scenario in Scenario.all {
    let ours = scenario.ours
    let theirs = scenario.theirs
    var rates: [(ours: Double, theirs: Double?)] = []
    // In turns, so that whatever else the machine does hits both.
    for _ in 0..<5 { rates.append((rate(of: ours, for: seconds), theirs.map { rate(of: $0, for: seconds) })) }
    print(Table.row(scenario, ours: median(rates.map(\.ours)), theirs: median(rates.compactMap(\.theirs))))
    fflush(nil)
}
