// swift-tools-version: 6.2
import PackageDescription

// Built by Scripts/fuzz.sh, which says which instrumentation the compiler is to put in.
let package = Package(
    name: "etherws-fuzz",
    dependencies: [.package(name: "etherws", path: "..")],
    targets: [
        .systemLibrary(name: "CFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "CFuzzer",
                .product(name: "Frame", package: "etherws"),
                .product(name: "HTTP", package: "etherws"),
                .product(name: "WebSocket", package: "etherws"),
                .product(name: "TLS", package: "etherws"),
                .product(name: "Queueing", package: "etherws"),
                .product(name: "Streams", package: "etherws"),
                .product(name: "Auth", package: "etherws"),
                .product(name: "Conformance", package: "etherws"),
                .product(name: "Devices", package: "etherws"),
                .product(name: "Offloading", package: "etherws"),
                .product(name: "Switching", package: "etherws"),
                .product(name: "Transports", package: "etherws"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
    ]
)
