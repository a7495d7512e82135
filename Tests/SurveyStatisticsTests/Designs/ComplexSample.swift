import SurveyAggregation
import SurveyStatistics
import Testing
import TextFormats

/// The small complex sample of `Golden/complex_sample.py`, whose influences were derived by another road.
struct ComplexSample {
  let golden: JSONValue
  let weights: [Double]
  let y: [Double]
  let x: [Double]
  let s: [Double]
  let group: [Int]

  init() throws {
    golden = try Golden.json("complex_sample.json")
    let data = try #require(golden["data"])
    func column(_ name: String) throws -> [Double] {
      try #require(data[name]?.array).map { try #require($0.number) }
    }
    let base = try column("base")
    weights = try column("weight")
    y = zip(try column("y"), base).map { $1 == 1 ? $0 : .nan }
    x = zip(try column("x"), base).map { $1 == 1 ? $0 : .nan }
    s = zip(try column("s"), base).map { $1 == 1 ? $0 : .nan }
    group = zip(try column("g"), base).map { $1 == 1 ? Int($0) : -1 }
  }

  func column(_ name: String) throws -> [Double] {
    try #require(golden["data"]?[name]?.array).map { try #require($0.number) }
  }

  /// The design, with its second stage or without.
  func design(stages: Int = 2) throws -> SurveyDesign {
    func groups(_ name: String) throws -> DesignGroups {
      let codes = try column(name).map { Int32($0) }
      return DesignGroups(name: name, codes: codes, labels: (0...(codes.max() ?? 0)).map { "\($0)" })
    }
    let (strata, schools) = (try groups("stratum"), try groups("school"))
    let count = weights.count
    let sizes = try column("pupils")
    var sizeOfSchool = [Double](repeating: 0, count: schools.labels.count)
    for index in 0..<count { sizeOfSchool[Int(schools.codes[index])] = sizes[index] }
    let pupils = DesignGroups(name: "pupil", codes: (0..<Int32(count)).map { $0 }, labels: (0..<count).map { "\($0)" })
    return SurveyDesign(
      count: count, weights: try Weights(name: "weight", values: weights), strata: strata, clusters: schools,
      populationSizes: [10, 20, 8],
      laterStages: stages == 1 ? [] : [SamplingStage(units: pupils, strata: schools, populationSizes: sizeOfSchool)])
  }
}
