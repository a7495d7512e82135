internal import Synchronization
internal import TextFormats
internal import Testing

#if canImport(Glibc)
  internal import Glibc
#endif

/// The references that the running test names, and what has been compared with each of them so far.
final class AccuracyScope: Sendable {
  /// The scope of the running test; scopes of several traits stand within each other.
  @TaskLocal static var current: AccuracyScope?

  /// Comparisons of one reference with one tolerance.
  private struct Line: Hashable {
    var reference: AccuracyReference
    var scale: AccuracyScale
    var tolerance: Double
  }

  private struct Tally {
    var values = 0
    var worst = 0.0
  }

  private let references: [AccuracyReference]
  private let outer: AccuracyScope?
  private let lines = Mutex<[Line: Tally]>([:])

  init(_ references: [AccuracyReference], within outer: AccuracyScope?) {
    self.references = references
    self.outer = outer
  }

  private var all: [AccuracyReference] { references + (outer?.all ?? []) }

  /// Notes a comparison under the references that it belongs to.
  ///
  /// Without a kind it is the first of golden, NIST, published and property that the test names. Where a test names
  /// several statistics of that kind, the comparison has to say which it is about, but for properties, which relate
  /// them all.
  ///
  /// - Returns: Whether a statistic or a kind was asked for that the test does not name.
  func add(
    error: Double, scale: AccuracyScale, tolerance: Double, statistic: String?, kind: AccuracyReference.Kind?
  ) -> Bool {
    let known = all
    let wanted = kind ?? [.golden, .nist, .published, .property].first { kind in known.contains { $0.kind == kind } }
    let fitting = known.filter { $0.kind == wanted && (statistic == nil || $0.statistic == statistic) }
    if fitting.isEmpty { return kind == nil && statistic == nil }
    guard statistic != nil || wanted == .property || Set(fitting.map(\.statistic)).count == 1 else { return true }
    for reference in fitting { note(Line(reference: reference, scale: scale, tolerance: tolerance), error: error) }
    return true
  }

  private func note(_ line: Line, error: Double) {
    guard references.contains(line.reference) else {
      outer?.note(line, error: error)
      return
    }
    lines.withLock { lines in
      var tally = lines[line] ?? Tally()
      tally.values += 1
      let isWorse = line.scale == .digits ? tally.values == 1 || error < tally.worst : error > tally.worst
      if isWorse || error.isNaN { tally.worst = error }
      lines[line] = tally
    }
  }

  /// Writes what was compared, and fails for a reference with which nothing was.
  ///
  /// A law may be kept by numbers that are equal or ordered; such a test counts as one case when it runs to its end.
  func finish(test: String, suite: String, at location: SourceLocation) {
    var found = lines.withLock { $0 }
    for reference in references where !found.keys.contains(where: { $0.reference == reference }) {
      if reference.kind == .property {
        found[Line(reference: reference, scale: .absolute, tolerance: 0)] = Tally(values: 1)
      } else {
        Issue.record(
          "the test names '\(reference.reference)' for '\(reference.statistic)' and compares no number with it",
          sourceLocation: location)
      }
    }
    guard let folder = getenv("TOPLINE_ACCURACY").map({ String(cString: $0) }) else { return }
    let text = found.map { Self.json($0.key, $0.value, test: test) + "\n" }.joined()
    if !Self.append(text, to: "\(folder)/\(suite).jsonl") {
      Issue.record("the folder in TOPLINE_ACCURACY cannot be written to", sourceLocation: location)
    }
  }

  private static func json(_ line: Line, _ tally: Tally, test: String) -> String {
    JSONValue.object(
      JSONObject([
        ("statistic", .string(line.reference.statistic)), ("kind", .string(line.reference.kind.rawValue)),
        ("reference", .string(line.reference.reference)), ("outside", .bool(line.reference.isOutside)),
        ("scale", .string(line.scale.rawValue)), ("tolerance", .number(line.tolerance)),
        ("values", .integer(tally.values)), ("worst", .finite(tally.worst)), ("test", .string(test)),
      ])
    ).serialized(compact: true)
  }

  /// Adds a text to a file in one piece, so that tests that run side by side do not cut into each other's lines.
  private static func append(_ text: String, to path: String) -> Bool {
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    guard file >= 0 else { return false }
    defer { close(file) }
    var bytes = Array(text.utf8)
    return write(file, &bytes, bytes.count) == bytes.count
  }
}
