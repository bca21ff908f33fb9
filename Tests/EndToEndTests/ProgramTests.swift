import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// The program as the linker leaves it.
    @Suite struct ProgramTests {
        private static let check =
            URL(fileURLWithPath: Machine.peers).appendingPathComponent("../../../Scripts/check-program.sh")
            .standardizedFileURL.path
        private static let needsBuild: Comment = "needs the program that 'make build' makes"

        @Test("It loads no library from beside it", .enabled(if: Machine.made != nil, needsBuild))
        func plantedLibrary() async throws {
            let scratch = try Scratch()
            let program = scratch.path("etherws")
            try FileManager.default.copyItem(atPath: try #require(Machine.made), toPath: program)
            // What the loader finds first it must take, and fail.
            for library in ["libz.so.1", "libssl.so.3", "libcrypto.so.3", "libseccomp.so.2", "libc.so.6"] {
                try scratch.write("no library", to: library)
            }
            let outcome = try await ChildProcess([program, "--version"]).outcome()
            #expect(outcome.exitCode == 0, "\(outcome)")
        }

        @Test(
            "It is linked with all protections that the check looks for", .enabled(if: Machine.made != nil, needsBuild))
        func link() async throws {
            let outcome = try await ChildProcess([Self.check, try #require(Machine.made)]).outcome()
            #expect(outcome.exitCode == 0 && outcome.errors.isEmpty, "\(outcome)")
        }

        @Test("Addresses of functions are found at the start, and then cannot be written")
        func relocations() async throws {
            let text = try await run("readelf", "--dynamic", "--program-headers", "--wide", Machine.etherws)
            #expect(text.contains("GNU_RELRO") && text.contains("BIND_NOW") && text.contains("PIE"))
        }

        @Test("Programs that were linked otherwise are found out")
        func otherwise() async throws {
            let scratch = try Scratch()
            let source = try scratch.write("int main(void) { return 0; }", to: "main.c")
            for (flag, complaint) in [
                ("-Wl,-rpath,$ORIGIN", "folders"), ("-Wl,-z,lazy", "BIND_NOW"), ("-Wl,-z,norelro", "RELRO"),
                ("-Wl,-z,execstack", "stack"), ("-no-pie", "PIE"), ("-O", ""),
            ] {
                let program = scratch.path("program")
                try await run("clang", "-fPIE", "-pie", "-Wl,-z,relro,-z,now", flag, "-o", program, source)
                let outcome = try await ChildProcess([Self.check, program]).outcome()
                #expect(outcome.exitCode == (complaint.isEmpty ? 0 : 1), "\(flag): \(outcome)")
                #expect(complaint.isEmpty ? outcome.errors.isEmpty : outcome.errors.contains(complaint), "\(flag)")
            }
        }
    }
}
