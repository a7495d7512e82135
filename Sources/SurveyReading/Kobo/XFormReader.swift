internal import SurveyModel

/// Reads a form's definition in XML: the model's instances, bindings and texts, and the controls of the body.
struct XFormReader {
  /// What the body says of a question.
  private struct Control {
    var element: XMLElement
    var kind: String
  }

  private let texts: [String: ODKText]
  private let lists: [String: [XMLElement]]
  private let bindings: [String: [String: String]]
  private var form = ODKForm()
  private var controls: [String: Control] = [:]
  private var repeats: Set<String> = []

  /// Reads the definition.
  static func read(_ source: SourceBytes) throws(ReadingError) -> ODKForm {
    let html = try XMLTree.read(source)
    guard let model = html.first("head")?.first("model"),
      let main = (model.all("instance").first { $0.attributes["id"] == nil } ?? model.first("instance"))?.children.first
    else {
      throw ReadingError(
        .wrongContent, place: Place(file: source.path), found: "an XForm without a model and its instance",
        expected: "a form's definition", remedy: "export the form as XForm XML or as XLSForm")
    }
    var reader = XFormReader(model)
    reader.form.root = main.name
    reader.form.title = html.first("head")?.first("title")?.text.trimmed ?? ""
    if let body = html.first("body") { reader.readBody(body, path: []) }
    reader.readInstance(main, path: [])
    return reader.form
  }

  private init(_ model: XMLElement) {
    var texts: [String: ODKText] = [:]
    for translation in model.first("itext")?.all("translation") ?? [] {
      let name = translation.attributes["lang"] ?? ""
      let isDefault = ["true()", "true", "default"].contains(translation.attributes["default"] ?? "")
      // A form without languages has one that is called "default".
      let language = name == "default" ? "" : name
      if !language.isEmpty { form.languages.insert(language, at: isDefault ? 0 : form.languages.count) }
      for text in translation.all("text") {
        guard let value = text.all("value").first(where: { $0.attributes["form"] == nil }) else { continue }
        texts[text.attributes["id"] ?? "", default: ODKText()].texts[language] = Self.words(value)
      }
    }
    self.texts = texts
    var lists: [String: [XMLElement]] = [:]
    for instance in model.all("instance") {
      if let id = instance.attributes["id"] { lists[id] = instance.children.first?.children ?? [] }
    }
    self.lists = lists
    bindings = Dictionary(
      model.all("bind").map { (Self.names($0.attributes["nodeset"] ?? "").joined(separator: "/"), $0.attributes) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The names of a path without its root: `/data/a/b` is a, b.
  private static func names(_ path: String) -> [String] {
    path.split(separator: "/").dropFirst().map { $0.trimmed.split(separator: ":").last.map(String.init) ?? "" }
  }

  /// A label's words; what the form fills in is shown by the name that it comes from.
  private static func words(_ element: XMLElement) -> String {
    element.contents.map { content in
      switch content {
      case .text(let text): return text
      case .element(let element):
        guard element.name == "output" else { return element.name == "br" ? " " : words(element) }
        return "[\((element.attributes["value"] ?? "").split(separator: "/").last?.trimmed ?? "")]"
      }
    }.joined()
  }

  private func label(_ element: XMLElement?) -> ODKText {
    guard let label = element?.first("label") else { return ODKText() }
    if let reference = label.attributes["ref"] {
      let parts = reference.split(separator: "'")
      if parts.count >= 2, let text = texts[String(parts[1])] { return text }
    }
    return ODKText(texts: ["": Self.words(label)])
  }

  // MARK: The body

  private mutating func readBody(_ element: XMLElement, path: [String]) {
    for child in element.children {
      let reference = child.attributes["ref"] ?? child.attributes["nodeset"] ?? ""
      let here =
        reference.hasPrefix("/") ? Self.names(reference) : path + reference.split(separator: "/").map(String.init)
      let key = here.joined(separator: "/")
      switch child.name {
      case "group":
        if !reference.isEmpty { form.groups[key] = label(child) }
        readBody(child, path: here)
      case "repeat":
        repeats.insert(key)
        // The group around a repeat has its label.
        if form.groups[key] == nil { form.groups[key] = label(element) }
        readBody(child, path: here)
      case "input", "select", "select1", "rank", "upload", "range", "trigger", "secret":
        controls[key] = Control(element: child, kind: child.name)
      default: break
      }
    }
  }

  // MARK: The instance

  private mutating func readInstance(_ element: XMLElement, path: [String]) {
    // A repeated group stands twice, as a template and as its first entry.
    var names: Set<String> = []
    for child in element.children where names.insert(child.name).inserted {
      let here = path + [child.name]
      if child.children.isEmpty { form.questions.append(question(here)) } else { readInstance(child, path: here) }
    }
  }

  private func question(_ path: [String]) -> ODKQuestion {
    let key = path.joined(separator: "/")
    let control = controls[key]
    var question = ODKQuestion(
      path: path, kind: kind(control, bindings[key] ?? [:], path), label: label(control?.element))
    for depth in 1...path.count {
      let part = path.prefix(depth).joined(separator: "/")
      if depth < path.count {
        question.groupLabels.append(form.groups[part] ?? ODKText())
        if repeats.contains(part) { question.repeats.append(depth) }
      }
      let condition = bindings[part]?["relevant"]?.trimmed ?? ""
      if !condition.isEmpty {
        question.conditions.append(ODKCondition(expression: condition, path: Array(path.prefix(depth))))
      }
    }
    guard let control, ["select", "select1", "rank"].contains(control.kind) else { return question }
    question.choices = choices(control.element)
    let appearance = control.element.attributes["appearance"] ?? ""
    if appearance == "label" { question.kind = .note }
    if question.kind == .selectOne, appearance.contains("list-nolabel") {
      question.table = path.dropLast().joined(separator: "/")
    }
    return question
  }

  private func kind(_ control: Control?, _ binding: [String: String], _ path: [String]) -> ODKQuestion.Kind {
    if path.first == "meta" || path == ["formhub", "uuid"] || binding["preload"] != nil { return .metadata }
    guard let control else { return .calculation }
    switch control.kind {
    case "select1": return .selectOne
    case "select": return .selectMultiple
    case "rank": return .rank
    case "upload": return .media
    case "trigger": return .unknown
    default: break
    }
    if binding["readonly"] == "true()" { return binding["calculate"] == nil ? .note : .calculation }
    switch binding["type"]?.split(separator: ":").last ?? "string" {
    case "int", "integer": return .integer
    case "decimal": return .decimal
    case "date": return .date
    case "time": return .time
    case "dateTime": return .dateTime
    case "geopoint", "geotrace", "geoshape": return .place
    case "barcode": return .barcode
    case "binary": return .media
    default: return control.kind == "range" ? .decimal : .text
    }
  }

  private func choices(_ control: XMLElement) -> [ODKChoice] {
    let own = control.all("item").map {
      ODKChoice(name: $0.first("value")?.text.trimmed ?? "", label: label($0))
    }
    guard own.isEmpty, let set = control.first("itemset") else { return own }
    let parts = (set.attributes["nodeset"] ?? "").split(separator: "'")
    guard parts.count >= 2, let items = lists[String(parts[1])] else { return [] }
    let value = set.first("value")?.attributes["ref"] ?? "name"
    let reference = set.first("label")?.attributes["ref"] ?? "label"
    return items.map { item in
      var text = ODKText()
      if reference.hasPrefix("jr:itext(") {
        let field = reference.dropFirst(9).prefix { $0 != ")" }.trimmed
        text = texts[item.first(field)?.text.trimmed ?? ""] ?? text
      } else {
        text.texts[""] = item.first(reference)?.text.trimmed ?? ""
      }
      return ODKChoice(name: item.first(value)?.text.trimmed ?? "", label: text)
    }
  }
}
