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
  private var repeated: [Problem] = []
  /// Elements that stand where records do and are none, in order of first occurrence.
  private var strangers: [(name: String, count: Int)] = []

  private let file: String
  /// Why a cell is missing where a record lacks the element of that name.
  private let absence: @Sendable (String) -> MissingReason
  /// For each element number the column that it fills, or -1 where that is not known yet.
  private var columnOfElement: [Int] = []
  private var columnOfElementName: [String: Int] = [:]
  /// For each column the record that last filled it.
  private var filledBy: [Int] = []
  private var budget: CellBudget

  init(source: SourceBytes, absence: @escaping @Sendable (String) -> MissingReason) {
    file = source.name
    budget = CellBudget(size: source.size, file: source.path)
    self.absence = absence
  }

  /// Names a column before its first cell; an element that has one already changes nothing.
  mutating func add(_ name: String, element: String) throws(ReadingError) {
    guard columnOfElementName[element] == nil else { return }
    try budget.spend(count, columns: columns.count + 1, record: count + 1)
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
  mutating func fill(
    element number: Int, _ element: String, name: (String) -> String, _ cell: [UInt8]
  ) throws(ReadingError) {
    while columnOfElement.count <= number { columnOfElement.append(-1) }
    var column = columnOfElement[number]
    if column < 0 {
      try add(name(element), element: element)
      column = columnOfElementName[element] ?? 0
      columnOfElement[number] = column
    }
    guard filledBy[column] != count else { return reportTwice(column) }
    filledBy[column] = count
    cell.withUnsafeBufferPointer { columns[column].append($0) }
  }

  /// Ends the present record: columns that it did not fill are absent in it.
  mutating func endRecord() throws(ReadingError) {
    var absent = 0
    for column in columns.indices where filledBy[column] != count {
      columns[column].appendAbsent(absence(names[column]))
      absent += 1
    }
    try budget.spend(absent, columns: columns.count, record: count + 1)
    count += 1
  }

  /// Takes note of an element that stands where records do and is none.
  mutating func addStranger(_ name: String) {
    if let place = strangers.firstIndex(where: { $0.name == name }) {
      strangers[place].count += 1
    } else if strangers.count < 100 {
      strangers.append((name, 1))
    }
  }

  /// What was found.
  var problems: [Problem] {
    guard !strangers.isEmpty else { return repeated }
    let words = strangers.map { "\($0.count) <\($0.name)>" }
    return repeated + [
      Problem(
        .warning, file: file, found: "elements beside the responses: \(SurveyAssembly.list(words))",
        expected: "responses alone", remedy: "what is in them is not read; export the responses again")
    ]
  }

  private mutating func reportTwice(_ column: Int) {
    repeated.append(
      Problem(
        .warning, file: file, row: count + 1, column: names[column], found: "the element a second time in one response",
        expected: "each element once", remedy: "the first one is read; export the responses again"))
  }
}
