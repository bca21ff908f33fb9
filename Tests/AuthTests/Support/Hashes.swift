/// Lines as `htpasswd` writes them.
enum Line {
    /// Password `secret`.
    static let ann = "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ="
    /// Password `password`.
    static let bob = "bob:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="
    /// Password `myPassword`, from Apache's documentation.
    static let apr1 = "cat:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/"
    static let bcrypt = "dan:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC"
    static let sha256 = "eve:$5$abcdefgh$ZLdkj8mkc2XVSrPVjskDAgZPGjtj1VGVaa1aUkrMTU/"
    static let plain = "fay:secret"
}
