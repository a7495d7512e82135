#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How much memory the process may still take.
///
/// A failed allocation ends a Swift process at once, so whoever is about to take much asks first.
public struct MemoryLimit: Sendable, Hashable {
  /// How many bytes there may be in all.
  public var bytes: Int
  /// How many of them are not taken yet.
  public var left: Int
  /// Who sets the limit, in words: `ulimit -v`, the container, the machine.
  public var setBy: String

  /// How many bytes are to be left at any time for what is not asked for one by one.
  public static let reserve = 24 << 20

  /// The limit that the process was given, else what the machine has; nil where the system does not tell.
  public static var current: MemoryLimit? {
    let used = { Int(sysconf(Int32(_SC_PAGESIZE))) * $0 }
    // A limit on addresses counts all that are taken; a container's counts what is in memory.
    if let limit = addressSpace, let pages = pagesInUse {
      return MemoryLimit(bytes: limit, left: max(0, limit - used(pages.all)), setBy: "ulimit -v")
    }
    if let limit = container, let pages = pagesInUse {
      return MemoryLimit(bytes: limit, left: max(0, limit - used(pages.resident)), setBy: "the container")
    }
    return machine
  }

  /// Whether the process was given a limit of its own, below what the machine has.
  public static let isSet: Bool = addressSpace != nil || container != nil

  /// Whether the process was given a limit, and less than that is left within it.
  public static func lacks(_ bytes: Int) -> Bool {
    guard isSet, let current else { return false }
    return current.left < bytes
  }

  /// A number of bytes in words, rounded up to MiB.
  public static func words(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20) MiB" }

  // MARK: What the system says

  /// Limits beyond this are none.
  private static let none = 1 << 46

  private static let addressSpace: Int? = {
    var limit = rlimit()
    #if canImport(Glibc)
      let kind = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
      let kind = RLIMIT_AS
    #endif
    guard getrlimit(kind, &limit) == 0, limit.rlim_cur < UInt64(none) else { return nil }
    return Int(limit.rlim_cur)
  }()

  private static let container: Int? = {
    guard let limit = words(in: "/sys/fs/cgroup/memory.max").first.flatMap({ Int($0) }), limit < none else {
      return nil
    }
    return limit
  }()

  private static var machine: MemoryLimit? {
    let words = words(in: "/proc/meminfo")
    func bytes(_ name: String) -> Int? {
      words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil }.map { $0 << 10 }
    }
    guard let all = bytes("MemTotal:"), let left = bytes("MemAvailable:") else { return nil }
    return MemoryLimit(bytes: all, left: left + (bytes("SwapFree:") ?? 0), setBy: "the machine")
  }

  private static var pagesInUse: (all: Int, resident: Int)? {
    let numbers = words(in: "/proc/self/statm").map { Int($0) }
    guard numbers.count > 1, let all = numbers[0], let resident = numbers[1] else { return nil }
    return (all, resident)
  }

  private static func words(in path: String) -> [String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split { $0 == " " || $0 == "\n" }.map(
      String.init)
  }
}
