import Foundation
import PaperFigures
import PaperGraphics
import Testing
import TextFormats

/// Programs that the tests use where they are installed.
enum Tools {
  static func path(_ program: String) -> String? {
    ["/usr/bin/", "/usr/local/bin/", "/bin/"].map { $0 + program }.first(where: FileSystem.exists)
  }

  /// Runs a program and gives its exit status.
  static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  static func temporaryFile(_ name: String) -> String {
    NSTemporaryDirectory() + "topline-\(FileSystem.processIdentifier)-" + name
  }

  /// The first Python that has fontTools.
  static let pythonWithFontTools: String? = {
    let named = environment["TOPLINE_PYTHON"].map { [$0] } ?? []
    let candidates = named + [path("python3")].compactMap { $0 }
    return candidates.first { (try? run($0, ["-c", "import fontTools"])) == 0 }
  }()
}

/// Holds a figure to everything that any figure must be: clean, in profile, named, and the same each time.
func expectClean(_ figure: Figure, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(figure.lint() == [], comment, sourceLocation: sourceLocation)
  let svg = figure.svg()
  #expect(SVGProfile.violations(in: svg) == [], comment, sourceLocation: sourceLocation)
  #expect(figure.svg() == svg, comment, sourceLocation: sourceLocation)
  #expect(figure.shortDescription.count <= Figure.descriptionLimit, comment, sourceLocation: sourceLocation)
  #expect(!figure.note.isEmpty, comment, sourceLocation: sourceLocation)
}
