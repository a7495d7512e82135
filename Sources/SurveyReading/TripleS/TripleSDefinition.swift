internal import SurveyModel

/// What a Triple-S definition says of a survey: where the data is, and what its characters mean.
struct TripleSDefinition: Sendable {
  /// A code with its text and, since 2.0, its score.
  struct Value: Sendable, Hashable {
    var code: String
    var text: String
    var score: Double?
  }

  /// A variable.
  struct Variable: Sendable {
    var ident: String
    var type: String
    var use: String
    var isLiteral: Bool
    var name: String
    var label: String
    /// The first and last character, from 1; in CSV the number of the field.
    var start: Int
    var finish: Int
    /// The variable that says who was asked.
    var filter: String
    /// How many codes a multiple holds one after the other, and how wide each is; nil for a string of bits.
    var spread: (subfields: Int, width: Int)?
    var values: [Value]
    var range: (low: Double, high: Double)?
  }

  var version: String
  var title: String
  var languages: [String]
  /// The file with the data, as the definition names it.
  var href: String
  var isCSV: Bool
  var skip: Int
  /// The data's encoding, since 3.0.
  var encoding: TextEncoding?
  var variables: [Variable]

  /// Reads a definition.
  static func read(_ source: SourceBytes, language: String?) throws(ReadingError) -> TripleSDefinition {
    let root = try XMLTree.read(source)
    if let hierarchy = root.first("hierarchy") { throw hierarchyRefused(hierarchy, source) }
    guard let record = root.first("survey")?.first("record") else {
      throw ReadingError(
        .malformed, place: Place(file: source.path), found: "a Triple-S document without a record",
        expected: "survey, record and its variables", remedy: "export the definition again")
    }
    let texts = TripleSTexts(language: language, root: root)
    let version = root.attributes["version"] ?? ""
    var variables: [Variable] = []
    for element in record.all("variable") { variables.append(try variable(element, texts, source)) }
    guard !variables.isEmpty else {
      throw ReadingError(
        .malformed, place: Place(file: source.path), found: "a record without variables", expected: "variables",
        remedy: "export the definition again")
    }
    let encoding: TextEncoding? =
      record.attributes["encoding"].map { $0.uppercased() == "UTF-8" ? .utf8 : .windows1252 }
    return TripleSDefinition(
      version: version, title: root.first("survey")?.first("title").map(texts.text) ?? "",
      languages: texts.languages, href: record.attributes["href"] ?? "",
      isCSV: record.attributes["format"] == "csv", skip: Int(record.attributes["skip"] ?? "") ?? 0,
      encoding: encoding, variables: variables)
  }

  private static func hierarchyRefused(_ hierarchy: XMLElement, _ source: SourceBytes) -> ReadingError {
    let levels = hierarchy.all("level").compactMap { $0.attributes["href"] }
    return ReadingError(
      .pairing, place: Place(file: source.path), found: "a hierarchy of \(levels.count) surveys",
      expected: "the definition of one level", remedy: "name one of them: \(levels.joined(separator: ", "))")
  }

  private static func variable(
    _ element: XMLElement, _ texts: TripleSTexts, _ source: SourceBytes
  ) throws(ReadingError) -> Variable {
    let name = element.first("name")?.text.trimmed ?? ""
    let position = element.first("position")?.attributes ?? [:]
    guard let start = Int(position["start"] ?? ""), start > 0,
      let finish = Int(position["finish"] ?? position["start"] ?? ""), finish >= start, finish < 1 << 24
    else {
      throw ReadingError(
        .malformed, place: Place(file: source.path, column: name), found: "a variable without a position",
        expected: "start and finish in characters, from 1", remedy: "export the definition again")
    }
    let values = element.first("values")
    let spread = element.first("spread").map { spread in
      let subfields = max(1, Int(spread.attributes["subfields"] ?? "") ?? 1)
      let width = Int(spread.attributes["width"] ?? "") ?? max(1, (finish - start + 1) / subfields)
      return (subfields: subfields, width: max(1, width))
    }
    let range = values?.first("range").flatMap { range -> (low: Double, high: Double)? in
      guard let low = Double(range.attributes["from"]?.trimmed ?? ""),
        let high = Double(range.attributes["to"]?.trimmed ?? "")
      else { return nil }
      return (low, high)
    }
    return Variable(
      ident: element.attributes["ident"] ?? "", type: element.attributes["type"] ?? "",
      use: element.attributes["use"] ?? "", isLiteral: element.attributes["format"] == "literal",
      name: name.isEmpty ? "V" + (element.attributes["ident"] ?? "") : name,
      label: element.first("label").map(texts.text) ?? "", start: start, finish: finish,
      filter: element.first("filter")?.text.trimmed ?? "", spread: spread,
      values: (values?.all("value") ?? []).map { value in
        Value(
          code: value.attributes["code"]?.trimmed ?? "", text: texts.text(value),
          score: Double(value.attributes["score"] ?? ""))
      }, range: range)
  }
}

/// Chooses among the texts that a label may have: by language, and for analysis rather than interview.
struct TripleSTexts {
  private let wanted: String?
  private let base: String
  let languages: [String]

  init(language: String?, root: XMLElement) {
    wanted = language?.lowercased()
    base = (root.attributes["lang"] ?? "").lowercased()
    languages = (root.attributes["languages"] ?? "").split(separator: " ").map(String.init)
  }

  /// The text of a label or value.
  func text(_ element: XMLElement) -> String {
    let choices = element.all("text")
    let own = TextMatching.spaced(element.ownText)
    guard !choices.isEmpty else { return own }
    func isWanted(_ choice: XMLElement) -> Bool {
      let language = (choice.attributes["lang"] ?? base).lowercased()
      guard let wanted else { return language.isEmpty || language == base || own.isEmpty }
      return language == wanted || language.hasPrefix(wanted + "-")
    }
    let spoken = choices.filter(isWanted)
    let ofLanguage = spoken.isEmpty ? choices.filter { $0.attributes["lang"] == nil } : spoken
    let best =
      ofLanguage.first { $0.attributes["mode"] == "analysis" } ?? ofLanguage.first { $0.attributes["mode"] == nil }
      ?? (wanted == nil && !own.isEmpty ? nil : ofLanguage.first)
    return best.map { TextMatching.spaced($0.text) } ?? (own.isEmpty ? TextMatching.spaced(choices[0].text) : own)
  }
}
