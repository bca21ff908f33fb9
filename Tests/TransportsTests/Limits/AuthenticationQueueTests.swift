import Testing

@testable import Transports

@Suite struct AuthenticationQueueTests {
    private typealias Answer = AuthenticationQueue.Answer

    private var queue = AuthenticationQueue(limiter: AttemptLimiter(capacity: 1_000), seats: 64, known: 16, turns: 8)
    private let right: NestedNetworks = "192.0.2.1"

    private mutating func guess(_ networks: NestedNetworks, at now: Duration = .zero) -> (number: Int, answer: Answer?)
    {
        queue.enter(networks, isGuessable: true, isKnown: false, at: now)
    }

    private mutating func fail(_ number: Int, at now: Duration = .zero) -> [Answer] {
        queue.finish(number, isFailure: true, at: now).map(\.answer)
    }

    @Test mutating func `a site that guesses leaves turns and seats to others`() {
        let answers = (0..<1_000).map { guess(.neighbour($0 * 256)).answer }
        #expect(answers.count { $0 == .begins } == 4)
        #expect(answers.count { $0 == nil } == 20)
        #expect(answers.count { $0 == .full } == 976)
        #expect(guess(right).answer == .begins)
    }

    @Test mutating func `a site whose guesses were wrong is told so before it takes a seat`() {
        let first = (0..<4).map { guess(.neighbour($0 * 256)).number }
        var under: [Int] = first
        var (wrong, refused) = (0, 0)
        while let number = under.popLast() {
            let told = queue.finish(number, isFailure: true, at: .zero)
            wrong += 1
            under += told.filter { $0.answer == .begins }.map(\.number)
            let next = guess(.neighbour(wrong * 256 + 7))
            if next.answer == .begins { under.append(next.number) }
            if case .refused? = next.answer { refused += 1 }
        }
        #expect(wrong == 40)
        #expect(refused > 0)
        #expect(guess(right).answer == .begins)
    }

    @Test mutating func `a turn goes to the site that has the fewest`() {
        let flood = (0..<8).map { guess(.site($0)) }
        #expect(flood.allSatisfy { $0.answer == .begins })
        let again = guess("10.0.1.2")
        let newcomer = guess(right)
        #expect(again.answer == nil && newcomer.answer == nil)
        let told = queue.finish(flood[0].number, isFailure: true, at: .zero)
        #expect(told.map(\.number) == [newcomer.number] && told.map(\.answer) == [.begins])
        // Its site has one turn already, and no more than that is free.
        #expect(fail(flood[2].number) == [])
        #expect(queue.finish(flood[3].number, isFailure: true, at: .zero).map(\.number) == [again.number])
    }

    @Test mutating func `known credentials have seats and turns of their own while everybody guesses`() {
        let answers = (0..<500).map { guess(.site($0)).answer }
        #expect(answers.count { $0 == .full } == 500 - 48)
        #expect(guess(right).answer == .full)
        #expect(queue.enter(right, isGuessable: true, isKnown: true, at: .zero).answer == .begins)
    }

    @Test mutating func `known credentials are not kept out by wrong ones of the same network`() {
        for _ in 0..<10 { _ = fail(guess(right).number) }
        #expect(guess(right).answer == .refused(.seconds(5)))
        #expect(queue.enter(right, isGuessable: true, isKnown: true, at: .zero).answer == .begins)
    }

    @Test mutating func `known credentials take an ordinary seat when their own are taken`() {
        let answers = (0..<40).map { _ in queue.enter(right, isGuessable: true, isKnown: true, at: .zero).answer }
        // A host alone has a third of 16 and of 48.
        #expect(answers.count { $0 != .full } == 5 + 16)
    }

    @Test mutating func `what cannot be guessed is not counted`() {
        for _ in 0..<100 {
            let entry = queue.enter(right, isGuessable: false, isKnown: false, at: .zero)
            #expect(entry.answer == .begins)
            #expect(fail(entry.number) == [])
        }
    }

    @Test mutating func `those who wait are told when their network has failed too often`() {
        let first = guess(right).number
        for _ in 0..<9 { _ = fail(guess(right).number) }
        let waiting = guess(right)
        #expect(waiting.answer == nil)
        #expect(fail(first) == [.refused(.seconds(5))])
    }

    @Test mutating func `a client that has waited for too long is told so`() {
        let first = (0..<8).map { guess(.site($0)).number }
        let early = guess(right)
        let late = guess("198.51.100.1", at: .seconds(1))
        let told = queue.finish(first[0], isFailure: false, at: .seconds(15))
        #expect(told.map(\.number) == [early.number, late.number])
        #expect(told.map(\.answer) == [.full, .begins])
    }

    @Test(arguments: [1, 2, 8])
    mutating func `every client is told something, once, and no more are judged at once than have turns`(_ turns: Int) {
        queue = AuthenticationQueue(limiter: AttemptLimiter(capacity: 1_000), seats: 64, known: 16, turns: turns)
        var (waiting, judged): (Set<Int>, Set<Int>) = ([], [])
        for step in 0..<3_000 {
            let now = Duration.milliseconds(step)
            let networks: NestedNetworks = step % 3 == 0 ? .site(step % 7) : .neighbour(step * 37)
            let entry = queue.enter(networks, isGuessable: step % 5 != 0, isKnown: step % 11 == 0, at: now)
            if entry.answer == nil { waiting.insert(entry.number) }
            if entry.answer == .begins { judged.insert(entry.number) }
            #expect(judged.count <= 2 * turns && judged.count + waiting.count <= 64)
            guard step % 2 == 0 || step > 2_000, let number = judged.popFirst() else { continue }
            for (number, answer) in queue.finish(number, isFailure: step % 4 == 0, at: now) {
                #expect(waiting.remove(number) != nil)
                if answer == .begins { judged.insert(number) }
            }
        }
        while let number = judged.popFirst() {
            for (number, answer) in queue.finish(number, isFailure: false, at: .seconds(4)) {
                #expect(waiting.remove(number) != nil)
                if answer == .begins { judged.insert(number) }
            }
        }
        #expect(waiting.isEmpty)
    }

    @Test mutating func `a client that has not begun cannot finish`() {
        #expect(fail(77) == [])
    }

    @Test mutating func `a client that has not waited for fifteen seconds still has its turn`() {
        let first = (0..<8).map { guess(.site($0)).number }
        let early = guess(right)
        let told = queue.finish(first[0], isFailure: false, at: .milliseconds(14_999))
        #expect(told.map(\.number) == [early.number] && told.map(\.answer) == [.begins])
    }
}
