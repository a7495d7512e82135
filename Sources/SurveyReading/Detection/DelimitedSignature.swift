internal import SurveyModel

/// Tells delimited texts apart by their first records, most specific signs first.
enum DelimitedSignature {
  /// The format of a text with those first records.
  static func find(_ head: [[String]]) -> DetectedFormat {
    let names = (head.first ?? []).map(\.trimmed)
    return qualtrics(head, names) ?? limeSurvey(head, names) ?? codebook(names) ?? otherPlatforms(head, names)
      ?? DetectedFormat(format: .csv, evidence: "no sign of a survey platform in its headings")
  }

  // MARK: Qualtrics

  private static func qualtrics(_ head: [[String]], _ names: [String]) -> DetectedFormat? {
    if head.count >= 3 {
      let cells = head[2].filter { !$0.isEmpty }
      let signed = cells.count { $0.contains("ImportId") }
      if signed > 0, signed * 2 >= cells.count {
        let style = cells.contains { $0.hasPrefix("{'") } ? ", in the notation of 2016 and 2017" : ""
        return DetectedFormat(
          format: .qualtricsCSV, evidence: "record 3 has \(signed) of \(cells.count) ImportId cells" + style,
          headingCount: 3)
      }
    }
    if names.first == "V1", head.count >= 2, head[1].first?.trimmed == "ResponseID" {
      return DetectedFormat(
        format: .qualtricsLegacyCSV, evidence: "record 1 begins with V1 and record 2 with ResponseID", headingCount: 2)
    }
    let set = Set(names)
    if set.contains("ResponseId") || set.contains("ResponseID"), set.contains("StartDate"), set.contains("Finished") {
      // The texts of record 2 repeat no answer: where it still stands, its cell under ResponseId holds no id.
      let column = names.firstIndex { $0.lowercased() == "responseid" } ?? 0
      let second = head.count > 1 && head[1].indices.contains(column) ? head[1][column] : ""
      let hasTexts = ["response id", "responseid"].contains(second.lowercased())
      return DetectedFormat(
        format: .qualtricsCSV,
        evidence: "headings ResponseId, StartDate and Finished; the record with the ImportIds is cut off",
        headingCount: hasTexts ? 2 : 1)
    }
    return nil
  }

  // MARK: LimeSurvey

  private static func limeSurvey(_ head: [[String]], _ names: [String]) -> DetectedFormat? {
    if head.count >= 2 {
      let second = Set(head[1].map(\.trimmed))
      if head[1].first?.trimmed == "id", second.isSuperset(of: ["submitdate", "lastpage", "startlanguage"]) {
        return DetectedFormat(
          format: .limeSurveyVV, evidence: "record 2 holds id, submitdate, lastpage and startlanguage", headingCount: 2)
      }
    }
    let codes = Set(names.map(LimeSurveyHeading.code(of:)))
    if codes.contains("submitdate"), codes.contains("lastpage") || codes.contains("startlanguage") {
      return DetectedFormat(
        format: .limeSurveyCSV,
        evidence: "headings submitdate and \(codes.contains("lastpage") ? "lastpage" : "startlanguage")")
    }
    if let (name, _) = LimeSurveyHeading.lastPage(in: names.prefix(12)) {
      return DetectedFormat(format: .limeSurveyCSV, evidence: "the heading '\(name)' of LimeSurvey's full-text export")
    }
    return nil
  }

  private static func codebook(_ names: [String]) -> DetectedFormat? {
    guard names.first == "variable", names.contains("label"), names.contains("kind"), names.contains("code") else {
      return nil
    }
    return DetectedFormat(format: .codebookCSV, evidence: "headings variable, label, kind and code")
  }

  // MARK: Other platforms

  private static func otherPlatforms(_ head: [[String]], _ names: [String]) -> DetectedFormat? {
    let set = Set(names)
    func certain(_ format: SurveyFormat, _ evidence: String) -> DetectedFormat {
      DetectedFormat(format: format, evidence: evidence)
    }
    if set.contains("CASE"), set.contains("QUESTNNR") || set.contains("SERIAL") {
      return certain(.sosciCSV, "headings CASE and QUESTNNR or SERIAL")
    }
    // R takes CASE for the rows' names, and saves it without one.
    if set.isSuperset(of: ["QUESTNNR", "MODE", "STARTED"]) {
      return certain(.sosciCSV, "headings QUESTNNR, MODE and STARTED")
    }
    let efs = ["dispcode", "duration", "tester", "lastpage"].first { set.contains($0) }
    if set.contains("lfdn"), let efs { return certain(.efsCSV, "headings lfdn and \(efs)") }
    if names.first == "Variable / Field Name" {
      return certain(.redcapDictionary, "the heading Variable / Field Name")
    }
    if let found = REDCapSignature.find(head, names) { return found }
    if set.isSuperset(of: ["Submission id", "Participant id"]) {
      return certain(.prolificCSV, "headings Submission id and Participant id")
    }
    if set.isSuperset(of: ["session_id", "participant_id", "status"]) {
      return certain(.prolificCSV, "headings session_id, participant_id and status")
    }
    if set.isSuperset(of: ["HITId", "WorkerId"]) { return certain(.mturkCSV, "headings HITId and WorkerId") }
    if set.isSuperset(of: ["_unit_id", "_worker_id"]) {
      return certain(.mturkCSV, "headings _unit_id and _worker_id, as CrowdFlower wrote them")
    }
    if set.isSuperset(of: ["Time Started", "Date Submitted", "Status"]) {
      return certain(.alchemerCSV, "headings Time Started, Date Submitted and Status")
    }
    if let found = surveyMonkey(head, names) { return found }
    if let found = kobo(head, names) { return found }
    return forms(head, names)
  }

  private static func surveyMonkey(_ head: [[String]], _ names: [String]) -> DetectedFormat? {
    let hasID = names.contains("Respondent ID") || names.contains("RespondentID")
    let blanks = names.count { $0.isEmpty }
    guard head.count >= 2 else { return nil }
    let words: Set<String> = ["Response", "Open-Ended Response", "Other (please specify)"]
    let second = head[1].map(\.trimmed)
    let isTwoRows =
      (hasID && (blanks > 0 || second.first == "")) || (blanks > 0 && second.contains { words.contains($0) })
    if isTwoRows {
      return DetectedFormat(
        format: .surveyMonkeyCSV, evidence: "two heading records, the second with 'Response' or options",
        headingCount: 2)
    }
    return hasID
      ? DetectedFormat(format: .surveyMonkeyCSV, evidence: "the heading Respondent ID") : nil
  }

  // KoboToolbox, Ona, ODK: ids that the servers add to every submission, in R with an X before their first sign.
  private static func kobo(_ head: [[String]], _ names: [String]) -> DetectedFormat? {
    let plain = names.map { $0.hasPrefix("X_") ? String($0.dropFirst()) : $0 }
    let set = Set(plain)
    let ids = ["_id", "_uuid", "_submission_time"].filter(set.contains)
    let links = ["_index", "_parent_index"].filter(set.contains)
    guard ids.count >= 2 || links.count == 2 else { return nil }
    // Humanitarian exports have a record of tags below the headings.
    let second = head.count > 1 ? head[1].filter { !$0.trimmed.isEmpty } : []
    let hasTags = !second.isEmpty && second.allSatisfy { $0.hasPrefix("#") }
    let signs = ids.count >= 2 ? ids : links
    var found = DetectedFormat(
      format: .koboCSV,
      evidence: "headings \(signs.dropLast().joined(separator: ", ")) and \(signs.last ?? "")"
        + (plain == names ? "" : ", as R writes them") + (hasTags ? ", HXL tags below" : ""),
      headingCount: hasTags ? 2 : 1)
    // A repeated group's records name the one that they belong to; the respondents' own have -1 or nothing there.
    if let place = plain.firstIndex(of: "_parent_index"), let table = plain.firstIndex(of: "_parent_table_name"),
      let first = head.dropFirst(found.headingCount).first, first.indices.contains(max(place, table)),
      let number = Int(first[place].trimmed), number > 0
    {
      found.parentTable = first[table].trimmed
      found.evidence += "; _parent_index names records of '\(first[table].trimmed)'"
    }
    return found
  }

  private static func forms(_ head: [[String]], _ names: [String]) -> DetectedFormat? {
    guard names.count >= 3 else { return nil }
    if names[0].lowercased() == "id", MicrosoftFormsReader.starts.contains(names[1]) {
      return DetectedFormat(
        format: .microsoftFormsCSV, evidence: "headings Id and \(names[1])")
    }
    guard GoogleFormsReader.stamps.contains(names[0]),
      names.dropFirst().contains(where: { $0.contains(" ") || $0.contains("?") }),
      head.count > 1, let first = head[1].first, first.contains(":"), DateText.order(of: [first]) != nil
    else { return nil }
    return DetectedFormat(
      format: .googleFormsCSV, evidence: "the heading \(names[0]) above dates with times")
  }
}
