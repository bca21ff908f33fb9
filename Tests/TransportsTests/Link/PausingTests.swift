import Frame
import Testing

@testable import Transports

@Suite struct PausingTests {
    private static let frame = [UInt8](repeating: 7, count: 60)
    private static let reply = [UInt8](repeating: 8, count: 60)

    @Test func `what a peer sends waits while it is not listened to, and other things go on`() async throws {
        let server = try await Server()
        let client = Party(on: server.loop)
        try await client.connect(server.uri())
        let (party, _) = try await server.host.party()
        await party.pauseReceiving(for: .seconds(3600))
        await client.send([Self.frame])
        for number in 1...10 {
            await party.send([Self.reply])
            #expect(await client.frames(number).count == number)
        }
        #expect(await party.frames(0).isEmpty)
        await client.close()
        await party.close()
        await server.listener.close()
    }

    @Test func `everything arrives once the pause is over`() async throws {
        let server = try await Server()
        let client = Party(on: server.loop)
        try await client.connect(server.uri())
        let (party, _) = try await server.host.party()
        for _ in 0..<5 { await party.pauseReceiving(for: .milliseconds(20)) }
        for _ in 0..<3 { await client.send([Self.frame]) }
        #expect(await party.frames(3) == [Self.frame, Self.frame, Self.frame])
        await server.listener.close()
    }

    @Test func `a link that ends while it pauses stays at its end`() async throws {
        let server = try await Server()
        let client = Party(on: server.loop)
        try await client.connect(server.uri())
        let (party, _) = try await server.host.party()
        await party.pauseReceiving(for: .milliseconds(20))
        await party.close()
        _ = await client.end()
        #expect(try await server.serves(clientNumber: 1))
        await server.listener.close()
    }
}
