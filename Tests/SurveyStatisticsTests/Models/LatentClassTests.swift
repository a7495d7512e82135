import SurveyModel
import TestSupport
import Testing
import TextFormats

@testable import SurveyStatistics

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct LatentClassTests {
  typealias Examples = ModelExamples

  private func conflict() throws -> LatentClassData {
    try LatentClassData(
      items: ["A", "B", "C", "D"], answers: [[String]](repeating: ["universal", "particular"], count: 4),
      patterns: Examples.conflict.patterns, counts: Examples.conflict.counts)
  }

  @Test(.published("latent-class", in: "Goodman (1974), table 2"))
  func `the role conflict example of Goodman comes out as printed`() throws {
    let analysis = try LatentClassAnalysis(try conflict(), settings: .init(classes: 2...2, seed: 3, starts: 10))
    let solution = analysis.solutions[0]
    // Goodman (1974), table 2: the unrestricted model of two classes has χ² 2.72 with 6 degrees of freedom, shares .28
    // and .72, and in the small class probabilities .993, .940, .927, .769 of the universal answer, in the large one
    // .714, .330, .354, .132.
    expectNear(solution.deviance, 2.72, 5e-3)
    expectNear(solution.pearson, 2.72, 5e-3)
    #expect(solution.degreesOfFreedom == 6)
    expectNear(analysis.classes[1].share, 0.28, 5e-3)
    for (item, printed) in zip(analysis.classes[1].items, [0.993, 0.940, 0.927, 0.769]) {
      expectNear(item.probabilities[0], printed, 1e-3, "\(item)")
    }
    for (item, printed) in zip(analysis.classes[0].items, [0.714, 0.330, 0.354, 0.132]) {
      expectNear(item.probabilities[0], printed, 1e-3, "\(item)")
    }
    #expect(analysis.classes.reduce(0) { $0 + $1.assigned } == 216)
  }

  @Test(.property("latent-class", keeps: "one class: independence"))
  func `one class is independence, and its likelihood is known`() throws {
    let data = try conflict()
    let analysis = try LatentClassAnalysis(data, settings: .init(classes: 1...1))
    var expected = 0.0
    for item in 0..<4 {
      for answer in 0..<2 {
        let count = Double(
          zip(Examples.conflict.patterns, Examples.conflict.counts).reduce(0) {
            $0 + ($1.0[item] == answer ? $1.1 : 0)
          })
        expected += count * log(count / 216)
      }
    }
    expectClose(analysis.solutions[0].logLikelihood, expected, 1e-12)
    #expect(analysis.solutions[0].entropy == nil)
    #expect(analysis.solutions[0].reached == 1)
    // Goodman (1974), table 2: 81.08 with 11 degrees of freedom.
    #expect(abs(analysis.solutions[0].deviance - 81.08) < 5e-3)
    #expect(analysis.solutions[0].degreesOfFreedom == 11)
  }

  @Test(.property("latent-class", keeps: "threads, patterns permuted, seeds; shares and probabilities add up to one"))
  func `threads and the order of patterns change nothing, seeds at most the last digits`() throws {
    let data = try conflict()
    func run(_ threads: Int, _ seed: UInt64 = 7) throws -> LatentClassAnalysis {
      try LatentClassAnalysis(data, settings: .init(classes: 1...3, seed: seed, starts: 12, threads: threads))
    }
    let one = try run(1)
    let three = try run(3)
    #expect(one.solutions == three.solutions)
    #expect(one.classes == three.classes)
    #expect(one.solutions[one.chosen].classes == 2)
    let other = try run(2, 99)
    expectClose(other.solutions[1].logLikelihood, one.solutions[1].logLikelihood, 1e-10)
    let order = (0..<16).map { ($0 * 7 + 3) % 16 }
    let turned = try LatentClassAnalysis(
      try LatentClassData(
        items: ["A", "B", "C", "D"], answers: [[String]](repeating: ["u", "p"], count: 4),
        patterns: order.map { Examples.conflict.patterns[$0] }, counts: order.map { Examples.conflict.counts[$0] }),
      settings: .init(classes: 2...2, starts: 10))
    expectClose(turned.solutions[0].logLikelihood, one.solutions[1].logLikelihood, 1e-10)
    // Shares and probabilities sum to one; the largest class stands first.
    expectClose(one.classes.reduce(0) { $0 + $1.share }, 1, 1e-12)
    #expect(one.classes.map(\.share) == one.classes.map(\.share).sorted(by: >))
    for group in one.classes { for item in group.items { expectClose(item.probabilities.reduce(0, +), 1, 1e-12) } }
  }

  @Test(
    .golden("latent-class", by: "R 4.2.2, poLCA 1.6.0.2", outside: true),
    .enabled(if: SharedFiles.golden != nil, Comment(rawValue: SharedFiles.absent)), arguments: [1, 2, 3])
  func `the carcinoma example agrees with poLCA`(classes: Int) throws {
    let folder = try #require(SharedFiles.golden)
    let text = String(decoding: try FileSystem.contents(of: folder + "/carcinoma.csv"), as: UTF8.self)
    let rows = text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").map { cell in (Int(String(cell.filter { $0 != "\"" && $0 != "\r" })) ?? 0) - 1 }
    }
    let json = try JSONValue(parsing: try FileSystem.contents(of: folder + "/lca.json"))
    let golden = try #require(json["carcinoma_\(classes)"])
    let data = try LatentClassData(
      items: ["A", "B", "C", "D", "E", "F", "G"], answers: [[String]](repeating: ["no", "yes"], count: 7),
      patterns: rows.map { Array($0.suffix(7)) })
    let analysis = try LatentClassAnalysis(data, settings: .init(classes: classes...classes, starts: 20))
    let solution = analysis.solutions[0]
    expectNear(solution.logLikelihood, try golden.number("llik"), 1e-6)
    expectNear(solution.aic, try golden.number("aic"), 1e-5)
    expectNear(solution.bic, try golden.number("bic"), 1e-5)
    expectNear(solution.deviance, try golden.number("Gsq"), 1e-5)
    #expect(relativeError(solution.pearson, try golden.number("Chisq")) < 1e-4)
    #expect(Double(solution.parameters) == (try golden.number("npar")))
    if let entropy = golden["rel_entropy"]?.number { expectNear((solution.entropy ?? 0), entropy, 1e-4) }
    for (index, group) in analysis.classes.enumerated() where classes > 1 {
      expectNear(group.share, try golden.number("P", "\(index)"), 1e-4)
      for item in group.items {
        expectNear(item.probabilities[0], try golden.number("probs", item.name, "\(index)", "0"), 1e-3)
      }
    }
  }

  @Test func `the bootstrap keeps two classes against one, and not three against two`() throws {
    let data = try conflict()
    func p(_ classes: Int, _ replicates: Int, threads: Int) throws -> Double? {
      let settings = LatentClassAnalysis.Settings(
        classes: classes...classes, starts: 8, bootstrap: replicates, threads: threads)
      return try LatentClassAnalysis(data, settings: settings).solutions[0].bootstrapP
    }
    #expect(try p(2, 19, threads: 2) == 0.05)
    #expect(try p(3, 19, threads: 2) ?? 0 > 0.1)
    #expect(try p(3, 6, threads: 1) == p(3, 6, threads: 3))
    #expect(try p(1, 6, threads: 1) == nil)
  }

  @Test func `a model that its table does not determine is said to be so, and never chosen over one that is`() throws {
    let data = try LatentClassData(
      items: ["A", "B"], answers: [["n", "y"], ["n", "y"]], patterns: [[0, 0], [0, 1], [1, 0], [1, 1]],
      counts: [40, 10, 10, 40])
    let analysis = try LatentClassAnalysis(data, settings: .init(classes: 1...2, starts: 5))
    #expect(analysis.solutions[1].degreesOfFreedom == -2)
    #expect(analysis.solutions[analysis.chosen].classes == 1)
    let forced = try LatentClassAnalysis(data, settings: .init(classes: 2...2, starts: 5)).result(
      base: Base(count: 100))
    #expect(
      forced.warnings.contains("the model has more parameters than the table has cells: its classes are not determined")
    )
    #expect(forced.json["classes"]?[0]?["items"]?[0]?["answers"]?[0]?["answer"]?.string == "n")
    #expect(forced.json["solutions"]?[0]?["bic"]?.number != nil)
  }

  @Test func `what cannot be answered is refused in words`() {
    func message(_ answers: [[String]], _ patterns: [[Int]], _ classes: ClosedRange<Int> = 1...2, starts: Int = 3)
      -> String
    {
      let error = refusal { () throws(StatisticsError) in
        let data = try LatentClassData(
          items: answers.indices.map { "i\($0 + 1)" }, answers: answers, patterns: patterns)
        _ = try LatentClassAnalysis(data, settings: .init(classes: classes, starts: starts))
      }
      return error?.description ?? "no error"
    }
    let two = [["a", "b"], ["c", "d"]]
    #expect(
      message(two, []) == "--items: no respondent with all answers; expected items with different answers\n"
        + "  mend: use fewer items")
    #expect(
      message(two, [[0, 1], [1, 1]])
        == "--items: 'i2', which everybody answers alike; expected items with different answers\n"
        + "  mend: leave it out")
    #expect(message([["a", "b"]], [[0], [1]]).hasPrefix("--items: patterns that do not fit the items"))
    #expect(
      message(two, [[0, 1], [1, 0]], 1...30)
        == "--classes: 1 to 30 classes; expected 1 to 20\n  mend: write --classes 3, or --classes 1..4 to compare")
    #expect(message(two, [[0, 1], [1, 0]], starts: 0).hasPrefix("--starts: 0 starts; expected 1 to 100000"))
    // Two respondents: an answer, and its limits in words.
    #expect(message(two, [[0, 1], [1, 0]]) == "no error")
  }

  @Test(.property("latent-class", keeps: "400 items do not underflow"))
  func `many items do not make probabilities too small for numbers`() throws {
    let items = 400
    let patterns = (0..<60).map { row in
      (0..<items).map { item in
        // Two kinds of respondents, and one answer of eleven that goes the other way.
        (item % 3 == 0) == (row % 2 == 0) ? ((item * 31 + row * 7) % 11 == 0 ? 0 : 1) : (item + row) % 11 == 0 ? 1 : 0
      }
    }
    let data = try LatentClassData(
      items: (0..<items).map { "i\($0)" }, answers: [[String]](repeating: ["n", "y"], count: items), patterns: patterns)
    let analysis = try LatentClassAnalysis(data, settings: .init(classes: 2...2, starts: 3))
    #expect(analysis.solutions[0].logLikelihood.isFinite)
    #expect(analysis.classes.map(\.assigned).sorted() == [30, 30])
  }
}
