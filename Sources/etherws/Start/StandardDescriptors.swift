import Glibc

/// Standard input, output and error: descriptors 0, 1 and 2.
enum StandardDescriptors {
    /// Opens those that are closed.
    ///
    /// The next socket or interface would get their numbers otherwise, and what is written for people would go out there as
    /// frames.
    static func open() {
        var descriptor: CInt
        repeat { descriptor = Glibc.open("/dev/null", O_RDWR) } while (0...STDERR_FILENO).contains(descriptor)
        if descriptor > STDERR_FILENO { close(descriptor) }
    }
}
