internal import SurveyModel
internal import ToplineKit

/// A command that was used in a way that cannot be answered.
struct CommandError: SurveyError {
  var status: Int32
  var place: Place
  var found: String
  var expected: String
  var remedy: String

  var codeName: String { "command.usage" }
  var exitStatus: Int32 { status }
}
