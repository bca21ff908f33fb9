// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.treatAllWarnings(as: .error)]

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
        .executableTarget(
            name: "BenchIdle",
            dependencies: ["Frame", "Reactor", "Switching", "Transports"].map {
                .product(name: $0, package: "etherws")
            },
            swiftSettings: settings
        ),
    ]
)
