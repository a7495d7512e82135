import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyReading

/// Every real export beside the project against counts that a program of its own made (`count_exports.py`): the right
/// format, the right number of respondents, and every cell that goes in accounted for.
@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedExportsTests {
  struct Export: Sendable, CustomTestStringConvertible {
    var file: String
    /// nil where it is no export of a format that is read.
    var format: String?
    /// nil where it holds none, or none that the counting program reads.
    var respondents: Int?
    /// How many cells hold more than white space.
    var cells: Int?
    var testDescription: String { file }
  }

  static let exports: [Export] = {
    let path = SharedFiles.root + "/Tests/SurveyReadingTests/Exports/counted_exports.json"
    guard let bytes = try? FileSystem.contents(of: path), let json = try? JSONValue(parsing: bytes) else { return [] }
    return (json.array ?? []).map { export in
      Export(
        file: export["file"]?.string ?? "", format: export["format"]?.string,
        respondents: export["respondents"]?.integer, cells: export["cells"]?.integer)
    }
  }()

  static func path(_ file: String) -> String { (SharedFiles.exports ?? "") + "/" + file }

  /// All files in the folder, by their paths in it.
  static func files(in folder: String = "") -> [String] {
    guard SharedFiles.exports != nil else { return [] }
    let names = (try? FileSystem.list(path(folder))) ?? []
    return names.flatMap { name -> [String] in
      let file = folder.isEmpty ? name : folder + "/" + name
      return FileSystem.isDirectory(path(file)) ? files(in: file) : [file]
    }
  }

  @Test func `every file in the folder is in the table`() {
    #expect(Self.exports.map(\.file).sorted() == Self.files().sorted())
    #expect(Self.exports.count > 100)
  }

  @Test(arguments: exports.filter { $0.format != nil }) func `the format is told`(_ export: Export) throws {
    let sources = try ArchiveOpening.opened(try SourceBytes.open(Self.path(export.file), wantsHash: false))
    // Data in fixed positions has no sign of its own, and is told by the definition beside it.
    guard !export.file.hasSuffix(".asc"), export.file != "triple_s/example2.csv" else { return }
    let detected = try sources.map { try RecognizedFile.recognize($0, options: ReadingOptions()).detected }
    let formats = detected.map { ($0.container ?? $0.format).rawValue }
    #expect(formats.contains(export.format ?? ""), "\(formats)")
  }

  @Test(arguments: exports.filter { $0.respondents != nil })
  func `no respondent is lost and every cell is accounted for`(_ export: Export) throws {
    let isSignless = export.format == "triple-s"
    let survey = try SurveyReader.read(
      [Self.path(export.file)], options: ReadingOptions(findsPartners: isSignless))
    #expect(survey.provenance.format == export.format)
    #expect(survey.count == export.respondents)
    let cells = try #require(export.cells)
    // What REDCap's and ODK's attributes say of a row, and LimeSurvey's timings, are cells beyond those of the records.
    let hasMore = ["redcap-odm", "odk-submission", "limesurvey-lsa"].contains(export.format ?? "")
    let kept = survey.answeredCells
    #expect(hasMore ? kept >= cells : kept == cells, "\(kept) of \(cells) cells")
  }

  @Test(arguments: exports.filter { $0.format != nil && $0.respondents == nil })
  func `what holds no respondents that were counted is read, or says what to name`(_ export: Export) throws {
    do throws(ReadingError) {
      let survey = try SurveyReader.read([Self.path(export.file)], options: ReadingOptions(findsPartners: false))
      #expect(survey.count > 0)
      #expect(["spss-sav", "stata-dta", "lunatic-xml"].contains(export.format ?? ""), "\(export.format ?? "")")
    } catch {
      #expect([.pairing, .noRecords, .notYet].contains(error.code), "\(error.description)")
      #expect(!error.remedy.isEmpty)
    }
  }

  @Test(arguments: exports.filter { $0.format == nil && $0.file != "README.md" })
  func `what is no export is refused in words`(_ export: Export) {
    #expect(throws: ReadingError.self) { try SurveyReader.read([Self.path(export.file)]) }
  }
}

/// The fast readers against the slow one on the text of every real export, whatever its format.
@Suite(.enabled(if: SharedFiles.exports != nil, Comment(rawValue: SharedFiles.absent)))
struct SharedTextsTests {
  @Test(arguments: SharedExportsTests.files())
  func `the tokenizer finds the cells of every text, however it is cut`(file: String) throws {
    for source in try ArchiveOpening.opened(try SourceBytes.open(SharedExportsTests.path(file), wantsHash: false)) {
      guard FormatDetection.binary(source.bytes) == nil else { continue }
      let decoded = DecodedText.decode(try source.whole(), forced: nil)
      let found = DelimiterSniffer.find(decoded.bytes[...])?.delimiter ?? 0x2C
      for delimiter in Set([found, 0x2C]) {
        try compare(decoded.bytes, delimiter, file)
      }
    }
  }

  /// Every size of chunk for short texts, some odd ones for long texts.
  private func compare(_ text: [UInt8], _ delimiter: UInt8, _ file: String) throws {
    let expected = ReferenceParser.records(text, delimiter: delimiter)
    let sizes =
      switch text.count {
      case ..<2000: Array(1...max(1, text.count))
      case ..<40_000: Array(1...16) + [31, 32, 33, 63, 64, 65, 251, 1021, 4093, text.count]
      case ..<400_000: [1, 2, 3, 61, 64, 4093, 65_521, text.count]
      default: [1, 7, 64, 65_521, text.count]
      }
    for chunk in sizes {
      let cells = tokenized(text, delimiter: delimiter, chunk: chunk)
      guard cells == expected else {
        Issue.record("\(file): other cells in chunks of \(chunk)")
        return
      }
    }
    for chunk in [64, 1021, 65_521] where text.count < 400_000 || chunk > 64 {
      let difference = DelimitedAgreement.difference(text, delimiter: delimiter, chunk: chunk)
      #expect(difference == nil, "\(file) in chunks of \(chunk)")
    }
  }
}
