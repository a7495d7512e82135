#if canImport(Glibc)
  internal import Glibc
#endif

/// Runs the built command and takes what it writes.
public struct ToplineProcess: Sendable {
  /// What went to standard output.
  public let output: String
  /// What went to standard error.
  public let messages: String
  /// The exit status; 128 and the signal where one ended it.
  public let status: Int32

  /// The built command, or nil where the environment does not name it.
  ///
  /// `make test` names the release build in `TOPLINE_COMMAND`.
  public static let path: String? = getenv("TOPLINE_COMMAND").map { String(cString: $0) }

  /// The words with which a test says why it is skipped.
  public static let absent: String = "skipped: TOPLINE_COMMAND does not name the built command; 'make test' does"

  /// Runs the command with arguments.
  ///
  /// - Parameters:
  ///   - arguments: The arguments, without the command's name.
  ///   - prefix: A shell prefix such as `LC_ALL=da_DK.UTF-8 TZ=Asia/Tokyo`.
  ///   - input: The file that standard input comes from.
  public init(_ arguments: [String], prefix: String = "", input: String = "/dev/null") {
    let folder = "/tmp/topline-process-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    mkdir(folder, 0o755)
    let command = ([Self.path ?? "topline"] + arguments).map(Self.quoted).joined(separator: " ")
    let state = system("\(prefix) \(command) > \(folder)/out 2> \(folder)/err < \(Self.quoted(input))")
    output = Self.contents(folder + "/out")
    messages = Self.contents(folder + "/err")
    status = state & 0x7F == 0 ? (state >> 8) & 0xFF : 128 + (state & 0x7F)
    unlink(folder + "/out")
    unlink(folder + "/err")
    rmdir(folder)
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private static func contents(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
