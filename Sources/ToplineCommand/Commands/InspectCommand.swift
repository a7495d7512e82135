internal import ArgumentParser
internal import SurveyModel
internal import SurveyPreparation
internal import ToplineKit

/// `topline inspect`: what wrote the file, its variables, labels, missing by reason, problems, personal data.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "What wrote it, variables, labels, missing by reason, problems, personal data.")

  @OptionGroup var data: DataOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.check(["text", "json"])
    try reporting {
      let prepared = try data.prepare()
      let survey = prepared.survey.keeping(prepared.selection)
      if output.outputFormat == "json" {
        try Messages.output(survey.inspection(includePersonal: data.includePersonal), exclusions: prepared.report)
      } else {
        try Messages.output(InspectionText.text(of: survey, includePersonal: data.includePersonal))
      }
    }
  }
}
