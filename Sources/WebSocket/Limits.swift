/// How much a peer may make us hold.
///
/// Whatever length it declares, these bounds stand.
package struct Limits: Sendable, Hashable {
    /// Bytes in a message's payload: by default the largest Ethernet frame, 65,535 bytes behind a header with one VLAN
    /// tag.
    ///
    /// At most 1 GiB.
    package var maximumMessageSize: Int

    /// Makes limits of their parts.
    package init(maximumMessageSize: Int = 65_553) { self.maximumMessageSize = maximumMessageSize }
}
