import TestSupport
import Testing
import TextFormats

private let data = SharedFiles.root + "/datasets/social-necessity/thesis-true/"
private let csv = [data + "responses.csv", data + "codebook.csv"]

/// Weights, designs and margins on the command line.
@Suite(.enabled(if: ToplineProcess.path != nil, Comment(rawValue: ToplineProcess.absent)))
struct DesignOptionsTests {
  @Test(
    arguments: [
      (
        ["--lonely-psu", "adjst"],
        "--lonely-psu 'adjst': expected one of fail, remove, certainty, adjust, average; did you mean 'adjust'?"
      ),
      (["--fay", "0.5"], "--fay: expected --replicate-weights beside it"),
      (["--replicate-scales", "1"], "--replicate-scales: expected --replicate-weights beside it"),
      (["--trim", "5"], "--trim: expected --rake beside it"),
      (
        ["--strata", "region,sex", "--clusters", "region"],
        "--strata, --fpc: found 2 names, expected one for each stage of --clusters"
      ),
      (
        ["--weights", "wt", "--replicate-weights", "wt", "--replicate-type", "jk1", "--replicate-scales", "a"],
        "--replicate-scales 'a': expected numbers, such as 0.5,0.5,0.667"
      ),
      (
        ["--weights", "wt", "--replicate-weights", "wt", "--replicate-type", "jk"],
        "--replicate-type 'jk': expected one of brr, fay, jk1, jk2, jkn, bootstrap, successive-difference; did you mean "
          + "'jk1'?"
      ),
      (
        ["--weights", "wt", "--replicate-weights", "wt"],
        "--replicate-weights: expected --replicate-type: one of brr, fay, jk1, jk2, jkn, bootstrap, "
          + "successive-difference"
      ),
    ] as [([String], String)])
  func `a mistaken option is answered in one sentence`(options: [String], message: String) {
    let process = ToplineProcess(["summary"] + csv + ["--variables", "a1", "--quiet"] + options)
    #expect(process.status == 64)
    #expect(process.messages.hasPrefix("Error: " + message + "\n"))
  }

  @Test func `raked shares are the margin's, and the weighting is reported`() throws {
    let process = ToplineProcess(["summary"] + csv + ["--variables", "sex", "--rake", "sex: 1=1", "--quiet"])
    #expect(process.status == 65)
    #expect(process.messages.contains("margin sex: 508 respondents with answers that the margin does not name"))
    let region = ToplineProcess(
      ["summary"] + csv + [
        "--variables", "region", "--rake", "region: 1=0.3, 2=0.2, 3=0.2, 4=0.2, 5=0.1", "--output-format", "json",
        "--quiet",
      ])
    #expect(region.status == 0)
    let json = try JSONValue(parsing: region.output)
    let share = try #require(json["variables"]?[0]?["categories"]?[0]?["percent"]?.number)
    #expect(abs(share - 30) < 1e-9)
    #expect(json["weighting"]?["method"]?.string == "raking")
    #expect(json["weighting"]?["designEffect"]?.number ?? 0 > 1)
    #expect(json["design"]?.string?.contains("raked to region, which the variances account for") == true)
  }

  @Test func `a test with weights names its design`() throws {
    let process = ToplineProcess(
      ["test", "t-welch"] + csv + [
        "--outcome", "n1", "--by", "sex", "--where", "sex in (1, 2)", "--weights", "wt", "--strata", "region",
        "--output-format", "json", "--quiet",
      ])
    #expect(process.status == 0)
    let json = try JSONValue(parsing: process.output)
    #expect(json["id"]?.string == "t-welch")
    #expect(json["method"]?.string == "Design-based t test of two means")
    #expect(json["design"]?.string?.hasSuffix("5 strata by region") == true)
  }
}
