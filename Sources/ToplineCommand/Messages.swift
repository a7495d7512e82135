#if canImport(Glibc)
  internal import Glibc
#endif
internal import ArgumentParser
internal import SurveyModel
internal import SurveyPreparation
internal import ToplineKit

/// What goes to standard error, and how a process ends.
enum Messages {
  /// Writes a line to standard error.
  static func note(_ text: String) { raw(text + "\n") }

  /// Writes to standard error.
  static func raw(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }

  /// Writes a result to standard output.
  static func output(_ text: String) throws(SurveyOutputError) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { write(1, $0.baseAddress?.advanced(by: written), $0.count - written) }
      if count < 0, errno == EINTR { continue }
      // A reader that has seen enough closes the pipe; that is no failure of ours.
      if count < 0, errno == EPIPE { return }
      guard count > 0 else { throw SurveyOutputError(reason: String(cString: strerror(errno)).lowercased()) }
      written += count
    }
  }

  /// Writes a result as JSON to standard output, with what the exclusions took under `exclusions`.
  static func output(_ result: JSONValue, exclusions: PreparationReport) throws {
    var object = result.object ?? JSONObject()
    object["exclusions"] = exclusions.exclusions
    try output(JSONValue.object(object).serialized())
  }

  /// Ends the process once its result is written: giving back a survey's memory piece by piece takes longer than that.
  static func done() -> Never { exit(0) }

  /// Says what was guessed and what is not as it should be; writes all problems where a file is named.
  static func report(
    _ problems: [Problem], _ provenance: Provenance, quiet: Bool, verbose: Bool, problemsFile: String?
  ) throws {
    if let problemsFile { try FileSystem.write(csv(problems), to: problemsFile) }
    guard !quiet else { return }
    if verbose {
      note("\(provenance.format): \(provenance.evidence)")
      for guess in provenance.guesses { note("note: " + guess) }
    }
    let shown = verbose ? problems : problems.filter { $0.severity > .note }
    for problem in verbose ? shown[...] : shown.prefix(5) { note(problem.line) }
    if !verbose, shown.count > 5 {
      note("… and \(shown.count - 5) more problems; see them with --verbose, or write them with --problems FILE")
    }
  }

  private static func csv(_ problems: [Problem]) -> String {
    func cell(_ text: String) -> String {
      "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
    var text = "severity,file,row,column,found,expected,remedy\r\n"
    for problem in problems {
      let cells = [
        problem.severity.rawValue, problem.file, problem.row.map(String.init) ?? "", problem.column ?? "",
        problem.found, problem.expected, problem.remedy,
      ]
      text += cells.map(cell).joined(separator: ",") + "\r\n"
    }
    return text
  }
}

/// Standard output that cannot be written.
struct SurveyOutputError: SurveyError {
  var reason: String
  var codeName: String { "command.output" }
  var exitStatus: Int32 { ExitStatus.output }
  var place: Place { Place(file: "standard output") }
  var found: String { reason }
  var expected: String { "" }
  var remedy: String { "" }
}

extension ParsableCommand {
  /// Runs a command's body; an error of Topline's becomes one message on standard error and its exit status.
  func reporting(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as any SurveyError {
      Messages.note("topline: error: \(error.description)")
      throw ExitCode(error.exitStatus)
    } catch let error as FileError {
      Messages.note("topline: error: \(error.description)")
      throw ExitCode(error.exitStatus)
    } catch let error as UnknownVariable {
      Messages.note("topline: error: \(error.description)")
      throw ExitCode(ExitStatus.usage)
    }
  }
}

extension FileError {
  /// How the process ends when this error ends it.
  var exitStatus: Int32 {
    switch kind {
    case .notFound, .isDirectory, .notReadable: ExitStatus.noInput
    case .notWritable: ExitStatus.cannotCreate
    case .outOfMemory: ExitStatus.system
    }
  }
}
