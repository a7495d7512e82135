internal import ArgumentParser

/// The command `topline`: load survey responses, generate summary statistics, export figures for a paper.
@main
struct Topline: ParsableCommand {
  static let version = "0.1.0"

  static func main() {
    MemoryWatch.begin()
    main(nil)
  }

  static let configuration = CommandConfiguration(
    commandName: "topline",
    abstract: "Load survey responses, generate summary statistics, export figures for a paper.",
    discussion: """
      FILE… is one export, or an export with its structure file, in either order:
        topline summary responses.csv questionnaire.qsf
      Results go to standard output, messages to standard error.
      """,
    version: version,
    subcommands: [
      InitCommand.self, InspectCommand.self, SummaryCommand.self, CrosstabCommand.self, TestCommand.self,
      FigureCommand.self, StudyCommand.self, SimulateCommand.self, ConvertCommand.self,
    ])
}
