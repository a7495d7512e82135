internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation
internal import TextFormats

/// Who answered all that is asked for, and why the others did not.
extension RequestData {
  /// The analysed respondents for whom every one of the variables holds a substantive answer, and the others by reason;
  /// with frequency weights each record as often as it weighs.
  func complete(_ positions: [Int], _ isPresent: (Int) -> Bool) -> (respondents: [Int], missing: [(String, Int)]) {
    let reasons = positions.map { ReasonReader(survey.columns[$0]) }
    var respondents: [Int] = []
    respondents.reserveCapacity(survey.count)
    var counts = [Int](repeating: 0, count: 256)
    for respondent in 0..<survey.count where prepared.selection[respondent] {
      let times = frequencies?[respondent] ?? 1
      if isPresent(respondent) {
        for _ in 0..<times { respondents.append(respondent) }
      } else {
        counts[Int(reasons.lazy.map { $0[respondent] }.first { $0 != 0 } ?? 0)] += times
      }
    }
    return (respondents, Self.missing(counts))
  }

  /// The same for variables that are read as numbers, several respondents at a time.
  private func complete(
    _ positions: [Int], _ numbers: [NumberReader]
  ) -> (respondents: [Int], missing: [(String, Int)]) {
    let reasons = positions.map { ReasonReader(survey.columns[$0]) }
    var respondents: [Int] = []
    respondents.reserveCapacity(survey.count)
    var counts = [Int](repeating: 0, count: 256)
    let (selection, frequencies, all) = (prepared.selection, frequencies, survey.count)
    let block = Aggregator.blockSize
    Parallel.inOrder(pieces: (all + block - 1) / block, threads: Parallel.processors) { piece in
      let range = piece * block..<min(all, (piece + 1) * block)
      var isMissing = [Bool](repeating: false, count: range.count)
      var why = [UInt8](repeating: 0, count: range.count)
      for (values, reason) in zip(numbers, reasons) {
        values.markMissing(range, &isMissing)
        reason.fill(range, &why)
      }
      var kept: [Int] = []
      kept.reserveCapacity(range.count)
      var counts = [Int](repeating: 0, count: 256)
      for (place, respondent) in range.enumerated() where selection[respondent] {
        let times = frequencies?[respondent] ?? 1
        if isMissing[place] {
          counts[Int(why[place])] += times
        } else {
          for _ in 0..<times { kept.append(respondent) }
        }
      }
      return (kept: kept, counts: counts)
    } combine: { (found: (kept: [Int], counts: [Int])) in
      respondents += found.kept
      for index in counts.indices { counts[index] += found.counts[index] }
    }
    return (respondents, Self.missing(counts))
  }

  /// Counts by the index of the reason as counts by its name; without a reason it was declared.
  private static func missing(_ counts: [Int]) -> [(String, Int)] {
    MissingReason.allCases.compactMap { reason in
      let count = counts[Int(reason.index)] + (reason == .declared ? counts[0] : 0)
      return count > 0 ? (reason.rawValue, count) : nil
    }
  }

  /// Related variables as complete columns of numbers.
  func related(
    _ positions: [Int], option: String
  ) throws(StatisticsError) -> (columns: [[Double]], names: [String], missing: [(String, Int)]) {
    var readers: [NumberReader] = []
    for position in positions {
      guard let reader = NumberReader(survey, position) else { throw withoutNumbers(position, option: option) }
      readers.append(reader)
    }
    let (respondents, missing) = complete(positions, readers)
    var columns: [[Double]] = []
    Parallel.inOrder(pieces: readers.count, threads: Parallel.processors) { [readers] column in
      readers[column].values(of: respondents)
    } combine: {
      columns.append($0)
    }
    for (column, position) in zip(columns, positions) { try checkSquares(of: column, position, option: option) }
    return (columns, positions.map { survey.codebook.variables[$0].name }, missing)
  }
}

/// Why the cells of a column hold no answer.
struct ReasonReader: Sendable {
  // By code where there are codes, else by respondent; 0 for an answer.
  private let reasons: [UInt8]
  private let codes: [UInt16]

  init(_ column: Column) {
    var codes: [UInt16] = []
    switch column {
    case .categorical(let column):
      codes = column.codes
      reasons = column.entries.map { $0.missingReason?.index ?? 0 }
    case .numeric(let column): reasons = column.missing
    case .text(let column): reasons = column.missing
    case .datetime(let column): reasons = column.missing
    case .multipleResponse(let column): reasons = column.missing
    }
    self.codes = codes
  }

  /// The reason's index, 0 where the respondent answered.
  subscript(respondent: Int) -> UInt8 { codes.isEmpty ? reasons[respondent] : reasons[Int(codes[respondent])] }

  /// Writes the reasons of some respondents where none is known yet.
  fileprivate func fill(_ range: Range<Int>, _ known: inout [UInt8]) {
    guard reasons.contains(where: { $0 != 0 }) else { return }
    known.withUnsafeMutableBufferPointer { known in
      reasons.withUnsafeBufferPointer { reasons in
        codes.withUnsafeBufferPointer { codes in
          for place in known.indices where known[place] == 0 {
            let respondent = range.lowerBound &+ place
            known[place] = codes.isEmpty ? reasons[respondent] : reasons[Int(codes[respondent])]
          }
        }
      }
    }
  }
}

/// A variable's numbers, looked up where they are needed.
struct NumberReader: Sendable {
  // By code where there are codes, else by respondent; NaN where missing.
  private let numbers: [Double]
  private let codes: [UInt16]

  /// The variable at a position; nil where it has no numbers.
  init?(_ survey: Survey, _ position: Int) {
    if let coded = survey.codedNumbers(at: position) {
      (codes, numbers) = (coded.codes, coded.values)
    } else if let values = survey.numbers(at: position) {
      (codes, numbers) = ([], values)
    } else {
      return nil
    }
  }

  /// The numbers of some respondents.
  func values(of respondents: [Int]) -> [Double] {
    codes.isEmpty ? respondents.map { numbers[$0] } : respondents.map { numbers[Int(codes[$0])] }
  }

  /// Marks those of some respondents who have no number.
  fileprivate func markMissing(_ range: Range<Int>, _ isMissing: inout [Bool]) {
    let isNone = codes.isEmpty ? [] : numbers.map(\.isNaN)
    isMissing.withUnsafeMutableBufferPointer { isMissing in
      if codes.isEmpty {
        numbers.withUnsafeBufferPointer { numbers in
          for place in isMissing.indices where numbers[range.lowerBound &+ place].isNaN { isMissing[place] = true }
        }
      } else {
        codes.withUnsafeBufferPointer { codes in
          isNone.withUnsafeBufferPointer { isNone in
            for place in isMissing.indices where isNone[Int(codes[range.lowerBound &+ place])] {
              isMissing[place] = true
            }
          }
        }
      }
    }
  }
}
