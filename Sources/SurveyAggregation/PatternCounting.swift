internal import SurveyModel
internal import TextFormats

/// Counts the combinations of some dimensions, block by block, on raw codes; meanings are applied afterwards.
struct PatternCounting: Sendable {
  let axes: [AxisCodes]
  let selected: [Bool]
  let design: SurveyDesign
  let byDesignCell: Bool

  /// Up to so many possible combinations an array counts them, beyond it a dictionary.
  private static let densest = 1 << 14

  private struct Tally: Sendable {
    var count = 0
    var weighing = 0
    var weight = CompensatedSum()
    var squares = CompensatedSum()

    mutating func add(_ other: Tally) {
      count += other.count
      weighing += other.weighing
      weight.add(other.weight)
      squares.add(other.squares)
    }
  }

  /// The design cell of each respondent: the cells that the design's variances need, else the stratum.
  private var designCells: (codes: [Int32], count: Int)? {
    guard byDesignCell else { return nil }
    if let cells = design.cells { return (cells.codes, cells.representatives.count) }
    return design.strata.map { ($0.codes, $0.labels.count) }
  }

  /// The patterns of one dimension of which every code was counted.
  static func patterns(_ axis: AxisCodes, tallies: [Int]) -> [PatternTable.Pattern] {
    PatternCounting(axes: [axis], selected: [], design: SurveyDesign(count: 0), byDesignCell: false)
      .patterns(tallies.enumerated().filter { $1 > 0 }.map { ([$0], Tally(count: $1)) })
  }

  func run(threads: Int) -> [PatternTable.Pattern] {
    let cells = designCells
    let sizes = axes.map { max(1, $0.cells.count) } + (cells.map { [max(1, $0.count)] } ?? [])
    let combinations = sizes.reduce((product: 1, overflow: false)) { sofar, size in
      let (product, overflow) = sofar.product.multipliedReportingOverflow(by: size)
      return (product, sofar.overflow || overflow)
    }
    let blocks = Aggregator.blocks(of: selected.count)
    let count = selected.count
    if !combinations.overflow, combinations.product <= Self.densest {
      if design.weights == nil {
        let totals = counts(sizes, cells?.codes, combinations.product, threads)
        return patterns(
          totals.enumerated().filter { $1 > 0 }.map { (digits($0, sizes), Tally(count: $1)) })
      }
      var totals = [Tally](repeating: Tally(), count: combinations.product)
      Parallel.inOrder(pieces: blocks, threads: threads) { block in
        var found = [Tally](repeating: Tally(), count: combinations.product)
        tally(Aggregator.range(ofBlock: block, count: count), sizes, cells?.codes) { key, weight in
          Self.add(weight, to: &found[key])
        }
        return found
      } combine: { (found: [Tally]) in
        for key in totals.indices where found[key].count > 0 { totals[key].add(found[key]) }
      }
      return patterns(totals.enumerated().filter { $1.count > 0 }.map { (digits($0, sizes), $1) })
    }
    return sparse(sizes, cells?.codes, blocks, threads)
  }

  /// Counts without weights: nothing is summed, so a block's result needs no more than an array of counts.
  private func counts(_ sizes: [Int], _ cells: [Int32]?, _ product: Int, _ threads: Int) -> [Int] {
    var totals = [Int](repeating: 0, count: product)
    let count = selected.count
    Parallel.inOrder(pieces: Aggregator.blocks(of: count), threads: threads) { block in
      let range = Aggregator.range(ofBlock: block, count: count)
      if axes.count == 1, cells == nil { return counts(axes[0].codes, range, product) }
      var found = [Int](repeating: 0, count: product)
      tally(range, sizes, cells) { key, _ in found[key] += 1 }
      return found
    } combine: { (found: [Int]) in
      for key in totals.indices { totals[key] += found[key] }
    }
    return totals
  }

  private func counts(_ codes: [UInt16], _ range: Range<Int>, _ product: Int) -> [Int] {
    var found = [Int](repeating: 0, count: product)
    codes.withUnsafeBufferPointer { codes in
      selected.withUnsafeBufferPointer { selected in
        found.withUnsafeMutableBufferPointer { found in
          for respondent in range where selected[respondent] { found[Int(codes[respondent])] += 1 }
        }
      }
    }
    return found
  }

  private func sparse(_ sizes: [Int], _ cells: [Int32]?, _ blocks: Int, _ threads: Int) -> [PatternTable.Pattern] {
    var totals: [[UInt32]: Tally] = [:]
    let count = selected.count
    Parallel.inOrder(pieces: blocks, threads: threads) { block in
      var found: [[UInt32]: Tally] = [:]
      for respondent in Aggregator.range(ofBlock: block, count: count) where selected[respondent] {
        var key = axes.map { UInt32($0.codes[respondent]) }
        if let cells { key.append(UInt32(cells[respondent])) }
        Self.add(design.weights?.values[respondent], to: &found[key, default: Tally()])
      }
      return found
    } combine: { (found: [[UInt32]: Tally]) in
      for (key, tally) in found { totals[key, default: Tally()].add(tally) }
    }
    return patterns(totals.map { ($0.map { Int($0) }, $1) })
  }

  private static func add(_ weight: Double?, to tally: inout Tally) {
    tally.count += 1
    guard let weight else { return }
    if weight > 0 { tally.weighing += 1 }
    tally.weight.add(weight)
    tally.squares.add(weight * weight)
  }

  private func tally(_ range: Range<Int>, _ sizes: [Int], _ cells: [Int32]?, _ add: (Int, Double?) -> Void) {
    for respondent in range where selected[respondent] {
      var key = cells.map { Int($0[respondent]) } ?? 0
      for axis in axes.indices.reversed() { key = key * sizes[axis] + Int(axes[axis].codes[respondent]) }
      add(key, design.weights?.values[respondent])
    }
  }

  private func digits(_ key: Int, _ sizes: [Int]) -> [Int] {
    var rest = key
    return sizes.map { size in
      defer { rest /= size }
      return rest % size
    }
  }

  /// Applies the codes' meanings; codes with the same meaning become one pattern.
  private func patterns(_ tallies: [([Int], Tally)]) -> [PatternTable.Pattern] {
    let stratumOfUnit = stratumOfUnit
    let ordered = tallies.map { codes, tally in
      (pattern: pattern(codes, tally, stratumOfUnit), codes: codes, tally: tally)
    }.sorted { Self.precedes($0.pattern, $1.pattern, $0.codes, $1.codes) }
    var merged: [(pattern: PatternTable.Pattern, tally: Tally)] = []
    for (pattern, _, tally) in ordered {
      if let last = merged.last?.pattern, last.cells == pattern.cells, last.stratum == pattern.stratum,
        last.unit == pattern.unit
      {
        merged[merged.count - 1].tally.add(tally)
      } else {
        merged.append((pattern, tally))
      }
    }
    return merged.map { pattern, tally in
      var pattern = pattern
      pattern.count = tally.count
      pattern.weighing = design.weights == nil ? tally.count : tally.weighing
      pattern.weight = design.weights == nil ? Double(tally.count) : tally.weight.value
      pattern.squaredWeight = design.weights == nil ? Double(tally.count) : tally.squares.value
      return pattern
    }
  }

  private var stratumOfUnit: [Int] {
    guard byDesignCell, let cells = design.cells else { return [] }
    return cells.representatives.map { design.stratum(of: $0) }
  }

  private func pattern(_ codes: [Int], _ tally: Tally, _ stratumOfUnit: [Int]) -> PatternTable.Pattern {
    var pattern = PatternTable.Pattern(
      cells: zip(axes, codes).map { $0.cells[$1] }, count: tally.count, weighing: 0, weight: 0, squaredWeight: 0,
      stratum: 0, unit: nil)
    if codes.count > axes.count, let cell = codes.last {
      pattern.unit = stratumOfUnit.isEmpty ? nil : cell
      pattern.stratum = stratumOfUnit.isEmpty ? cell : stratumOfUnit[cell]
    }
    return pattern
  }

  private static func precedes(
    _ a: PatternTable.Pattern, _ b: PatternTable.Pattern, _ aCodes: [Int], _ bCodes: [Int]
  ) -> Bool {
    for (x, y) in zip(a.cells, b.cells) where x.order != y.order { return x.order < y.order }
    if a.stratum != b.stratum { return a.stratum < b.stratum }
    if a.unit != b.unit { return a.unit ?? -1 < b.unit ?? -1 }
    return aCodes.lexicographicallyPrecedes(bCodes)
  }
}
