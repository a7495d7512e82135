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

  @Test func `who is not analysed and lacks a weight, stratum or unit leaves the sample, others stay`() throws {
    let selection = [true, false, true, false]
    let design = try SurveyDesign(.init(weights: "gap", strata: "stratum"), of: survey, selection: selection)
    #expect(design.isMember == [true, false, true, false])
    let whole = try SurveyDesign(.init(weights: "w", strata: "stratum"), of: survey, selection: selection)
    #expect(whole.isMember == [true, true, true, true])
    let negative = try SurveyDesign(
      .init(weights: "minus"), of: survey, selection: [true, false, true, true])
    #expect(negative.isMember == [true, false, true, true])
    // Who is analysed must have them.
    #expect(
      Samples.mistake {
        _ = try SurveyDesign(.init(weights: "gap"), of: survey, selection: [true, true, true, false])
      }?.found == "1 respondent has no weight")
    var names = SurveyDesign.Names(weights: "w")
    names.needed = ["gap"]
    #expect(try SurveyDesign(names, of: survey, selection: selection).isMember == [true, false, true, false])
  }

  @Test func `a later stage is kept apart by the units before, and its population holds its units`() throws {
    var names = SurveyDesign.Names(weights: "w", clusters: "stratum", populationSizes: "size")
    names.laterStages = [.init(clusters: "psu", populationSizes: "uneven")]
    #expect(mistake(names)?.found == "different population sizes in one stratum")
    let wide = Samples.numeric([
      ("school", [1, 1, 2, 2]), ("pupil", [1, 2, 1, 2]), ("schools", [9, 9, 9, 9]), ("few", [1, 1, 20, 20]),
      ("pupils", [20, 20, 30, 30]),
    ])
    names = SurveyDesign.Names(clusters: "school", populationSizes: "schools")
    names.laterStages = [.init(clusters: "pupil", populationSizes: "pupils")]
    let design = try SurveyDesign(names, of: wide)
    #expect(design.laterStages[0].units.labels == ["1: 1", "1: 2", "2: 1", "2: 2"])
    #expect(design.laterStages[0].populationSizes == [20, 30])
    #expect(design.countingStages.count == 1)
    #expect(design.cells?.codes == [0, 1, 2, 3])
    names.laterStages = [.init(clusters: "pupil", populationSizes: "few")]
    #expect(
      Samples.mistake { _ = try SurveyDesign(names, of: wide) }?.description
        == "--fpc: 2 units by pupil in '1', whose population has 1; expected a population at least as large as the sample\n"
        + "  mend: give the number of units in the population that each stage draws from")
    names.clusters = nil
    #expect(
      Samples.mistake { _ = try SurveyDesign(names, of: wide) }?.description
        == "--clusters: a second stage without a first; expected the sampling units of the first stage first\n"
        + "  mend: write --clusters FIRST,SECOND")
  }

  @Test func `replicate weights come with weights, and without strata`() throws {
    let half = Samples.numeric([
      ("w", [1, 1, 1, 1]), ("r1", [2, 0, 2, 0]), ("r2", [0, 2, 0, 2]), ("gap", [1, .nan, 1, 1]), ("s", [1, 1, 2, 2]),
    ])
    func design(_ weights: String?, _ variables: String, strata: String? = nil) throws -> SurveyDesign {
      var names = SurveyDesign.Names(weights: weights, strata: strata)
      names.replicates = .init(variables: variables, kind: .brr)
      return try SurveyDesign(names, of: half)
    }
    let made = try design("w", "r*")
    #expect(made.replicates?.count == 2)
    #expect(made.replicates?.ratios == [[2, 0], [0, 2]])
    #expect(made.cells?.codes == [0, 1, 0, 1])
    #expect(made.words == "sampling weights w, as delivered; 2 replicate weights r* (brr)")
    func message(_ work: () throws -> SurveyDesign) -> String? { Samples.mistake { _ = try work() }?.description }
    #expect(
      message { try design(nil, "r*") }
        == "--replicate-weights: replicate weights without weights; expected the weights of the full sample beside them\n"
        + "  mend: add --weights NAME")
    #expect(
      message { try design("w", "r*", strata: "s") }
        == "--replicate-weights: replicate weights beside strata, clusters or population sizes; expected one description "
        + "of how the sample was drawn\n"
        + "  mend: leave --strata, --clusters and --fpc out: the replicates hold what they say")
    #expect(
      message { try design("w", "r1,gap") }
        == "--replicate-weights r1,gap: 1 respondent has a replicate weight that is missing or negative; expected a weight "
        + "of zero or more in every replicate\n  mend: take them out with --where, or mend the file")
  }
}

@Suite struct DesignGroupNameTests {
  @Test func `numbers make the groups that their texts make`() throws {
    let values: [Double] = [3, 0.5, -2, 70_000, 3, -0.0, 0, 70_000, 0.5, 1_000_000_007]
    let numbers = Samples.numeric([("g", values)])
    let design = try SurveyDesign(.init(clusters: "g"), of: numbers)
    #expect(design.clusters?.codes == [0, 1, 2, 3, 0, 4, 4, 3, 1, 5])
    #expect(design.clusters?.labels == ["3", "0.5", "-2", "70000", "0", "1000000007"])
    // A number that the file writes in another way is a group of its own.
    let column = NumericColumn(
      values: values, missing: values.map { _ in 0 }, originals: [4: "03"])
    let written = Survey(
      codebook: numbers.codebook, columns: [.numeric(column)], count: values.count, provenance: numbers.provenance)
    #expect(try SurveyDesign(.init(clusters: "g"), of: written).clusters?.codes == [0, 1, 2, 3, 4, 5, 5, 3, 1, 6])
  }

  @Test func `members without a group are counted, others are not`() throws {
    let numbers = Samples.numeric([("g", [1, .nan, 2, .nan])])
    let mistake = Samples.mistake { _ = try SurveyDesign(.init(clusters: "g"), of: numbers) }
    #expect(mistake?.found == "2 respondents have no value")
    let members = [true, false, true, false]
    let design = try SurveyDesign(.init(clusters: "g"), of: numbers, members: members)
    #expect(design.clusters?.codes == [0, -1, 1, -1])
    let answers = Samples.survey([Samples.answers("g", [0, nil, 22, 2, 9])])
    #expect(
      Samples.mistake { _ = try SurveyDesign(.init(strata: "g"), of: answers) }?.found
        == "2 respondents have no value")
    let some = try SurveyDesign(.init(strata: "g"), of: answers, members: [true, false, true, true, false])
    // One answer written in two ways makes two groups, as the file has it.
    #expect(some.strata?.codes == [0, -1, 1, 2, -1])
  }
}
