internal import SurveyModel
internal import TextFormats

/// A format of survey data, by the id that stands in JSON.
public enum SurveyFormat: String, Sendable, Hashable, CaseIterable {
  case qualtricsCSV = "qualtrics-csv"
  case qualtricsLegacyCSV = "qualtrics-csv-legacy"
  case qualtricsXML = "qualtrics-xml"
  case qsf
  case limeSurveyCSV = "limesurvey-csv"
  case limeSurveyLSR = "limesurvey-lsr"
  case limeSurveyLSS = "limesurvey-lss"
  case limeSurveyLSA = "limesurvey-lsa"
  case limeSurveyVV = "limesurvey-vv"
  case surveyMonkeyCSV = "surveymonkey-csv"
  case googleFormsCSV = "google-forms-csv"
  case microsoftFormsCSV = "ms-forms-csv"
  case redcapCSV = "redcap-csv"
  case redcapDictionary = "redcap-dictionary"
  case redcapODM = "redcap-odm"
  case koboCSV = "kobo-csv"
  case xform
  /// An ODK form's definition in a workbook.
  case xlsform
  case odkSubmission = "odk-submission"
  case tripleS = "triple-s"
  case ddiCodebook = "ddi-codebook"
  case ddiLifecycle = "ddi-lifecycle"
  /// The answers of INSEE's questionnaires.
  case lunaticXML = "lunatic-xml"
  case sosciCSV = "sosci-csv"
  /// SoSci Survey's import script for R, which labels the columns of the CSV file.
  case sosciImportScript = "sosci-import-script"
  case efsXML = "efs-xml"
  case efsCSV = "efs-csv"
  case spssSAV = "spss-sav"
  case spssPOR = "spss-por"
  case stataDTA = "stata-dta"
  case sas7bdat
  case alchemerCSV = "alchemer-csv"
  case prolificCSV = "prolific-csv"
  case mturkCSV = "mturk-csv"
  case xlsx
  case csv
  /// Topline's own codebook in a CSV file beside a plain CSV file.
  case codebookCSV = "codebook-csv"
  /// Data without a sign of its own, whose definition says where the cells are.
  case fixedWidth = "fixed-width"

  /// The format of that id.
  ///
  /// - Throws: ``ReadingError`` with the nearest known id.
  public init(named name: String) throws(ReadingError) {
    guard let format = SurveyFormat(rawValue: name.lowercased()) else {
      let known = Self.allCases.map(\.rawValue)
      throw ReadingError(
        .option, place: Place(column: "--format"), found: "'\(name)'",
        expected: "one of \(known.joined(separator: ", "))",
        remedy: EditDistance.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
          ?? "leave --format out to let the file speak for itself")
    }
    self = format
  }

  /// What the file is in words.
  public var words: String {
    switch self {
    case .qualtricsCSV: "a Qualtrics CSV export"
    case .qualtricsLegacyCSV: "a Qualtrics CSV export of the legacy layout"
    case .qualtricsXML: "a Qualtrics XML export"
    case .qsf: "a Qualtrics questionnaire (QSF)"
    case .limeSurveyCSV: "a LimeSurvey CSV export"
    case .limeSurveyLSR: "a LimeSurvey response file (.lsr)"
    case .limeSurveyLSS: "a LimeSurvey structure file (.lss)"
    case .limeSurveyLSA: "a LimeSurvey archive (.lsa)"
    case .limeSurveyVV: "a LimeSurvey VV file"
    case .surveyMonkeyCSV: "a SurveyMonkey CSV export"
    case .googleFormsCSV: "a Google Forms CSV export"
    case .microsoftFormsCSV: "a Microsoft Forms CSV export"
    case .redcapCSV: "a REDCap CSV export"
    case .redcapDictionary: "a REDCap data dictionary"
    case .redcapODM: "a REDCap ODM file"
    case .koboCSV: "a KoboToolbox or Ona CSV export"
    case .xform: "an XForm"
    case .xlsform: "a form's definition in a workbook (XLSForm)"
    case .odkSubmission: "an ODK submission"
    case .tripleS: "a Triple-S definition"
    case .ddiCodebook: "a DDI Codebook"
    case .ddiLifecycle: "a DDI Lifecycle document"
    case .lunaticXML: "a Lunatic response file"
    case .sosciCSV: "a SoSci Survey CSV export"
    case .sosciImportScript: "a SoSci Survey import script for R"
    case .efsXML: "an EFS (Unipark) XML export"
    case .efsCSV: "an EFS (Unipark) CSV export"
    case .spssSAV: "an SPSS .sav file"
    case .spssPOR: "an SPSS portable file"
    case .stataDTA: "a Stata .dta file"
    case .sas7bdat: "a SAS data file"
    case .alchemerCSV: "an Alchemer CSV export"
    case .prolificCSV: "a Prolific export"
    case .mturkCSV: "a Mechanical Turk batch"
    case .xlsx: "an Excel workbook"
    case .csv: "a plain CSV table"
    case .codebookCSV: "a codebook in CSV"
    case .fixedWidth: "data without a sign of its own"
    }
  }

  /// Whether the file describes a survey and holds no answers.
  public var isStructure: Bool {
    switch self {
    case .qsf, .limeSurveyLSS, .codebookCSV, .redcapDictionary, .xform, .xlsform, .tripleS, .ddiCodebook, .ddiLifecycle,
      .sosciImportScript:
      true
    default: false
    }
  }

  /// Whether the file says where its data is and which byte of it means what, so that it can be named alone and its
  /// data needs no sign of its own.
  var describesData: Bool { [.tripleS, .ddiCodebook, .ddiLifecycle].contains(self) }

  /// Whether this version reads the format as what it is.
  public var isRead: Bool {
    switch self {
    case .fixedWidth: false
    default: true
    }
  }
}
