// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "etherws-autobahn",
    dependencies: [.package(name: "etherws", path: "../..")],
    targets: [
        .executableTarget(
            name: "Echo",
            dependencies: [
                .product(name: "HTTP", package: "etherws"),
                .product(name: "WebSocket", package: "etherws"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)]
        )
    ]
)
