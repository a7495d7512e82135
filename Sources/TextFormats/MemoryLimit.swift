#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How much memory the process may still take, where it was given a limit.
///
/// A failed allocation ends a Swift process at once, so whoever is about to take much asks first. Without a limit
/// nothing is asked of the system.
public struct MemoryLimit: Sendable, Hashable {
  /// How many bytes there may be in all.
  public var bytes: Int
  /// How many of them are not taken yet.
  public var left: Int
  /// Who sets the limit, in words: `ulimit -v`.
  public var setBy: String

  /// The limit that is nearest; nil where there is none, or the system does not tell.
  public static var current: MemoryLimit? {
    guard let limit = addressSpace ?? container, let pages = pagesInUse else { return nil }
    // A limit on addresses counts all that are taken; a container's counts what is in memory.
    let used = (addressSpace == nil ? pages.resident : pages.all) * Int(sysconf(Int32(_SC_PAGESIZE)))
    return MemoryLimit(
      bytes: limit, left: max(0, limit - used), setBy: addressSpace == nil ? "the container" : "ulimit -v")
  }

  /// How many bytes are to be left at any time for what is not asked for one by one.
  public static let reserve = 24 << 20

  /// Whether there is a limit.
  public static let isSet: Bool = addressSpace != nil || container != nil

  /// Whether less than that is left within the limit, where there is one.
  public static func lacks(_ bytes: Int) -> Bool {
    guard isSet, let current else { return false }
    return current.left < bytes
  }

  /// A number of bytes in words, rounded up to MiB.
  public static func words(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20) MiB" }

  private static let addressSpace: Int? = {
    var limit = rlimit()
    #if canImport(Glibc)
      let kind = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
      let kind = RLIMIT_AS
    #endif
    guard getrlimit(kind, &limit) == 0, limit.rlim_cur < 1 << 46 else { return nil }
    return Int(limit.rlim_cur)
  }()

  private static let container: Int? = number(in: "/sys/fs/cgroup/memory.max").flatMap { $0 < 1 << 46 ? $0 : nil }

  private static func number(in path: String) -> Int? {
    numbers(in: path).first ?? nil
  }

  private static var pagesInUse: (all: Int, resident: Int)? {
    let numbers = numbers(in: "/proc/self/statm")
    guard numbers.count > 1, let all = numbers[0], let resident = numbers[1] else { return nil }
    return (all, resident)
  }

  private static func numbers(in path: String) -> [Int?] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &buffer, buffer.count)
    return buffer.prefix(max(0, count)).split { $0 == 0x20 || $0 == 0x0A }.map {
      Int(String(decoding: $0, as: UTF8.self))
    }
  }
}
