import SurveyModel
import Testing
import TextFormats

@testable import SurveyReading

/// The loops that find and count cells, where they take short ways: kinds of processors, answers of one byte side by side,
/// plain numbers.
@Suite struct CountedCellsTests {
  static func plan(_ content: String, width: Int, chunkSize: Int, threads: Int = 1) -> ParallelTable.Plan {
    ParallelTable.Plan(
      source: .memory(Array(content.utf8)), start: 0, width: width, delimiter: 0x2C, chunkSize: chunkSize,
      threads: threads)
  }

  @Test func `every kind of processor finds the same cells`() throws {
    var random = SplitMix(seed: 5)
    let cells = [
      "", "1", "2", "yes", "\"\"", "\"a, b\"", "\"say \"\"so\"\"\"", "\"two\nlines\"", "æøå", "\"\r\n\"", "x",
    ]
    let kinds = CellEnds.Processor.allCases.filter { $0.rawValue <= CellEnds.Processor.fastest.rawValue }
    var read = 0
    for _ in 0..<2_000 {
      let width = 2 + random.below(40)
      var content = ""
      for _ in 0..<random.below(30) {
        // Now and then a record that is too short.
        let count = random.below(400) == 0 ? width - 1 : width
        let newline = ["\n", "\n", "\r\n", "\r", "\n\n"][random.below(5)]
        content += (0..<count).map { _ in cells[random.below(cells.count)] }.joined(separator: ",") + newline
      }
      if random.below(3) == 0, !content.isEmpty { content.removeLast() }
      var plan = Self.plan(content, width: width, chunkSize: 1 + random.below(600))
      let tables = try kinds.map { kind in
        plan.processor = kind
        return try ParallelTable.read(plan).map {
          (TableContent(DelimitedTable(headings: [], columns: $0.columns, count: $0.count)), $0.blankLines)
        }
      }
      read += tables[0] == nil ? 0 : 1
      for table in tables where table?.0 != tables[0]?.0 || table?.1 != tables[0]?.1 {
        Issue.record("\(width) columns: \(content.debugDescription)")
        return
      }
    }
    #expect(read > 1_000)
  }

  @Test(arguments: [2, 3, 12, 70, 150]) func `answers of one byte side by side are counted as they stand`(
    width: Int
  ) throws {
    var random = SplitMix(seed: UInt64(width))
    let count = 3_000
    var rows: [[String]] = []
    for row in 0..<count {
      rows.append(
        (0..<width).map { column in
          // Bytes that come late, columns that are wide from some record on, and seldom a longer or a quoted answer.
          if row > 2_000, column % 7 == 3 { return ["8", "9", "z"][random.below(3)] }
          if row > 1_000, column % 11 == 5 { return "wide \(random.below(4))" }
          if random.below(4_000) == 0 { return ["ten", "\"4\"", "\"\"", "\"so, so\""][random.below(4)] }
          return ["", "1", "2", "3", "4", "5"][random.below(6)]
        })
    }
    for newline in ["\n", "\r\n"] {
      let content = rows.map { $0.joined(separator: ",") + newline }.joined()
      for (chunkSize, threads) in [(500, 1), (5_000, 2), (20_000, 3), (1 << 20, 1)] {
        var plan = Self.plan(content, width: width, chunkSize: chunkSize, threads: threads)
        plan.isTallying = true
        let table = try #require(try ParallelTable.read(plan))
        #expect(table.count == count)
        for column in 0..<width {
          var kept = RawColumn()
          for row in rows {
            let cell = row[column]
            kept.append(cell.hasPrefix("\"") ? String(cell.dropFirst().dropLast()) : cell)
          }
          #expect(TalliedTableTests.found(table.columns[column]) == TalliedTableTests.expected(kept), "\(column)")
        }
      }
    }
  }

  @Test func `a column of single bytes that turns into one of distinct cells loses none`() throws {
    var content = ""
    for row in 0..<400_000 { content += "1,\(row % 5),\(row % 3)\n" }
    for row in 0..<140_000 { content += "1,\(row % 2 == 0 ? "x\(row)" : row % 7 == 0 ? "9" : "4"),\(row % 4)\n" }
    for threads in [1, 2] {
      var plan = Self.plan(content, width: 3, chunkSize: 1 << 21, threads: threads)
      plan.isTallying = true
      let table = try #require(try ParallelTable.read(plan))
      #expect(table.count == 540_000)
      let many = try #require(table.columns[1].many)
      #expect(many.numbers.count { $0 == 9 } == (0..<140_000).count { $0 % 2 == 1 && $0 % 7 == 0 })
      #expect(many.numbers.count { $0 == 4 } == 80_000 + (0..<140_000).count { $0 % 2 == 1 && $0 % 7 != 0 })
      #expect(many.texts.filter { !$0.isNumber }.reduce(0) { $0 + $1.tally } == 70_000)
      #expect(
        TalliedTableTests.found(table.columns[2]).map(\.count)
          == (0..<4).map { digit in
            (0..<400_000).count { $0 % 3 == digit } + (0..<140_000).count { $0 % 4 == digit }
          })
    }
  }

  @Test func `numbers in every spelling are those that their texts write`() throws {
    var random = SplitMix(seed: 8)
    let alphabet = Array("0123456789012345678901234.-")
    var cells: [String] = []
    for row in 0..<20_000 {
      switch random.below(12) {
      case 0: cells.append((0..<1 + random.below(20)).map { _ in String(alphabet[random.below(27)]) }.joined())
      case 1:
        cells.append(
          ["1e3", "1E-2", "-0", "007", ".5", "5.", " 7", "8 ", "1.2.3", "--1", "", "-", "\"12.5\""][row % 13])
      case 2: cells.append("-\(random.below(1_000_000)).\(random.below(1_000_000))")
      case 3: cells.append("\(random.below(1 << 60))")
      default: cells.append("\(random.below(100)).\(1_000_000 + random.below(1_000_000))")
      }
    }
    let content = cells.map { "1,\($0)\n" }.joined()
    var expected: [Double] = []
    var texts: [String: Int] = [:]
    for cell in cells {
      let text = cell.filter { $0 != "\"" }
      if let value = NumberText.value(text), text.utf8.first.map({ $0 < 0x3A }) == true {
        expected.append(value)
      } else {
        texts[text, default: 0] += 1
      }
    }
    for threads in [1, 3] {
      var plan = Self.plan(content, width: 2, chunkSize: 60_000, threads: threads)
      plan.isTallying = true
      let table = try #require(try ParallelTable.read(plan))
      let many = try #require(table.columns[1].many)
      #expect(many.numbers.map(\.bitPattern).sorted() == expected.map(\.bitPattern).sorted())
      #expect(many.hasExponents)
      #expect(many.texts.filter { !$0.isNumber }.reduce(0) { $0 + $1.tally } == texts.values.reduce(0, +))
      #expect(many.texts.first { $0.text.isEmpty }?.tally == texts[""])
    }
  }
}
