internal import SurveyModel

/// A text of a form in its languages.
struct ODKText: Sendable, Hashable {
  /// The texts by the names of their languages; "" is that of a form without languages.
  var texts: [String: String] = [:]

  /// The text in the first of some languages that has one.
  func chosen(_ languages: [String]) -> String {
    for language in languages + [""] {
      if let text = texts[language], !text.trimmed.isEmpty { return PlainText.stripping(text) }
    }
    return ""
  }
}

/// An answer that a question of a form offers.
struct ODKChoice: Sendable, Hashable {
  var name: String
  var label: ODKText
}

/// A condition under which a question or a group of questions is shown.
struct ODKCondition: Sendable, Hashable {
  /// The expression as the form has it.
  var expression: String
  /// The path of the question or group that it belongs to.
  var path: [String]
}

/// A question of an ODK form.
struct ODKQuestion: Sendable, Hashable {
  /// What kind of answer a question takes.
  enum Kind: Sendable, Hashable {
    case selectOne, selectMultiple, rank, integer, decimal, text, date, time, dateTime, place, media, barcode
    /// Computed by the form, or hidden: nobody answers it.
    case calculation
    /// A text that is only shown.
    case note
    /// Recorded by the device.
    case metadata
    case unknown
  }

  /// The names of its groups and its own, from the outside in.
  var path: [String]
  var kind: Kind
  var label = ODKText()
  /// The labels of the groups around it, from the outside in.
  var groupLabels: [ODKText] = []
  var choices: [ODKChoice] = []
  /// The conditions of its groups and its own; all of them must hold for it to be shown.
  var conditions: [ODKCondition] = []
  /// How many names of its path the repeated groups around it have, from the outside in.
  var repeats: [Int] = []
  /// The rows of one table of questions have the same key.
  var table: String?

  /// Its own name.
  var name: String { path.last ?? "" }
  /// Its path as headings and submissions have it.
  var key: String { path.joined(separator: "/") }
  /// Whether somebody answers it, so that a blank can be a question that was passed over.
  var isAnswered: Bool { ![.calculation, .note, .metadata, .unknown].contains(kind) }
}

/// An ODK form, from its definition in a workbook (XLSForm) or in XML (XForm).
struct ODKForm: Sendable, Hashable {
  var title = ""
  /// The name of a submission's root element; nil where the definition does not say.
  var root: String?
  /// The languages, the default one first; empty where there is but one that has no name.
  var languages: [String] = []
  var questions: [ODKQuestion] = []
  /// The groups' labels by their paths.
  var groups: [String: ODKText] = [:]
  /// What is wrong with the definition.
  var problems: [Problem] = []

  /// Takes a language to the front, by its name or its code ("English (en)", "English", "en").
  mutating func prefer(_ wanted: String?) {
    guard let wanted = wanted?.lowercased(), !wanted.isEmpty else { return }
    func fits(_ language: String) -> Bool {
      let language = language.lowercased()
      return language == wanted || language.hasPrefix(wanted + " (") || language.hasSuffix("(\(wanted))")
    }
    guard let place = languages.firstIndex(where: fits) else { return }
    languages.insert(languages.remove(at: place), at: 0)
  }

  /// What is guessed of the language, where there are several and nobody chose.
  func languageGuess(_ wanted: String?) -> [String] {
    guard languages.count > 1, wanted == nil else { return [] }
    return [
      "the language of the texts: \(languages[0]), of \(languages.joined(separator: ", "))"
        + " (the reading option 'language' overrules it)"
    ]
  }

  /// The question whose "other, please specify" a question is; nil where it is none.
  func otherOf(_ question: ODKQuestion) -> ODKQuestion? {
    guard question.kind == .text, question.name.hasSuffix("_other") else { return nil }
    let path = question.path.dropLast() + [String(question.name.dropLast(6))]
    return questions.first { $0.path == Array(path) && $0.choices.contains { $0.name == "other" } }
  }

  /// Reads a form's definition.
  static func read(_ file: RecognizedFile, language: String?) throws(ReadingError) -> ODKForm {
    var form =
      file.detected.format == .xlsform
      ? XLSFormReader.read(file.source) : try XFormReader.read(file.source)
    guard !form.questions.isEmpty else {
      throw ReadingError(
        .noRecords, place: Place(file: file.source.path), found: "\(file.detected.format.words) without questions",
        expected: "questions", remedy: "export the form that the submissions belong to")
    }
    form.prefer(language)
    return form
  }
}
