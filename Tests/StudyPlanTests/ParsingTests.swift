import StudyPlan
import SurveyAggregation
import SurveyModel
import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct ParsingTests {
  static let example = """
    topline: 1
    title: Needed and lonely
    data: [responses.csv, questionnaire.qsf]
    sample:
      kind: nonprobability
      fielded: 2026-10-01/2026-10-21
    weights: {variable: wt, kind: sampling}
    missing: {99: dont-know, -99: skipped}
    exclude:
      - {where: Status != 0, why: previews and tests}
      - {faster-than: 1/3 median, why: speeders}
    variables:
      age_group: {from: age, cut: [18, 30, 50, 65]}
      heavy: {from: days, labels: {Heavy: 6..7, Light: 0..5}}
    scales:
      antisocial: {items: Q5_1..Q5_4, reverse: [Q5_3], score: mean, answered: 3}
    hypotheses:
      H1: {says: A majority feel both, test: paradox, both: [antisocial > 4, necessity > 4],
           firm: [antisocial >= 5, necessity >= 5], threshold: 0.50, sesoi: 0.05, family: main}
      H2: {says: Heavy users need it more, test: brunner-munzel, outcome: antisocial,
           by: heavy, greater: Heavy, threshold: 0.50, sesoi: 0.06, family: main}
    figures:
      1: {kind: likert, variables: Q5_1..Q5_4, by: age_group}
      2: {kind: mosaic, of: H1}
    tables:
      1: {kind: scales, of: [antisocial]}
      2: {kind: banner, rows: [Q5_*, Q6_*, Q9], columns: [gender, age_group], nets: top-2, as: [docx, xlsx]}
    style: {journal: apa, adjust: holm, level: 0.95}
    """

  @Test func `the example reads as it is meant`() throws {
    let plan = try StudyPlan(parsing: Self.example, fileName: "study.yaml")
    #expect(plan.title == "Needed and lonely")
    #expect(plan.data == ["responses.csv", "questionnaire.qsf"])
    #expect(plan.sample.map(\.name) == ["kind", "fielded"])
    #expect(plan.design?.names.weights == "wt")
    #expect(plan.missing.map(\.code) == ["99", "-99"])
    #expect(plan.exclusions[0].rule == .condition("Status != 0"))
    #expect(plan.exclusions[1].rule == .fasterThan("1/3 median", duration: nil))
    #expect(plan.variables[0].cuts == [18, 30, 50, 65])
    #expect(plan.variables[1].labels.map(\.values) == [["6..7"], ["0..5"]])
    #expect(plan.scales[0].items == "Q5_1..Q5_4")
    guard case .own(let hypotheses) = plan.hypotheses else {
      Issue.record("the hypotheses are the file's own")
      return
    }
    #expect(hypotheses[0].both == ["antisocial > 4", "necessity > 4"])
    #expect(hypotheses[1].greater == "Heavy")
    #expect(hypotheses[1].line == 20)
    #expect(plan.figures[1].of == ["H1"])
    #expect(plan.tables[1].rows == ["Q5_*", "Q6_*", "Q9"])
    #expect(plan.tables[1].formats == ["docx", "xlsx"])
    #expect(plan.style.journal == "apa")
  }

  @Test func `a design of several stages and margins read as they are meant`() throws {
    let plan = try StudyPlan(
      parsing: """
        topline: 1
        data: a.csv
        weights: {variable: pw, kind: sampling, rake: {sex: {1: 0.48, 2: 0.52}, sex * region: {1 * N: 120, 2*S: 130}}, trim: 5}
        design: {strata: region, clusters: [district, household], nest: true, fpc: "districts, households", lonely-psu: adjust}
        """, fileName: "s.yaml")
    let design = try #require(plan.design)
    #expect(design.names.weights == "pw")
    #expect(design.names.strata == "region")
    #expect(design.names.clusters == "district")
    #expect(design.names.nest)
    #expect(design.names.populationSizes == "districts")
    #expect(design.names.laterStages == [.init(clusters: "household", populationSizes: "households")])
    #expect(design.names.lonelyUnits == .adjust)
    #expect(
      design.margins == [
        PopulationMargin(variables: ["sex"], cells: [.init(["1"], 0.48), .init(["2"], 0.52)]),
        PopulationMargin(variables: ["sex", "region"], cells: [.init(["1", "N"], 120), .init(["2", "S"], 130)]),
      ])
    #expect(design.trim == 5)
    #expect(design.line == 3)
  }

  @Test func `replicate weights read as they are meant`() throws {
    let plan = try StudyPlan(
      parsing: """
        topline: 1
        data: a.csv
        weights: pw
        design: {replicate-weights: repwt_*, replicate-type: fay, fay: 0.3, replicate-scales: [0.5, 0.25]}
        """, fileName: "s.yaml")
    #expect(
      plan.design?.names.replicates
        == SurveyDesign.ReplicateNames(variables: "repwt_*", kind: .fay, fay: 0.3, scales: [0.5, 0.25]))
  }

  @Test func `words that YAML would type stay words`() throws {
    let plan = try StudyPlan(
      parsing: "topline: 1\ndata: a.csv\nmissing: {01: refused, no: skipped}\n", fileName: "s.yaml")
    #expect(plan.missing.map(\.code) == ["01", "no"])
  }

  @Test func `a protocol is named in one word`() throws {
    let plan = try StudyPlan(
      parsing: "topline: 1\ndata: a.csv\nhypotheses: social-necessity\nmapping: {a1: [Q1]}\n", fileName: "s.yaml")
    #expect(plan.hypotheses == .named("social-necessity", line: 3))
    #expect(plan.mapping.first?.variables == ["Q1"])
  }

  @Test(arguments: [
    (
      "",
      "s.yaml:1: an empty study file; expected a map with 'topline: 1'\n  mend: start from 'topline init FILE', which writes a study file to go on from"
    ),
    (
      "topline: 1\ntitel: x\n",
      "s.yaml:2: the key 'titel' in the study file; expected one of topline, title, data, sample, weights, design, missing, exclude, variables, scales, hypotheses, mapping, figures, tables, style\n  mend: did you mean 'title'?"
    ),
    ("topline: 2\ndata: a.csv\n", "s.yaml:1: topline: version 2; expected version 1\n  mend: write 'topline: 1'"),
    ("data: a.csv\n", "s.yaml:1: a study file without 'topline'; expected 'topline'\n  mend: add 'topline: 1'"),
    ("topline: 1\n", "s.yaml:1: a study file without 'data'; expected 'data'\n  mend: add 'data: [responses.csv]'"),
    (
      "topline: 1\ndata: &x a.csv\ntitle: *x\n",
      "s.yaml:2: an anchor or alias (& or *); expected every value written out\n  mend: write the value again where it is used; put quotes round a text that begins with & or *"
    ),
    (
      "topline: 1\ndata: a.csv\nexclude: [{where: x = 1}]\n",
      "s.yaml:3: an exclusion without 'why'; expected 'why'\n  mend: add 'why: unfinished'"
    ),
    (
      "topline: 1\ndata: a.csv\nexclude: [{faster-than: 3 median, why: y}]\n",
      "s.yaml:3: faster-than: '3 median'; expected a fraction of the median time, or seconds\n  mend: write such as: 1/3 median, or: 1/3 median of interviewtime, or: < 120 s"
    ),
    (
      "topline: 1\ndata: a.csv\nhypotheses: {H1: {says: x, test: paradox, both: [a]}}\n",
      "s.yaml:3: both: 1 conditions; expected two\n  mend: write 'both: [antisocial > 4, necessity > 4]'"
    ),
    (
      "topline: 1\ndata: a.csv\nstyle: {level: 95}\n",
      "s.yaml:3: level: '95'; expected a number from 0.5 to 0.999\n  mend: write digits with '.' as decimal point"
    ),
    (
      "topline: 1\ndata: a.csv\nmissing: {99: dontknow}\n",
      "s.yaml:3: 99: 'dontknow'; expected one of dont-know, refused, not-applicable, skipped, not-shown, missing\n  mend: did you mean 'dont-know'?"
    ),
    (
      "topline: 1\ndata: a.csv\ndesign: {clusters: d, strata: [r, s]}\n",
      "s.yaml:3: design: 2 stages in strata or fpc, 1 in clusters; expected at most one stratum and one fpc for each stage of clusters\n  mend: name the units of every stage: clusters: [district, household]"
    ),
    (
      "topline: 1\ndata: a.csv\ndesign: {lonely-psu: ajust}\n",
      "s.yaml:3: lonely-psu: 'ajust'; expected one of fail, remove, certainty, adjust, average\n  mend: did you mean 'adjust'?"
    ),
    (
      "topline: 1\ndata: a.csv\ndesign: {fay: 0.5}\n",
      "s.yaml:3: a design with replicates without 'replicate-weights'; expected 'replicate-weights'\n  mend: add 'replicate-weights: repwt_*'"
    ),
    (
      "topline: 1\ndata: a.csv\ndesign: {replicate-weights: r_*}\n",
      "s.yaml:3: a design with replicate weights without 'replicate-type'; expected 'replicate-type'\n  mend: add 'replicate-type: jkn'"
    ),
    (
      "topline: 1\ndata: a.csv\nweights: {variable: w, trim: 5}\n",
      "s.yaml:3: weights with 'trim' without 'rake'; expected 'rake'\n  mend: add 'rake: {sex: {1: 0.48, 2: 0.52}}'"
    ),
    (
      "topline: 1\ndata: a.csv\nweights: {variable: w, rake: {a*b: {1: 0.4}}}\n",
      "s.yaml:3: rake.a*b: '1'; expected 2 answers, joined by '*'\n  mend: write one answer for each of a, b"
    ),
    (
      "topline: 1\ndata: a.csv\nweights: {variable: w, rake: {}}\n",
      "s.yaml:3: rake: no margin; expected the margins of the population\n  mend: write rake: {sex: {1: 0.48, 2: 0.52}}"
    ),
    (
      "topline: 1\ndata: a.csv\nscales: {s: [a]}\n",
      "s.yaml:3: s: a list; expected a map (name: value)\n  mend: see the example in Documentation/StudyFile.md"
    ),
    (
      "topline: 1\ndata: a.csv\nfigures: {1: {kind: likert, of: H9}}\n",
      "s.yaml:3: of: 'H9'; expected a hypothesis or a scale of this file\n  mend: known are "
    ),
  ])
  func `a mistake is named with its line and its mending`(yaml: String, message: String) {
    do {
      _ = try StudyPlan(parsing: yaml, fileName: "s.yaml")
      Issue.record("no error")
    } catch {
      #expect(error.description == message)
      #expect(error.exitStatus == 65)
    }
  }

  @Test(arguments: ["topline: [1", "a: b: c", "\t- x", "topline: 1\n  data: x\n data: y\n", "\u{0}"])
  func `text that is not YAML is refused and never crashes`(yaml: String) {
    #expect(throws: StudyError.self) { try StudyPlan(parsing: yaml, fileName: "s.yaml") }
  }

  @Test func `deep nesting is refused`() {
    let yaml = "topline: 1\ndata: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(throws: StudyError.self) { try StudyPlan(parsing: yaml, fileName: "s.yaml") }
  }

  @Test func `every prefix of the example is read or refused, never worse`() {
    let bytes = Array(Self.example.utf8)
    for end in stride(from: 0, through: bytes.count, by: 7) {
      _ = try? StudyPlan(parsing: String(decoding: bytes[..<end], as: UTF8.self), fileName: "s.yaml")
    }
  }
}
