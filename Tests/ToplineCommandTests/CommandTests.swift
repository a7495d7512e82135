import TestSupport
import Testing
import TextFormats

private let data = SharedFiles.root + "/datasets/social-necessity"
private let csv = [data + "/thesis-true/responses.csv", data + "/thesis-true/codebook.csv"]

/// A temporary file with a text, removed afterwards.
private func withFile(
  _ name: String, _ bytes: [UInt8], _ body: (String) throws -> Void
) throws {
  let folder = "/tmp/topline-command-tests-\(FileSystem.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
  try FileSystem.createDirectory(folder)
  defer { try? FileSystem.remove(folder) }
  try FileSystem.write(bytes, to: folder + "/" + name)
  try body(folder + "/" + name)
}

@Suite(.enabled(if: ToplineProcess.path != nil, Comment(rawValue: ToplineProcess.absent)))
struct CommandTests {
  @Test func `the version is one line`() {
    let process = ToplineProcess(["--version"])
    #expect(process.output == "0.1.0\n")
    #expect(process.status == 0)
  }

  @Test func `inspect gives the contract's keys`() throws {
    let process = ToplineProcess(["inspect"] + csv + ["--output-format", "json", "--quiet"])
    #expect(process.status == 0)
    let json = try JSONValue(parsing: process.output)
    #expect(json["format"]?.string == "csv")
    #expect(json["respondents"]?.integer == 1200)
    #expect(json["synthetic"]?.bool == true)
    let first = try #require(json["variables"]?[0]?.object)
    for key in ["name", "label", "kind", "level", "labels", "missing", "personal"] {
      #expect(first[key] != nil, "\(key)")
    }
  }

  @Test func `a long table's topline is the same whether its records are counted or kept`() throws {
    var text = "ResponseId,Q1,age,weight,comment\n"
    for record in 0..<60_000 {
      text += "R_\(record),\(record * 7 % 6),\(16 + record % 64),\(Double(record * 37 % 59_999) / 1000),"
      text += record % 4 == 0 ? "\n" : "\"a comment, and one more word \(record)\"\n"
    }
    try withFile("long.csv", Array(text.utf8)) { file in
      let counted = ToplineProcess(["summary", file, "--output-format", "json", "--quiet"])
      let kept = ToplineProcess(["summary", file, "--where", "age >= 0", "--output-format", "json", "--quiet"])
      #expect(counted.status == 0)
      let first = try JSONValue(parsing: counted.output)
      let second = try JSONValue(parsing: kept.output)
      #expect(first["variables"] == second["variables"])
      #expect(first["variables"]?[0]?["n"]?.integer == 60_000)
      #expect(first["respondents"] == second["respondents"])
    }
  }

  @Test func `summary counts without weights and weighs percentages`() throws {
    let plain = try JSONValue(
      parsing: ToplineProcess(["summary"] + csv + ["--variables", "a1", "--output-format", "json"]).output)
    let weighted = try JSONValue(
      parsing: ToplineProcess(
        ["summary"] + csv + ["--variables", "a1", "--weights", "wt", "--output-format", "json"]
      ).output)
    let a = try #require(plain["variables"]?[0])
    let b = try #require(weighted["variables"]?[0])
    #expect(a["n"] == b["n"])
    #expect(a["categories"]?[0]?["count"] == b["categories"]?[0]?["count"])
    #expect(a["categories"]?[0]?["percent"] != b["categories"]?[0]?["percent"])
    #expect(a["categories"]?[0]?["interval"]?["method"]?.string == "wilson")
    let total = (a["categories"]?.array ?? []).reduce(0) { $0 + ($1["count"]?.integer ?? 0) }
    #expect(total == a["n"]?.integer)
  }

  @Test func `output is the same in every locale, time zone and run`() {
    let arguments = ["summary"] + csv + ["--output-format", "json", "--weights", "wt"]
    let first = ToplineProcess(arguments)
    let second = ToplineProcess(arguments, prefix: "LC_ALL=da_DK.UTF-8 TZ=Asia/Tokyo")
    #expect(first.status == 0)
    #expect(first.output == second.output)
  }

  @Test(
    arguments: [
      (["paradox", "--both", "a3 >= 5, n1 >= 5"], "joint-share"),
      (["mann-whitney", "--outcome", "n1", "--by", "sex", "--where", "sex in (1, 2)"], "probability-of-superiority"),
      (["wilcoxon-signed-rank", "--outcome", "ad4_1", "--with", "ad4_4"], nil),
      (["friedman", "--items", "ba_1..ba_5"], nil), (["cronbach-alpha", "--items", "n1,n2", "--reverse", "n2"], nil),
      (["chi-square", "--outcome", "n1", "--by", "region"], nil),
      (["gamma", "--outcome", "n1", "--with", "a1"], "goodman-kruskal-gamma"),
      (["polychoric", "--outcome", "n1", "--with", "a1", "--estimator", "ml"], "polychoric-correlation"),
      (["icc", "--items", "ba_1..ba_5", "--form", "3,k"], "icc-3-k"),
      (["tost", "--outcome", "n1", "--mu", "4", "--bounds", "-0.5,0.5"], "mean-difference"),
      (["kruskal-wallis", "--outcome", "n1", "--by", "region", "--post-hoc", "dunn", "--adjustment", "by"], nil),
      (["chi-square", "--outcome", "n1", "--by", "region", "--monte-carlo", "500", "--seed", "7"], nil),
      (["binomial", "--outcome", "a3", "--success", "5,6,7"], "share"),
      (["proportion", "--outcome", "a3", "--success", "5,6,7", "--probability", "0.4"], "share"),
      (["linear", "--outcome", "duration", "--predictors", "sex,age", "--errors", "hc3"], "r-squared"),
      (["logistic", "--outcome", "n1", "--success", "5,6,7", "--predictors", "sex,age,sex:age"], "area-under-curve"),
      (["ordinal", "--outcome", "n1", "--predictors", "sex,region"], nil),
      (["latent-class", "--items", "a1,n1", "--classes", "1..2", "--starts", "3", "--seed", "5"], nil),
    ] as [([String], String?)])
  func `each test answers with the contract's object`(arguments: [String], estimate: String?) throws {
    let process = ToplineProcess(["test", arguments[0]] + csv + arguments.dropFirst() + ["--output-format", "json"])
    #expect(process.status == 0, "\(process.messages)")
    let json = try JSONValue(parsing: process.output)
    #expect(json["id"]?.string == arguments[0])
    for key in [
      "method", "alternative", "statistic", "df", "p", "estimate", "effects", "base", "design", "assumptions",
      "warnings", "source",
    ] {
      #expect(json[key] != nil, "\(key)")
    }
    if let estimate { #expect(json["estimate"]?["id"]?.string == estimate) }
    #expect(json["synthetic"]?.bool == true)
  }

  @Test(
    arguments: [
      (["icc", "--items", "ba_1,ba_2", "--form", "2,m"], "--form '2,m': expected one of 1,1, 2,1, 3,1, 1,k, 2,k, 3,k"),
      (["tost", "--outcome", "n1", "--mu", "4", "--bounds", "0.5"], "--bounds '0.5': expected two numbers"),
      (
        ["tost", "--outcome", "n1", "--mu", "4", "--bounds", "-1,1", "--margin", "1"],
        "--bounds and --margin: expected one of them"
      ),
      (["chi-square", "--outcome", "n1", "--by", "sex", "--seed", "1"], "--seed: --seed for the test 'chi-square'"),
      (
        ["kruskal-wallis", "--outcome", "n1", "--by", "sex", "--post-hoc", "tuky"],
        "--post-hoc 'tuky': expected one of tukey, games-howell, dunn, pairwise-proportions; did you mean 'tukey'?"
      ),
      (
        ["tost", "--outcome", "n1", "--mu", "4", "--margin", "-1"],
        "--margin: the margin -1.0; expected a number above 0"
      ),
    ] as [([String], String)])
  func `what an option cannot mean is refused in words`(arguments: [String], message: String) {
    let process = ToplineProcess(["test", arguments[0]] + csv + arguments.dropFirst())
    #expect(process.status == 64)
    #expect(process.messages.contains(message), "\(process.messages)")
  }

  @Test func `pairs of groups stand in a table of their own`() {
    let process = ToplineProcess(
      ["test", "kruskal-wallis"] + csv + ["--outcome", "n1", "--by", "region", "--post-hoc", "dunn"])
    #expect(process.status == 0, "\(process.messages)")
    #expect(process.output.contains("Comparisons of pairs"))
    #expect(process.output.contains("Adjusted: Holm."))
  }

  @Test(
    arguments: [
      (["item-analysis", "--items", "n1..n4", "--reverse", "n3,n4"], ["items"]),
      (["cronbach-alpha", "--items", "n1..n4", "--reverse", "n3,n4", "--replicates", "100"], ["intervals", "items"]),
      (["omega", "--items", "a1..a4,n1..n4", "--reverse", "a1,a4,n3,n4", "--factors", "2"], ["schmidLeiman"]),
      (["parallel-analysis", "--items", "a1..a4,n1..n4", "--replicates", "60", "--seed", "3"], ["eigenvalues"]),
      (
        ["factor-analysis", "--items", "a1..a4,n1..n4", "--factors", "2", "--rotation", "oblimin", "--method", "ml"],
        ["loadings", "factors", "factorCorrelations", "eigenvalues"]
      ),
      (
        ["cfa", "--model", "anti = a1..a4; need = n1..n4", "--reverse", "a1,a4,n3,n4", "--method-factor"],
        ["loadings", "factorCorrelations"]
      ),
    ] as [([String], [String])])
  func `tests of scales answer with their tables, in JSON and in text`(arguments: [String], tables: [String]) throws {
    let process = ToplineProcess(["test", arguments[0]] + csv + arguments.dropFirst() + ["--output-format", "json"])
    #expect(process.status == 0, "\(process.messages)")
    let json = try JSONValue(parsing: process.output)
    #expect(json["id"]?.string == arguments[0])
    for table in tables { #expect(json[table]?.array?.isEmpty == false, "\(table)") }
    let text = ToplineProcess(["test", arguments[0]] + csv + arguments.dropFirst())
    #expect(text.status == 0 && !text.output.lowercased().contains("nan"))
  }

  @Test func `only respondents of whom --where is known to hold are counted`() throws {
    func respondents(_ condition: String) throws -> Int {
      let process = ToplineProcess(
        ["summary"] + csv + ["--variables", "sex", "--where", condition, "--output-format", "json"])
      return try #require(try JSONValue(parsing: process.output)["respondents"]?.integer)
    }
    #expect(try respondents("a1 > 100") == 0)
    let (holds, fails, unknown) = (
      try respondents("a1 = 1"), try respondents("not (a1 = 1)"), try respondents("a1 is missing")
    )
    #expect(holds + fails + unknown == 1200)
    #expect(unknown > 0)
  }

  @Test func `what exclusions took is said in their order, and nothing is said where nobody is left out`() throws {
    let process = ToplineProcess(
      ["summary"] + csv + [
        "--variables", "sex", "--exclude", "speeders", "--checks", "a3 >= 2", "--where", "sex in (1, 2)",
        "--output-format", "json",
      ])
    #expect(process.status == 0, "\(process.messages)")
    let json = try JSONValue(parsing: process.output)
    let rules = try #require(json["exclusions"]?.array)
    let counts = rules.compactMap { $0["count"]?.integer }
    #expect(rules.map { $0["why"]?.string } == ["speeders", "failed attention checks", "outside --where"])
    #expect(json["respondents"]?.integer == 1200 - counts.reduce(0, +))
    #expect(
      process.messages.hasPrefix(
        "left out \(counts[0]): speeders (faster than 1/3 of the median of duration)"))
    #expect(process.messages.hasSuffix("\n\(1200 - counts.reduce(0, +)) of 1200 respondents remain\n"))
    let quiet = ToplineProcess(["summary"] + csv + ["--variables", "sex", "--exclude", "speeders", "--quiet"])
    #expect(quiet.messages == "")
    let nobody = ToplineProcess(["summary"] + csv + ["--variables", "sex", "--output-format", "json"])
    #expect(try JSONValue(parsing: nobody.output)["exclusions"] == .array([]))
    #expect(!nobody.messages.contains("left out"))
  }

  @Test func `a rule that the data cannot answer is refused before anything is counted`() {
    let process = ToplineProcess(["summary"] + csv + ["--exclude", "unfinished"])
    #expect(process.status == 64)
    #expect(process.output == "")
    #expect(
      process.messages.contains(
        "topline: error: unfinished: the format csv, which does not say who did not finish; expected an export of a "
          + "platform that records it"))
    let draft = ToplineProcess(["init"] + csv + ["--where", "sex = 1", "--output", "/tmp/never.yaml"])
    #expect(draft.status == 64)
    #expect(draft.messages.contains("'topline init' leaves nobody out"))
  }

  @Test func `an option that the test would pass over is refused`() {
    let process = ToplineProcess(["test", "friedman"] + csv + ["--items", "ba_1..ba_5", "--by", "sex"])
    #expect(process.status == 64)
    #expect(process.messages.contains("--by for the test 'friedman'"))
  }

  @Test func `a banner has letters, bases and the rule`() throws {
    let process = ToplineProcess(
      ["crosstab"] + csv + ["--rows", "n1", "--columns", "sex", "--nets", "top-2", "--output-format", "json"])
    #expect(process.status == 0, "\(process.messages)")
    #expect(process.output.contains("\"letters\""))
    #expect(process.output.contains("\"columnPercent\""))
  }

  @Test(arguments: ["likert", "proportions", "mosaic", "forest"])
  func `each figure is drawn and says that it is synthetic`(kind: String) throws {
    let variables =
      switch kind {
      case "likert": ["--variables", "ba_1..ba_5"]
      case "proportions": ["--variables", "ba_1..ba_5", "--success", "6,7"]
      case "mosaic": ["--variables", "n1,sex"]
      default: ["--both", "a3 >= 5, n1 >= 5"]
      }
    let process = ToplineProcess(["figure", kind] + csv + variables)
    #expect(process.status == 0, "\(process.messages)")
    #expect(process.output.hasPrefix("<svg") || process.output.hasPrefix("<?xml"))
    #expect(process.output.lowercased().contains("synthetic"))
    #expect(!process.messages.contains("lint:"), "\(process.messages)")
  }

  @Test func `init writes a plan that the check accepts`() throws {
    try withFile("plan.yaml", []) { path in
      #expect(ToplineProcess(["init"] + csv + ["--output", path]).status == 73)
      let first = ToplineProcess(["init"] + csv + ["--output", path, "--force"])
      #expect(first.status == 0, "\(first.messages)")
      let check = ToplineProcess(["study", path, "--check"])
      #expect(check.status == 0, "\(check.messages)")
      #expect(check.output.contains("the plan is valid"))
    }
  }

  @Test func `the same seed gives the same bytes`() throws {
    try withFile("x", []) { path in
      let folder = FileSystem.parent(of: path)
      for name in ["one", "two"] {
        let process = ToplineProcess(
          ["simulate", data + "/study.yaml", "--respondents", "50", "--seed", "7", "--output", folder + "/" + name])
        #expect(process.status == 0, "\(process.messages)")
      }
      for name in try FileSystem.list(folder + "/one") {
        #expect(
          try FileSystem.contents(of: folder + "/one/" + name) == FileSystem.contents(of: folder + "/two/" + name))
      }
    }
  }
}

@Suite(.enabled(if: ToplineProcess.path != nil, Comment(rawValue: ToplineProcess.absent)))
struct BadInputTests {
  @Test(
    arguments: [
      (["inspect", "/no/such/file.csv"], 66), (["inspect", "/"], 66), (["inspect"], 64),
      (["summary", "--nonsense"], 64),
      (["study", "/no/such/study.yaml"], 66), (["test", "nonsense", "x.csv"], 64),
      (["figure", "nonsense", "x.csv"], 64),
    ] as [([String], Int32)])
  func `the exit status tells what kind of trouble it is`(arguments: [String], status: Int32) {
    let process = ToplineProcess(arguments)
    #expect(process.status == status, "\(process.messages)")
    #expect(process.output.isEmpty)
    #expect(!process.messages.isEmpty)
  }

  static let hostile: [(name: String, bytes: [UInt8])] = [
    ("empty.csv", []), ("spaces.csv", Array("   \n\n".utf8)), ("nul.csv", Array("a,b\n1,\0\n".utf8)),
    ("unclosed.csv", Array("a,b\n1,\"2\n3,4\n".utf8)),
    ("binary.csv", (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167) }),
    ("ragged.csv", Array("a,b,c\n1,2\n1,2,3,4\n1,2,3\n".utf8)), ("latin.csv", Array("a\n".utf8) + [0xE6, 0xF8, 0x0A]),
    ("broken.xml", Array("<document><LimeSurveyDocType>Responses</LimeSurveyDocType><responses>".utf8)),
    ("bomb.xml", Array("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Responses>&b;</Responses>".utf8)),
    ("external.xml", Array("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><Responses>&x;</Responses>".utf8)),
    ("study.yaml", Array("topline: 1\ndata: [x.csv]\nhypothesis: {}\n".utf8)),
  ]

  @Test(arguments: hostile.map(\.name))
  func `hostile input is read or refused in words, and never crashes`(name: String) throws {
    let file = try #require(Self.hostile.first { $0.name == name })
    try withFile(name, file.bytes) { path in
      let process = ToplineProcess(
        name.hasSuffix("yaml") ? ["study", path] : ["inspect", path, "--output-format", "json"])
      #expect([0, 65].contains(process.status), "\(process.status) \(process.messages)")
      if process.status == 0 {
        _ = try JSONValue(parsing: process.output)
      } else {
        #expect(process.messages.hasPrefix("topline: error: "), "\(process.messages)")
      }
      #expect(!process.output.contains("root:"))
    }
  }

  @Test func `an unknown variable names the nearest`() {
    let process = ToplineProcess(["summary"] + csv + ["--variables", "n11"])
    #expect(process.status != 0)
    #expect(process.messages.contains("did you mean"))
  }

  @Test func `a failing study leaves no folder`() throws {
    try withFile("study.yaml", Array("topline: 1\ndata: [none.csv]\n".utf8)) { path in
      let output = FileSystem.parent(of: path) + "/out"
      #expect(ToplineProcess(["study", path, "--output", output]).status == 66)
      #expect(!FileSystem.exists(output))
    }
  }

  @Test func `convert writes a file that gives the same topline, and says what is lost`() throws {
    try withFile("codebook.csv", []) { path in
      let folder = FileSystem.parent(of: path)
      let files = [
        "out.sav": "out.sav", "out.dta": "out.dta", "out.csv": "out.csv, out_codebook.csv",
        "ddi.xml": "ddi.xml, ddi.csv",
      ]
      for (name, written) in files {
        let process = ToplineProcess(["convert"] + csv + ["--output", "\(folder)/\(name)"])
        #expect(process.status == 0)
        #expect(process.output == "")
        #expect(process.messages.hasSuffix("wrote 1200 respondents to \(written)\n"))
      }
      let plain = ToplineProcess(["summary"] + csv + ["--variables", "a1,a2", "--output-format", "json"])
      let summary = try JSONValue(parsing: plain.output)
      for files in [["out.sav"], ["out.csv", "out_codebook.csv"], ["ddi.xml"]] {
        let arguments =
          ["summary"] + files.map { folder + "/" + $0 } + ["--variables", "a1,a2", "--output-format", "json"]
        let back = try JSONValue(parsing: ToplineProcess(arguments).output)
        for variable in 0..<2 {
          #expect(back["variables"]?[variable]?["mean"] == summary["variables"]?[variable]?["mean"])
          #expect(back["variables"]?[variable]?["n"] == summary["variables"]?[variable]?["n"])
        }
      }
      let over = ToplineProcess(["convert", "\(folder)/out.csv", "--output", "\(folder)/out.xml"])
      #expect(over.status == 64)
      #expect(over.messages.contains("out.csv: a file that the survey is read from, which would be replaced"))
      let part = ToplineProcess(["convert"] + csv + ["--where", "sex = 1", "--output", "\(folder)/part.csv"])
      #expect(part.messages.contains("respondents to part.csv"))
      #expect(!part.messages.contains("wrote 1200 respondents"))
    }
  }

  @Test func `convert refuses an ending that names no format`() {
    let process = ToplineProcess(["convert"] + csv + ["--output", "out.xyz"])
    #expect(process.status == 64)
    #expect(
      process.messages
        == "topline: error: out.xyz: the ending '.xyz'; expected one of .csv, .sav, .zsav, .dta, .sss, .xml\n"
        + "  mend: did you mean '.xml'?\n")
  }

}
