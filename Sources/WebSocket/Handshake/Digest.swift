// The only file of this module that knows OpenSSL.
import COpenSSL

/// The base64 alphabet of RFC 4648 §4, with padding.
public enum Base64 {
    /// Encodes bytes.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&text, bytes, CInt(bytes.count))
        return String(decoding: text[..<Int(count)], as: UTF8.self)
    }

    /// Decodes text of at most 64 KiB.
    ///
    /// - Returns: `nil` if it is not exactly what ``encode(_:)`` would have made of some bytes.
    public static func decode(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 4), characters.count <= 0x10000 else { return nil }
        var bytes = [UInt8](repeating: 0, count: characters.count / 4 * 3 + 1)
        let count = EVP_DecodeBlock(&bytes, characters, CInt(characters.count))
        guard count >= 0 else { return nil }
        // The block decoder counts the bytes that padding stands for, and forgives blanks.
        let padding = characters.suffix(2).count { $0 == UInt8(ascii: "=") }
        let decoded = Array(bytes[..<max(0, Int(count) - padding)])
        return encode(decoded) == text ? decoded : nil
    }
}

/// The SHA-1 hash (RFC 3174), which the handshake uses as a check that both sides speak WebSocket; nothing rests on its
/// strength.
func sha1(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 20)
    let isDone = EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha1(), nil)
    precondition(isDone == 1, "OpenSSL has no SHA-1")
    return digest
}
