import TestSupport
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
