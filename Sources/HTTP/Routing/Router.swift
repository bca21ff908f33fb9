internal import Frame

/// What a server has at which paths.
///
/// Pure: a request in, a route out.
package struct Router<Route: Sendable>: Sendable {
    private let routes: [(path: String, route: Route)]

    /// - Parameter routes: what is served at each path, which is without percent-encoding.
    package init(_ routes: [(path: String, route: Route)]) { self.routes = routes }

    /// The first route whose path is that of a request, however it is percent-encoded.
    ///
    /// - Throws: ``Refusal/notFound`` if there is none.
    package func route(of request: RequestHead) throws(Refusal) -> Route {
        // A host, because only behind one a path is a URI's own (RFC 3986 §3.3).
        guard let path = try? EndpointURI("http://host" + request.path).path,
            let found = routes.first(where: { $0.path == path })
        else { throw .notFound }
        return found.route
    }
}
