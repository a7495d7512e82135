internal import SurveyModel

/// The lines that git writes between two versions of a file that it could not merge.
///
/// They are no respondents. What stands between them is read, both versions of it.
enum ConflictMarkers {
  private static let words = ["<<<<<<< ", "||||||| ", "=======", ">>>>>>> "].map { Array($0.utf8) }

  /// Whether a record's first cell is such a line.
  static func isMarker(_ text: some Collection<UInt8>) -> Bool {
    guard let first = text.first, (0x3C...0x3E).contains(first) || first == 0x7C else { return false }
    return words.contains { word in
      text.starts(with: word) && (word.last == 0x20 || text.count == word.count)
    }
  }

  /// Where the text after a first line of that kind begins; nil where there is none.
  static func end(in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.starts(with: words[0]), var end = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
      return nil
    }
    if bytes[end] == 0x0D, end + 1 < bytes.endIndex, bytes[end + 1] == 0x0A { end += 1 }
    return end + 1
  }
}

extension DelimitedTable {
  /// Takes such lines out of the records, and reports them.
  ///
  /// - Parameter atStart: Whether one stood before the headings.
  mutating func takeOutConflictMarkers(file: String, atStart: Bool) {
    let rows = columns.count > 1 ? conflictMarkers() : []
    guard atStart || !rows.isEmpty else { return }
    if !rows.isEmpty {
      for index in columns.indices { columns[index].remove(Set(rows)) }
      count -= rows.count
    }
    var places = rows.prefix(5).map { "record \($0 + 1)" }
    if atStart { places.insert("before the headings", at: 0) }
    problems.append(
      Problem(
        .warning, file: file, row: rows.first.map { $0 + 1 },
        found: "lines that git leaves where it could not merge two versions: \(places.joined(separator: ", "))"
          + (rows.count > 5 ? " and \(rows.count - 5) more" : ""),
        expected: "a file that was merged",
        remedy: "they are left out, and the records of both versions are read: respondents may stand in it twice"))
  }

  /// Whether some first cell looks like such a line.
  var mayHoldConflicts: Bool {
    guard columns.count > 1 else { return false }
    if let texts = columns[0].spilled {
      return (0..<texts.count).contains { texts.withUTF8(at: $0) { ConflictMarkers.isMarker($0) } }
    }
    return (0..<columns[0].distinctCount).contains { ConflictMarkers.isMarker(columns[0].bytes(at: $0)) }
  }

  /// The rows that hold nothing but such a line.
  private func conflictMarkers() -> [Int] {
    let first = columns[0]
    func isAlone(_ row: Int) -> Bool { columns.dropFirst().allSatisfy { $0.isBlank(cell: row) } }
    if let spilled = first.spilled {
      return (0..<spilled.count).filter { row in
        spilled.withUTF8(at: row) { ConflictMarkers.isMarker($0) } && isAlone(row)
      }
    }
    let codes = Set(
      (0..<first.distinctCount).filter {
        first.absence(at: $0) == nil && ConflictMarkers.isMarker(first.bytes(at: $0))
      })
    guard !codes.isEmpty else { return [] }
    return first.codes.indices.filter { codes.contains(Int(first.codes[$0])) && isAlone($0) }
  }
}
