import Testing

@testable import HTTP

@Suite struct RouterTests {
    private let router = Router([("/", "root"), ("/a b", "tunnel"), ("/a b", "too late")])

    private func route(_ target: String) -> String? { try? router.route(of: RequestHead(target: target)) }

    @Test func `a route is found by its path, however that is written`() {
        #expect(route("/") == "root" && route("/?query") == "root" && route("http://elsewhere/") == "root")
        #expect(route("/a%20b") == "tunnel" && route("/%61%20b?x=/") == "tunnel")
    }

    @Test(arguments: ["/a", "/a%20b/", "//", "/%", "/%00", "*", "/A%20b", ""])
    func `what is nowhere is not found`(target: String) {
        #expect(throws: Refusal.notFound) { try router.route(of: RequestHead(target: target)) }
    }

    @Test func `a router without routes finds nothing`() {
        #expect(throws: Refusal.notFound) { try Router<Int>([]).route(of: RequestHead(target: "/")) }
    }
}
