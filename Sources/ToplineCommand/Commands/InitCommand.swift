internal import ArgumentParser
internal import SurveyModel
internal import ToplineKit

/// `topline init`: everybody's first step.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Read, report, and write a study.yaml to go on from.")

  @OptionGroup var data: DataOptions

  @Option(name: .shortAndLong, help: "Where the study file is written.")
  var output = "study.yaml"

  @Flag(help: "Write over a study file that is there.")
  var force = false

  func run() throws {
    guard !data.leavesOut else {
      throw ValidationError(
        "'topline init' leaves nobody out: take --where, --exclude and the like away, and write the rules under "
          + "'exclude' in the study file")
    }
    try reporting {
      let survey = try data.read()
      guard force || !FileSystem.exists(output) else {
        throw CommandError(
          status: ExitStatus.cannotCreate, place: Place(file: output), found: "a file that is there",
          expected: "a new name", remedy: "name another with --output, or add --force")
      }
      let draft = StudyDraft(for: survey, files: data.files.map(relativeToOutput))
      try FileSystem.write(draft.yaml, to: output)
      let questions = survey.codebook.variables.count { $0.role == .question }
      let personal = survey.codebook.variables.count { $0.personal.isPersonal }
      try Messages.output(
        """
        \(survey.provenance.format): \(survey.provenance.evidence)
        \(survey.count) respondents, \(survey.codebook.variables.count) variables (\(questions) questions, \
        \(personal) personal, kept out of every output), \(survey.codebook.grids.count) grids, \
        \(survey.codebook.multipleResponseSets.count) multiple-response sets, \(survey.problems.count) problems
        wrote \(output): look for TODO, then type 'topline study \(output) --check'

        """)
    }
  }

  /// The data's path as seen from the study file's folder.
  private func relativeToOutput(_ file: String) -> String {
    let folder = FileSystem.parent(of: output)
    guard !folder.isEmpty, !file.hasPrefix("/") else { return file }
    if file.hasPrefix(folder + "/") { return String(file.dropFirst(folder.utf8.count + 1)) }
    guard !folder.hasPrefix("/"), !folder.hasPrefix("..") else { return file }
    let depth = folder.split(separator: "/").count { $0 != "." }
    return String(repeating: "../", count: depth) + file
  }
}
