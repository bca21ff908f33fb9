/// The trunks of a switch by place, behind those of the ports.
///
/// They are there for as long as the switch is part of a stack, and reading one for a frame counts no reference.
struct TrunkList {
    private let owned: [Trunk]
    private let places: [Unmanaged<Trunk>]

    init(_ trunks: [Trunk] = []) {
        owned = trunks
        places = trunks.map { .passUnretained($0) }
    }

    var isEmpty: Bool { places.isEmpty }

    /// All trunks.
    var all: [Trunk] { owned }

    /// The trunk at `place`, if there is one: to be used at once.
    func trunk(at place: UInt32) -> Unmanaged<Trunk>? {
        guard place >= Trunk.firstPlace else { return nil }
        let index = Trunk.index(of: place)
        return index < places.count ? places[index] : nil
    }

    /// Calls `body` with each trunk.
    func forEach(_ body: (Trunk) -> Void) {
        for index in places.indices { places[index]._withUnsafeGuaranteedRef(body) }
    }
}
