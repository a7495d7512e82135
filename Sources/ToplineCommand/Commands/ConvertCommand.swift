internal import ArgumentParser
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyWriting
internal import ToplineKit

/// `topline convert`: a survey as the file of another program, with a list of what that cannot hold.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a survey for another program: CSV with codebook, SPSS, Stata, Triple-S, DDI.",
    discussion: """
      The ending of --output says the format: .csv (a codebook is written beside it), .sav, .zsav, .dta,
      .sss (Triple-S, the data in CSV beside it), .xml (DDI Codebook, the data in CSV beside it).
      Personal variables are left out unless --include-personal is given.
      """)

  @OptionGroup var data: DataOptions

  @Option(name: .shortAndLong, help: "The file to write; its ending says the format.")
  var output: String

  func run() throws {
    try reporting {
      let format = try ConversionFormat(ofFile: output)
      let prepared = try data.prepare()
      let ending = "." + format.rawValue
      let name = String(FileSystem.name(of: output).dropLast(ending.count))
      let written = try SurveyConversion.write(
        prepared.survey.keeping(prepared.selection), as: format, name: name, title: name,
        includePersonal: data.includePersonal)
      let folder = FileSystem.parent(of: output)
      // What was found beside the named files was read too.
      let beside = prepared.survey.provenance.files.map { FileSystem.path($0.name, besides: data.files[0]) }
      try written.requireOthers(than: data.files + beside, in: folder)
      for file in written.files {
        try FileSystem.write(file.bytes, to: folder.isEmpty ? file.name : folder + "/" + file.name)
      }
      guard !data.quiet else { return }
      for loss in written.losses { Messages.note(loss.line) }
      let count = prepared.selection.count { $0 }
      Messages.note(
        "wrote \(count) respondent\(count == 1 ? "" : "s") to " + written.files.map(\.name).joined(separator: ", "))
    }
  }
}
