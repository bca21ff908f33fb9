public import Frame

/// An address in the forwarding table, as it was at one moment.
public struct AddressSnapshot: Sendable, Equatable {
    /// The station's.
    public let address: MACAddress
    /// The VLAN in which it was heard; `nil` without a tag.
    public let vlan: UInt16?
    /// The port that it was last heard on.
    public let port: PortID
    /// How long ago it was last heard, in steps of 72 ms.
    public let age: Duration
}

extension AddressSnapshot {
    /// The most addresses on a page: more would hold up frames for too long.
    package static let pageLimit = 4096

    /// The place in the order of pages: by address, then by VLAN, untagged first.
    var order: UInt64 { AddressKey(address, vlan: vlan ?? 0).order }

    /// Makes one page of the pages of several switches of a stack.
    ///
    /// A station that has just moved, or that is behind a device that all share, is on several: it is where it was heard last.
    ///
    /// - Parameter limit: the most addresses; each page must have as many, or all that follow.
    package static func page(merging pages: [[AddressSnapshot]], limit: Int) -> [AddressSnapshot] {
        let sorted = pages.joined().sorted { ($0.order, $0.age) < ($1.order, $1.age) }
        var page: [AddressSnapshot] = []
        for address in sorted where address.order != page.last?.order {
            guard page.count < limit else { break }
            page.append(address)
        }
        return page
    }
}
