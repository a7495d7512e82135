public import SurveyModel
internal import TextFormats

/// Writes a survey as Qualtrics exports it: a CSV of codes with three heading records, and a QSF with the questions.
///
/// The CSV cannot say why a cell is blank. The platform's own columns hold the same value for everybody.
public enum QualtricsWriter {
  /// Both files by their usual names.
  ///
  /// - Throws: ``WritingError`` where the options name a variable that the survey lacks.
  public static func files(_ survey: Survey, options: WritingOptions) throws(WritingError) -> [WrittenFile] {
    [
      WrittenFile(name: "qualtrics.csv", bytes: try responses(survey, options: options)),
      WrittenFile(name: "questionnaire.qsf", bytes: questionnaire(survey, options: options)),
    ]
  }

  /// The CSV of responses.
  ///
  /// - Throws: ``WritingError`` where the options name a variable that the survey lacks.
  public static func responses(_ survey: Survey, options: WritingOptions) throws(WritingError) -> [UInt8] {
    let columns = columns(of: survey)
    let complete = try options.completeness(in: survey)
    let durations = try options.durations(in: survey)
    var csv = CSVWriter()
    csv.record(platformColumns.map(\.name) + columns.map(\.name))
    csv.record(platformColumns.map(\.text) + columns.map(\.text))
    csv.record(
      platformColumns.map { importId($0.key, isDate: $0.key.hasSuffix("Date")) } + columns.map { importId($0.key) })
    for respondent in 0..<survey.count {
      let number = String(respondent + 1)
      let padded = String(repeating: "0", count: max(0, 6 - number.utf8.count)) + number
      let platform = platformColumns.map { column -> String in
        switch column.key {
        case "startDate", "endDate", "recordedDate": options.date
        case "status": "0"
        case "progress": complete[respondent] ? "100" : "50"
        case "duration": durations?[respondent] ?? ""
        case "finished": complete[respondent] ? "1" : "0"
        case "_recordId": "R_synthetic\(padded)"
        case "distributionChannel": "anonymous"
        case "userLanguage": options.language.uppercased()
        default: ""
        }
      }
      csv.record(platform + columns.map { CellText.text(survey, $0.position, respondent) })
    }
    return csv.bytes
  }

  private struct DataColumn {
    var position: Int
    var name: String
    var text: String
    var key: String
  }

  private static func columns(of survey: Survey) -> [DataColumn] {
    var columns: [DataColumn] = []
    var number = 0
    for question in QuestionLayout.questions(of: survey.codebook) {
      switch question {
      case .recorded(let position):
        let variable = survey.codebook.variables[position]
        columns.append(DataColumn(position: position, name: variable.name, text: variable.name, key: variable.name))
      case .single(let position):
        number += 1
        let variable = survey.codebook.variables[position]
        let isText = variable.kind != .categorical && variable.kind != .multipleResponse
        columns.append(
          DataColumn(
            position: position, name: variable.name, text: variable.label, key: "QID\(number)\(isText ? "_TEXT" : "")"))
      case .grid(let grid, let positions):
        number += 1
        for (row, position) in positions.enumerated() {
          let variable = survey.codebook.variables[position]
          columns.append(
            DataColumn(
              position: position, name: variable.name,
              text: "\(survey.codebook.grids[grid].label) - \(variable.itemText)", key: "QID\(number)_\(row + 1)"))
        }
      }
    }
    return columns
  }

  private static func importId(_ key: String, isDate: Bool = false) -> String {
    var object = JSONObject([("ImportId", .string(key))])
    if isDate { object["timeZone"] = "Europe/Copenhagen" }
    return JSONValue.object(object).serialized(compact: true)
  }

  private static let platformColumns: [(name: String, text: String, key: String)] = [
    ("StartDate", "Start Date", "startDate"), ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"), ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"), ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"), ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"), ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
  ]
}
