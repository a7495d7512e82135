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
    var spread: (subfields: Int, width: Int?)?
    var values: [Value]
    /// The least and the greatest value, as they are written.
    var range: (from: String, to: String)?
    /// Whether its position is the number of a field of CSV.
    var isField = false
    /// Whether it links the records of a hierarchy's levels.
    var isLink = false
  }

  var version: String
  var title: String
  var languages: [String]
  /// The file with the data, as the definition names it.
  var href: String
  var isCSV: Bool
  var skip: Int
  /// The data's encoding as the definition names it, since 3.0.
  var encoding: String?
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
    let isCSV = record.attributes["format"] == "csv"
    for index in variables.indices { variables[index].isField = isCSV }
    return TripleSDefinition(
      version: version, title: root.first("survey")?.first("title").map(texts.text) ?? "",
      languages: texts.languages, href: record.attributes["href"] ?? "",
      isCSV: isCSV, skip: max(0, Int(record.attributes["skip"] ?? "") ?? 0),
      encoding: record.attributes["encoding"] ?? record.attributes["data-file-encoding"], variables: variables)
  }

  private static func hierarchyRefused(_ hierarchy: XMLElement, _ source: SourceBytes) -> ReadingError {
    let levels = hierarchy.all("level").map(TripleSHierarchy.name(of:))
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
      (subfields: Int(spread.attributes["subfields"] ?? "") ?? 0, width: Int(spread.attributes["width"] ?? ""))
    }
    let range = values?.first("range").map { range in
      (from: range.attributes["from"]?.trimmed ?? "", to: range.attributes["to"]?.trimmed ?? "")
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
          score: value.attributes["score"].flatMap { CellNotation.paddedNumber($0) })
      }, range: range)
  }
}

/// Chooses among the texts that a label may have: by language, and for analysis rather than interview.
///
/// What stands in the element itself is in the definition's own language; a variant goes before it, for some programs
/// write the same text in both places.
struct TripleSTexts {
  private let wanted: String?
  private let base: String?
  /// The languages that the definition has texts in.
  let languages: [String]

  init(language: String?, root: XMLElement) {
    wanted = language
    let named = (root.attributes["languages"] ?? "").split(separator: " ").map(String.init)
    let own = root.attributes["lang"]
    base = own ?? named.first
    let all = [own].compactMap { $0 } + named + root.descendants("text").compactMap { $0.attributes["lang"] }
    var seen: Set<String> = []
    languages = all.filter { seen.insert($0).inserted }
  }

  /// The text of a label or value, without markup.
  func text(_ element: XMLElement) -> String {
    let variants = element.all("text").map { (text: $0.text, $0.attributes["lang"], $0.attributes["mode"]) }
    var best: (score: Int, text: String)?
    for (text, language, mode) in variants + [(element.ownText, nil, nil)] {
      let plain = PlainText.stripping(text)
      let score = 3 * likeness(language) + (mode == "analysis" ? 2 : mode == nil ? 1 : 0)
      if !plain.isEmpty, best.map({ score > $0.score }) ?? true { best = (score, plain) }
    }
    return best?.text ?? ""
  }

  private func likeness(_ language: String?) -> Int {
    guard let wanted = wanted ?? base else { return language == nil ? 2 : 1 }
    guard let own = language ?? base else { return 1 }
    return Self.likeness(own, wanted)
  }

  /// 3 for the same language, 2 for the same but for the country, 0 for another.
  static func likeness(_ a: String, _ b: String) -> Int {
    let (a, b) = (a.lowercased(), b.lowercased())
    if a == b { return 3 }
    return a.prefix { $0 != "-" && $0 != "_" } == b.prefix { $0 != "-" && $0 != "_" } ? 2 : 0
  }
}
