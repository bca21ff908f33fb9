// A pure function for each step (RFC 7692 §5, §7.1): what the client offers, what the server accepts, what the client
// makes of that.

extension Compression {
    /// What a client that allows this offers.
    var offered: DeflateTerms {
        var terms = DeflateTerms()
        terms.client.dropsContext = !local.keepsContext
        terms.client.namesWindow = true
        terms.client.windowBits = local.windowBits < 15 ? local.windowBits : nil
        terms.server.dropsContext = !remote.keepsContext
        terms.server.namesWindow = remote.windowBits < 15
        terms.server.windowBits = remote.windowBits < 15 ? remote.windowBits : nil
        return terms
    }

    /// What a server that allows this makes of a client's offers: it takes the first it can live with.
    ///
    /// - Returns: what is agreed on and what to answer, or `nil` for a connection without compression.
    func accepting(_ offers: [ExtensionOffer]) -> (agreed: Compression, answer: DeflateTerms)? {
        for offer in offers {
            if let terms = DeflateTerms(offer), let accepted = accepting(terms) { return accepted }
        }
        return nil
    }

    private func accepting(_ offer: DeflateTerms) -> (agreed: Compression, answer: DeflateTerms)? {
        var agreed = self
        agreed.local.keepsContext = local.keepsContext && !offer.server.dropsContext
        agreed.local.windowBits = min(local.windowBits, offer.server.windowBits ?? 15)
        agreed.remote.keepsContext = remote.keepsContext && !offer.client.dropsContext
        agreed.remote.windowBits = min(remote.windowBits, offer.client.windowBits ?? 15)
        // A client that does not name its window cannot be told to use a smaller one (§7.1.2.2).
        guard offer.client.namesWindow || agreed.remote.windowBits == 15 else { return nil }

        var answer = DeflateTerms()
        // Some clients refuse an answer that leaves out a parameter they offered.
        answer.server.dropsContext = !agreed.local.keepsContext
        answer.client.dropsContext = !agreed.remote.keepsContext
        if offer.server.namesWindow {
            answer.server.namesWindow = true
            answer.server.windowBits = agreed.local.windowBits
        }
        if agreed.remote.windowBits < 15 {
            answer.client.namesWindow = true
            answer.client.windowBits = agreed.remote.windowBits
        }
        return (agreed, answer)
    }

    /// What a client that offered ``offered`` makes of the server's answer.
    ///
    /// - Returns: what is agreed on, or `nil` if the answer does not fit the offer.
    func confirmed(by answer: DeflateTerms) -> Compression? {
        guard !answer.client.namesWindow || answer.client.windowBits != nil else { return nil }
        guard answer.server.dropsContext || remote.keepsContext else { return nil }
        guard (answer.server.windowBits ?? 15) <= remote.windowBits else { return nil }
        var agreed = self
        agreed.local.keepsContext = local.keepsContext && !answer.client.dropsContext
        // Some servers answer with more than was offered. Who refers back less far than allowed is always understood.
        agreed.local.windowBits = min(local.windowBits, answer.client.windowBits ?? 15)
        agreed.remote.keepsContext = !answer.server.dropsContext
        agreed.remote.windowBits = answer.server.windowBits ?? 15
        return agreed
    }
}
