// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func library(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: settings)
}

let libraries = [
    "Frame", "Offloading", "Queueing", "Switching", "HTTP", "WebSocket", "TLS", "Streams", "Reactor", "Devices",
    "Transports", "Auth",
    "Node", "Conformance",
]

let package = Package(
    name: "etherws",
    products: libraries.map { .library(name: $0, targets: [$0]) } + [
        .executable(name: "etherws", targets: ["etherws"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),

        library("Frame"),
        library("Linux", "Frame", "CLinux"),
        library("Offloading", "Frame"),
        library("Queueing", "Frame"),
        library("TLS", "Frame", "Linux", "Queueing", "CLinux", "COpenSSL"),
        library("Switching", "Frame", "Linux", "Offloading"),
        library("HTTP", "Frame", "COpenSSL"),
        library("WebSocket", "Frame", "HTTP", "COpenSSL", "CZlib"),
        library("Reactor", "Frame", "Linux", "CLinux"),
        library("Devices", "Frame", "Linux", "Offloading", "Queueing", "CLinux"),
        library("Streams", "Frame", "Linux", "Queueing", "HTTP", "TLS", "CLinux"),
        library(
            "Transports", "Frame", "Linux", "Offloading", "Queueing", "HTTP", "TLS", "WebSocket", "Streams", "CLinux",
            "COpenSSL"),
        library("Auth", "Frame", "Linux", "CLinux", "COpenSSL"),
        library("Confinement", "Frame", "Linux", "CLinux", "CSeccomp"),
        library("Node", "Frame", "Linux", "Switching"),
        library("Conformance", "Frame"),
        .executableTarget(
            name: "etherws",
            dependencies: [
                "Frame", "Linux", "Switching", "Node", "Reactor", "Devices", "TLS", "Streams", "Transports", "Auth",
                "Confinement", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings,
            // Where functions of libraries are is found out at the start, and cannot be written after that.
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now"])
            ]
        ),

        .target(
            name: "SignalSupport", dependencies: ["CLinux", "Linux"], path: "Tests/SignalSupport",
            swiftSettings: settings),
        tests(of: "Frame"),
        tests(of: "Linux", "Frame", "CLinux", "SignalSupport"),
        tests(of: "Offloading", "Frame", "TestSupport"),
        tests(of: "Queueing", "Frame"),
        .target(
            name: "SwitchingSupport", dependencies: ["Frame"], path: "Tests/SwitchingSupport", swiftSettings: settings),
        tests(of: "Switching", "Frame", "Conformance", "SwitchingSupport", "TestSupport"),
        tests(of: "Node", "Frame", "Linux", "Switching", "Conformance", "Reactor", "SwitchingSupport", "CLinux"),
        .target(
            name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        tests(of: "HTTP", "Frame", "TestSupport"),
        tests(of: "WebSocket", "Frame", "HTTP", "TestSupport"),
        .target(
            name: "TLSSupport", dependencies: ["Frame", "Linux", "Queueing", "TLS", "COpenSSL"],
            path: "Tests/TLSSupport", swiftSettings: settings),
        tests(
            of: "TLS", "Frame", "Linux", "Queueing", "Conformance", "TLSSupport", "CLinux", "COpenSSL"),
        tests(of: "Reactor", "Frame", "CLinux"),
        tests(
            of: "Devices", "Frame", "Linux", "Reactor", "Conformance", "SwitchingSupport", "TestSupport", "CLinux"),
        tests(
            of: "Streams", "Frame", "Linux", "Queueing", "HTTP", "TLS", "Reactor", "Conformance", "TLSSupport",
            "TestSupport",
            "CLinux"),
        tests(
            of: "Transports", "Frame", "Linux", "Reactor", "Conformance", "WebSocket", "Switching", "Devices",
            "Offloading", "Queueing", "HTTP", "TLS", "Streams", "TLSSupport", "TestSupport", "CLinux", "COpenSSL"),
        tests(of: "Auth", "Frame", "Linux", "Conformance", "CLinux", "SignalSupport"),
        tests(of: "Conformance", "Frame", "Reactor", "Devices"),
        tests(of: "Confinement", "Frame", "CLinux", "Captive"),
        .executableTarget(
            name: "Captive", dependencies: ["Confinement", "Frame", "Linux", "CLinux", "CSeccomp"],
            path: "Tests/Captive",
            swiftSettings: settings),
        tests(
            of: "etherws", "Frame", "Auth", "CLinux", "Confinement", "Conformance", "Devices", "Linux", "Reactor",
            "Switching", "Node", "TLS", "HTTP", "Streams", "Transports", "SignalSupport",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log")
        ),
        .testTarget(
            name: "EndToEndTests", dependencies: ["CLinux", "Linux"], exclude: ["Peers"], swiftSettings: settings),
    ]
)
