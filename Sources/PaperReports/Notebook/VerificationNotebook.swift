internal import StudyPlan
internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyStatistics
internal import TextFormats

/// Why a study has no notebook, in words for the report.
struct NotebookRefusal: Error {
  var reason: String
}

/// The notebook that computes a study's numbers again from the data, in Python, without Topline.
///
/// It reads the same file, repeats missing codes, exclusions, recodes and scale scores in plain code, computes every
/// number by another road (pandas, scipy, or from the definition), and fails where one differs from the report.
struct VerificationNotebook {
  let run: StudyRun
  let verdicts: [Verdict]

  /// The notebook.
  ///
  /// - Throws: ``NotebookRefusal`` where the study uses what the notebook does not repeat.
  func notebook() throws(NotebookRefusal) -> Notebook {
    guard case .named = run.plan.hypotheses else {
      throw NotebookRefusal(reason: "the notebook repeats the founding protocol, not hypotheses of one's own")
    }
    guard run.design.weights == nil, !run.design.isComplex else {
      throw NotebookRefusal(reason: "the notebook repeats samples without weights, strata and clusters")
    }
    guard run.plan.scales.allSatisfy({ $0.score == "mean" }) else {
      throw NotebookRefusal(reason: "the notebook repeats scale scores that are means")
    }
    let source = try dataFile()
    let tables = try NotebookTables(run)
    var expected = ExpectedNumbers()
    for rule in run.prepared.report.rules where rule.kind == .exclusion {
      expected.add("leftOut." + rule.note, Double(rule.count))
    }
    expected.add("analysed", Double(run.prepared.selection.count { $0 }))
    for verdict in verdicts { expected.add(verdict) }
    try tables.expect(&expected)
    let recipe = recipe(source, tables)
    return Notebook(
      cells: introduction(source) + [
        .init(.code, setUp(source)), .init(.markdown, Words.recipe), .init(.code, "RECIPE = " + recipe),
        .init(.markdown, Words.expected),
        .init(.code, "EXPECTED = " + PythonLiteral.dictionary(expected.object)),
        .init(.markdown, Words.loading), .init(.code, VerificationCode.loading),
        .init(.code, try preparation()), .init(.markdown, Words.functions),
        .init(.code, VerificationCode.shares), .init(.code, VerificationCode.ranks),
        .init(.code, VerificationCode.scales), .init(.markdown, Words.claims),
        .init(.code, VerificationCode.filing), .init(.code, VerificationCode.claims), .init(.code, counts()),
        .init(.markdown, Words.tables), .init(.code, VerificationCode.tables), .init(.markdown, Words.comparison),
        .init(.code, VerificationCode.comparison),
      ])
  }

  // MARK: - Cells

  private func introduction(_ source: DataFile) -> [Notebook.Cell] {
    let notice =
      run.prepared.survey.provenance.isSynthetic
      ? "**Synthetic data: drawn by a simulation, not a finding about people.**\n\n" : ""
    return [
      .init(
        .markdown,
        """
        # \(run.plan.title): the numbers again

        \(notice)This notebook computes the numbers of the report again from `\(source.file.name)`, by another road: \
        pandas and scipy where they have the method, its definition where they do not. It never calls Topline, prints \
        no respondent, and its last cell fails when one number differs.

        Left out, because no second road is written yet: loadings of the measurement model and the error of its factor \
        correlation, the chi-squared tests in table notes.
        """)
    ]
  }

  private func setUp(_ source: DataFile) -> String {
    let relative = PythonLiteral.text(run.plan.data.first ?? source.file.name)
    return """
      import hashlib
      import itertools
      import os
      import pathlib

      import numpy as np
      import pandas as pd
      from scipy import integrate, optimize, stats

      # The data file is known by its content: TOPLINE_DATA names it, or it is looked for nearby and in TOPLINE_FOLDERS.
      NAME, SHA256 = \(relative), \(PythonLiteral.text(source.file.sha256 ?? ""))
      places = [pathlib.Path(os.environ["TOPLINE_DATA"])] if "TOPLINE_DATA" in os.environ else [
          found for above in (".", "..", "../..", *os.environ.get("TOPLINE_FOLDERS", ".").split(os.pathsep)) for pattern in (NAME, pathlib.Path(NAME).name, "datasets/*/" + NAME)
          for found in sorted(pathlib.Path(above).glob(pattern))]
      same = [place for place in places if hashlib.sha256(place.read_bytes()).hexdigest() == SHA256]
      assert same, f"no file with the content of {NAME} found: name it with TOPLINE_DATA"
      DATA = same[0]
      """
  }

  /// Recodes, scale scores and exclusions, in the order in which Topline made them.
  private func preparation() throws(NotebookRefusal) -> String {
    var lines: [String] = []
    let preparation: Preparation
    do { preparation = try run.plan.preparation() } catch { throw NotebookRefusal(reason: error.found) }
    for recode in preparation.recodes { lines += try self.recode(recode) }
    lines += [
      "scale_items = {}", "for name, scale in RECIPE[\"scales\"].items():",
      "    columns = [numbers(item) for item in scale[\"items\"]]",
      "    # A reversed item runs from the other end of the same answers.",
      "    columns = [scale[\"lowest\"] + scale[\"highest\"] - column if item in scale[\"reversed\"] else column",
      "               for item, column in zip(scale[\"items\"], columns)]", "    scale_items[name] = columns",
      "    matrix = np.column_stack(columns)", "    answered_items = (~np.isnan(matrix)).sum(axis=1)",
      "    sums = np.nansum(matrix, axis=1)",
      "    derived[name] = np.where(answered_items >= scale[\"answered\"], sums / np.maximum(answered_items, 1), np.nan)",
      "", "excluded = np.zeros(len(data), bool)", "left_out = {}", "",
    ]
    for exclusion in preparation.exclusions {
      lines += try NotebookExclusion(exclusion, of: run.prepared.survey).lines
    }
    lines.append("print(f\"{len(data)} respondents, {int((~excluded).sum())} analysed\")")
    return lines.joined(separator: "\n")
  }

  private func recode(_ recode: Recode) throws(NotebookRefusal) -> [String] {
    let name = PythonLiteral.text(recode.name)
    let source = "numbers(\(PythonLiteral.text(recode.source)))"
    switch recode.rule {
    case .cut(let points):
      let ends = points.map(PythonLiteral.number).joined(separator: ", ")
      return [
        "classes = np.searchsorted([\(ends)], \(source), side=\"right\")",
        "data[\(name)] = np.where(np.isnan(\(source)) | (classes < 1) | (classes >= \(points.count)), \"\", "
          + "classes.astype(str))", "",
      ]
    case .groups(let groups):
      var lines = ["data[\(name)] = \"\""]
      for (index, group) in groups.enumerated() {
        for member in group.members {
          switch member {
          case .range(let low, let high):
            lines.append(
              "data.loc[(\(source) >= \(PythonLiteral.number(low))) & (\(source) <= \(PythonLiteral.number(high))), "
                + "\(name)] = \"\(index + 1)\"")
          case .answer(let text):
            lines.append(
              "data.loc[says(\(PythonLiteral.text(recode.source)), \(PythonLiteral.text(text))) == 1, \(name)] = "
                + "\"\(index + 1)\"")
          case .otherwise:
            lines.append(
              "data.loc[(data[\(name)] == \"\") & (reasons(\(PythonLiteral.text(recode.source))) == \"\"), \(name)] = "
                + "\"\(index + 1)\"")
          }
        }
      }
      return lines + [""]
    }
  }

  private func counts() -> String {
    """
    for why, count in left_out.items():
        RESULT["leftOut." + why] = count
    RESULT["analysed"] = int(kept.sum())
    """
  }

  // MARK: - The recipe

  /// A file that pandas reads, with the lines below its heading that hold no respondent.
  struct DataFile {
    var file: SourceFile
    var skippedLines: [Int]
  }

  private func dataFile() throws(NotebookRefusal) -> DataFile {
    let skipped: [String: [Int]] = ["csv": [], "qualtrics-csv": [1, 2], "qualtrics-csv-legacy": [1]]
    for file in run.prepared.survey.provenance.files where file.sha256 != nil {
      if let lines = skipped[file.format] { return DataFile(file: file, skippedLines: lines) }
    }
    throw NotebookRefusal(
      reason: "the notebook reads CSV; this study reads \(run.prepared.survey.provenance.format): convert it first")
  }

  private func recipe(_ source: DataFile, _ tables: NotebookTables) -> String {
    let codebook = run.prepared.survey.codebook
    let mapping = JSONObject(
      Self.constructs.map { construct in
        let variables = run.plan.mapping.first { $0.construct == construct }?.variables ?? []
        let isScale = ["antisocial", "necessity"].contains(construct)
        return (construct, isScale ? .string(variables.first ?? construct) : .strings(variables))
      })
    let scales = JSONObject(
      run.prepared.scales.map { scale in
        let items = scale.items.map { codebook.variables[$0].name }
        return (
          scale.name,
          [
            "items": .strings(items), "reversed": .strings(zip(items, scale.isReversed).filter(\.1).map(\.0)),
            "lowest": .finite(scale.range?.lowerBound), "highest": .finite(scale.range?.upperBound),
            "answered": .integer(scale.answered),
          ]
        )
      })
    let codes = JSONObject(
      codebook.variables.filter { !$0.labels.isEmpty && !$0.personal.isPersonal }.map { variable in
        let entries = variable.labels.map { label -> (String, JSONValue) in
          (label.code, [.finite(label.value), .string(label.missing?.rawValue ?? ""), .string(label.label)])
        }
        return (variable.name, .object(JSONObject(entries)))
      })
    let missing = JSONObject(run.plan.missing.map { ($0.code, .string(Self.reason($0.reason))) })
    return PythonLiteral.dictionary(
      JSONObject([
        ("skipped_lines", .array(source.skippedLines.map { .integer($0) })), ("level", .number(run.plan.style.level)),
        ("missing", .object(missing)), ("mapping", .object(mapping)), ("scales", .object(scales)),
        ("banners", .array(tables.banners)), ("summaries", .array(tables.summaries)),
        ("scale_tables", .array(tables.scales)), ("codes", .object(codes)),
      ]), depth: 2)
  }

  private static let constructs = [
    "antisocial", "necessity", "pair", "trust", "liking", "annoying", "behaviours", "promotes", "promotion-liking",
  ]

  private static func reason(_ word: String) -> String {
    switch word {
    case "dont-know": "dontKnow"
    case "refused": "refused"
    case "not-applicable": "notApplicable"
    case "not-shown": "notShown"
    case "skipped": "seenNotAnswered"
    default: "declared"
    }
  }

  private enum Words {
    static let recipe = """
      ## What the study file says

      The codes of every answer as `[number, reason for missing, label]`, scales, and what measures what.
      """
    static let expected = """
      ## The report's numbers

      As Topline computed them, at full precision. The last cell holds them against what is computed here.
      """
    static let loading = "## Reading, missing answers, scales, exclusions"
    static let functions = "## The statistics, by another road"
    static let claims = "## The claims"
    static let tables = "## The tables"
    static let comparison = "## The comparison"
  }
}
