internal import Foundation
internal import PaperReports
internal import TestSupport
internal import Testing
internal import TextFormats

@Suite("The report in a browser")
struct ChromiumTests {
  static let isThere = ["chromium", "chromium-browser", "google-chrome"].contains { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileSystem.exists("\($0)/\(name)")
    }
  }

  @Test(.enabled(if: isThere, "skipped: no Chromium on this machine"), arguments: [true, false])
  func `a browser shows every part and has nothing to complain of`(_ isSynthetic: Bool) throws {
    let folder = NSTemporaryDirectory() + "/topline-page-\(FileSystem.processIdentifier)-\(isSynthetic)"
    defer { try? FileSystem.remove(folder) }
    try StudyFolder.write(ReportFixtures.report(isSynthetic: isSynthetic), to: folder)
    let (status, output) = try run("\(folder)/report.html")
    #expect(status == 0, "\(output)")
    #expect(output.contains("3 verdicts, 2 figures"))
  }

  @Test(.enabled(if: isThere, "skipped: no Chromium on this machine"))
  func `the founding study's report is whole in a browser`() throws {
    let run = try StudyRun(planAt: SharedFiles.root + "/datasets/social-necessity/study.yaml")
    let folder = NSTemporaryDirectory() + "/topline-founding-\(FileSystem.processIdentifier)"
    defer { try? FileSystem.remove(folder) }
    try StudyFolder.write(try run.report(version: "0.0.0"), to: folder)
    let (status, output) = try self.run("\(folder)/report.html", pictures: "founding")
    #expect(status == 0, "\(output)")
    #expect(output.contains("8 verdicts, 4 figures"))
  }

  @Test(.enabled(if: isThere, "skipped: no Chromium on this machine"))
  func `a page that asks for something or breaks is told from a whole one`() throws {
    let page = NSTemporaryDirectory() + "/topline-broken-\(FileSystem.processIdentifier).html"
    defer { try? FileSystem.remove(page) }
    try FileSystem.write(
      "<!DOCTYPE html><title>t</title><h1>t</h1><img src=\"absent.png\"><div style=\"width:3000px\">wide</div>",
      to: page)
    let (status, output) = try run(page)
    #expect(status == 1)
    #expect(output.contains("asks for") && output.contains("no content security policy"))
    #expect(output.contains("wider than the window"))
  }

  private func run(_ page: String, pictures: String = "sample") throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    var arguments = ["python3", SharedFiles.root + "/Tests/PaperReportsTests/report_in_chromium.py", page]
    if let folder = ProcessInfo.processInfo.environment["TOPLINE_SCREENSHOTS"] {
      arguments.append("\(folder)/\(pictures)")
    }
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
