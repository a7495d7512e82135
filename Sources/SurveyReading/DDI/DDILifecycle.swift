internal import SurveyModel

/// Reads variables, questions and lists of codes from a DDI Lifecycle document (3.1 to 3.3, whole or in fragments).
///
/// Lifecycle keeps a variable, its question, its codes and their words apart and refers from one to the other by agency,
/// identifier and version; the versions differ in the elements around them, so local names alone are looked at.
struct DDILifecycle {
  /// A text in one of the document's languages.
  private struct Wording {
    var language: String
    var text: String
  }

  private struct Question {
    var name: String
    var text: String
    var isGrid: Bool
  }

  private struct CodeList {
    var codes: [(value: String, category: XMLElement)]
    var isOrdinal: Bool
    /// The list that it takes over.
    var included: XMLElement?
  }

  private let language: String?
  private var title = ""
  private var files: [DDICodebook.File] = []
  private var variables: [XMLElement] = []
  private var questions = Items<Question>()
  private var lists = Items<CodeList>()
  private var words = Items<(label: String, isMissing: Bool)>()
  /// The values of single codes, which a box to tick names.
  private var codes = Items<String>()
  /// Representations that several variables share: of represented variables, managed ones, and those of missing values.
  private var shared = Items<XMLElement>()
  /// Where variables stand in the records of the data.
  private var places = Items<XMLElement>()

  private init(language: String?) { self.language = language }

  /// Reads the document.
  static func read(_ source: SourceBytes, language: String?) throws(ReadingError) -> DDICodebook {
    var document = Self(language: language)
    document.take(try XMLTree.read(source))
    let codebook = document.codebook()
    guard !codebook.variables.isEmpty else {
      throw ReadingError(
        .noRecords, place: Place(file: source.path), found: "a DDI Lifecycle document without variables",
        expected: "a VariableScheme, or fragments, with Variable elements",
        remedy: "export the document with its variables; an instrument or a study alone describes no data")
    }
    return codebook
  }

  // MARK: Elements

  private mutating func take(_ element: XMLElement) {
    switch element.name {
    case "Variable": if element.first("ID") != nil || element.attributes["id"] != nil { variables.append(element) }
    case "QuestionItem", "QuestionGrid", "MultipleQuestionItem":
      questions[element] = Question(
        name: text(element.first(element.name + "Name"), "String"), text: questionText(element),
        isGrid: element.name == "QuestionGrid")
    case "CodeList", "CodeScheme": take(list: element)
    case "Category":
      words[element] = (text(element.first("Label"), "Content"), element.attributes["isMissing"] == "true")
    case "RepresentedVariable": shared[element] = Self.representation(of: element) ?? element
    case "ManagedNumericRepresentation", "ManagedTextRepresentation", "ManagedDateTimeRepresentation",
      "ManagedMissingValuesRepresentation":
      shared[element] = element
    case "DataItem":
      if let variable = element.first("VariableReference"), let place = element.first("PhysicalLocation") {
        places[variable] = place
      }
    case "PhysicalInstance":
      let uri = element.descendants("DataFileURI").first ?? element.first("DataFileIdentification")?.first("URI")
      let name = uri?.text.trimmed.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
      files.append(
        DDICodebook.File(
          id: Items<Int>.identifier(of: element), name: name,
          cases: element.descendants("CaseQuantity").first.flatMap { Int($0.text.trimmed) }))
    case "Citation": if title.isEmpty { title = text(element.first("Title"), "String") }
    default: for child in element.children { take(child) }
    }
  }

  private mutating func take(list element: XMLElement) {
    var list = CodeList(codes: [], isOrdinal: false)
    for code in element.descendants("Code") {
      let value = code.first("Value")?.text.trimmed ?? ""
      codes[code] = value
      list.codes.append((value, code.first("CategoryReference") ?? code))
    }
    let relations = element.descendants("CategoryRelationship").map { $0.text.trimmed.lowercased() }
    list.isOrdinal = relations.contains("ordinal")
    list.included = element.first("CodeListReference") ?? element.first("CodeSchemeReference")
    lists[element] = list
  }

  // MARK: Texts

  /// The text of a string that exists in several languages; version 3.1 has it in the element itself.
  private func text(_ element: XMLElement?, _ child: String) -> String {
    guard let element else { return "" }
    let texts = element.all(child).isEmpty ? [element] : element.all(child)
    return chosen(texts.map { Wording(language: $0.attributes["lang"] ?? "", text: $0.text) })
  }

  private func chosen(_ wordings: [Wording]) -> String {
    let spoken = language.flatMap { wanted in
      wordings.first { $0.language.lowercased().hasPrefix(wanted.lowercased()) }
    }
    return TextMatching.spaced((spoken ?? wordings.first)?.text ?? "")
  }

  // A question in several languages has a QuestionText for each, or one with its texts side by side.
  private func questionText(_ element: XMLElement) -> String {
    chosen(
      element.all("QuestionText").flatMap { question -> [Wording] in
        let texts = question.all("LiteralText").flatMap { $0.all("Text") }
        let outer = question.attributes["lang"] ?? ""
        let languages = Set(texts.map { $0.attributes["lang"] ?? "" })
        if languages.count > 1 {
          return texts.map { Wording(language: $0.attributes["lang"] ?? "", text: $0.text) }
        }
        let whole = texts.isEmpty ? question.text : texts.map(\.text).joined(separator: " ")
        return [Wording(language: outer.isEmpty ? languages.first ?? "" : outer, text: whole)]
      })
  }

  // MARK: The codebook

  private func codebook() -> DDICodebook {
    var read: [DDICodebook.Variable] = []
    var members: [String: [Int]] = [:]
    var order: [(key: String, question: Question)] = []
    for element in variables {
      let (variable, reference) = variable(element)
      guard !variable.name.isEmpty else { continue }
      if let reference, let question = questions[reference], question.isGrid {
        let key = Items<Int>.identifier(of: reference)
        if members[key] == nil { order.append((key, question)) }
        members[key, default: []].append(read.count)
      }
      read.append(variable)
    }
    let groups = order.compactMap { group(members[$0.key] ?? [], of: $0.question, key: $0.key, read) }
    return DDICodebook(title: title, files: files, variables: read, groups: groups)
  }

  // Rows of a table that are asked for different things are no grid.
  private func group(
    _ members: [Int], of question: Question, key: String, _ variables: [DDICodebook.Variable]
  ) -> DDICodebook.Group? {
    let rows = members.map { variables[$0] }
    let isTicks = rows.allSatisfy(\.isTick)
    let lists = Set(rows.map { $0.categories.map(\.code) })
    guard rows.count > 1, isTicks || (lists.count == 1 && lists.first?.isEmpty == false) else { return nil }
    return DDICodebook.Group(
      name: question.name.isEmpty ? key : question.name, label: question.text, isMultipleResponse: isTicks,
      isGrid: !isTicks, variables: rows.map(\.id), tickedCode: rows[0].categories.first?.code ?? "1")
  }

  private func variable(_ element: XMLElement) -> (variable: DDICodebook.Variable, question: XMLElement?) {
    let name = text(element.first("VariableName") ?? element.first("Name"), "String").trimmed
    var variable = DDICodebook.Variable(id: Items<Int>.identifier(of: element), name: name)
    variable.label = text(element.first("Label"), "Content")
    let question = element.first("QuestionReference") ?? element.first("SourceQuestionReference")
    variable.question = question.flatMap { questions[$0]?.text } ?? ""
    variable.isWeight = element.attributes["isWeight"] == "true"
    let own = Self.representation(of: element)
    let represented = element.first("RepresentedVariableReference").flatMap { shared[$0] }
    let weight = own?.first("WeightingVariableReference") ?? own?.first("WeightVariableReference")
    variable.weight = weight.map { Items<Int>.identifier(of: $0) } ?? ""
    for part in (own ?? represented)?.children ?? [] { add(part, to: &variable) }
    if variable.isUndescribed { for part in represented?.children ?? [] { add(part, to: &variable) } }
    if let place = places[element] {
      func number(_ name: String) -> Int? { place.first(name).flatMap { Int($0.text.trimmed) } }
      variable.start = number("StartPosition")
      variable.width = number("Width")
      if variable.width == nil, let start = variable.start, let end = number("EndPosition"), start > 0, end >= start {
        variable.width = end - start + 1
      }
      variable.decimals = number("DecimalPositions") ?? 0
    }
    return (variable, question)
  }

  private static func representation(of element: XMLElement) -> XMLElement? {
    element.first("VariableRepresentation") ?? element.first("Representation")
  }

  private func add(_ part: XMLElement, to variable: inout DDICodebook.Variable) {
    switch part.name {
    case "CodeRepresentation", "ManagedCodeRepresentation": addCodes(part, to: &variable)
    case "NumericRepresentation", "ManagedNumericRepresentation": variable.measure = .scale
    case "TextRepresentation", "ManagedTextRepresentation": variable.isText = true
    case "NumericRepresentationReference", "TextRepresentationReference", "DateTimeRepresentationReference":
      if let managed = shared[part] { add(managed, to: &variable) }
    case "MissingValuesReference":
      for missing in shared[part]?.descendants("MissingCodeRepresentation") ?? [] {
        for var category in categories(of: missing).categories {
          category.isMissing = true
          variable.categories.append(category)
        }
      }
      return
    default: break
    }
    switch part.attributes["classificationLevel"]?.lowercased() {
    case "nominal": variable.measure = .nominal
    case "ordinal": variable.measure = .ordinal
    case "interval", "ratio", "continuous": variable.measure = .scale
    default: break
    }
    for value in part.attributes["missingValue"]?.split(whereSeparator: \.isWhitespace) ?? [] {
      if let place = variable.categories.firstIndex(where: { $0.code == value }) {
        variable.categories[place].isMissing = true
      } else if let number = Double(value) {
        variable.invalid.append((number, number))
      }
    }
  }

  private func addCodes(_ part: XMLElement, to variable: inout DDICodebook.Variable) {
    let (categories, isOrdinal) = categories(of: part)
    if categories.isEmpty, let code = part.first("CodeSubsetInformation")?.first("IncludedCode") {
      let ticked = code.first("CodeReference").flatMap { codes[$0] } ?? "1"
      variable.isTick = true
      variable.categories = [
        DDICodebook.Category(code: ticked, label: "selected", isMissing: false),
        DDICodebook.Category(code: ticked == "0" ? "" : "0", label: "not selected", isMissing: false),
      ]
      return
    }
    variable.categories = categories
    if variable.measure == .unknown { variable.measure = isOrdinal ? .ordinal : .nominal }
  }

  /// The answers of the list that a representation refers to; a list may only say that it takes another one over.
  private func categories(of part: XMLElement) -> (categories: [DDICodebook.Category], isOrdinal: Bool) {
    var next = part.first("CodeListReference") ?? part.first("CodeSchemeReference")
    var seen: Set<String> = []
    while let reference = next, seen.insert(Items<Int>.identifier(of: reference)).inserted {
      guard let list = lists[reference] else { break }
      if list.codes.isEmpty, let included = list.included {
        next = included
        continue
      }
      let categories = list.codes.map { code in
        let word = words[code.category]
        return DDICodebook.Category(code: code.value, label: word?.label ?? "", isMissing: word?.isMissing ?? false)
      }
      return (categories, list.isOrdinal)
    }
    return ([], false)
  }
}

/// What a document holds under the identifiers that its references name: exactly, else by the identifier alone.
private struct Items<Item> {
  private var exact: [String: Item] = [:]
  private var plain: [String: Item] = [:]

  subscript(element: XMLElement) -> Item? {
    get { exact[Self.full(element)] ?? plain[Self.identifier(of: element)] }
    set {
      exact[Self.full(element)] = newValue
      plain[Self.identifier(of: element)] = newValue
    }
  }

  /// An identifier: the child `ID`, the attribute `id` of version 3.1, or the part of a URN before its version.
  static func identifier(of element: XMLElement) -> String {
    if let id = element.first("ID")?.text.trimmed, !id.isEmpty { return id }
    if let id = element.attributes["id"]?.trimmed, !id.isEmpty { return id }
    // urn:ddi:agency:id:version, and in 3.1 urn:ddi:agency:VariableScheme.id.version:Variable.id.version.
    let parts = (element.first("URN")?.text ?? element.attributes["urn"] ?? "").trimmed.split(separator: ":")
    let dotted = parts.last?.split(separator: ".") ?? []
    if dotted.count >= 3, dotted[0].first?.isLetter == true, dotted[0].first?.isUppercase == true {
      return String(dotted[1])
    }
    return parts.count >= 4 ? String(parts[parts.count - 2]) : parts.last.map(String.init) ?? ""
  }

  private static func full(_ element: XMLElement) -> String {
    let agency = (element.first("Agency") ?? element.first("IdentifyingAgency"))?.text.trimmed
    let version = element.first("Version")?.text.trimmed ?? element.attributes["version"]
    return "\(agency ?? "")|\(identifier(of: element))|\(version ?? "")"
  }
}
