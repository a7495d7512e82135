import SurveyAggregation
import SurveyModel
import Testing

@Suite struct SurveyDesignTests {
  private let survey = Samples.numeric([
    ("w", [1, 2, 0, 1.5]), ("gap", [1, .nan, 1, .nan]), ("minus", [1, -1, 1, 1]), ("none", [0, 0, 0, 0]),
    ("stratum", [1, 1, 2, 2]), ("psu", [1, 2, 1, 2]), ("apart", [1, 2, 3, 4]), ("size", [10, 10, 20, 20]),
    ("small", [1, 1, 20, 20]), ("uneven", [10, 11, 20, 20]),
  ])

  private func mistake(_ names: SurveyDesign.Names, members: [Bool]? = nil) -> AggregationError? {
    Samples.mistake { _ = try SurveyDesign(names, of: survey, members: members) }
  }

  @Test func `a design is built from the names of variables`() throws {
    let design = try SurveyDesign(
      .init(weights: "w", strata: "stratum", clusters: "apart", populationSizes: "size"), of: survey)
    #expect(design.weights?.values == [1, 2, 0, 1.5])
    #expect(design.strata?.codes == [0, 0, 1, 1])
    #expect(design.unitCounts == [2, 2])
    #expect(design.populationSizes == [10, 20])
    #expect(design.isComplex)
    #expect(
      design.words
        == "sampling weights w, as delivered, counted as fixed; 2 strata by stratum; 4 sampling units by apart; "
        + "finite population correction")
    #expect(SurveyDesign(count: 3).words == "no weights, no strata, no sampling units")
    #expect(SurveyDesign(count: 3).unitCounts == [3])
  }

  @Test func `units with the same name in different strata need --nest`() throws {
    let error = try #require(mistake(.init(strata: "stratum", clusters: "psu")))
    #expect(error.found == "2 units in several strata ('1', '2')")
    #expect(error.remedy.contains("--nest"))
    let design = try SurveyDesign(.init(strata: "stratum", clusters: "psu", nest: true), of: survey)
    #expect(design.clusters?.codes == [0, 1, 2, 3])
    #expect(design.clusters?.labels == ["1: 1", "1: 2", "2: 1", "2: 2"])
  }

  @Test(arguments: [
    ("gap", WeightKind.sampling, "2 respondents have no weight"),
    ("minus", .sampling, "1 respondent has a negative weight"),
    ("w", .frequency, "1 respondent has a weight that is not whole"), ("none", .sampling, "no weight above zero"),
    ("wt", .sampling, "no variable 'wt'"),
  ])
  func `weights that are none are refused with their number`(name: String, kind: WeightKind, found: String) throws {
    let error = try #require(mistake(.init(weights: name, kind: kind)))
    #expect(error.found == found)
    #expect(!error.remedy.isEmpty)
  }

  @Test func `respondents outside the sample need no weight and no stratum`() throws {
    let design = try SurveyDesign(
      .init(weights: "gap", strata: "gap"), of: survey, members: [true, false, true, false])
    #expect(design.weights?.values == [1, 0, 1, 0])
    #expect(design.strata?.codes == [0, -1, 0, -1])
    #expect(mistake(.init(strata: "gap"))?.found == "2 respondents have no value")
    #expect(mistake(.init(strata: "stratumm"))?.remedy == "did you mean 'stratum'?")
  }

  @Test func `population sizes must hold the sample and be one per stratum`() {
    #expect(
      mistake(.init(strata: "stratum", populationSizes: "small"))?.found
        == "2 sampling units in stratum '1', whose population has 1")
    #expect(
      mistake(.init(strata: "stratum", populationSizes: "uneven"))?.found
        == "different population sizes in one stratum")
    #expect(mistake(.init(populationSizes: "gap"))?.found == "a respondent without population size")
  }

  @Test func `weights must be numbers`() throws {
    let words = Samples.survey([Samples.answers("a", [0, 1])])
    var nameless = words
    nameless.update(at: 0) { variable, _ in for index in 0..<3 { variable.labels[index].value = nil } }
    #expect(
      Samples.mistake { _ = try SurveyDesign(.init(weights: "a"), of: nameless) }?.found == "a variable without numbers"
    )
  }
}
