#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A regular file that can be read from any place in it, by several threads at a time.
///
/// The file is never mapped: a file cut short under a map kills the process.
public final class RandomAccessFile: Sendable {
  /// The file as the user named it.
  public let path: String
  /// How many bytes it had when it was opened.
  public let size: Int
  private let descriptor: Int32

  /// Opens a file; nil where it is no regular file (a pipe, a device), which can only be read from its beginning.
  public init?(_ path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      throw FileError(
        kind: code == ENOENT ? .notFound : .notReadable, path: path,
        reason: code == ENOENT ? "no such file" : String(cString: strerror(code)).lowercased())
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads as many bytes as the buffer takes from a place on, or as there are.
  /// - Returns: How many bytes were read.
  public func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var done = 0
    while done < buffer.count {
      let count = pread(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw FileError(kind: .notReadable, path: path, reason: String(cString: strerror(errno)).lowercased())
      }
      if count == 0 { break }
      done += count
    }
    return done
  }
}
