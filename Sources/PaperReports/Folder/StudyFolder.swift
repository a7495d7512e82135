#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import SurveyModel
internal import TextFormats

/// Writes a study's folder, whole or not at all.
///
/// Everything is written into a folder beside the one that is wanted, which then takes its name. So a failure or a kill
/// leaves what was there before, and what a killed run left behind is cleaned away by the next one.
public enum StudyFolder {
  /// Writes the report's files to a folder; an earlier report there is replaced once the new one is complete.
  ///
  /// - Throws: ``ReportError``: the folder cannot be made (exit 73), holds what Topline did not write (exit 73), or a
  ///   file cannot be written (exit 74).
  public static func write(_ report: StudyReport, to path: String) throws(ReportError) {
    try write(try report.files(), to: path)
  }

  /// Writes files to a folder, whole or not at all.
  public static func write(_ files: [StudyFile], to path: String) throws(ReportError) {
    let target = try Target(path)
    target.recover()
    try target.refuseForeign()
    do { try FileSystem.createDirectory(target.parent) } catch { throw failure(error, .cannotCreate, path) }
    do {
      try FileSystem.remove(target.partial)
      for file in files {
        let location = target.partial + "/" + file.path
        do { try FileSystem.createDirectory(FileSystem.parent(of: location)) } catch {
          throw failure(error, .cannotCreate, path)
        }
        do { try FileSystem.write(file.bytes, to: location) } catch {
          throw failure(error, .output, path + "/" + file.path)
        }
      }
      try target.exchange()
    } catch let error as ReportError {
      try? FileSystem.remove(target.partial)
      throw error
    } catch let error as FileError {
      try? FileSystem.remove(target.partial)
      throw failure(error, .cannotCreate, path)
    } catch {
      try? FileSystem.remove(target.partial)
      throw ReportError(
        .output, place: Place(file: path), found: "\(error)", expected: "a folder that can be written", remedy: "")
    }
  }

  static func failure(_ error: FileError, _ code: ReportError.Code, _ path: String) -> ReportError {
    ReportError(
      code, place: Place(file: path), found: "cannot be written: \(error.reason)",
      expected: "a place where files can be made",
      remedy: "name another folder with --output, or make room and check the permissions")
  }

  /// The wanted folder and its two neighbours: the one being written, and the one being replaced.
  private struct Target {
    let path: String
    let parent: String
    private let base: String
    var partial: String { base + ".partial-\(FileSystem.processIdentifier)" }
    var replaced: String { base + ".replaced-\(FileSystem.processIdentifier)" }

    init(_ path: String) throws(ReportError) {
      var trimmed = path
      while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
      let name = FileSystem.name(of: trimmed)
      guard !["", ".", "..", "/", "~"].contains(trimmed), name != ".", name != ".." else {
        throw ReportError(
          .cannotCreate, place: Place(file: path), found: "is no name for a new folder",
          expected: "a folder that the report may have for itself", remedy: "write such as: --output report")
      }
      self.path = trimmed
      let above = FileSystem.parent(of: trimmed)
      parent = above
      base = (above.isEmpty ? "" : above == "/" ? "/" : above + "/") + "." + name
    }

    /// Only an empty folder or an earlier report may be replaced.
    func refuseForeign() throws(ReportError) {
      guard FileSystem.exists(path) else { return }
      let isFolder = FileSystem.isDirectory(path)
      let names = isFolder ? (try? FileSystem.list(path)) ?? ["?"] : []
      if isFolder, names.isEmpty { return }
      if isFolder, let bytes = try? FileSystem.contents(of: path + "/manifest.json"),
        let manifest = try? JSONValue(parsing: bytes), manifest["topline"] != nil, manifest["outputs"] != nil
      {
        return
      }
      throw ReportError(
        .occupied, place: Place(file: path),
        found: isFolder ? "there is a folder that Topline did not write" : "there is a file of that name",
        expected: "a new folder, an empty one, or an earlier report", remedy: "name another folder with --output")
    }

    /// Puts the new folder in place of the old one.
    func exchange() throws(FileError) {
      guard FileSystem.exists(path) else { return try FileSystem.move(partial, to: path) }
      try FileSystem.move(path, to: replaced)
      do { try FileSystem.move(partial, to: path) } catch {
        try? FileSystem.move(replaced, to: path)
        throw error
      }
      try? FileSystem.remove(replaced)
    }

    /// Cleans up after runs that were killed: a folder they moved away comes back, a half one goes.
    func recover() {
      let folder = parent.isEmpty ? "." : parent
      let prefix = FileSystem.name(of: base)
      for name in (try? FileSystem.list(folder)) ?? [] {
        for kind in [".replaced-", ".partial-"] where name.hasPrefix(prefix + kind) {
          guard let owner = Int32(name.dropFirst(prefix.count + kind.count)), !Self.isRunning(owner) else { continue }
          let leftover = folder + "/" + name
          if kind == ".replaced-", !FileSystem.exists(path) {
            try? FileSystem.move(leftover, to: path)
          } else {
            try? FileSystem.remove(leftover)
          }
        }
      }
    }

    private static func isRunning(_ process: Int32) -> Bool {
      process > 0 && (kill(process, 0) == 0 || errno != ESRCH)
    }
  }
}
