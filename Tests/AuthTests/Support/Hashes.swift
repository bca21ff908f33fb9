/// Lines as `htpasswd` writes them.
enum Line {
    /// Password `secret`.
    static let ann = "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="
    /// Password `password`.
    static let bob = "bob:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="
    /// Password `myPassword`, from Apache's documentation.
    static let apr1 = "cat:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/"
    /// Password `secret`, as all that follow.
    static let bcrypt = "dan:$2y$05$c4WoMPo3SXsafkva.HHa6u7b1XOWKqA7XZANDrnv4IVny/8ABNR66"
    static let sha256 = "eve:$5$abcdefgh$gruCpC7VkOTspMQTTSAR8mtlO9Upms.fwqE5y16JVM."
    static let sha512 =
        "gus:$6$abc$IdWKNKTJEb8LxY7CGg8YBXlvtfZzFw7Mp/r6niK9YB2mdvgY..TKjv1T..8RadRt2qvUHYRLr/TsVArtr91iR1"
    static let des = "hal:xxWAum7tHdIUw"
    static let plain = "fay:secret"
}
