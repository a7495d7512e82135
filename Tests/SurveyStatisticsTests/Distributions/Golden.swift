import Testing
import TextFormats

/// The reference values beside this test target, found from this file.
enum Golden {
  static func json(_ name: String) throws -> JSONValue {
    try JSONValue(parsing: FileSystem.contents(of: folder + name))
  }

  static var folder: String {
    FileSystem.parent(of: FileSystem.parent(of: #filePath)) + "/Golden/"
  }
}

extension JSONValue {
  /// A number written as a number or, where it has more digits than a number holds, as a string.
  var digits: Double? { number ?? string.flatMap { Double($0) } }

  func number(_ path: String...) throws -> Double {
    var value = self
    for name in path {
      let inner = Int(name).flatMap { value[$0] } ?? value[name]
      value = try #require(inner, "no \(name) in \(path)")
    }
    return try #require(value.digits)
  }
}

/// The relative difference; the absolute one where zero is expected.
func relativeError(_ found: Double, _ expected: Double) -> Double {
  if found == expected { return 0 }
  let error = expected == 0 ? abs(found) : abs(found - expected) / abs(expected)
  return error.isNaN ? .infinity : error
}

/// Expects a number within a relative tolerance.
func expectClose(
  _ found: Double, _ expected: Double, _ tolerance: Double = 1e-12, _ label: @autoclosure () -> String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    relativeError(found, expected) <= tolerance, "\(label()) found \(found), expected \(expected)",
    sourceLocation: sourceLocation)
}
