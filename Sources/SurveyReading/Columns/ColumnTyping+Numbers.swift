internal import SurveyModel
internal import TextFormats

extension ColumnTyping {
  /// What a text means in a column of numbers.
  private struct Entry {
    var value = Double.nan
    var missing: UInt8 = 0
    var written: NumberText.Written?
  }

  /// The column as numbers.
  func numeric(decimalComma: Bool) -> Result {
    if let many = cells.many { return decimalComma ? needingRecords : numeric(many) ?? needingRecords }
    var reader = NumberReader(self, decimalComma: decimalComma)
    if let spilled = cells.spilled { _ = reader.readAll(spilled) } else { reader.readDistinct(cells) }
    return numeric(reader)
  }

  /// The column as numbers where each of its many distinct texts is one, is blank or is declared to be none; else nil.
  func numeric(ifAll texts: TextColumn) -> Result? {
    var reader = NumberReader(self, decimalComma: false)
    guard reader.readAll(texts, stopsAtOthers: true) else { return nil }
    return numeric(reader)
  }

  private func numeric(_ reader: NumberReader) -> Result {
    numeric(reader.column, distinct: reader.distinctValues)
  }

  /// A column of numbers with its codebook entry and what is odd about it.
  func numeric(_ column: NumericColumn, distinct: [Double]? = nil) -> Result {
    var variable = template.variable
    variable.kind = .numeric
    variable.level = template.knowledge == .kind ? template.variable.level : .scale
    if variable.level == .nominal { variable.level = .scale }
    var problems = unreadable(column.missing, expected: "a number") { column.text(at: $0) }
    problems += suspectedCode(distinct ?? column.values)
    return Result(variable: variable, column: .numeric(column), problems: problems)
  }

  /// Reads cells as numbers, and finds how the column writes them.
  private struct NumberReader: Sendable {
    let typing: ColumnTyping
    let decimalComma: Bool
    let residuals: [ValueLabel]
    let tail: String
    /// Whether no number was declared to stand for no answer.
    let isPlain: Bool
    /// The numbers of the distinct texts, where the column is interned.
    private(set) var distinctValues: [Double]?
    private(set) var column = NumericColumn(values: [], missing: [])

    init(_ typing: ColumnTyping, decimalComma: Bool) {
      self.typing = typing
      self.decimalComma = decimalComma
      tail = typing.template.numberTail
      residuals = typing.template.variable.labels.filter { $0.missing != nil }
      isPlain = typing.declaresNothing && residuals.isEmpty
    }

    private func entry(_ text: UnsafeBufferPointer<UInt8>) -> Entry {
      if isPlain, tail.isEmpty, let written = NumberText.written(text, decimalComma: decimalComma) {
        return Entry(value: written.value, written: written)
      }
      if RawColumn.isBlank(text) { return Entry(missing: typing.template.blank.index) }
      let string = String(decoding: text, as: UTF8.self)
      if let reason = typing.declaredReason(string) ?? residuals.first(where: { $0.code == string.trimmed })?.missing {
        return Entry(missing: reason.index)
      }
      if typing.template.notation == .padded { return paddedEntry(string, text) }
      if !tail.isEmpty, string.hasSuffix(tail) {
        // The cell's text is the number with its tail, which is kept as it is.
        let value = NumberText.value(String(string.dropLast(tail.count)), decimalComma: decimalComma)
        return value.map { Entry(value: $0) } ?? Entry(missing: MissingReason.unreadable.index)
      }
      guard let written = NumberText.written(text, decimalComma: decimalComma) else {
        return Entry(missing: MissingReason.unreadable.index)
      }
      return Entry(value: written.value, written: written)
    }

    // "0099" is the code 99, and its text is not the one that the column would write for 99.
    private func paddedEntry(_ string: String, _ text: UnsafeBufferPointer<UInt8>) -> Entry {
      guard let value = CellNotation.paddedNumber(string) else { return Entry(missing: MissingReason.unreadable.index) }
      if let reason = residuals.first(where: { CellNotation.paddedNumber($0.code) == value })?.missing {
        return Entry(missing: reason.index)
      }
      return Entry(value: value, written: NumberText.written(text))
    }

    mutating func readDistinct(_ cells: RawColumn) {
      let entries = (0..<cells.distinctCount).map { code -> Entry in
        if let reason = cells.absence(at: code) { return Entry(missing: reason.index) }
        return cells.bytes(at: code).withUnsafeBufferPointer { entry($0) }
      }
      var form = NumberForm()
      for (entry, tally) in zip(entries, typing.tallies) { form.count(entry.written, tally) }
      column.decimals = form.decimals
      column.values = cells.codes.map { entries[Int($0)].value }
      column.missing = cells.codes.map { entries[Int($0)].missing }
      distinctValues = entries.map(\.value)
      let texts = entries.enumerated().map { code, entry -> String? in
        cells.absence(at: code) == nil ? original(cells.bytes(at: code), entry) : nil
      }
      guard texts.contains(where: { $0 != nil }) else { return }
      for (cell, code) in cells.codes.enumerated() {
        if let text = texts[Int(code)] { column.originals[cell] = text }
      }
    }

    /// Some cells of a column whose texts are kept one by one.
    private struct Piece: Sendable {
      var values: [Double] = []
      var missing: [UInt8] = []
      // With how many decimals each cell is written, and whether that or its shortest form is certainly its text.
      var shapes: [UInt8] = []
      var form = NumberForm()
      var isStopped = false
    }

    private static let pieceSize = 1 << 16

    private func piece(_ texts: TextColumn, _ range: Range<Int>, stopsAtOthers: Bool) -> Piece {
      var piece = Piece(missing: Array(texts.missing[range]))
      piece.shapes.reserveCapacity(range.count)
      piece.values.reserveCapacity(range.count)
      for cell in range {
        let absent = texts.missing[cell]
        let found = absent == 0 ? texts.withUTF8(at: cell) { entry($0) } : Entry(missing: absent)
        if stopsAtOthers, absent == 0, found.missing == MissingReason.unreadable.index {
          piece.isStopped = true
          return piece
        }
        piece.form.count(found.written, 1)
        piece.values.append(found.value)
        piece.missing[cell - range.lowerBound] = found.missing
        piece.shapes.append(NumberForm.shape(found.written))
      }
      return piece
    }

    /// Reads every cell, several at a time; false where it stopped at a text that is no number.
    mutating func readAll(_ texts: TextColumn, stopsAtOthers: Bool = false) -> Bool {
      let reader = self
      let size = Self.pieceSize
      var all = Piece()
      all.values.reserveCapacity(texts.count)
      Parallel.inOrder(pieces: (texts.count + size - 1) / size, threads: Parallel.processors) { number in
        reader.piece(texts, number * size..<min((number + 1) * size, texts.count), stopsAtOthers: stopsAtOthers)
      } combine: { (piece: Piece) in
        all.isStopped = all.isStopped || piece.isStopped
        guard !all.isStopped else { return }
        all.values += piece.values
        all.missing += piece.missing
        all.shapes += piece.shapes
        all.form.add(piece.form)
      }
      guard !all.isStopped, !stopsAtOthers || all.missing.contains(0) else { return false }
      column = NumericColumn(values: all.values, missing: all.missing, decimals: all.form.decimals)
      let usual = NumberForm.usual(all.form.decimals)
      for cell in 0..<texts.count where texts.missing[cell] == 0 && !usual[Int(all.shapes[cell])] {
        let text = texts.text(at: cell)
        if text != column.text(at: cell) { column.originals[cell] = text }
      }
      return true
    }

    /// The cell's text, where it is not what the column writes for its number.
    private func original(_ text: ArraySlice<UInt8>, _ entry: Entry) -> String? {
      if let written = entry.written {
        if column.decimals == nil ? written.isShortest : written.isFixed && written.decimals == column.decimals {
          return nil
        }
      }
      let string = String(decoding: text, as: UTF8.self)
      return string == (entry.missing == 0 ? column.written(entry.value) : "") ? nil : string
    }
  }

  /// How a column writes its numbers: as short as they are, or all with as many decimals.
  private struct NumberForm: Sendable {
    private var shortest = 0
    private var fixed = [Int](repeating: 0, count: 16)

    mutating func count(_ written: NumberText.Written?, _ tally: Int) {
      guard let written else { return }
      if written.isShortest { shortest += tally }
      if written.isFixed, written.decimals > 0 { fixed[written.decimals] += tally }
    }

    mutating func add(_ other: NumberForm) {
      shortest += other.shortest
      for decimals in fixed.indices { fixed[decimals] += other.fixed[decimals] }
    }

    /// A cell's form in one byte: the decimals, and whether the fixed and the shortest form are certain.
    static func shape(_ written: NumberText.Written?) -> UInt8 {
      guard let written, written.isFixed || written.isShortest else { return 0 }
      return UInt8(written.decimals) | (written.isFixed ? 0x20 : 0) | (written.isShortest ? 0x40 : 0)
    }

    /// For each form of a cell, whether the column writes it so.
    static func usual(_ decimals: Int?) -> [Bool] {
      (0..<256).map { shape in
        decimals.map { shape & 0x20 != 0 && shape & 0x1F == $0 } ?? (shape & 0x40 != 0)
      }
    }

    /// The number of decimals, where it says more cells' text than the shortest form does.
    var decimals: Int? {
      guard let best = fixed.indices.max(by: { fixed[$0] < fixed[$1] }), fixed[best] > shortest else { return nil }
      return best
    }
  }

  // 1 … 7 and 99: nearly always a scale with a code for "no answer", which no one may average.
  private func suspectedCode(_ values: [Double]) -> [Problem] {
    guard template.variable.role == .question, template.knowledge == .nothing,
      let distinct = Self.distinct(values, most: 40)
    else { return [] }
    let usual: Set<Double> = [-999, -99, -98, -97, -9, -8, -7, -2, -1, 66, 77, 88, 96, 97, 98, 99, 998, 999, 9999]
    let codes = distinct.intersection(usual)
    let rest = distinct.subtracting(codes)
    guard !codes.isEmpty, !rest.isEmpty, rest.count <= 11,
      rest.allSatisfy({ $0 >= 0 && $0 <= 10 && $0 == $0.rounded() })
    else { return [] }
    let shown = codes.sorted().map(Column.text)
    let example = shown.map { "\($0)=dont-know" }.joined(separator: ",")
    return [
      problem(
        .warning,
        found: "the numbers \(rest.sorted().map(Column.text).joined(separator: ", ")) and "
          + shown.joined(separator: ", "), expected: "answers of one scale",
        remedy: "if \(shown.joined(separator: ", ")) means no answer, say so: --missing=\(example)")
    ]
  }

  /// The distinct numbers; nil where there are more than so many.
  private static func distinct(_ values: [Double], most: Int) -> Set<Double>? {
    var distinct: Set<Double> = []
    var last = Double.nan
    for value in values where value != last && !value.isNaN {
      last = value
      if distinct.insert(value).inserted, distinct.count > most { return nil }
    }
    return distinct
  }
}
