#if canImport(Glibc)
  internal import Glibc
#endif

/// The parameters of a latent class model, and how they are found.
///
/// Expectation–maximisation, accelerated by extrapolation (SQUAREM) that is taken back where the likelihood falls.
/// - Source: Goodman (1974), Biometrika 61, 215–231, 10.1093/biomet/61.2.215; Dempster, Laird & Rubin (1977),
///   10.1111/j.2517-6161.1977.tb01600.x; acceleration: Varadhan & Roland (2008), Scandinavian Journal of Statistics 35,
///   335–353, 10.1111/j.1467-9469.2007.00585.x.
struct LatentClassFit: Sendable {
  /// How many classes there are.
  let classes: Int
  /// The classes' shares, and then for each answer of each item its probability in each class.
  var parameters: [Double]
  /// The log-likelihood of the parameters.
  var logLikelihood = -Double.infinity

  /// The share of each class.
  var shares: ArraySlice<Double> { parameters[..<classes] }

  /// The probability of an answer, by its position among the answers of all items, in a class.
  func probability(_ answer: Int, _ group: Int) -> Double { parameters[classes * (1 + answer) + group] }

  /// A random start: shares and probabilities from uniform numbers of that stream.
  init(_ data: LatentClassData, classes: Int, seed: UInt64, start: Int) {
    self.classes = classes
    var generator = CounterGenerator(seed: seed, stream: UInt64(classes) << 32 | UInt64(start))
    parameters = (0..<classes * (1 + data.answerCount)).map { _ in 0.05 + generator.uniform() }
    Self.normalize(&parameters, data, classes)
  }

  /// Climbs until two rounds together add less than the tolerance.
  mutating func climb(_ data: LatentClassData, tolerance: Double, rounds: Int = 3000) {
    let size = parameters.count
    var (first, second, third) = (parameters, parameters, parameters)
    var quiet = 0
    var last = -Double.infinity
    for _ in 0..<rounds {
      _ = Self.step(parameters, into: &first, data, classes)
      let reached = Self.step(first, into: &second, data, classes)
      var (change, bend) = (0.0, 0.0)
      for i in 0..<size {
        let r = first[i] - parameters[i]
        let v = second[i] - first[i] - r
        change += r * r
        bend += v * v
      }
      var candidate = second
      if bend > 0 {
        let length = max(1, min((change / bend).squareRoot(), 1e4))
        for i in 0..<size {
          let r = first[i] - parameters[i]
          let v = second[i] - first[i] - r
          let value = parameters[i] + 2 * length * r + length * length * v
          candidate[i] = value > 0 ? value : second[i] / 8
        }
        Self.normalize(&candidate, data, classes)
      }
      let leapt = Self.step(candidate, into: &third, data, classes)
      if leapt >= reached { swap(&parameters, &third) } else { swap(&parameters, &second) }
      let here = max(leapt, reached)
      quiet = here - last < tolerance ? quiet + 1 : 0
      last = here
      if quiet >= 2 { break }
    }
    logLikelihood = Self.step(parameters, into: &first, data, classes)
  }

  /// One step of expectation and maximisation; returns the log-likelihood before it.
  static func step(
    _ old: [Double], into new: inout [Double], _ data: LatentClassData, _ classes: Int
  ) -> Double {
    let items = data.items.count
    var total = CompensatedTotal()
    for i in new.indices { new[i] = 0 }
    var joint = [Double](repeating: 0, count: classes)
    old.withUnsafeBufferPointer { old in
      new.withUnsafeMutableBufferPointer { new in
        joint.withUnsafeMutableBufferPointer { joint in
          data.codes.withUnsafeBufferPointer { codes in
            data.offsets.withUnsafeBufferPointer { offsets in
              data.weights.withUnsafeBufferPointer { weights in
                for pattern in 0..<weights.count {
                  let row = pattern * items
                  var logScale = 0.0
                  for k in 0..<classes { joint[k] = old[k] }
                  for item in 0..<items {
                    let place = classes * (1 + offsets[item] + Int(codes[row + item]))
                    for k in 0..<classes { joint[k] *= old[place + k] }
                    // Many items would make products too small for a number.
                    if item & 15 == 15 { logScale += rescale(joint) }
                  }
                  var sum = 0.0
                  for k in 0..<classes { sum += joint[k] }
                  let weight = weights[pattern]
                  guard sum > 0 else {
                    total.add(-1e6 * weight)
                    continue
                  }
                  total.add(weight * (log(sum) + logScale))
                  let factor = weight / sum
                  for k in 0..<classes {
                    joint[k] *= factor
                    new[k] += joint[k]
                  }
                  for item in 0..<items {
                    let place = classes * (1 + offsets[item] + Int(codes[row + item]))
                    for k in 0..<classes { new[place + k] += joint[k] }
                  }
                }
              }
            }
          }
        }
      }
    }
    normalize(&new, data, classes)
    return total.value
  }

  /// Divides by the largest entry; returns its logarithm.
  private static func rescale(_ joint: UnsafeMutableBufferPointer<Double>) -> Double {
    var largest = 0.0
    for value in joint { largest = max(largest, value) }
    guard largest > 0 else { return 0 }
    for k in joint.indices { joint[k] /= largest }
    return log(largest)
  }

  /// Makes shares and the probabilities of each item in each class sum to one.
  private static func normalize(_ parameters: inout [Double], _ data: LatentClassData, _ classes: Int) {
    parameters.withUnsafeMutableBufferPointer { parameters in
      var sum = 0.0
      for k in 0..<classes { sum += parameters[k] }
      for k in 0..<classes { parameters[k] /= sum }
      for (item, names) in data.answers.enumerated() {
        for k in 0..<classes {
          let first = classes * (1 + data.offsets[item]) + k
          var sum = 0.0
          for answer in 0..<names.count { sum += parameters[first + answer * classes] }
          for answer in 0..<names.count {
            // A class without members says nothing of its answers.
            parameters[first + answer * classes] =
              sum > 0 ? parameters[first + answer * classes] / sum : 1 / Double(names.count)
          }
        }
      }
    }
  }

  /// Puts the largest class first.
  mutating func sortBySize() {
    let order = (0..<classes).sorted { (parameters[$1], $0) < (parameters[$0], $1) }
    let old = parameters
    for block in 0..<parameters.count / classes {
      for (place, group) in order.enumerated() { parameters[block * classes + place] = old[block * classes + group] }
    }
  }

  /// For each pattern the probability of each class, and the pattern's expected number of respondents.
  func memberships(_ data: LatentClassData) -> [(classes: [Double], expected: Double)] {
    let items = data.items.count
    let total = CompensatedTotal.of(data.weights)
    return (0..<data.patterns).map { pattern in
      let logs = (0..<classes).map { group -> Double in
        var sum = log(parameters[group])
        for item in 0..<items {
          sum += log(probability(data.offsets[item] + Int(data.codes[pattern * items + item]), group))
        }
        return sum
      }
      let largest = logs.max() ?? 0
      let parts = logs.map { exp($0 - largest) }
      let sum = parts.reduce(0, +)
      return (parts.map { $0 / sum }, total * sum * exp(largest))
    }
  }
}
