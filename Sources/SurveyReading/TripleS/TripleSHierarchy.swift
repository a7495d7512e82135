internal import SurveyModel
internal import TextFormats

/// A level of surveys whose records belong to records of one another: households, persons, trips.
///
/// A level is a survey by itself; the definition of the hierarchy only says how they hang together, and one table of
/// respondents cannot hold several of them.
struct TripleSHierarchy {
  typealias Link = (level: String, variable: String)

  /// The name of the hierarchy's file.
  let file: String
  /// This level's name.
  let ident: String
  let parents: [Link]
  /// The levels whose records hang on this one's.
  let children: [Link]

  /// The names of the variables that link this level to others.
  var links: [String] { (parents + children).map(\.variable) }

  /// What is told of a level.
  func note(_ definition: String) -> Problem {
    let above = parents.map { "'\($0.variable)' leads to the \($0.level) it belongs to" }
    let below = children.map { "'\($0.variable)' is what each \($0.level) is linked by" }
    return Problem(
      .note, file: definition, found: "the level '\(ident)' of the hierarchy in \(file)",
      expected: "a survey that stands by itself",
      remedy: (["every record is one \(ident)"] + above + below).joined(separator: "; "))
  }

  /// The level that a definition is, by a hierarchy beside it that names it; nil where there is none.
  static func level(of source: SourceBytes) -> TripleSHierarchy? {
    guard source.path != "-", source.container == nil else { return nil }
    let folder = FileSystem.parent(of: source.path)
    let files = (try? FileSystem.list(folder.isEmpty ? "." : folder)) ?? []
    let candidates = files.filter { $0.lowercased().hasSuffix(".sss") && $0 != source.name }.sorted().prefix(32)
    for file in candidates {
      let path = FileSystem.path(file, besides: source.path)
      guard !FileSystem.isDirectory(path), let other = try? SourceBytes.open(path, wantsHash: false),
        other.file == nil, FormatDetection.contains("<hierarchy", in: other.bytes[...]),
        let hierarchy = try? XMLTree.read(other).first("hierarchy")
      else { continue }
      let levels = hierarchy.all("level")
      guard let level = levels.first(where: { name(of: $0).lowercased() == source.name.lowercased() }) else { continue }
      let ident = level.attributes["ident"] ?? ""
      let children = levels.flatMap { other in
        links(other).filter { $0.level == ident }.map {
          (level: other.attributes["ident"] ?? "", variable: $0.variable)
        }
      }
      return TripleSHierarchy(file: file, ident: ident, parents: links(level), children: children)
    }
    return nil
  }

  /// The name of a level's definition, without the folder it once lay in.
  static func name(of level: XMLElement) -> String {
    let href = level.attributes["href"] ?? ""
    return href.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? href
  }

  private static func links(_ level: XMLElement) -> [Link] {
    level.all("parent").map { ($0.attributes["level"] ?? "", $0.attributes["linkvar"] ?? "") }
  }
}
