@testable import HTTP
@testable import WebSocket

/// Requests: however they are cut, the same comes of them; what is accepted is answered in one head.
func fuzzRequest(_ input: Input) -> CInt {
    var input = input
    let (choice, step) = (input.choice(), input.choice())
    guard let request: RequestHead = parsed(input, step) else { return 0 }
    _ = (request.path, request.query)
    let server = ServerHandshake(
        subprotocols: ["etherws"],
        allowedOrigins: choice & 1 == 0 ? nil : ["https://a"],
        acceptsOldClients: choice & 2 == 0,
        compression: choice & 4 == 0 ? Compression() : nil
    )
    for refusal in [
        Refusal.unauthorized(realm: "etherws"), .unauthorized(realm: "etherws", schemes: []),
        .tooManyRequests(retryAfter: 9),
    ] {
        require(isHead(refusal.response), "an answer that is no head")
    }
    let response: [UInt8]
    do throws(Refusal) { response = try server.accept(request).response } catch { response = error.response }
    require(isHead(response), "an answer that is no head")
    return 0
}

private func isHead(_ response: [UInt8]) -> Bool {
    var parser = HeadParser<ResponseHead>()
    return response.withUnsafeBytes { bytes in try? parser.parse(bytes.bytes) } != nil
}

/// Responses, in the same way, and the client's judgement of them.
func fuzzResponse(_ input: Input) -> CInt {
    var input = input
    let step = input.choice()
    if let text = input.text { ask(text) }
    guard let response: ResponseHead = parsed(input, step) else { return 0 }
    let handshake = try? ClientHandshake(
        host: "a", target: "/", nonce: [UInt8](repeating: 0, count: 16), subprotocols: ["etherws"],
        compression: Compression()
    )
    guard let handshake else { fatalError("the request is ours") }
    if let agreement = try? handshake.agreement(from: response) {
        require(response.status == 101, "an agreement without an upgrade")
        require([nil, "etherws"].contains(agreement.subprotocol), "a subprotocol that was not offered")
    }
    return 0
}

/// Asks with a host, a target and a field out of the input: what is asked is one request with one field more.
private func ask(_ text: String) {
    let parts = text.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4 else { return }
    let nonce = [UInt8](repeating: 0, count: 16)
    let handshake = try? ClientHandshake(
        host: parts[0], target: parts[1], nonce: nonce, subprotocols: [], fields: [parts[2]: parts[3]])
    guard let handshake else { return }
    var parser = HeadParser<RequestHead>(limits: HeadLimits(maximumHeadSize: 1 << 20, maximumStartLineLength: 1 << 20))
    let head = handshake.request.withUnsafeBytes { bytes in try? parser.parse(bytes.bytes) }
    require(head?.length == handshake.request.count, "a request that is more or less than one")
    require(head?.head.fields.lines.count == 6, "a request with other fields")
}

/// The head in the input, which is to be the same for every way to cut it.
private func parsed<Message: Head>(_ input: Input, _ step: UInt8) -> Message? {
    let limits = HeadLimits(maximumHeadSize: 2_048, maximumStartLineLength: 512, maximumFieldCount: 16)
    let bytes = Array(input.bytes)
    let whole = outcome(bytes, [bytes.count], limits) as Outcome<Message>
    let cut = outcome(bytes, Array(input.prefixes(step: step)), limits) as Outcome<Message>
    require(whole == cut, "\(whole) is not \(cut)")
    guard case .head(let head, let length) = whole else { return nil }
    require(length <= min(bytes.count, limits.maximumHeadSize), "a head over the limit")
    return head
}

private enum Outcome<Message: Head>: Equatable {
    case incomplete
    case head(Message, length: Int)
    case failed(HeadError)
}

private func outcome<Message: Head>(_ bytes: [UInt8], _ prefixes: [Int], _ limits: HeadLimits) -> Outcome<Message> {
    var parser = HeadParser<Message>(limits: limits)
    return bytes.withUnsafeBytes { bytes in
        do throws(HeadError) {
            for count in prefixes {
                let prefix = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                if let (head, length) = try parser.parse(prefix.bytes) { return .head(head, length: length) }
            }
            return .incomplete
        } catch {
            return .failed(error)
        }
    }
}
