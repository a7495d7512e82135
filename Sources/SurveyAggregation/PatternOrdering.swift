internal import SurveyModel

/// Combinations as codes, one for each dimension, with what was counted of them.
struct CodedTallies {
  /// How many codes a combination has.
  let width: Int
  /// Combination after combination.
  private(set) var codes: [Int32] = []
  private(set) var tallies: [PatternCounting.Tally] = []

  /// Takes combinations that are each one number, the first dimension its lowest digit.
  init(sizes: [Int], _ found: some Sequence<(Int, PatternCounting.Tally)>) {
    width = sizes.count
    for (key, tally) in found {
      var rest = key
      for size in sizes {
        codes.append(Int32(rest % size))
        rest /= size
      }
      tallies.append(tally)
    }
  }

  /// Takes combinations that are each one code for every dimension.
  init(width: Int, _ found: some Sequence<([Int32], PatternCounting.Tally)>) {
    self.width = width
    for (key, tally) in found {
      codes += key
      tallies.append(tally)
    }
  }
}

/// What codes stand for, applied after counting.
extension PatternCounting {
  /// The patterns in order of their cells' positions in the codebook, then of the design cell; codes with the same
  /// meaning become one pattern.
  ///
  /// - Complexity: O(combinations · log combinations · dimensions).
  func ordered(_ counted: CodedTallies) -> [PatternTable.Pattern] {
    let width = counted.width
    let stratumOfUnit = stratumOfUnit
    let hasCell = width > axes.count
    let ranks = axes.map { axis in Self.ranks(axis.cells.map(\.order)) { $0 < $1 } }
    let same = axes.map { axis in Self.classes(axis.cells) }
    let order = order(counted, ranks, stratumOfUnit)
    var merged: [(index: Int, tally: Tally)] = []
    for index in order {
      if let last = merged.last?.index,
        (0..<width).allSatisfy({ place in
          let (a, b) = (Int(counted.codes[last * width + place]), Int(counted.codes[index * width + place]))
          return place < axes.count ? same[place][a] == same[place][b] : a == b
        })
      {
        merged[merged.count - 1].tally.add(counted.tallies[index])
      } else {
        merged.append((index, counted.tallies[index]))
      }
    }
    let isWeighted = design.weights != nil
    return merged.map { index, tally in
      var pattern = PatternTable.Pattern(
        cells: axes.indices.map { axes[$0].cells[Int(counted.codes[index * width + $0])] }, count: tally.count,
        weighing: isWeighted ? tally.weighing : tally.count,
        weight: isWeighted ? tally.weight.value : Double(tally.count),
        squaredWeight: isWeighted ? tally.squares.value : Double(tally.count), stratum: 0, unit: nil)
      if hasCell {
        let cell = Int(counted.codes[index * width + axes.count])
        pattern.unit = stratumOfUnit.isEmpty ? nil : cell
        pattern.stratum = stratumOfUnit.isEmpty ? cell : stratumOfUnit[cell]
      }
      return pattern
    }
  }

  /// The combinations by cells, stratum, unit, and at last by codes, so that nothing is left to chance.
  private func order(_ counted: CodedTallies, _ ranks: [[Int32]], _ stratumOfUnit: [Int]) -> [Int] {
    let width = counted.width
    // Of each combination what it is sorted by, one number after the other.
    let columns = axes.count + (width > axes.count ? 1 : 0) + width
    var keys: [Int32] = []
    keys.reserveCapacity(counted.tallies.count * columns)
    for index in counted.tallies.indices {
      for axis in axes.indices { keys.append(ranks[axis][Int(counted.codes[index * width + axis])]) }
      if width > axes.count {
        let cell = Int(counted.codes[index * width + axes.count])
        keys.append(Int32(stratumOfUnit.isEmpty ? cell : stratumOfUnit[cell]))
        // The unit is the last code; it comes before the codes of the answers.
        keys.append(Int32(cell))
      }
      for axis in axes.indices { keys.append(counted.codes[index * width + axis]) }
    }
    var order = Array(counted.tallies.indices)
    keys.withUnsafeBufferPointer { keys in
      order.sort { a, b in
        let (a, b) = (a &* columns, b &* columns)
        for place in 0..<columns where keys[a &+ place] != keys[b &+ place] {
          return keys[a &+ place] < keys[b &+ place]
        }
        return false
      }
    }
    return order
  }

  private var stratumOfUnit: [Int] {
    guard byDesignCell, let cells = design.cells else { return [] }
    return cells.representatives.map { design.stratum(of: $0) }
  }

  /// The position of each element among the distinct ones in order.
  private static func ranks<Element>(_ elements: [Element], _ precedes: (Element, Element) -> Bool) -> [Int32] {
    var ranks = [Int32](repeating: 0, count: elements.count)
    var rank: Int32 = 0
    var last: Element?
    for position in elements.indices.sorted(by: { precedes(elements[$0], elements[$1]) }) {
      if let last, precedes(last, elements[position]) { rank += 1 }
      ranks[position] = rank
      last = elements[position]
    }
    return ranks
  }

  /// For each cell the first position of an equal one.
  private static func classes(_ cells: [PatternTable.Cell]) -> [Int] {
    var first: [PatternTable.Cell: Int] = [:]
    return cells.enumerated().map { position, cell in
      if let known = first[cell] { return known }
      first[cell] = position
      return position
    }
  }
}
