@testable import WebSocket

/// Offers of extensions: what is read prints as the same again, and what a server agrees to a client of the same mind confirms.
func fuzzExtensions(_ input: Input) -> CInt {
    var input = input
    let choice = input.choice()
    guard let text = input.text, let offers = ExtensionOffer.parse([text]) else { return 0 }
    for offer in offers {
        require(ExtensionOffer.parse([offer.description]) == [offer], "\(offer) reads as another offer")
    }
    let side = Compression.Side(windowBits: 8 + Int(choice & 7), keepsContext: choice & 8 == 0)
    let policy = Compression(local: side, remote: choice & 16 == 0 ? side : Compression.Side())
    let own = ExtensionOffer.parse(["\(policy.offered.offer)"])
    require(own?.compactMap { DeflateTerms($0) } == [policy.offered], "\(policy.offered.offer) reads as another offer")
    require(own.flatMap { policy.accepting($0) } != nil, "an offer that its own side does not accept")
    guard let (agreed, answer) = policy.accepting(offers) else { return 0 }
    require(DeflateTerms(answer.offer) == answer, "\(answer.offer) reads as another answer")
    require(agreed.local.windowBits <= policy.local.windowBits, "a window larger than allowed")
    require(agreed.remote.windowBits <= policy.remote.windowBits, "a window larger than allowed")
    _ = policy.confirmed(by: answer)
    return 0
}
