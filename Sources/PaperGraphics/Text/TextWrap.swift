/// Breaking a text into lines of even length.
public enum TextWrap {
  /// A text in lines.
  public struct Lines: Sendable, Hashable {
    /// The lines from the top.
    public var lines: [String]
    /// Whether the text was cut, its last line ending in "…".
    public var isCut: Bool
    /// The width of the longest line.
    public var width: Double

    /// Creates lines that are already broken.
    public init(lines: [String], isCut: Bool, width: Double) {
      self.lines = lines
      self.isCut = isCut
      self.width = width
    }
  }

  /// Breaks a text so that its lines are as even as can be.
  ///
  /// Among the ways of breaking that need the fewest lines, the one with the smallest sum of squared slack is chosen,
  /// and a last line of one short word is avoided where another line can give it company. A word that is longer than a
  /// line is broken between its characters.
  ///
  /// - Parameters:
  ///   - text: A text; line breaks in it count as spaces.
  ///   - width: The width that a line may have, in the unit of `size`.
  ///   - size: The size of the type.
  ///   - weight: Regular or bold.
  ///   - maximumLines: How many lines there may be; a longer text is cut and ends in "…".
  public static func balanced(
    _ text: String, width: Double, size: Double, weight: FontWeight = .regular, maximumLines: Int = 3
  ) -> Lines {
    let limit = max(1, maximumLines)
    let pieces = words(text, width: width, size: size, weight: weight)
    var lines = greedyLines(pieces, width: width, size: size, weight: weight)
    guard lines.count <= limit else { return cut(lines, to: limit, width: width, size: size, weight: weight) }
    if lines.count > 1 { lines = even(pieces, count: lines.count, width: width, size: size, weight: weight) ?? lines }
    return Lines(lines: lines, isCut: false, width: longest(lines, size: size, weight: weight))
  }

  /// Breaks a text so that each line takes as many words as it can hold, as running text does.
  public static func greedy(
    _ text: String, width: Double, size: Double, weight: FontWeight = .regular, maximumLines: Int = .max
  ) -> Lines {
    let pieces = words(text, width: width, size: size, weight: weight)
    let lines = greedyLines(pieces, width: width, size: size, weight: weight)
    guard lines.count <= max(1, maximumLines) else {
      return cut(lines, to: max(1, maximumLines), width: width, size: size, weight: weight)
    }
    return Lines(lines: lines, isCut: false, width: longest(lines, size: size, weight: weight))
  }

  /// The text in one line, cut with "…" where it is too long.
  public static func oneLine(_ text: String, width: Double, size: Double, weight: FontWeight = .regular) -> Lines {
    greedy(text, width: width, size: size, weight: weight, maximumLines: 1)
  }

  // MARK: - Steps

  private struct Piece {
    var text: String
    /// Whether a space stands before it when it does not begin a line; false for the rest of a broken word.
    var spaced: Bool
  }

  private static func words(_ text: String, width: Double, size: Double, weight: FontWeight) -> [Piece] {
    var pieces: [Piece] = []
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r\n" || $0 == "\r" }) {
      let word = String(word)
      guard TextMeasure.width(word, size: size, weight: weight) > width else {
        pieces.append(Piece(text: word, spaced: true))
        continue
      }
      var part = ""
      var isFirst = true
      for character in word {
        if !part.isEmpty, TextMeasure.width(part + String(character), size: size, weight: weight) > width {
          pieces.append(Piece(text: part, spaced: isFirst))
          part = ""
          isFirst = false
        }
        part.append(character)
      }
      if !part.isEmpty { pieces.append(Piece(text: part, spaced: isFirst)) }
    }
    return pieces
  }

  private static func line(_ pieces: ArraySlice<Piece>) -> String {
    var text = ""
    for piece in pieces {
      if !text.isEmpty, piece.spaced { text += " " }
      text += piece.text
    }
    return text
  }

  private static func greedyLines(_ pieces: [Piece], width: Double, size: Double, weight: FontWeight) -> [String] {
    var lines: [String] = []
    var start = 0
    while start < pieces.count {
      var end = start + 1
      while end < pieces.count,
        TextMeasure.width(line(pieces[start...end]), size: size, weight: weight) <= width
      {
        end += 1
      }
      lines.append(line(pieces[start..<end]))
      start = end
    }
    return lines
  }

  /// The best way to set the words in that many lines, by dynamic programming over the places of the breaks.
  private static func even(_ pieces: [Piece], count: Int, width: Double, size: Double, weight: FontWeight) -> [String]?
  {
    let n = pieces.count
    guard n > 1, n <= 400 else { return nil }
    // best[k][i]: the smallest cost of the first i words in k lines, and where the last of them begins.
    var best = [[(cost: Double, start: Int)]](
      repeating: [(cost: Double, start: Int)](repeating: (.infinity, 0), count: n + 1), count: count + 1)
    best[0][0].cost = 0
    for k in 1...count {
      for end in k...n {
        var start = end - 1
        while start >= k - 1 {
          let text = line(pieces[start..<end])
          let used = TextMeasure.width(text, size: size, weight: weight)
          if used > width { break }
          var cost = (width - used) * (width - used)
          if k == count, end == n, n - start == 1, used < width / 3 { cost += width * width }
          if best[k - 1][start].cost + cost < best[k][end].cost {
            best[k][end] = (best[k - 1][start].cost + cost, start)
          }
          start -= 1
        }
      }
    }
    guard best[count][n].cost < .infinity else { return nil }
    var lines: [String] = []
    var end = n
    for k in stride(from: count, to: 0, by: -1) {
      let start = best[k][end].start
      lines.insert(line(pieces[start..<end]), at: 0)
      end = start
    }
    return lines
  }

  private static func cut(_ lines: [String], to limit: Int, width: Double, size: Double, weight: FontWeight) -> Lines {
    var kept = Array(lines.prefix(limit))
    var last = kept.removeLast()
    while !last.isEmpty, TextMeasure.width(last + "…", size: size, weight: weight) > width { last.removeLast() }
    while let end = last.last, end == " " || end == "," || end == ";" || end == "." { last.removeLast() }
    kept.append(last + "…")
    return Lines(lines: kept, isCut: true, width: longest(kept, size: size, weight: weight))
  }

  private static func longest(_ lines: [String], size: Double, weight: FontWeight) -> Double {
    lines.map { TextMeasure.width($0, size: size, weight: weight) }.max() ?? 0
  }
}
