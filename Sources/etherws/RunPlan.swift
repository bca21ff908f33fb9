import Frame
import Node

/// What one run of the program is to do, made of the command line alone.
struct RunPlan: Equatable {
    /// What a client presents to its servers.
    enum Login: Equatable {
        /// This user's name, with a password that is asked for.
        case password(user: String)
        /// The token in this file; `-` stands for the terminal or standard input.
        case token(file: String)
    }

    /// What is opened.
    var node: NodePlan
    /// What to present where the node connects; `nil` presents nothing.
    var login: Login?
    /// How many event loops, and so how many cores, share the work.
    var loopCount = 1
    /// What the process gives up once the node stands.
    var restrictions = Restrictions.none

    /// Asks for the secret of the login, if there is a login.
    ///
    /// - Throws: why there is none to be had.
    func askSecret() throws -> Secret? {
        switch login {
        case .password: try PasswordPrompt().ask()
        case .token(let file): try TokenSource(path: file).read()
        case nil: nil
        }
    }

    /// The node's plan, in which each tunnel presents the login with this secret.
    func node(presenting secret: Secret?) -> NodePlan {
        guard let login, let secret else { return node }
        var node = node
        for index in node.tunnels.indices {
            switch login {
            case .password(let user): node.tunnels[index].credentials = .basic(user: user, password: secret)
            case .token: node.tunnels[index].credentials = .bearer(secret)
            }
        }
        return node
    }
}
