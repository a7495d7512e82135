/// A sum that keeps what each addition rounds away.
///
/// Accuracy: the error does not grow with the number of terms. Source: Neumaier (1974), Zeitschrift für Angewandte
/// Mathematik und Mechanik 54, 39–51, https://doi.org/10.1002/zamm.19740540106.
@frozen
public struct CompensatedSum: Sendable, Hashable {
  @usableFromInline var sum = 0.0
  @usableFromInline var compensation = 0.0

  /// Creates a sum of nothing.
  @inlinable
  public init() {}

  /// Creates the sum of some numbers.
  @inlinable
  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Adds a number.
  @inlinable
  public mutating func add(_ value: Double) {
    let next = sum + value
    compensation += sum.magnitude >= value.magnitude ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  /// Adds another sum with what it kept.
  @inlinable
  public mutating func add(_ other: CompensatedSum) {
    add(other.sum)
    compensation += other.compensation
  }

  /// The sum.
  @inlinable
  public var value: Double { sum + compensation }
}
