import TestSupport
import Testing
import TextFormats

/// A process with little memory ends with a sentence and an exit status, never with a signal.
@Suite(.enabled(if: ToplineProcess.path != nil, Comment(rawValue: ToplineProcess.absent)), .serialized)
struct MemoryTests {
  /// A folder with a table and responses in XML of some 60 MB each, removed afterwards.
  private static func withLargeFiles(_ body: (_ csv: String, _ xml: String) throws -> Void) throws {
    let folder = "/tmp/topline-memory-tests-\(FileSystem.processIdentifier)-\(UInt32.random(in: 0...UInt32.max))"
    try FileSystem.createDirectory(folder)
    defer { try? FileSystem.remove(folder) }
    var table = Array(("id," + (1...40).map { "q\($0)" }.joined(separator: ",") + "\n").utf8)
    var document = Array(
      "<document><LimeSurveyDocType>Responses</LimeSurveyDocType><responses><rows>".utf8)
    for row in 0..<700_000 {
      table += "\(row),".utf8
      for column in 1...40 {
        table.append(0x31 + UInt8((row + column) % 7))
        table.append(column < 40 ? 0x2C : 0x0A)
      }
    }
    for row in 0..<300_000 {
      document += "<row><id>\(row)</id>".utf8
      for column in 1...9 { document += "<_1X2X\(column)>\((row + column) % 5)</_1X2X\(column)>".utf8 }
      document += "</row>".utf8
    }
    document += "</rows></responses></document>".utf8
    try FileSystem.write(table, to: folder + "/table.csv")
    try FileSystem.write(document, to: folder + "/responses.lsr")
    try body(folder + "/table.csv", folder + "/responses.lsr")
  }

  @Test func `a file that the limit on memory does not allow is refused before it is read`() throws {
    try Self.withLargeFiles { csv, xml in
      for file in [csv, xml] {
        let process = ToplineProcess(["inspect", file, "--quiet"], prefix: "ulimit -v 200000;")
        #expect(process.status == 71, "\(process.messages)")
        #expect(process.output.isEmpty)
        let size = (try FileSystem.contents(of: file).count + (1 << 20) - 1) >> 20
        #expect(
          process.messages.hasPrefix(
            "topline: error: \(file): a file of \(size) MiB, for which about "), "\(process.messages)")
        #expect(process.messages.contains("MiB of memory are needed; ulimit -v leaves "))
        #expect(
          process.messages.hasSuffix(
            " of 196 MiB; expected more memory\n  mend: raise the limit, or read the file where there is more\n"))
      }
    }
  }

  @Test func `whatever the limit, the process ends by itself, and enough memory is enough`() throws {
    try Self.withLargeFiles { csv, xml in
      for file in [csv, xml] {
        for limit in [180_000, 220_000, 260_000, 300_000, 340_000, 380_000, 420_000, 500_000, 1_000_000] {
          for arguments in [["inspect", file, "--quiet"], ["summary", file, "--quiet"]] {
            let process = ToplineProcess(arguments, prefix: "ulimit -v \(limit);")
            #expect([0, 71].contains(process.status), "ulimit -v \(limit): \(process.messages)")
            #expect(process.status == 0 || process.messages.contains("expected more memory"))
            if limit == 1_000_000 { #expect(process.status == 0, "\(process.messages)") }
          }
        }
        // Standard input does not say how long it is.
        let piped = ToplineProcess(["inspect", "-", "--quiet"], prefix: "ulimit -v 200000;", input: file)
        #expect(piped.status == 71)
        #expect(piped.messages.contains("expected more memory"))
      }
    }
  }

  @Test func `a small file is read within little memory`() throws {
    let small = SharedFiles.root + "/datasets/social-necessity/thesis-true/responses.csv"
    let process = ToplineProcess(["inspect", small, "--quiet"], prefix: "ulimit -v 250000;")
    #expect(process.status == 0, "\(process.messages)")
  }
}
