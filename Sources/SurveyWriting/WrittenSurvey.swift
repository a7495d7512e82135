public import SurveyModel
internal import TextFormats

/// The files that a writer made of a survey, and what of it the format could not hold.
public struct WrittenSurvey: Sendable, Hashable {
  /// The files, the one with the responses first.
  public var files: [WrittenFile]
  /// What was lost or changed, one problem for each kind of loss.
  public var losses: [Problem]

  /// Creates the result of a writer.
  public init(files: [WrittenFile], losses: [Problem] = []) {
    self.files = files
    self.losses = losses
  }
}

extension WrittenSurvey {
  /// Refuses to write where a file would replace one that the survey was read from.
  ///
  /// - Parameters:
  ///   - read: The paths that were read.
  ///   - folder: Where the files are to be written; "" is the present folder.
  /// - Throws: ``WritingError``; nothing is written then.
  public func requireOthers(than read: [String], in folder: String) throws(WritingError) {
    for file in files {
      let path = folder.isEmpty ? file.name : folder + "/" + file.name
      guard read.contains(where: { FileSystem.isSameFile($0, path) }) else { continue }
      throw WritingError(
        .overwriting, place: Place(file: path), found: "a file that the survey is read from, which would be replaced",
        expected: "files of other names", remedy: "choose another name or folder with --output")
    }
  }
}

extension WritingError.Code {
  /// A file would be written over one that is read.
  public static let overwriting = Self(name: "writing.overwriting", exitStatus: ExitStatus.usage)
}

extension Survey {
  /// The reasons for missing that a format without a place for them loses, each with the number of its cells.
  ///
  /// - Parameter kept: The reasons that the format can say.
  func lostReasons(kept: Set<MissingReason>, format: String, file: String) -> [Problem] {
    var counts: [MissingReason: Int] = [:]
    for column in columns {
      if case .categorical(let cells) = column {
        for code in cells.codes {
          if case .missing(let reason) = cells.entries[Int(code)].meaning { counts[reason, default: 0] += 1 }
        }
      } else {
        counts.merge(column.missingCounts) { $0 + $1 }
      }
    }
    let lost = MissingReason.allCases.filter { !kept.contains($0) && counts[$0] != nil }
    guard !lost.isEmpty else { return [] }
    let words = lost.map { "\(counts[$0] ?? 0) × \($0.words)" }.joined(separator: ", ")
    return [
      Problem(
        .note, file: file, found: "reasons for missing answers: \(words)", expected: "reasons that \(format) can hold",
        remedy: "the cells are written as blank; LimeSurvey's format keeps the reasons")
    ]
  }
}
