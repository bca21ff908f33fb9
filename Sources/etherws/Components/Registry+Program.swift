import Auth
import Devices
import Frame
import Transports

extension Registry {
    /// What the program can open.
    static func program() throws(RegistryError) -> Registry { try Registry(.devices, .transports, .auth) }
}
