/// A random number generator whose numbers are a function of seed, stream and position, and of nothing else.
///
/// Any stream can be started without running the others, so that work can be divided among threads in any way and still
/// give the same numbers: replicate 17 of a bootstrap is stream 17, wherever it runs.
///
/// The generator is Philox4x32 with ten rounds. Its key is the seed; its counter holds the position (low half) and the
/// stream (high half).
/// - Accuracy: passes BigCrush; period 2⁶⁶ numbers per stream, 2⁶⁴ streams per seed. Not for cryptography.
/// - Source: Salmon, Moraes, Dror & Shaw (2011), Proceedings of SC '11, 10.1145/2063384.2063405.
public struct CounterGenerator: RandomNumberGenerator, Sendable, Hashable {
  private let key: SIMD2<UInt32>
  private let stream: SIMD2<UInt32>
  private var position: UInt64 = 0
  private var pending: UInt64?

  /// Creates a generator for one stream of a seed.
  public init(seed: UInt64, stream: UInt64 = 0) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.stream = SIMD2(UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
  }

  /// One block of the Philox4x32-10 function.
  static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var state = counter
    var key = key
    for _ in 0..<10 {
      let first = UInt64(0xD251_1F53) &* UInt64(state.x)
      let second = UInt64(0xCD9E_8D57) &* UInt64(state.z)
      state = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ state.y ^ key.x, UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ state.w ^ key.y, UInt32(truncatingIfNeeded: first))
      key.x &+= 0x9E37_79B9
      key.y &+= 0xBB67_AE85
    }
    return state
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    if let value = pending {
      pending = nil
      return value
    }
    let counter = SIMD4(
      UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: position >> 32), stream.x, stream.y)
    let words = Self.block(counter: counter, key: key)
    position &+= 1
    pending = UInt64(words.z) | UInt64(words.w) << 32
    return UInt64(words.x) | UInt64(words.y) << 32
  }

  /// A number above 0 and below 1, on a grid of 2⁵³ points centred between the ends.
  public mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// A whole number from 0 up to, and not including, the bound; without bias.
  ///
  /// - Source: Lemire (2019), ACM Transactions on Modeling and Computer Simulation 29(1), 10.1145/3230636.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "the bound must be positive")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let rejected = (0 &- bound) % bound
      while product.low < rejected { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }
}
