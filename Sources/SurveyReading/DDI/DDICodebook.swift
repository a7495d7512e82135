internal import SurveyModel

/// What a DDI document says of a data set: its files and variables, with the statistics that it publishes of them.
struct DDICodebook: Sendable {
  /// A category of a variable.
  struct Category: Sendable {
    var code: String
    var label: String
    var isMissing: Bool
    /// Why it counts as missing, in words of the codebook's own.
    var missingType = ""
    /// How many cases it has, as published: plain and weighted.
    var frequency: String?
    var weightedFrequency: String?
  }

  /// A statistic that the codebook publishes.
  struct Statistic: Sendable, Hashable {
    var type: String
    var isWeighted: Bool
    var value: String
  }

  /// A remark of a kind that its maker named.
  struct Note: Sendable, Hashable {
    var type: String
    var subject: String
    var text: String
  }

  /// A variable.
  struct Variable: Sendable {
    var id: String
    var name: String
    var label = ""
    var question = ""
    /// The files that hold it.
    var files: [String] = []
    /// The id of the variable with its weights.
    var weight = ""
    var isWeight = false
    var isText = false
    var measure = StatVariable.Measure.unknown
    /// How many digits of a number without a point stand behind it.
    var decimals = 0
    /// Where it stands in a record, from 1, and how wide it is.
    var start: Int?
    var width: Int?
    var categories: [Category] = []
    var invalid: [(low: Double, high: Double)] = []
    var statistics: [Statistic] = []
    /// Whether labels stand in prose alone.
    var hasInstructions = false
    /// Whether it is a box to tick, and its first category the tick.
    var isTick = false
    var notes: [Note] = []

    /// Whether nothing is said of its values.
    var isUndescribed: Bool { categories.isEmpty && !isText && measure == .unknown }
  }

  /// A data file.
  struct File: Sendable {
    var id: String
    var name: String
    /// How many cases it has; nil where nothing says it.
    var cases: Int?
  }

  /// Variables that belong together.
  struct Group: Sendable {
    var name: String
    var label: String
    var isMultipleResponse: Bool
    var isGrid: Bool
    var variables: [String]
    /// For ticked options, the code that means "ticked".
    var tickedCode = "1"
    var notes: [Note] = []
  }

  /// The content of `software` in a codebook that Topline wrote.
  static let ownSoftware = "Topline"

  var title: String
  var files: [File]
  var variables: [Variable]
  var groups: [Group]
  /// Whether Topline wrote it: then texts are taken as they stand, white space included.
  var isOwn = false

  /// Reads a codebook, whatever its namespace.
  static func read(_ source: SourceBytes, language: String?) throws(ReadingError) -> DDICodebook {
    let root = try XMLTree.read(source)
    let software = root.first("docDscr")?.descendants("software") ?? []
    let isOwn = software.contains { $0.text.trimmed == ownSoftware }
    let variables = root.descendants("var").map { isOwn ? ownVariable($0) : variable($0, language) }
    guard !variables.isEmpty else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "a DDI Codebook without variables",
        expected: "dataDscr with var elements",
        remedy: "export the codebook with its variables; without them it describes no data")
    }
    return DDICodebook(
      title: root.first("stdyDscr")?.descendants("titl").first?.text.trimmed ?? "",
      files: root.all("fileDscr").map { file in
        File(
          id: file.attributes["ID"] ?? "", name: file.descendants("fileName").first?.text.trimmed ?? "",
          cases: file.descendants("caseQnty").first.flatMap { Int($0.text.trimmed) })
      }, variables: variables,
      groups: root.descendants("varGrp").map { group in
        Group(
          name: group.attributes["name"] ?? group.attributes["ID"] ?? "",
          label: isOwn ? group.first("labl")?.text ?? "" : text(group, "labl", language),
          isMultipleResponse: group.attributes["type"] == "multipleResp", isGrid: group.attributes["type"] == "grid",
          variables: (group.attributes["var"] ?? "").split(whereSeparator: \.isWhitespace).map(String.init),
          tickedCode: isOwn ? DDIDialect.note("ticked", notes(group)) ?? "1" : "1", notes: notes(group))
      }, isOwn: isOwn)
  }

  private static func text(_ element: XMLElement, _ name: String, _ language: String?) -> String {
    let choices = element.all(name)
    let spoken = language.flatMap { wanted in
      choices.first { ($0.attributes["lang"] ?? "").lowercased().hasPrefix(wanted.lowercased()) }
    }
    return (spoken ?? choices.first).map { TextMatching.spaced($0.text) } ?? ""
  }

  private static func variable(_ element: XMLElement, _ language: String?) -> Variable {
    func attribute(_ name: String) -> String { element.attributes[name]?.trimmed ?? "" }
    let format = element.first("varFormat")?.attributes["type"] ?? ""
    let measure: StatVariable.Measure =
      switch attribute("nature") {
      case "nominal": .nominal
      case "ordinal": .ordinal
      case "interval", "ratio", "percent": .scale
      default: .unknown
      }
    let location = element.first("location")?.attributes ?? [:]
    let ranges = element.descendants("invalrng").flatMap { invalid -> [(low: Double, high: Double)] in
      invalid.all("item").compactMap { item in
        Double(item.attributes["VALUE"] ?? "").map { ($0, $0) }
      }
        + invalid.all("range").compactMap { range in
          guard let low = Double(range.attributes["min"] ?? ""), let high = Double(range.attributes["max"] ?? "") else {
            return nil
          }
          return (low, high)
        }
    }
    let question = element.first("qstn")
    return Variable(
      id: attribute("ID"), name: attribute("name"), label: text(element, "labl", language),
      question: question.map { text($0, "qstnLit", language) } ?? "",
      files: attribute("files").split(whereSeparator: \.isWhitespace).map(String.init), weight: attribute("wgt-var"),
      isWeight: attribute("wgt") == "wgt", isText: format == "character", measure: measure,
      decimals: Int(attribute("dcml")) ?? 0, start: Int(location["StartPos"] ?? ""),
      width: Int(location["width"] ?? ""),
      categories: element.all("catgry").map { category($0, language) }, invalid: ranges,
      statistics: element.all("sumStat").map { statistic in
        Statistic(
          type: statistic.attributes["type"] ?? "", isWeighted: statistic.attributes["wgtd"] == "wgtd",
          value: statistic.text.trimmed)
      }, hasInstructions: element.first("codInstr") != nil)
  }

  /// A variable whose texts are taken as they stand.
  private static func ownVariable(_ element: XMLElement) -> Variable {
    var variable = variable(element, nil)
    variable.name = element.attributes["name"] ?? ""
    variable.label = element.first("labl")?.text ?? ""
    for (index, category) in element.all("catgry").enumerated() {
      variable.categories[index].code = category.first("catValu")?.text ?? ""
      variable.categories[index].label = category.first("labl")?.text ?? ""
    }
    variable.notes = notes(element) + element.all("invalrng").flatMap(notes)
    return variable
  }

  private static func notes(_ element: XMLElement) -> [Note] {
    element.all("notes").map { note in
      Note(type: note.attributes["type"] ?? "", subject: note.attributes["subject"] ?? "", text: note.text)
    }
  }

  private static func category(_ element: XMLElement, _ language: String?) -> Category {
    let frequencies = element.all("catStat").filter { $0.attributes["type"] == "freq" }
    return Category(
      code: element.first("catValu")?.text.trimmed ?? "", label: text(element, "labl", language),
      isMissing: element.attributes["missing"] == "Y",
      missingType: element.attributes["missType"]?.trimmed ?? "",
      frequency: frequencies.first { $0.attributes["wgtd"] == nil }?.text.trimmed,
      weightedFrequency: frequencies.first { $0.attributes["wgtd"] != nil }?.text.trimmed)
  }
}
