public import SurveyModel
internal import TextFormats

/// What a writer must be told beside the survey itself.
public struct WritingOptions: Sendable, Hashable {
  /// The title that stands in the structure file.
  public var title: String
  /// The language of the survey's texts, such as `en`.
  public var language: String
  /// The same codebook in other languages, for formats that hold several.
  public var translations: [Translation]
  /// The variable whose first answer means that the last page was reached; nil counts every record as complete.
  public var completion: String?
  /// The variable with the time taken in seconds; nil where none was kept.
  public var duration: String?
  /// The civil date and time that stands in every record where the format wants one.
  public var date: String

  /// A codebook in another language.
  public struct Translation: Sendable, Hashable {
    /// The language, such as `da`.
    public var language: String
    /// The title.
    public var title: String
    /// The codebook, with the same variables in the same order.
    public var codebook: Codebook

    /// Creates a translation.
    public init(language: String, title: String, codebook: Codebook) {
      self.language = language
      self.title = title
      self.codebook = codebook
    }
  }

  /// Creates options.
  public init(
    title: String, language: String = "en", translations: [Translation] = [], completion: String? = nil,
    duration: String? = nil, date: String = "2026-10-01 09:00:00"
  ) {
    self.title = title
    self.language = language
    self.translations = translations
    self.completion = completion
    self.duration = duration
    self.date = date
  }

  /// The title with the word *synthetic* where the survey is one.
  func markedTitle(_ title: String, of survey: Survey) -> String {
    guard survey.provenance.isSynthetic, !title.lowercased().contains("synthetic") else { return title }
    return title + " (synthetic)"
  }

  /// Whether the respondent reached the last page.
  func completeness(in survey: Survey) throws(WritingError) -> [Bool] {
    guard let completion else { return [Bool](repeating: true, count: survey.count) }
    let position = try position(of: completion, in: survey)
    return (survey.answers(at: position) ?? []).map { $0 == 0 }
  }

  /// The texts of the variable with the duration.
  func durations(in survey: Survey) throws(WritingError) -> [String]? {
    guard let duration else { return nil }
    let position = try position(of: duration, in: survey)
    return (0..<survey.count).map { CellText.text(survey, position, $0) }
  }

  private func position(of name: String, in survey: Survey) throws(WritingError) -> Int {
    do {
      return try survey.codebook.requirePosition(of: name)
    } catch {
      throw WritingError(
        .variable, place: Place(column: name), found: "no variable '\(name)'",
        expected: error.nearest.map { "a variable of the survey, such as '\($0)'" } ?? "a variable of the survey",
        remedy: "name one that 'topline inspect' lists")
    }
  }
}

/// A file that a writer made.
public struct WrittenFile: Sendable, Hashable {
  /// The file's name, without a folder.
  public var name: String
  /// Its content.
  public var bytes: [UInt8]

  /// Creates a file.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}
