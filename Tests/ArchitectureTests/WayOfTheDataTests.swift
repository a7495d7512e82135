import TestSupport
import Testing
import TextFormats

/// What each target may import of Topline's own, by the way of the data: survey in, paper out.
private let mayImport: [String: Set<String>] = {
  let paper: Set<String> = ["PaperGraphics", "PaperTables", "PaperFigures"]
  let survey: Set<String> = [
    "TextFormats", "SurveyModel", "SurveyPreparation", "SurveyAggregation", "SurveyStatistics",
  ]
  let thesis: Set<String> = ["StudyPlan", "SocialNecessity"]
  let reports = survey.union(thesis).union(paper).union(["SurveyReading", "SurveyWriting", "CCrypto", "Mustache"])
  return [
    "TextFormats": ["CZlib"],
    "SurveyModel": ["TextFormats"],
    "SurveyReading": ["SurveyModel", "TextFormats", "CByteMasks", "CLibXML2", "CReadStat", "CCrypto"],
    "SurveyWriting": ["SurveyModel", "TextFormats", "CReadStat"],
    "SurveyPreparation": ["SurveyModel", "TextFormats"],
    "SurveyAggregation": ["SurveyPreparation", "SurveyModel", "TextFormats"],
    "SurveyStatistics": survey.union(["CBoostMath", "CEigen"]),
    "StudyPlan": survey.union(["Yams"]),
    "SocialNecessity": survey.union(["StudyPlan"]),
    "PaperGraphics": ["TextFormats"],
    "PaperTables": survey.union(["PaperGraphics"]),
    "PaperFigures": survey.union(["PaperGraphics"]),
    "PaperReports": reports,
    "ToplineKit": reports.union(["PaperReports"]),
    "ToplineCommand": reports.union(["PaperReports", "ToplineKit", "ArgumentParser"]),
  ]
}()

/// What every target may import besides.
private let platform: Set<String> = ["Glibc", "Musl", "Darwin", "Dispatch", "Synchronization"]

/// Targets above which Foundation may come in, with Yams and Mustache.
private let mayUseFoundation: Set<String> = ["StudyPlan", "SocialNecessity", "PaperReports", "ToplineCommand"]

private struct Import {
  var target: String
  var file: String
  var module: String
}

private func swiftFiles(below folder: String) throws -> [String] {
  try FileSystem.list(folder).flatMap { name -> [String] in
    let path = folder + "/" + name
    if FileSystem.isDirectory(path) { return try swiftFiles(below: path) }
    return name.hasSuffix(".swift") ? [path] : []
  }
}

private func imports() throws -> [Import] {
  let sources = SharedFiles.root + "/Sources"
  var found: [Import] = []
  for target in try FileSystem.list(sources) where FileSystem.isDirectory(sources + "/" + target) {
    for file in try swiftFiles(below: sources + "/" + target) {
      let text = String(decoding: try FileSystem.contents(of: file), as: UTF8.self)
      for line in text.split(separator: "\n") {
        // Every import says its access (`InternalImportsByDefault` is written out), which tells it from the imports of
        // Python that stand in the text of a notebook.
        let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
        guard words.count > 2, words[1] == "import",
          ["public", "internal", "package", "private", "fileprivate"].contains(words[0])
        else { continue }
        let module = words.last.map { String($0.split(separator: ".")[0]) } ?? ""
        found.append(Import(target: target, file: file, module: module))
      }
    }
  }
  return found
}

@Suite struct WayOfTheDataTests {
  @Test func `no target imports against the way of the data`() throws {
    for found in try imports() where !platform.contains(found.module) && !found.module.hasPrefix("Foundation") {
      let allowed = try #require(mayImport[found.target], "\(found.target) has no row in the table of this test")
      #expect(allowed.contains(found.module), "\(found.file) imports \(found.module)")
    }
  }

  @Test func `every target below the study plan is free of Foundation`() throws {
    for found in try imports() where found.module.hasPrefix("Foundation") {
      #expect(mayUseFoundation.contains(found.target), "\(found.file) imports \(found.module)")
    }
  }

  @Test func `the scan sees imports at all`() throws {
    #expect(try imports().contains { $0.target == "SurveyModel" && $0.module == "TextFormats" })
  }
}
