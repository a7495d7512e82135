import SurveyStatistics
import TestSupport
import Testing
import TextFormats

/// `Documentation/Accuracy.md`, which `make accuracy` writes.
@Suite struct AccuracyReportTests {
  /// The cells of every row that begins with a statistic's name.
  private func rows(of name: String) throws -> [[String]] {
    let bytes = try FileSystem.contents(of: SharedFiles.root + "/Documentation/Accuracy.md")
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("| `\(name)` |") }.map {
      $0.split(separator: "|").map { cell in String(cell.drop { $0 == " " }) }
    }
  }

  @Test(arguments: TestCatalogue.names + ["tukey", "games-howell", "dunn", "pairwise-proportions"])
  func `every statistic of the catalogue has its lines in the committed report, and lacks nothing`(name: String) throws
  {
    let rows = try rows(of: name)
    // What it has, what it is compared with, and the laws it keeps.
    #expect(rows.count == 3, "\(name) has \(rows.count) lines; run 'make accuracy'")
    for cell in rows.joined() { #expect(!cell.hasPrefix("**missing**"), "\(name)") }
    #expect(rows.first?.count == 5, "\(name)")
  }
}
