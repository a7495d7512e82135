internal import SurveyModel
internal import TextFormats

@testable import SurveyReading

/// What exports come packed in: ZIP, gzip, workbooks.
enum ContainerFuzzing {
  /// Bytes as they are: check sums let few of them through, so that this is about the containers themselves.
  static func run(_ input: [UInt8]) {
    if let archive = try? ZipArchive(input, limits: limits) {
      for entry in archive.entries {
        guard let contents = try? archive.contents(of: entry) else { continue }
        claim(contents.count == entry.size, "a file of another size than its entry says")
        claim(!entry.name.split(separator: "/").contains(".."), "a name that leads out of the archive")
      }
    }
    _ = try? Gzip.bytes(of: input, limits: limits)
    SurveyClaims.read { () throws(ReadingError) in
      try SurveyReader.read(sources: [SourceBytes(name: "export.zip", bytes: input)])
    }
  }

  private static var limits: ContainerLimits {
    var limits = ContainerLimits()
    limits.size = 16 << 20
    limits.total = 32 << 20
    return limits
  }

  /// A workbook whose parts are the input's pieces, in the order of ``parts``.
  static func workbook(_ input: [UInt8]) {
    var writer = ZipWriter()
    for (name, piece) in zip(parts, PairFuzzing.pieces(input)) {
      guard (try? writer.add(name, piece, method: .stored)) != nil else { return }
    }
    let bytes = writer.bytes
    SurveyClaims.read { () throws(ReadingError) in
      try SurveyReader.read(sources: [SourceBytes(name: "export.xlsx", bytes: bytes)])
    }
  }

  private static let parts = [
    "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml",
    "xl/styles.xml", "xl/worksheets/sheet2.xml",
  ]
}
