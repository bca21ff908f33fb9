import Conformance

/// A way to break the contract of a link.
enum LinkFault: CaseIterable, Sendable {
    case hasNoName
    case spoilsByte
    case losesLongFrames
    case swapsFrames
    case doublesFrames
    case keepsAddress
    case writesToScratch
    case callsWithinSend
    case neverDrains
    case callsElsewhere
    case blocks
    case takesEverything
    case diesOfBurst
    case talksAfterClose

    /// The rule that it breaks.
    var rule: ConformanceRule {
        switch self {
        case .hasNoName: .name
        case .spoilsByte, .losesLongFrames, .swapsFrames, .doublesFrames: .frames
        case .keepsAddress: .copy
        case .writesToScratch: .scratch
        case .callsWithinSend: .reentrance
        case .neverDrains: .drained
        case .callsElsewhere: .isolation
        case .blocks: .blocking
        case .takesEverything, .diesOfBurst: .bound
        case .talksAfterClose: .silence
        }
    }
}
