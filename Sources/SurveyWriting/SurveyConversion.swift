public import SurveyModel
internal import TextFormats

/// A format that a survey can be converted to.
public enum ConversionFormat: String, Sendable, Hashable, CaseIterable {
  /// CSV with Topline's codebook beside it.
  case csv
  /// SPSS.
  case sav, zsav
  /// Stata.
  case dta
  /// Triple-S 3.0, a definition with its data in CSV.
  case sss
  /// DDI Codebook 2.5 with its data in CSV.
  case xml

  /// The format that a file's ending names.
  ///
  /// - Throws: ``WritingError`` with the endings that are known.
  public init(ofFile path: String) throws(WritingError) {
    let name = FileSystem.name(of: path)
    let ending = name.split(separator: ".").count > 1 ? String(name.split(separator: ".").last ?? "").lowercased() : ""
    guard let format = Self(rawValue: ending) else {
      let known = Self.allCases.map { "." + $0.rawValue }
      let nearest = EditDistance.nearest(to: "." + ending, among: known)
      throw WritingError(
        .format, place: Place(file: path),
        found: ending.isEmpty ? "a name without an ending" : "the ending '.\(ending)'",
        expected: "one of \(known.joined(separator: ", "))",
        remedy: nearest.map { "did you mean '\($0)'?" } ?? "such as --output responses.sav")
    }
    self = format
  }
}

/// Converts a survey to the file of another program.
public enum SurveyConversion {
  /// The survey in a format, with what the format cannot hold.
  ///
  /// - Parameters:
  ///   - survey: The survey.
  ///   - format: The format.
  ///   - name: The file's name without its ending.
  ///   - title: The title that stands in the file, where the format has a place for one.
  ///   - includePersonal: Whether personal variables are written; they are left out and told otherwise.
  /// - Throws: ``WritingError`` where nothing can be written.
  public static func write(
    _ survey: Survey, as format: ConversionFormat, name: String, title: String = "", includePersonal: Bool = false
  ) throws(WritingError) -> WrittenSurvey {
    let personal = survey.codebook.variables.filter { $0.personal.isPersonal }
    var survey = includePersonal ? survey : survey.without { $0.personal.isPersonal }
    guard !survey.columns.isEmpty else {
      throw WritingError(
        .variable, place: Place(file: name), found: "no variable that is not personal", expected: "variables to write",
        remedy: "add --include-personal to write personal data")
    }
    survey.declareNumericCodes()
    let options = WritingOptions(title: title)
    let marked = options.markedTitle(title, of: survey)
    var written =
      switch format {
      case .csv: PlainWriter.converted(survey, name: name)
      case .sav: try SPSSWriter.write(survey, name: name, title: marked)
      case .zsav: try SPSSWriter.write(survey, name: name, title: marked, isCompressed: true)
      case .dta: try StataWriter.write(survey, name: name, title: marked)
      case .sss: TripleSWriter.write(survey, name: name, title: marked)
      case .xml: DDIWriter.write(survey, name: name, title: marked)
      }
    if !includePersonal, !personal.isEmpty {
      written.losses.insert(
        Problem(
          .note, file: written.files[0].name,
          found: "\(personal.count) personal variable\(personal.count == 1 ? "" : "s"): "
            + personal.prefix(8).map(\.name).joined(separator: ", ") + (personal.count > 8 ? " …" : ""),
          expected: "variables that name nobody", remedy: "they are left out; add --include-personal to write them"),
        at: 0)
    }
    return written
  }
}

extension WritingError.Code {
  /// The format is none that can be written.
  public static let format = Self(name: "writing.format", exitStatus: ExitStatus.usage)
}

extension Survey {
  /// Gives numbers that count as missing a place in the codebook: in the file they would be numbers like any other.
  mutating func declareNumericCodes() {
    for position in columns.indices {
      guard case .numeric(let cells) = columns[position] else { continue }
      var found: [(code: String, reason: MissingReason)] = []
      for (respondent, text) in cells.originals {
        guard let reason = MissingReason(index: cells.missing[respondent]), Double(text) != nil,
          !found.contains(where: { $0.code == text }),
          !codebook.variables[position].labels.contains(where: { $0.code == text })
        else { continue }
        found.append((text, reason))
      }
      guard !found.isEmpty else { continue }
      found.sort { (Double($0.code) ?? 0, $0.code) < (Double($1.code) ?? 0, $1.code) }
      update(at: position) { variable, _ in
        variable.labels += found.map { ValueLabel(code: $0.code, label: $0.code, missing: $0.reason) }
      }
    }
  }
}

extension PlainWriter {
  /// The data and its codebook, with what plain CSV cannot hold.
  static func converted(_ survey: Survey, name: String) -> WrittenSurvey {
    WrittenSurvey(
      files: [
        WrittenFile(name: name + ".csv", bytes: responses(survey)),
        WrittenFile(name: name + "_codebook.csv", bytes: codebook(survey.codebook)),
      ],
      losses: survey.lostReasons(kept: [.unknownBlank], format: "plain CSV", file: name + ".csv"))
  }
}
