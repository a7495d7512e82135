#if canImport(Glibc)
  internal import Glibc
#endif
internal import ToplineKit

/// The last word where the memory that the process was given does not suffice after all.
///
/// Readers ask before they take much. What is too small to be asked for can still fail, and a failed allocation aborts a
/// Swift process; this gives that end an exit status and a sentence.
enum MemoryWatch {
  private static let words: StaticString = """
    topline: error: the memory that the process may have (ulimit -v, or its container's) does not suffice; \
    expected more memory
      mend: raise the limit, or read the files where there is more\n
    """

  /// Waits for an abort, where there is a limit on memory.
  static func begin() {
    guard MemoryLimit.isSet else { return }
    signal(SIGABRT) { _ in
      // Nothing that takes memory is allowed here.
      _ = write(2, MemoryWatch.words.utf8Start, MemoryWatch.words.utf8CodeUnitCount)
      _exit(71)
    }
  }
}
