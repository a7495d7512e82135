internal import SurveyModel

/// Records of elements as columns: each element's name is a column, each record one cell in every column.
///
/// Columns are the union of all records' elements, in order of first occurrence, after those that were named before.
struct XMLRecordColumns: Sendable {
  /// The columns' names.
  private(set) var names: [String] = []
  private(set) var columns: [RawColumn] = []
  /// How many records are complete.
  private(set) var count = 0
  private(set) var problems: [Problem] = []

  private let file: String
  /// Why a cell is missing where a record lacks the element of that name.
  private let absence: @Sendable (String) -> MissingReason
  /// For each element number the column that it fills, or -1 where that is not known yet.
  private var columnOfElement: [Int] = []
  private var columnOfElementName: [String: Int] = [:]
  /// For each column the record that last filled it.
  private var filledBy: [Int] = []

  init(file: String, absence: @escaping @Sendable (String) -> MissingReason) {
    self.file = file
    self.absence = absence
  }

  /// Names a column before its first cell; an element that has one already changes nothing.
  mutating func add(_ name: String, element: String) {
    guard columnOfElementName[element] == nil else { return }
    columnOfElementName[element] = columns.count
    var cells = RawColumn()
    for _ in 0..<count { cells.appendAbsent(absence(name)) }
    names.append(name)
    columns.append(cells)
    filledBy.append(-1)
  }

  /// Gives the present record's cell of an element.
  ///
  /// - Parameter name: The column's name, asked for where the element is new.
  mutating func fill(element number: Int, _ element: String, name: (String) -> String, _ cell: [UInt8]) {
    while columnOfElement.count <= number { columnOfElement.append(-1) }
    var column = columnOfElement[number]
    if column < 0 {
      add(name(element), element: element)
      column = columnOfElementName[element] ?? 0
      columnOfElement[number] = column
    }
    guard filledBy[column] != count else { return reportTwice(column) }
    filledBy[column] = count
    cell.withUnsafeBufferPointer { columns[column].append($0) }
  }

  /// Ends the present record: columns that it did not fill are absent in it.
  mutating func endRecord() {
    for column in columns.indices where filledBy[column] != count {
      columns[column].appendAbsent(absence(names[column]))
    }
    count += 1
  }

  private mutating func reportTwice(_ column: Int) {
    problems.append(
      Problem(
        .warning, file: file, row: count + 1, column: names[column], found: "the element a second time in one response",
        expected: "each element once", remedy: "the first one is read; export the responses again"))
  }
}
