internal import PaperReports
internal import SurveyModel
internal import Testing
internal import TextFormats

#if canImport(Glibc)
  internal import Glibc
#endif

@Suite("The study's folder")
struct StudyFolderTests {
  /// A folder of its own for each test, taken away afterwards.
  private func withScratch(_ body: (String) throws -> Void) throws {
    let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let path = "\(temporary)/topline-folder-\(FileSystem.processIdentifier)-\(UInt64.random(in: 0 ... .max))"
    try FileSystem.createDirectory(path)
    defer { try? FileSystem.remove(path) }
    try body(path)
  }

  private let files = [
    StudyFile(path: "manifest.json", bytes: Array("{\"topline\": \"1\", \"outputs\": []}".utf8)),
    StudyFile(path: "tables/table-1.txt", bytes: [65]),
  ]

  @Test func `a folder holds every file of the contract`() throws {
    try withScratch { scratch in
      let path = scratch + "/out/report"
      try StudyFolder.write(ReportFixtures.report(), to: path)
      #expect(
        try FileSystem.list(path) == [
          "captions", "figures", "manifest.json", "notebooks", "report.html", "report.json", "tables",
        ])
      #expect(
        try FileSystem.list(path + "/tables")
          == ["1", "answers"].flatMap { id in
            ["csv", "html", "json", "md", "svg", "tex", "txt"].map { "table-\(id).\($0)" }
          })
      #expect(try FileSystem.list(path + "/figures").count == 4)
      #expect(try FileSystem.list(path + "/captions").count == 4)
      #expect(try FileSystem.list(path + "/notebooks") == ["sample-study.ipynb"])
      #expect(try FileSystem.list(scratch + "/out") == ["report"])
    }
  }

  @Test func `the manifest's digests are those of the files`() throws {
    try withScratch { scratch in
      let path = scratch + "/report"
      try StudyFolder.write(ReportFixtures.report(), to: path)
      let manifest = try JSONValue(parsing: FileSystem.contents(of: path + "/manifest.json"))
      let outputs = try #require(manifest["outputs"]?.array)
      #expect(outputs.count > 20)
      for output in outputs {
        let name = try #require(output["path"]?.string)
        let bytes = try FileSystem.contents(of: path + "/" + name)
        #expect(output["sha256"]?.string == ContentDigest.sha256(bytes))
        #expect(output["size"]?.integer == bytes.count)
      }
    }
  }

  @Test func `an earlier report is replaced and leaves nothing behind`() throws {
    try withScratch { scratch in
      let path = scratch + "/report"
      try StudyFolder.write(files + [StudyFile(path: "old.txt", bytes: [1])], to: path)
      try StudyFolder.write(files, to: path + "/")
      #expect(try FileSystem.list(path) == ["manifest.json", "tables"])
      #expect(try FileSystem.list(scratch) == ["report"])
    }
  }

  @Test func `a folder that Topline did not write is left alone`() throws {
    try withScratch { scratch in
      try FileSystem.write("mine", to: scratch + "/mine.txt")
      let error = try #require(throws: ReportError.self) { try StudyFolder.write(files, to: scratch) }
      #expect(error.code.name == "report.occupied" && error.exitStatus == 73)
      #expect(error.description.contains("there is a folder that Topline did not write"))
      #expect(try FileSystem.list(scratch) == ["mine.txt"])
      let file = try #require(throws: ReportError.self) { try StudyFolder.write(files, to: scratch + "/mine.txt") }
      #expect(file.description.contains("there is a file of that name"))
    }
  }

  @Test func `an empty folder may be filled`() throws {
    try withScratch { scratch in
      try FileSystem.createDirectory(scratch + "/empty")
      try StudyFolder.write(files, to: scratch + "/empty")
      #expect(try FileSystem.list(scratch + "/empty").count == 2)
    }
  }

  @Test(arguments: ["", ".", "..", "/", "a/.."])
  func `a path that is no name for a new folder is refused`(_ path: String) throws {
    let error = try #require(throws: ReportError.self) { try StudyFolder.write(files, to: path) }
    #expect(error.code.name == "report.cannot-create" && error.exitStatus == 73)
    #expect(error.description.contains("is no name for a new folder"))
  }

  @Test func `a failure in the middle leaves what was there`() throws {
    try withScratch { scratch in
      let path = scratch + "/report"
      try StudyFolder.write(files, to: path)
      // A file cannot be made below a file.
      let clash = files + [StudyFile(path: "tables/table-1.txt/below", bytes: [1])]
      let error = try #require(throws: ReportError.self) { try StudyFolder.write(clash, to: path) }
      #expect(error.exitStatus == 73 || error.exitStatus == 74)
      #expect(error.description.contains("cannot be written"))
      #expect(try FileSystem.list(path) == ["manifest.json", "tables"])
      #expect(try FileSystem.list(scratch) == ["report"])
    }
  }

  @Test func `what a killed run left behind is cleaned away, a running one's is not`() throws {
    try withScratch { scratch in
      // No process has the largest number that the kernel gives plus one.
      let dead = 4_194_305
      try FileSystem.createDirectory(scratch + "/.report.partial-\(dead)/tables")
      try FileSystem.createDirectory(scratch + "/.report.partial-1")
      try FileSystem.createDirectory(scratch + "/.other.partial-\(dead)")
      try StudyFolder.write(files, to: scratch + "/report")
      #expect(try FileSystem.list(scratch) == [".other.partial-\(dead)", ".report.partial-1", "report"])
    }
  }

  @Test func `a report that a killed run had moved away comes back`() throws {
    try withScratch { scratch in
      let dead = 4_194_305
      let moved = scratch + "/.report.replaced-\(dead)"
      try FileSystem.createDirectory(moved)
      try FileSystem.write("{\"topline\": \"1\", \"outputs\": []}", to: moved + "/manifest.json")
      let clash = [
        StudyFile(path: "a", bytes: [1]), StudyFile(path: "a/b", bytes: [1]),
      ]
      #expect(throws: ReportError.self) { try StudyFolder.write(clash, to: scratch + "/report") }
      #expect(try FileSystem.list(scratch) == ["report"])
      #expect(try FileSystem.list(scratch + "/report") == ["manifest.json"])
    }
  }

  @Test func `two parts of one name are refused`() throws {
    var report = ReportFixtures.report()
    report.tables.append(report.tables[0])
    let error = try #require(throws: ReportError.self) { _ = try report.files() }
    #expect(error.code.name == "report.duplicate" && error.exitStatus == 64)
    #expect(error.description.contains("tables/table-1.txt"))
  }

  @Test func `the digest is the standard's`() {
    // NIST FIPS 180-4, the one-block example.
    #expect(
      ContentDigest.sha256(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
