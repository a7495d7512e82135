/// A platform that gathers responses and records more of them than their answers.
public enum SurveyPlatform: String, Sendable, Hashable, CaseIterable {
  case qualtrics = "Qualtrics"
  case limeSurvey = "LimeSurvey"
  case soSci = "SoSci Survey"
  case efs = "EFS"
  case redcap = "REDCap"
  case alchemer = "Alchemer"
  case prolific = "Prolific"
  case mechanicalTurk = "Mechanical Turk"
  case surveyMonkey = "SurveyMonkey"
  case googleForms = "Google Forms"
  case microsoftForms = "Microsoft Forms"
  case kobo = "KoboToolbox or ODK"

  /// The platform that writes a format; nil for formats that any program writes, such as CSV, SPSS and Triple-S.
  ///
  /// - Parameter format: The format's id, as in ``Provenance/format``.
  public init?(format: String) {
    switch format {
    case "qualtrics-csv", "qualtrics-csv-legacy", "qualtrics-xml": self = .qualtrics
    case "limesurvey-csv", "limesurvey-lsr", "limesurvey-lsa", "limesurvey-vv": self = .limeSurvey
    case "sosci-csv": self = .soSci
    case "efs-xml", "efs-csv": self = .efs
    case "redcap-csv", "redcap-odm": self = .redcap
    case "alchemer-csv": self = .alchemer
    case "prolific-csv": self = .prolific
    case "mturk-csv": self = .mechanicalTurk
    case "surveymonkey-csv": self = .surveyMonkey
    case "google-forms-csv": self = .googleForms
    case "ms-forms-csv": self = .microsoftForms
    case "kobo-csv", "odk-submission": self = .kobo
    default: return nil
    }
  }

  /// The platform's name.
  public var name: String { rawValue }
}
