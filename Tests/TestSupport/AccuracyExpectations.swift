public import Testing
internal import TextFormats

#if canImport(Glibc)
  internal import Glibc
#endif

/// The relative difference; the absolute one where zero is expected.
public func relativeError(_ found: Double, _ expected: Double) -> Double {
  if found == expected { return 0 }
  let error = expected == 0 ? abs(found) : abs(found - expected) / abs(expected)
  return error.isNaN ? .infinity : error
}

/// Expects a number within a relative tolerance, and records by how much it differs.
///
/// - Parameters:
///   - found: The number that was computed; none fails.
///   - expected: The number that it should be; none fails.
///   - tolerance: The largest relative difference; absolute where zero is expected.
///   - label: Words for the message.
///   - statistic: Which of the test's statistics this is about, where it names several.
///   - kind: Which kind of the test's references this belongs to, where it is not the first.
public func expectClose(
  _ found: Double?, _ expected: Double?, _ tolerance: Double = 1e-12, _ label: @autoclosure () -> String = "",
  of statistic: String? = nil, as kind: AccuracyReference.Kind? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let error = found.flatMap { found in expected.map { relativeError(found, $0) } } ?? .infinity
  note(error, .relative, tolerance, statistic, kind, sourceLocation)
  if !(error <= tolerance) {
    Issue.record("\(label()) found \(shown(found)), expected \(shown(expected))", sourceLocation: sourceLocation)
  }
}

/// Expects a number within an absolute tolerance, and records by how much it differs.
///
/// - Parameters: as of ``expectClose(_:_:_:_:of:as:sourceLocation:)``, with an absolute tolerance.
public func expectNear(
  _ found: Double?, _ expected: Double?, _ tolerance: Double, _ label: @autoclosure () -> String = "",
  of statistic: String? = nil, as kind: AccuracyReference.Kind? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let difference = found.flatMap { found in expected.map { found == $0 ? 0 : abs(found - $0) } } ?? .infinity
  let error = difference.isNaN ? .infinity : difference
  note(error, .absolute, tolerance, statistic, kind, sourceLocation)
  if !(error <= tolerance) {
    Issue.record("\(label()) found \(shown(found)), expected \(shown(expected))", sourceLocation: sourceLocation)
  }
}

/// Expects the digits that a paper, a textbook or a manual prints, when a number is rounded to as many.
///
/// - Parameters:
///   - found: The number that was computed; none fails.
///   - printed: The number as printed, such as "-2.69", with every decimal that stands there.
///   - statistic: Which of the test's statistics this is about, where it names several.
///   - kind: The kind of reference.
public func expectPrinted(
  _ found: Double?, _ printed: String, of statistic: String? = nil, as kind: AccuracyReference.Kind = .published,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let decimals = printed.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
  let written = found.map { FixedDecimals.string($0, decimals: decimals) }
  let error = found.flatMap { found in Double(printed).map { abs(found - $0) } } ?? .infinity
  note(error, .absolute, 0.5 * pow(10, -Double(decimals)), statistic, kind, sourceLocation)
  if written != printed {
    Issue.record("found \(shown(found)), printed \(printed)", sourceLocation: sourceLocation)
  }
}

/// Expects correct decimal digits of a certified number, and records how many there are.
///
/// - Parameters:
///   - found: The number that was computed.
///   - certified: The number that it should be.
///   - digits: The least number of correct digits.
///   - label: Words for the message.
///   - statistic: Which of the test's statistics this is about, where it names several.
public func expectDigits(
  _ found: Double, _ certified: Double, atLeast digits: Double, _ label: @autoclosure () -> String = "",
  of statistic: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  let correct = correctDigits(found, certified)
  note(correct, .digits, digits, statistic, nil, sourceLocation)
  if !(correct >= digits) {
    Issue.record("\(label()) \(correct) digits of \(certified), not \(digits)", sourceLocation: sourceLocation)
  }
}

/// −log₁₀ of the relative difference, at most 15.
public func correctDigits(_ found: Double, _ certified: Double) -> Double {
  found == certified ? 15 : min(15, -log10(abs(found - certified) / abs(certified)))
}

private func shown(_ number: Double?) -> String { number.map { "\($0)" } ?? "no number" }

private func note(
  _ error: Double, _ scale: AccuracyScale, _ tolerance: Double, _ statistic: String?, _ kind: AccuracyReference.Kind?,
  _ location: SourceLocation
) {
  let isKnown =
    AccuracyScope.current?.add(error: error, scale: scale, tolerance: tolerance, statistic: statistic, kind: kind)
    ?? (statistic == nil)
  if !isKnown {
    let ofKind = kind.map { " of kind '\($0.rawValue)'" } ?? ""
    let about = statistic.map { " for '\($0)'" } ?? ""
    Issue.record("the test names no reference\(ofKind)\(about)", sourceLocation: location)
  }
}
