/// A counter-based generator: the numbers at any position follow from key and position alone.
///
/// So respondents can be drawn in any order, on any number of threads, on any machine, with the same result.
/// - Source: Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11,
///   doi:10.1145/2063384.2063405 (Philox-4x32-10).
struct Philox: Sendable {
  /// Four words of 32 bits.
  typealias Block = SIMD4<UInt32>

  private let key: (UInt32, UInt32)

  /// Creates a generator from a seed.
  init(seed: UInt64) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// The four words at a position.
  func block(at counter: Block) -> Block {
    var words = counter
    var (low, high) = key
    for _ in 0..<10 {
      let first = UInt64(words[0]) &* 0xD251_1F53
      let second = UInt64(words[2]) &* 0xCD9E_8D57
      words = Block(
        UInt32(truncatingIfNeeded: second >> 32) ^ words[1] ^ low, UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ words[3] ^ high, UInt32(truncatingIfNeeded: first))
      low &+= 0x9E37_79B9
      high &+= 0xBB67_AE85
    }
    return words
  }
}

/// The random numbers of one respondent, one after the other.
struct Draws {
  /// What the numbers are for; different purposes never share numbers.
  enum Purpose: UInt32 {
    case survey = 1
    case population = 2
  }

  private let generator: Philox
  private var counter: Philox.Block
  private var held: Double?

  /// Starts the numbers of one respondent.
  init(_ generator: Philox, respondent: Int, purpose: Purpose) {
    self.generator = generator
    counter = Philox.Block(
      0, UInt32(truncatingIfNeeded: respondent), UInt32(truncatingIfNeeded: respondent >> 32), purpose.rawValue)
  }

  /// The next number, uniform between 0 and 1, neither of them included.
  mutating func uniform() -> Double {
    if let value = held {
      held = nil
      return value
    }
    let words = generator.block(at: counter)
    counter[0] &+= 1
    held = Self.fraction(words[2], words[3])
    return Self.fraction(words[0], words[1])
  }

  /// The next number, standard normal.
  mutating func normal() -> Double { NormalQuantile.value(uniform()) }

  /// The position in a list of shares that the next number falls on.
  mutating func choice(_ shares: [Double]) -> Int {
    let target = uniform() * shares.reduce(0, +)
    var sum = 0.0
    for (index, share) in shares.enumerated() {
      sum += share
      if target < sum { return index }
    }
    return shares.count - 1
  }

  /// 52 bits and a half, so that neither 0 nor 1 comes out.
  private static func fraction(_ high: UInt32, _ low: UInt32) -> Double {
    let bits = UInt64(high) << 20 | UInt64(low) >> 12
    return (Double(bits) + 0.5) * 0x1p-52
  }
}
