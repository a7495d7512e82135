internal import SurveyModel

/// How many cells a table may have that its file does not write.
///
/// A record that ends early, or that leaves elements out, is blank in all other columns. So a file with one wide heading
/// and many short records could make a table that is thousands of times its own size.
struct CellBudget: Sendable {
  private var left: Int
  private let file: String

  /// - Parameter size: The file's size in bytes: for each of them eight cells may be left out, beyond the first 2^24.
  init(size: Int, file: String) {
    left = (1 << 24) + 8 * min(size, 1 << 50)
    self.file = file
  }

  /// Counts cells that are not written.
  ///
  /// - Throws: ``ReadingError`` once they are more than the file may leave out.
  mutating func spend(_ count: Int, columns: Int, record: Int) throws(ReadingError) {
    left -= count
    guard left < 0 else { return }
    throw ReadingError(
      .limit, place: Place(file: file, row: record),
      found: "a table of \(columns) columns whose records leave almost all cells out",
      expected: "records that write their cells",
      remedy: "no survey platform writes such a file: check where it comes from")
  }
}
