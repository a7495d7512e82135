internal import ArgumentParser
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyReading
internal import ToplineKit

/// The files, and how they are read.
struct DataOptions: ParsableArguments {
  @Argument(help: "One export, or an export with its structure file, in either order.")
  var files: [String]

  @Option(help: "The format, where detection is to be overruled (such as qualtrics-csv).")
  var format: String?

  @Option(help: "The encoding, where detection is to be overruled (such as windows-1252).")
  var encoding: String?

  @Option(help: "The character between cells, where detection is to be overruled (such as ';' or 'tab').")
  var delimiter: String?

  @Flag(help: "Numbers have a decimal comma.")
  var decimalComma = false

  @Option(help: "The language of labels, where the questionnaire has several (such as da).")
  var language: String?

  @Option(help: "Codes that count as missing, such as 99=dont-know,-99=skipped.")
  var missing: String?

  @Option(name: .customLong("where"), help: "Only respondents for whom this is true, such as 'age >= 18'.")
  var condition: String?

  @OptionGroup var exclusion: ExclusionArguments

  @Flag(help: "Let personal data into the output: identifiers, contacts, open answers.")
  var includePersonal = false

  @Flag(name: .customLong("no-partner"), help: "Do not look beside the responses for the file that describes them.")
  var leavesPartnerOut = false

  @Flag(help: "Stop at a problem that would otherwise be listed.")
  var strict = false

  @Option(name: .customLong("problems"), help: "Write all problems to this CSV file.")
  var problemsFile: String?

  @Flag(name: .shortAndLong, help: "No messages but errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Every problem and every guess on standard error.")
  var verbose = false

  /// Whether all respondents are analysed, by their answers to one question at a time.
  var takesAll: Bool { !leavesOut }

  /// Reads the files' marginals and reports what is not as it should be.
  func marginals() throws -> Marginals {
    try reading { files, options in
      let marginals = try SurveyReader.marginals(files, options: options)
      return (marginals, marginals.problems, marginals.provenance)
    }
  }

  /// Files from this size on are read for the variables that are asked for alone.
  private static let long = 1 << 24

  /// Reads and prepares; of long files the variables that are asked for alone.
  ///
  /// - Parameter wanted: All variables that the command speaks of but those of the condition; nil where it cannot say.
  func prepare(for wanted: WantedVariables?) throws -> PreparedSurvey {
    guard var wanted, !exclusion.isGiven,
      files.contains(where: { ((try? RandomAccessFile($0)) ?? nil)?.size ?? 0 >= Self.long })
    else { return try prepare() }
    if let condition { wanted.add(variables: try Expression(parsing: condition).variables) }
    let all = wanted
    return try prepare {
      try reading { files, options in
        let survey = try SurveyReader.read(
          files, options: options, likely: { all.positions(amongHeadings: $0) },
          keeping: { all.positions(in: $0) })
        return (survey, survey.problems, survey.provenance)
      }
    }
  }

  /// Reads the files and reports what is not as it should be.
  func read() throws -> Survey {
    try reading { files, options in
      let survey = try SurveyReader.read(files, options: options)
      return (survey, survey.problems, survey.provenance)
    }
  }

  private func reading<Result>(
    _ read: ([String], ReadingOptions) throws -> (Result, [Problem], Provenance)
  ) throws -> Result {
    var options = try readingOptions()
    let bar = quiet ? nil : ProgressBar("reading")
    if let bar {
      options.progress = { done, all in
        bar.show(done, of: all)
        return true
      }
    }
    defer { bar?.end() }
    let (result, problems, provenance) = try read(files, options)
    try Messages.report(problems, provenance, quiet: quiet, verbose: verbose, problemsFile: problemsFile)
    return result
  }

  /// Whether anybody is to be left out.
  var leavesOut: Bool { condition != nil || exclusion.isGiven }

  /// Reads and prepares: exclusions and condition applied; says what each took.
  ///
  /// The rules on the responses come first, then the condition, which says whom one speaks of.
  func prepare() throws -> PreparedSurvey { try prepare { try read() } }

  private func prepare(reading read: () throws -> Survey) throws -> PreparedSurvey {
    // Words that cannot be understood are told before a long file is read.
    var preparation = Preparation(exclusions: try exclusion.exclusions())
    if let condition {
      preparation.exclusions.append(Exclusion(.unless(try Expression(parsing: condition)), why: "outside --where"))
    }
    let prepared = try preparation.apply(to: try read())
    if !quiet { for line in prepared.report.exclusionLines { Messages.note(line) } }
    return prepared
  }

  func readingOptions() throws -> ReadingOptions {
    var options = ReadingOptions()
    if let format { options.format = try SurveyFormat(named: format) }
    if let encoding { options.encoding = try TextEncoding(named: encoding) }
    if let delimiter { options.delimiter = try Self.delimiterByte(delimiter) }
    if decimalComma { options.decimalComma = true }
    options.language = language
    if let missing { options.missing = try DeclaredCode.list(parsing: missing) }
    options.isStrict = strict
    options.findsPartners = !leavesPartnerOut
    options.wantsHashes = false
    return options
  }

  private static func delimiterByte(_ text: String) throws -> UInt8 {
    if text == "tab" || text == "\\t" { return 9 }
    guard text.utf8.count == 1, let byte = text.utf8.first else {
      throw ValidationError("--delimiter '\(text)': expected one character, or 'tab'")
    }
    return byte
  }
}

/// What the result is written as.
struct OutputOptions: ParsableArguments {
  @Option(help: "What the result is written as: text, json, markdown, html, latex, csv or svg.")
  var outputFormat = "text"

  /// Holds the format to those that the command can give.
  func check(_ known: [String]) throws {
    guard known.contains(outputFormat) else {
      let nearest = EditDistance.nearest(to: outputFormat, among: known).map { "; did you mean '\($0)'?" } ?? ""
      throw ValidationError(
        "--output-format '\(outputFormat)': expected one of \(known.joined(separator: ", "))\(nearest)")
    }
  }
}
