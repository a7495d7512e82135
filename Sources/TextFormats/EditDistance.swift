/// Nearest known names, for messages that help.
public enum EditDistance {
  /// How many single characters must be put in, taken out or changed to make one text of the other.
  ///
  /// - Complexity: O(length of a × length of b).
  /// - Source: Levenshtein (1966), Soviet Physics Doklady 10(8), 707–710.
  public static func between(_ a: String, _ b: String) -> Int {
    let a = Array(a.utf8)
    let b = Array(b.utf8)
    var row = Array(0...b.count)
    for i in 0..<a.count {
      var diagonal = row[0]
      row[0] = i + 1
      for j in 0..<b.count {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }

  /// The known name nearest to one that is not known, where one is near enough to be meant.
  ///
  /// Upper and lower case do not count as different, and a name shares a character with the one that is meant: '3' is no
  /// mistake for '1'. Ties go to the name that comes first.
  public static func nearest(to name: String, among known: [String]) -> String? {
    let wanted = name.lowercased()
    var best: (name: String, distance: Int)?
    for candidate in known {
      let distance = between(wanted, candidate.lowercased())
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    let length = name.utf8.count
    guard let best, best.distance <= max(1, min(3, length / 2)), best.distance < max(length, best.name.utf8.count)
    else {
      return nil
    }
    return best.name
  }
}
