import Frame

@testable import Auth

/// Password files: whoever is found has a name, and a wrong password opens nothing.
func fuzzHtpasswd(_ input: Input) -> CInt {
    let file = HtpasswdFile(parsing: Array(input.bytes))
    let census = file.census
    require(census.weak <= census.usable, "more weak passwords than there are")
    require(census.warning?.isEmpty != true && !census.complaint.isEmpty, "no reason")
    for line in input.bytes.split(separator: UInt8(ascii: "\n")) {
        guard let name = String(validating: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self) else { continue }
        guard let hash = file[name], isCheap(hash) else { continue }
        require((try? hash.matches("a password that nobody has")) != true, "a password that opens any door")
    }
    return 0
}

/// Whether a fuzzer has the time to compute it.
private func isCheap(_ hash: PasswordHash) -> Bool {
    switch hash.kind {
    case .crypt(.bcrypt(_, let cost)): cost <= 5
    case .crypt(.sha(_, let rounds)): rounds <= 5000
    case .sha1, .apr1, nil: true
    }
}

/// Files of tokens: a token that is not listed opens nothing, and one that is opens for its name alone.
func fuzzTokens(_ input: Input) -> CInt {
    let token: Secret = "a token that has 30 characters"
    let file = TokenFile(parsing: Array(input.bytes))
    require(file.malformed <= input.bytes.count, "more lines than there are")
    guard let text = input.text, let digest = try? TokenDigest(of: token).hexadecimal else { return 0 }
    if let name = try? file.bearer(of: token, at: .zero)?.name {
        require(text.lowercased().contains("\(name):\(digest)".lowercased()), "somebody who is not in the file")
    }
    return 0
}

/// Answers of programs: whoever is admitted has a name without control characters, and what a question holds is read again.
func fuzzProgram(_ input: Input) -> CInt {
    if case .admitted(let principal) = ProgramAnswer(status: 0, output: Array(input.bytes)) {
        let name = principal.name
        require(!name.isEmpty && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }, "no name")
    }
    guard let text = input.text, text.utf8.count < 4096,
        let line = ProgramQuestion.line(.basic(user: text, password: .init(text)))
    else { return 0 }
    let values = JSONLine.members(of: line)?.map(\.value)
    require(values == [.string(text), .string(text)], "a question that reads as another")
    let names = PeerCertificate(commonName: text, hosts: [text, text], uris: [text])
    let question = ProgramQuestion.line(Credentials(certificate: names))
    require(question.map { $0.count { $0 == 0x0a } } ?? 1 == 1, "a question of more than one line")
    return 0
}
