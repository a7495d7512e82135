internal import SurveyModel

@testable import SurveyReading

/// Delimited texts of every platform, from the bytes to the survey: recognised, decoded, typed, and no cell lost.
enum TableFuzzing {
  static func run(_ input: [UInt8]) {
    let files = PairFuzzing.files(input, names: ["data.csv", "partner.csv"])
    let read = SurveyClaims.read { () throws(ReadingError) in try SurveyReader.read(sources: files) }
    guard let read, files.count == 1 else { return }
    accountForCells(of: files[0], in: read)
  }

  /// What the slow parser finds below the headings is in the survey, or a problem says why not.
  private static func accountForCells(of source: SourceBytes, in survey: Survey) {
    guard let file = try? RecognizedFile.recognize(source, options: ReadingOptions()), let text = file.text,
      let all = ReferenceParser.records(Array(text.bytes[text.start...]), delimiter: text.delimiter),
      !survey.problems.contains(where: { $0.found.contains("git") })
    else { return }
    let records = all.filter { $0.cells.count > 1 || $0.cells.first?.isEmpty == false }
    let cells = records.dropFirst(file.detected.headingCount).reduce(0) { sum, record in
      sum + record.cells.count { !RawColumn.isBlank($0) }
    }
    let kept = survey.answeredCells
    claim(kept >= cells, "\(kept) of \(cells) cells are kept")
  }
}
