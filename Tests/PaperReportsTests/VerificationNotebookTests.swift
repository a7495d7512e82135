internal import Foundation
internal import PaperReports
internal import SocialNecessity
internal import SurveyPreparation
internal import SurveyWriting
internal import TestSupport
internal import Testing
internal import TextFormats

@Suite("The notebook that computes the numbers again")
struct VerificationNotebookTests {
  /// The interpreter of the project's own environment, or the one that TOPLINE_PYTHON names.
  static let python: String? = {
    let places = [ProcessInfo.processInfo.environment["TOPLINE_PYTHON"], SharedFiles.root + "/.venv/bin/python"]
    return places.compactMap { $0 }.first(where: FileSystem.exists)
  }()

  /// The founding study on a synthetic world of its own, in a folder that is taken away afterwards.
  private func withStudy(_ world: World, respondents: Int, _ body: (StudyRun, String) throws -> Void) throws {
    let folder =
      "\(NSTemporaryDirectory())/topline-notebook-\(FileSystem.processIdentifier)-\(UInt64.random(in: 0 ... .max))-\(world.name)"
    defer { try? FileSystem.remove(folder) }
    try FileSystem.createDirectory(folder + "/" + world.name)
    for file in PlainWriter.files(Simulation.run(world: world, respondents: respondents, seed: 7)) {
      try FileSystem.write(file.bytes, to: "\(folder)/\(world.name)/\(file.name)")
    }
    let plan = try FileSystem.contents(of: SharedFiles.root + "/datasets/social-necessity/study.yaml")
    let text = String(decoding: plan, as: UTF8.self).replacing("thesis-true", with: world.name)
    try FileSystem.write(text, to: folder + "/study.yaml")
    try body(try StudyRun(planAt: folder + "/study.yaml"), folder)
  }

  @Test func `a notebook never calls Topline, holds no respondent and is the same every time`() throws {
    try withStudy(World.all[0], respondents: 300) { run, _ in
      let verdicts = try run.verdicts()
      let made = run.verification(of: verdicts)
      let notebook = try #require(made.notebook, "\(made.refusal ?? "")")
      #expect(notebook == run.verification(of: verdicts).notebook)
      let code = notebook.cells.filter { $0.kind == .code }.map(\.source).joined(separator: "\n")
      #expect(!code.contains("import topline") && !code.contains("subprocess"))
      #expect(code.contains("\"C1.estimate\": ") && code.contains("\"C34.people-advert.p\": "))
      // The data is read, never written down.
      #expect(code.utf8.count < 400_000)
      let intro = try #require(notebook.cells.first?.source)
      #expect(intro.contains("Synthetic data"))
    }
  }

  private static let founding = SharedFiles.root + "/datasets/social-necessity/study.yaml"

  @Test func `the exported notebook is the one that the founding study gives`() throws {
    let run = try StudyRun(planAt: Self.founding)
    let made = run.verification(of: try run.verdicts())
    let notebook = try #require(made.notebook, "\(made.refusal ?? "")").serialized()
    let path = SharedFiles.root + "/notebooks-export/social-necessity.ipynb"
    if ProcessInfo.processInfo.environment["TOPLINE_RECORD"] != nil { try FileSystem.write(notebook, to: path) }
    #expect(notebook == String(decoding: try FileSystem.contents(of: path), as: UTF8.self))
  }

  @Test func `a study that the notebook cannot repeat says why`() throws {
    try withStudy(World.all[0], respondents: 200) { run, folder in
      var text = String(decoding: try FileSystem.contents(of: folder + "/study.yaml"), as: UTF8.self)
      text = text.replacing("missing: {99", with: "weights: {variable: wt, kind: sampling}\nmissing: {99")
      try FileSystem.write(text, to: folder + "/weighted.yaml")
      let weighted = try StudyRun(planAt: folder + "/weighted.yaml")
      let made = weighted.verification(of: [])
      #expect(made.notebook == nil)
      #expect(made.refusal?.contains("samples without weights, strata and clusters") == true)
    }
  }

  @Test(
    .enabled(if: python != nil, "skipped: no .venv; make test installs it"), arguments: World.all.map(\.name))
  func `every number comes out again, and one that is changed does not`(_ name: String) throws {
    let world = try #require(World.all.first { $0.name == name })
    try withStudy(world, respondents: 400) { run, folder in
      let made = run.verification(of: try run.verdicts())
      let notebook = try #require(made.notebook, "\(made.refusal ?? "")")
      try FileSystem.write(notebook.serialized(), to: folder + "/notebook.ipynb")
      if let kept = ProcessInfo.processInfo.environment["TOPLINE_KEEP_NOTEBOOKS"] {
        try FileSystem.createDirectory("\(kept)/\(name)")
        for path in ["notebook.ipynb", "\(name)/responses.csv", "\(name)/codebook.csv", "study.yaml"] {
          try FileSystem.createDirectory("\(kept)/\(name)/\(name)")
          try FileSystem.write(FileSystem.contents(of: folder + "/" + path), to: "\(kept)/\(name)/\(path)")
        }
      }
      try prove(folder + "/notebook.ipynb")
    }
  }

  @Test(.enabled(if: python != nil, "skipped: no .venv; make test installs it"))
  func `exclusions of every kind that it repeats come out again`() throws {
    try withStudy(World.all[0], respondents: 500) { _, folder in
      let text = String(decoding: try FileSystem.contents(of: folder + "/study.yaml"), as: UTF8.self).replacing(
        "exclude:\n",
        with: """
          exclude:
            - {straight-liners: [n1..n4, a1..a4], items: 3, why: the same throughout}
            - {checks: [a3 >= 2, "n1 in (2, 3, 4, 5, 6, 7)"], failed: 1, why: inattentive}
            - {duplicates: [duration, sex], keep: last, why: twice}
            - {faster-than: 1/2 remaining median, duration: duration, why: fast among those left}
            - {faster-than: < 150 s, duration: duration, why: faster than reading}

          """)
      try FileSystem.write(text, to: folder + "/strict.yaml")
      let run = try StudyRun(planAt: folder + "/strict.yaml")
      let counts = run.prepared.report.rules.filter { $0.kind == .exclusion }.map(\.count)
      #expect(counts.prefix(4).allSatisfy { $0 > 0 }, "\(counts)")
      let made = run.verification(of: try run.verdicts())
      let notebook = try #require(made.notebook, "\(made.refusal ?? "")")
      try FileSystem.write(notebook.serialized(), to: folder + "/notebook.ipynb")
      try prove(folder + "/notebook.ipynb")
    }
  }

  /// Runs a notebook, and once more with a number changed.
  private func prove(_ path: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    process.arguments = [
      SharedFiles.root + "/notebooks-export/run.py", "--prove", path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(output)")
    #expect(output.contains(", 0 differ") && output.contains("as it must be"))
  }
}
