@testable import SurveyReading

/// A small survey in SoSci Survey's shapes, made up for the tests.
enum SoSciFixtures {
  static let headings = [
    "CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED", "UR01_CP", "UR01", "IV01_RV1", "SD01", "SD02_01", "SD03",
    "SD03_09", "SD04", "AB01_01", "AB01_02", "AB01_01a", "SL01_01", "MC01", "MC01_01", "MC01_02", "MC01_03",
    "MC01_03a", "TX01_01", "TIME001", "TIME002", "TIME_SUM", "MAILSENT", "LASTDATA", "FINISHED", "Q_VIEWER",
    "LASTPAGE", "MAXPAGE", "MISSING", "MISSREL", "TIME_RSI", "DEG_TIME",
  ]

  /// The records, with 1 and 2 for options; blank is what was not asked for.
  static let records: [[String]] = [
    [
      "101", "AAAAAA", "", "base", "interview", "2024-05-13 10:00:00", "0", "2", "panel-1", "1", "34", "9", "evening",
      "3", "1", "5", "1203", "51", "2", "2", "1", "2", "my own", "because", "12", "30", "42", "",
      "2024-05-13 10:05:00", "1", "0", "5", "5", "0", "0", "1.1", "3",
    ],
    [
      "102", "BBBBBB", "", "base", "interview", "2024-05-13 10:10:00", "0", "1", "panel-2", "2", "-9", "1", "", "2",
      "-1", "4", "-1", "101", "0", "1", "1", "1", "", "", "9", "28", "37", "", "2024-05-13 10:15:00", "1", "0", "5",
      "5", "10", "12", "0.9", "0",
    ],
    [
      "103", "CCCCCC", "", "base", "pretest", "2024-05-13 10:20:00", "1", "2", "panel-3", "-9", "41", "-2", "", "1",
      "3",
      "-9", "900", "1", "1", "1", "2", "1", "", "no", "15", "", "15", "", "2024-05-13 10:21:00", "0", "0", "1", "1",
      "50", "50", "1.0", "5",
    ],
    [
      "104", "DDDDDD", "", "base", "interview", "2024-05-13 10:30:00", "1", "1", "panel-4", "1", "-8", "", "", "", "",
      "", "", "-3", "-1", "", "", "", "", "", "8", "", "8", "", "2024-05-13 10:31:00", "0", "1", "1", "1", "90", "90",
      "1.0", "5",
    ],
  ]

  /// The text of the export, every text cell in quotation marks as the platform writes it.
  static func text(
    _ records: [[String]] = records, delimiter: String = "\t", newline: String = "\r\n", logical: Bool = false
  ) -> String {
    let options = Set(["MC01_01", "MC01_02", "MC01_03"].compactMap { headings.firstIndex(of: $0) })
    let truths = Set(["FINISHED", "Q_VIEWER"].compactMap { headings.firstIndex(of: $0) })
    func cell(_ text: String, _ column: Int) -> String {
      if logical, options.contains(column), !text.isEmpty { return text == "2" ? "T" : "F" }
      if logical, truths.contains(column), !text.isEmpty { return text == "1" ? "T" : "F" }
      let isNumber = text.allSatisfy { $0.isNumber || $0 == "-" || $0 == "." || $0 == ":" || $0 == " " }
      return isNumber ? text : "\"\(text)\""
    }
    let lines =
      [headings.map { "\"\($0)\"" }.joined(separator: delimiter)]
      + records.map { $0.enumerated().map { cell($1, $0) }.joined(separator: delimiter) }
    return lines.joined(separator: newline) + newline
  }

  static let script = #"""
    # This script reads a CSV file in GNU R.

    ds_file = file.choose()

    ds = read.table(
      file=ds_file, encoding="UTF-8",
      header = FALSE, sep = "\t", quote = "\"",
      dec = ".", row.names = "CASE",
      col.names = c(
        "CASE","SERIAL","REF","QUESTNNR","MODE","STARTED","UR01_CP","UR01","IV01_RV1","SD01","SD02_01","SD03",
        "SD03_09","SD04","AB01_01","AB01_02","AB01_01a","SL01_01","MC01","MC01_01","MC01_02","MC01_03","MC01_03a",
        "TX01_01","TIME001","TIME002","TIME_SUM","MAILSENT","LASTDATA","FINISHED","Q_VIEWER","LASTPAGE","MAXPAGE",
        "MISSING","MISSREL","TIME_RSI","DEG_TIME"
      ),
      as.is = TRUE,
      colClasses = c(
        CASE="numeric", SERIAL="character", SD02_01="numeric", SD03_09="character", AB01_01a="numeric",
        MC01_01="logical", MC01_02="logical", MC01_03="logical", MC01_03a="character", TX01_01="character",
        FINISHED="logical"
      ),
      skip = 1, na.strings = ""
    )

    attr(ds, "project") = "habits"

    # Variable und Value Labels
    ds$SD01 = factor(ds$SD01, levels=c("1","2","-9"), labels=c("female","male","[NA] Not answered"), ordered=FALSE)
    ds$SD03 = factor(ds$SD03, levels=c("1","9","-2","-9"), labels=c("morning","other, namely \"…\"","[NA] Prefer not to say","[NA] Not answered"), ordered=FALSE)
    ds$SD04 <- factor(ds$SD04,
      levels = c("1", "2", "3"),
      labels = c("18", "19", "20"), ordered = TRUE)
    attr(ds$UR01,"1") = "control"
    attr(ds$UR01,"2") = "treatment"
    attr(ds$AB01_01,"1") = "strongly disagree"
    attr(ds$AB01_01,"5") = "strongly agree"
    attr(ds$AB01_01,"-1") = "don’t know"
    attr(ds$AB01_02,"1") = "strongly disagree"
    attr(ds$AB01_02,"5") = "strongly agree"
    attr(ds$AB01_02,"-1") = "don’t know"
    attr(ds$AB01_01a,"-1") = "Measurement impossible"
    attr(ds$SL01_01,"1") = "0 %"
    attr(ds$SL01_01,"101") = "100 %"
    attr(ds$SL01_01,"-3") = "no estimate"
    attr(ds$MC01,"-1") = "don’t know"
    attr(ds$MC01_01,"F") = "Not checked"
    attr(ds$MC01_01,"T") = "Checked"
    attr(ds$MC01_02,"F") = "Not checked"
    attr(ds$MC01_02,"T") = "Checked"
    attr(ds$MC01_03,"F") = "Not checked"
    attr(ds$MC01_03,"T") = "Checked"
    attr(ds$FINISHED,"F") = "Canceled"
    attr(ds$FINISHED,"T") = "Finished"
    comment(ds$STARTED) = "Time the interview has started (Europe/Berlin)"
    comment(ds$UR01_CP) = "Group: Complete clearances of the ballot, yet"
    comment(ds$UR01) = "Group: Code drawn"
    comment(ds$IV01_RV1) = "POST/GET Variable: PROLIFIC_PID"
    comment(ds$SD01) = "Gender"
    comment(ds$SD02_01) = "Age: [01]"
    comment(ds$SD03) = "When do you read?"
    comment(ds$SD03_09) = "When do you read?: other, namely \"…\""
    comment(ds$SD04) = "Age in years"
    comment(ds$AB01_01) = "Attitudes: It <b>helps</b> me"
    comment(ds$AB01_02) = "Attitudes: It annoys me: a lot"
    comment(ds$AB01_01a) = "Attitudes: It helps me response time [ms]"
    comment(ds$SL01_01) = "Share: of your day"
    comment(ds$MC01) = "Which do you use?: Residual option (negative) or number of selected options"
    comment(ds$MC01_01) = "Which do you use?: Forums"
    comment(ds$MC01_02) = "Which do you use?: Groups"
    comment(ds$MC01_03) = "Which do you use?: Others"
    comment(ds$MC01_03a) = "Which do you use?: Others (free text)"
    comment(ds$TX01_01) = "Why: [01]"

    `[.avector` <- function(x,i,...) {
      r <- NextMethod("[")
      mostattributes(r) <- attributes(x)
      r
    }
    ds_tmp = data.frame(lapply(ds, function(x) { structure( x, class = c("avector", class(x) ) ) } ))
    """#
}
