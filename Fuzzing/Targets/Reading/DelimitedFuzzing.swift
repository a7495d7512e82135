/// The fast readers of delimited text against the slow one, and against each other.
///
/// The first two bytes choose the delimiter and the size of chunks; the text is what follows.
enum DelimitedFuzzing {
  private static let delimiters = Array(",;\t|#".utf8)

  static func run(_ input: [UInt8]) {
    guard input.count > 2 else { return }
    let delimiter = delimiters[Int(input[0]) % delimiters.count]
    let difference = DelimitedAgreement.difference(
      Array(input[2...]), delimiter: delimiter, chunk: 1 + Int(input[1]))
    claim(difference == nil, difference ?? "")
  }
}
