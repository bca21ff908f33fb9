/// A signal asked the program to end before it was ready.
struct Interrupted: Error, Equatable {
    let signal: CInt
}
