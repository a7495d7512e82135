internal import SurveyModel

/// What SoSci Survey's import script for R says of the columns: the statements that give labels, read as a list.
///
/// The script has one statement per label and is edited by its users, who rename the data frame, break lines and write
/// `<-` for `=`. Only three kinds of statement are looked for, wherever they stand; all else is passed over.
struct SoSciImportScript: Sendable {
  /// What the script says of one column.
  struct Entry: Sendable {
    /// What `comment()` says: the question's title, and the item's text after a colon.
    var comment: String?
    /// Codes and texts in the script's order.
    var labels: [(code: String, text: String)] = []
    /// Whether the labels come from `factor()`: a list of answers, of which the data holds one.
    var isFactor = false
    /// Whether the factor is an ordered one.
    var isOrdered = false
    /// The class that the script reads the column as, such as `character`.
    var kind: String?
  }

  /// The columns' names in the order in which the script first speaks of them.
  private(set) var names: [String] = []
  /// What the script says of the data as a whole: `project`, `description`, `date`, `server`.
  private(set) var attributes: [String: String] = [:]
  /// What was found.
  private(set) var problems: [Problem] = []
  private var entries: [String: Entry] = [:]
  private let file: String

  /// What the script says of a column.
  subscript(name: String) -> Entry? { entries[name] }

  /// Reads a script; nothing of it is run.
  static func read(_ source: SourceBytes) throws(ReadingError) -> SoSciImportScript {
    let decoded = DecodedText.decode(try source.whole(), forced: nil)
    var script = SoSciImportScript(file: source.name)
    script.problems = decoded.problems
    let tokens = RTokens(decoded.bytes)
    var parser = RStatements(tokens)
    while let statement = parser.next() { script.take(statement) }
    guard !script.names.isEmpty else {
      throw ReadingError(
        .malformed, place: Place(file: source.path), found: "an R script that labels no column",
        expected: "statements such as comment(data$AB01) = \"…\"",
        remedy: "download the import script for GNU R in SoSci Survey again")
    }
    return script
  }

  private init(file: String) { self.file = file }

  private mutating func change(_ name: String, _ change: (inout Entry) -> Void) {
    if entries[name] == nil { names.append(name) }
    change(&entries[name, default: Entry()])
  }

  private mutating func take(_ statement: RStatements.Statement) {
    switch statement {
    case .comment(let name, let text): change(name) { $0.comment = PlainText.stripping(text) }
    case .attribute(let name, let code, let text):
      change(name) { entry in
        let label = (code: code, text: PlainText.stripping(text))
        if let place = entry.labels.firstIndex(where: { $0.code == code }) {
          entry.labels[place] = label
        } else {
          entry.labels.append(label)
        }
      }
    case .frameAttribute(let key, let text): attributes[key] = text
    case .columns(let columns): for name in columns { change(name) { _ in } }
    case .classes(let classes): for (name, kind) in classes { change(name) { $0.kind = kind } }
    case .factor(let name, let factor): take(factor, of: name)
    case .unread(let line, let what):
      problems.append(
        Problem(
          .warning, file: file, found: "in line \(line) \(what)", expected: "levels and labels written out as texts",
          remedy: "no R is run here: its labels are not read, and the answers are found from the cells"))
    }
  }

  private mutating func take(_ factor: RStatements.Factor, of name: String) {
    if factor.levels.count != factor.labels.count {
      problems.append(
        Problem(
          .warning, file: file, column: name,
          found: "in line \(factor.line), \(factor.levels.count) levels and \(factor.labels.count) labels",
          expected: "as many labels as levels",
          remedy: "levels without a label are read under their code; download the script again"))
    }
    change(name) { entry in
      entry.isFactor = true
      entry.isOrdered = factor.isOrdered
      entry.labels = factor.levels.enumerated().map { place, code in
        let text = factor.labels.indices.contains(place) ? PlainText.stripping(factor.labels[place]) : code
        return (code: code, text: text)
      }
    }
  }
}
