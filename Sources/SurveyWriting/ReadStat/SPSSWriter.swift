public import SurveyModel

/// Writes a survey as an SPSS file: labels, missing codes, levels, dates, texts, multiple-response sets.
///
/// SPSS knows system-missing and codes declared missing (three of them, or a range); what it has no place for is listed
/// among the losses. R reads the file with `haven::read_sav`, Python with `pyreadstat`.
public enum SPSSWriter {
  /// The survey as `.sav`, or as `.zsav`, which is smaller and has no multiple-response sets.
  ///
  /// - Parameters:
  ///   - survey: The survey.
  ///   - name: The file's name without its ending.
  ///   - title: The title that stands in the file.
  ///   - isCompressed: Whether the file is a `.zsav`.
  /// - Throws: ``WritingError`` where the survey cannot be written at all.
  public static func write(
    _ survey: Survey, name: String = "responses", title: String = "", isCompressed: Bool = false
  ) throws(WritingError) -> WrittenSurvey {
    let file = name + (isCompressed ? ".zsav" : ".sav")
    let layout = StatLayout(survey, rules: .spss, file: file)
    var losses = layout.losses
    for field in layout.fields where field.missing.count > 3 && field.missingRange == nil {
      losses.append(
        Problem(
          .note, file: file, column: field.name, found: "\(field.missing.count) codes declared missing",
          expected: "three, or codes in one range without other codes in it",
          remedy: "they are written with their labels and not declared"))
    }
    if isCompressed, !layout.sets.isEmpty {
      losses.append(
        Problem(
          .note, file: file, found: "\(layout.sets.count) multiple-response sets", expected: "variables",
          remedy: "write .sav, which keeps the sets"))
    }
    let bytes = try StatFileWriter.write(
      layout, as: isCompressed ? .zsav : .sav, count: survey.count, title: title, file: file)
    return WrittenSurvey(files: [WrittenFile(name: file, bytes: bytes)], losses: losses)
  }
}

/// Writes a survey as a Stata file (release 118, UTF-8): labels, tagged missings, dates, texts.
public enum StataWriter {
  /// The survey as `.dta`.
  ///
  /// - Throws: ``WritingError`` where the survey cannot be written at all.
  public static func write(
    _ survey: Survey, name: String = "responses", title: String = ""
  ) throws(WritingError) -> WrittenSurvey {
    let file = name + ".dta"
    let layout = StatLayout(survey, rules: .stata, file: file)
    var losses = layout.losses
    if !layout.sets.isEmpty {
      losses.append(
        Problem(
          .note, file: file,
          found: "\(layout.sets.count) multiple-response set\(layout.sets.count == 1 ? "" : "s")",
          expected: "variables",
          remedy: "their options are written as variables of their own"))
    }
    let bytes = try StatFileWriter.write(layout, as: .dta, count: survey.count, title: title, file: file)
    return WrittenSurvey(files: [WrittenFile(name: file, bytes: bytes)], losses: losses)
  }
}
