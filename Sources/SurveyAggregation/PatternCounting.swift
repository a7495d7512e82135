internal import SurveyModel
internal import TextFormats

/// Counts the combinations of some dimensions, block by block, on raw codes; meanings are applied afterwards.
struct PatternCounting: Sendable {
  let axes: [AxisCodes]
  let selected: [Bool]
  let design: SurveyDesign
  let byDesignCell: Bool

  /// Up to so many possible combinations an array counts them, beyond it a dictionary; with many respondents up to a
  /// quarter of their number, for an array is filled once per block of them.
  private var densest: Int { max(1 << 14, min(1 << 18, selected.count / 4)) }

  struct Tally: Sendable {
    var count = 0
    var weighing = 0
    var weight = CompensatedSum()
    var squares = CompensatedSum()

    @inline(__always)
    mutating func add(_ weight: Double?) {
      count += 1
      guard let weight else { return }
      if weight > 0 { weighing += 1 }
      self.weight.add(weight)
      squares.add(weight * weight)
    }

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
    let counting = PatternCounting(axes: [axis], selected: [], design: SurveyDesign(count: 0), byDesignCell: false)
    return counting.ordered(
      CodedTallies(
        sizes: [axis.cells.count], tallies.enumerated().lazy.filter { $1 > 0 }.map { ($0, Tally(count: $1)) })
    )
  }

  func run(threads: Int) -> [PatternTable.Pattern] {
    let cells = designCells
    let sizes = axes.map { max(1, $0.cells.count) } + (cells.map { [max(1, $0.count)] } ?? [])
    let combinations = sizes.reduce((product: 1, overflow: false)) { sofar, size in
      let (product, overflow) = sofar.product.multipliedReportingOverflow(by: size)
      return (product, sofar.overflow || overflow)
    }
    if combinations.overflow { return ordered(unbounded(cells?.codes, threads)) }
    guard combinations.product <= densest else { return ordered(sparse(sizes, cells?.codes, threads)) }
    if design.weights == nil {
      let totals = counts(sizes, cells?.codes, combinations.product, threads)
      return ordered(
        CodedTallies(sizes: sizes, totals.enumerated().lazy.filter { $1 > 0 }.map { ($0, Tally(count: $1)) }))
    }
    let totals = tallies(sizes, cells?.codes, combinations.product, threads)
    return ordered(CodedTallies(sizes: sizes, totals.enumerated().lazy.filter { $1.count > 0 }.map { ($0, $1) }))
  }

  /// Counts without weights: nothing is summed, so a block's result needs no more than an array of counts.
  private func counts(_ sizes: [Int], _ cells: [Int32]?, _ product: Int, _ threads: Int) -> [Int] {
    var totals = [Int](repeating: 0, count: product)
    let count = selected.count
    Parallel.inOrder(pieces: Aggregator.blocks(of: count), threads: threads) { block in
      let range = Aggregator.range(ofBlock: block, count: count)
      if axes.count == 1, cells == nil { return counts(axes[0].codes, range, product) }
      var found = [Int](repeating: 0, count: product)
      forEach(in: range, keys(range, sizes, cells)) { key, _ in found[key] += 1 }
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

  /// Sums weights in an array of all combinations, block by block.
  private func tallies(_ sizes: [Int], _ cells: [Int32]?, _ product: Int, _ threads: Int) -> [Tally] {
    var totals = [Tally](repeating: Tally(), count: product)
    let count = selected.count
    let weights = design.weights?.values ?? []
    Parallel.inOrder(pieces: Aggregator.blocks(of: count), threads: threads) { block in
      let range = Aggregator.range(ofBlock: block, count: count)
      var found = [Tally](repeating: Tally(), count: product)
      let keys = keys(range, sizes, cells)
      found.withUnsafeMutableBufferPointer { found in
        weights.withUnsafeBufferPointer { weights in
          forEach(in: range, keys) { key, respondent in found[key].add(weights[respondent]) }
        }
      }
      return found
    } combine: { (found: [Tally]) in
      for key in totals.indices where found[key].count > 0 { totals[key].add(found[key]) }
    }
    return totals
  }

  /// Counts the combinations that occur, where far more are possible.
  private func sparse(_ sizes: [Int], _ cells: [Int32]?, _ threads: Int) -> CodedTallies {
    var totals: [Int: Tally] = [:]
    let count = selected.count
    let weights = design.weights?.values
    Parallel.inOrder(pieces: Aggregator.blocks(of: count), threads: threads) { block in
      let range = Aggregator.range(ofBlock: block, count: count)
      var found: [Int: Tally] = [:]
      forEach(in: range, keys(range, sizes, cells)) { key, respondent in
        found[key, default: Tally()].add(weights?[respondent])
      }
      return found
    } combine: { (found: [Int: Tally]) in
      for (key, tally) in found { totals[key, default: Tally()].add(tally) }
    }
    return CodedTallies(sizes: sizes, totals.lazy.map { ($0, $1) })
  }

  /// Counts combinations of which so many are possible that no number tells them apart.
  private func unbounded(_ cells: [Int32]?, _ threads: Int) -> CodedTallies {
    var totals: [[Int32]: Tally] = [:]
    let count = selected.count
    Parallel.inOrder(pieces: Aggregator.blocks(of: count), threads: threads) { block in
      var found: [[Int32]: Tally] = [:]
      for respondent in Aggregator.range(ofBlock: block, count: count) where selected[respondent] {
        var key = axes.map { Int32($0.codes[respondent]) }
        if let cells { key.append(cells[respondent]) }
        found[key, default: Tally()].add(design.weights?.values[respondent])
      }
      return found
    } combine: { (found: [[Int32]: Tally]) in
      for (key, tally) in found { totals[key, default: Tally()].add(tally) }
    }
    return CodedTallies(width: axes.count + (cells == nil ? 0 : 1), totals.lazy.map { ($0, $1) })
  }

  /// The combination of each respondent of a block as one number, dimension after dimension.
  private func keys(_ range: Range<Int>, _ sizes: [Int], _ cells: [Int32]?) -> [Int] {
    var keys = [Int](repeating: 0, count: range.count)
    let first = range.lowerBound
    keys.withUnsafeMutableBufferPointer { keys in
      cells?.withUnsafeBufferPointer { cells in
        for place in keys.indices { keys[place] = Int(cells[first &+ place]) }
      }
      for axis in axes.indices.reversed() {
        let size = sizes[axis]
        axes[axis].codes.withUnsafeBufferPointer { codes in
          for place in keys.indices { keys[place] = keys[place] &* size &+ Int(codes[first &+ place]) }
        }
      }
    }
    return keys
  }

  /// The keys of the selected respondents of a block.
  @inline(__always)
  private func forEach(in range: Range<Int>, _ keys: [Int], _ body: (_ key: Int, _ respondent: Int) -> Void) {
    let first = range.lowerBound
    selected.withUnsafeBufferPointer { selected in
      keys.withUnsafeBufferPointer { keys in
        for place in keys.indices where selected[first &+ place] { body(keys[place], first &+ place) }
      }
    }
  }
}
