// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// What a whole server is made of.
let server: [Target.Dependency] = ["Frame", "Reactor", "Node", "Transports"].map {
    .product(name: $0, package: "etherws")
}

let package = Package(
    name: "etherws-benchmarks",
    dependencies: [
        .package(name: "etherws", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
    ],
    targets: [
        .executableTarget(
            name: "BenchWebSocket",
            dependencies: [
                .product(name: "WebSocket", package: "etherws"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(name: "BenchIdle", dependencies: server, swiftSettings: settings),
        .executableTarget(name: "BenchFlood", dependencies: server, swiftSettings: settings),
    ]
)
