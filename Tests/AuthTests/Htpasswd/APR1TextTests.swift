import Testing

@testable import Auth

@Suite struct APR1TextTests {
    // Made by `openssl passwd -apr1 -salt SALT PASSWORD`.
    @Test(arguments: [
        ("myPassword", "$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/"),
        ("", "$apr1$abcdefgh$L.PT565ESX4Tp2bqNs7Ie."),
        ("", "$apr1$x$tMwYqBfQwi3FYAr0aJc8M/"),
        ("a", "$apr1$abcdefgh$G8IsPsylW5ROvIKsQMRG61"),
        ("a", "$apr1$x$16j9.5e7KiXmuYFAYpPJM/"),
        ("secret", "$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/"),
        ("secret", "$apr1$x$12YdXEY0/hH4rDNkmZupO0"),
        ("schlüssel", "$apr1$abcdefgh$SlX0RubE7crfVi/RbizMI/"),
        ("schlüssel", "$apr1$x$DKhGbJBwUexJPKwsXYziq1"),
        ("0123456789abcdef", "$apr1$abcdefgh$sxHfOFLANAYXeGF./FBFh."),
        ("0123456789abcdef", "$apr1$x$7smHx4qPUie9g3UogSau.0"),
        ("0123456789abcdefg", "$apr1$abcdefgh$1EmOoQBtUQ/xoE6y2eLUr/"),
        ("0123456789abcdefg", "$apr1$x$y1frZ/zxCWRlgd5m1aCya."),
        (
            "a rather long password of more than sixty-four bytes, to be hashed in turns",
            "$apr1$abcdefgh$Tf2/xUkJhtQfygSCOiqG30"
        ),
        (
            "a rather long password of more than sixty-four bytes, to be hashed in turns",
            "$apr1$x$HcWBdWkkzycnEXPqy7woo0"
        ),
    ])
    func `a password has the hash that OpenSSL finds`(password: String, text: String) throws {
        let hash = try #require(APR1Text(Array(text.utf8)[...]))
        #expect(try hash.matches(Array(password.utf8)))
        #expect(try !hash.matches(Array((password + "x").utf8)))
    }
}
