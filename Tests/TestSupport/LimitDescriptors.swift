import Glibc

/// Has this process get descriptors below `count` only, for tests in processes of their own.
///
/// - Returns: whether that could be done.
package func limitDescriptors(to count: UInt) -> Bool {
    let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(descriptors, &limit) == 0 else { return false }
    limit.rlim_cur = count
    return setrlimit(descriptors, &limit) == 0
}
