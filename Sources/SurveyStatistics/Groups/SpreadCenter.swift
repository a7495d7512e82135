/// What Levene's test takes each answer's distance from.
public enum SpreadCenter: String, Sendable, Hashable, CaseIterable {
  /// The group's median, as Brown and Forsythe advise for skewed answers.
  case median
  /// The group's mean, as Levene did.
  case mean
  /// The group's mean without a tenth of its answers at each end.
  case trimmedMean = "trimmed-mean"

  /// The words of a result's convention.
  var words: String {
    switch self {
    case .median: "distances from the groups’ medians"
    case .mean: "distances from the groups’ means"
    case .trimmedMean: "distances of all answers from the groups’ means without a tenth of the answers at each end"
    }
  }

  /// The test's name for a reader.
  var method: String {
    switch self {
    case .median: "Levene’s test about medians (Brown–Forsythe)"
    case .mean: "Levene’s test about means"
    case .trimmedMean: "Levene’s test about trimmed means"
    }
  }

  /// The centre of a group with respondents.
  func of(_ group: [Double]) -> Double {
    switch self {
    case .median:
      let sorted = group.sorted()
      let middle = sorted.count / 2
      return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
    case .mean: return CompensatedTotal.mean(group) ?? .nan
    case .trimmedMean:
      let cut = group.count / 10
      return CompensatedTotal.mean(Array(group.sorted().dropFirst(cut).dropLast(cut))) ?? .nan
    }
  }

  /// Each answer's distance from the centre of its group.
  func distances(_ group: [Double]) -> [Double] {
    let center = of(group)
    return group.map { abs($0 - center) }
  }
}
