internal import ArgumentParser
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyReading
internal import ToplineKit

/// `topline study`: the whole plan.
struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study", abstract: "The whole plan: verdicts, tables, figures, report, notebook.")

  @Argument(help: "The study file.")
  var study: String
  @Option(name: .shortAndLong, help: "The folder that is written, all or nothing.")
  var output = "study-output"
  @Option(help: "Run the plan on this data instead of its own; name it again for a structure file.")
  var data: [String] = []
  @Flag(help: "Validate the plan and print its bases without computing a hypothesis.")
  var check = false
  @Option(help: "What is printed: text or json.")
  var outputFormat = "text"
  @Flag(name: .shortAndLong, help: "No messages but errors.")
  var quiet = false
  @Flag(name: .shortAndLong, help: "Every problem and every guess on standard error.")
  var verbose = false

  func run() throws {
    guard ["text", "json"].contains(outputFormat) else {
      throw ValidationError("--output-format '\(outputFormat)': expected text or json")
    }
    try reporting {
      let run = try StudyRun(planAt: study, data: data)
      try Messages.report(
        run.prepared.survey.problems, run.prepared.survey.provenance, quiet: quiet, verbose: verbose, problemsFile: nil)
      if !quiet { for line in run.prepared.report.exclusionLines { Messages.note(line) } }
      if check {
        try Messages.output(outputFormat == "json" ? run.check.serialized() : run.checkText)
        return
      }
      let report = try run.report(version: Topline.version)
      try StudyFolder.write(report, to: output)
      if outputFormat == "json" {
        try Messages.output(report.json.serialized())
      } else if !quiet {
        try Messages.output(VerdictText.text(of: report, folder: output))
      }
    }
  }
}
