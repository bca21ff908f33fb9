// swift-tools-version: 6.2
import PackageDescription

let products = ["Frame", "Node", "Reactor", "Devices", "Transports"]

let package = Package(
    name: "etherws-examples",
    dependencies: [.package(name: "etherws", path: "..")],
    targets: [
        .executableTarget(
            name: "Tour",
            dependencies: products.map { .product(name: $0, package: "etherws") },
            swiftSettings: [.treatAllWarnings(as: .error)]
        )
    ]
)
