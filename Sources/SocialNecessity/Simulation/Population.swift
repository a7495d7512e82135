/// Who lives in the simulated population, and who of them answers.
///
/// The shares are set for the simulation, rounded and near Denmark's; they are not published figures.
enum Population {
  /// One of the three properties that responding depends on.
  struct Margin: Sendable {
    /// The item that asks for it.
    let item: String
    /// The population's shares.
    let shares: [Double]
    /// How readily each group responds.
    let response: [Double]
  }

  static let age = Margin(item: "age", shares: [0.20, 0.31, 0.25, 0.24], response: [0.6, 0.9, 1.2, 1.3])
  static let sex = Margin(item: "sex", shares: [0.505, 0.495], response: [1.15, 0.85])
  static let region = Margin(
    item: "region", shares: [0.32, 0.145, 0.205, 0.23, 0.10], response: [1.1, 0.95, 0.9, 1.0, 1.05])
  static let margins = [age, sex, region]

  /// Education given age, in the order of the item's answers.
  static let education: [[Double]] = [
    [0.14, 0.34, 0.20, 0.22, 0.10], [0.10, 0.08, 0.31, 0.31, 0.20], [0.15, 0.05, 0.40, 0.28, 0.12],
    [0.27, 0.04, 0.38, 0.24, 0.07],
  ]
  /// How far the traits' means lie from the world's in each age group; they cancel over the population.
  static let antisocialByAge = [-0.10, -0.02, 0.04, 0.0675]
  static let necessityByAge = [0.26, 0.12, -0.08, -0.288_333_333_333_333_3]

  /// Draws a person's age, sex, region and education.
  static func person(from draws: inout Draws, responding: Bool) -> Person {
    func shares(_ margin: Margin) -> [Double] {
      responding ? zip(margin.shares, margin.response).map { $0 * $1 } : margin.shares
    }
    let age = draws.choice(shares(age))
    let sex = draws.choice(shares(sex))
    let region = draws.choice(shares(region))
    return Person(age: age, sex: sex, region: region, education: draws.choice(education[age]))
  }
}

/// A person's background, as positions among the items' answers.
struct Person: Sendable {
  var age: Int
  var sex: Int
  var region: Int
  var education: Int

  /// The position of the person's group in a margin.
  func group(in margin: Population.Margin) -> Int {
    switch margin.item {
    case Population.age.item: age
    case Population.sex.item: sex
    default: region
    }
  }
}
