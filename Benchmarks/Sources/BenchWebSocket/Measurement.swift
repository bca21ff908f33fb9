/// A piece of work that can be repeated.
protocol Work: AnyObject {
    /// How many messages one call of ``run()`` processes.
    var messages: Int { get }

    func run()
}

/// Messages a second, over at least `seconds`.
func rate(of work: any Work, for seconds: Double) -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    var rounds = 0
    var elapsed = 0.0
    repeat {
        for _ in 0..<8 { work.run() }
        rounds += 8
        elapsed = (clock.now - start) / .seconds(1)
    } while elapsed < seconds
    return Double(rounds * work.messages) / elapsed
}

/// The value in the middle; 0 of none.
func median(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }
