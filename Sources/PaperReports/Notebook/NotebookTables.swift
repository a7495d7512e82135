internal import StudyPlan
internal import SurveyAggregation
internal import SurveyModel
internal import SurveyPreparation
internal import SurveyStatistics
internal import TextFormats

/// The tables of a study as the notebook computes them again: what each cell counts, and what it should be.
struct NotebookTables {
  private(set) var banners: [JSONValue] = []
  private(set) var summaries: [JSONValue] = []
  private(set) var scales: [JSONValue] = []
  private var numbers = ExpectedNumbers()

  init(_ run: StudyRun) throws(NotebookRefusal) {
    for output in run.plan.tables {
      do {
        switch output.kind {
        case "verdicts": continue
        case "scales": try addScales(output, run)
        case "banner": try addBanner(output, run)
        default: try addSummary(output, run)
        }
      } catch let error as NotebookRefusal {
        throw error
      } catch {
        throw NotebookRefusal(reason: "table \(output.id): \(error)")
      }
    }
  }

  /// Files the cells' numbers.
  func expect(_ expected: inout ExpectedNumbers) throws(NotebookRefusal) {
    for member in numbers.object.members {
      if let word = member.value.string {
        expected.add(member.name, word)
      } else {
        expected.add(member.name, member.value.number)
      }
    }
  }

  // MARK: - Scales

  private mutating func addScales(_ output: StudyPlan.Output, _ run: StudyRun) throws {
    let chosen = output.of.isEmpty ? run.prepared.scales : run.prepared.scales.filter { output.of.contains($0.name) }
    for scale in chosen {
      let columns = scale.itemValues(in: run.prepared.survey)
      let complete = run.prepared.selection.indices.filter { respondent in
        run.prepared.selection[respondent] && columns.allSatisfy { !$0[respondent].isNaN }
      }
      var result = try CronbachAlpha.run(
        columns.map { column in complete.map { column[$0] } },
        names: scale.items.map { run.prepared.survey.codebook.variables[$0].name }, level: run.plan.style.level)
      let kept = ["standardizedAlpha", "meanCorrelation", "lambda6"]
      result.details = result.details.filter { kept.contains($0.name) }
      numbers.add("table.\(output.id).\(scale.name)", result)
    }
    scales.append(["id": .string(output.id), "scales": .strings(chosen.map(\.name))])
  }

  // MARK: - Banners

  private mutating func addBanner(_ output: StudyPlan.Output, _ run: StudyRun) throws {
    var options = BannerOptions(level: run.plan.style.level)
    if !output.nets.isEmpty { options.nets = try BannerOptions.nets(parsing: output.nets.joined(separator: ",")) }
    let banner = try BannerTable.make(
      survey: run.prepared.survey, selection: run.prepared.selection,
      rows: try VariableSelection(parsing: (output.rows + output.variables).joined(separator: ",")),
      columns: try VariableSelection(parsing: (output.columns + (output.by.map { [$0] } ?? [])).joined(separator: ",")),
      design: run.design, options: options)
    let codebook = run.prepared.survey.codebook
    var blocks: [JSONValue] = []
    for block in banner.blocks {
      guard let variable = codebook[block.name], variable.kind == .categorical else {
        throw NotebookRefusal(reason: "the notebook repeats tables of single answers, not of \(block.name)")
      }
      var rows: [JSONValue] = []
      for row in block.rows {
        let key = "\(block.name).\(row.code.isEmpty ? row.kind.rawValue : row.code)"
        rows.append([
          "key": .string(key), "kind": .string(row.kind.rawValue), "codes": .strings(codes(of: row, variable)),
        ])
        for (position, cell) in row.cells.enumerated() {
          add(cell, row.kind, block.bases[position], "table.\(output.id).\(key).\(position)")
        }
      }
      rows.append(["key": .string("\(block.name).base"), "kind": "base", "codes": []])
      for (position, base) in block.bases.enumerated() {
        numbers.add("table.\(output.id).\(block.name).base.\(position).count", Double(base.count))
      }
      blocks.append(["variable": .string(block.name), "rows": .array(rows)])
    }
    let columns = banner.columns.map { column -> JSONValue in
      [
        "question": .string(column.question), "code": column.letter == nil ? .null : .string(column.code),
        "letter": .text(column.letter),
      ]
    }
    banners.append(["id": .string(output.id), "columns": .array(columns), "blocks": .array(blocks)])
  }

  private mutating func add(_ cell: BannerTable.Cell, _ kind: BannerTable.RowKind, _ base: Base, _ key: String) {
    switch kind {
    case .category, .net:
      numbers.add(key + ".count", Double(cell.count))
      if base.count > 0 { numbers.add(key + ".percent", 100 * Double(cell.count) / Double(base.count)) }
      numbers.add(key + ".letters", cell.letters)
    case .mean:
      numbers.add(key + ".value", cell.value)
      numbers.add(key + ".letters", cell.letters)
    case .sd: numbers.add(key + ".value", cell.value)
    }
  }

  /// The codes that a row counts: its own, or those of a net.
  private func codes(of row: BannerTable.Row, _ variable: Variable) -> [String] {
    let ordered = variable.substantiveLabels.enumerated().sorted { a, b in
      (a.element.value ?? Double(a.offset), a.offset) < (b.element.value ?? Double(b.offset), b.offset)
    }.map(\.element.code)
    let size = Int(row.code.split(separator: "-").last ?? "") ?? 0
    switch row.kind {
    case .category: return [row.code]
    case .net: return Array(row.code.hasPrefix("top") ? ordered.suffix(size) : ordered.prefix(size))
    case .mean, .sd: return []
    }
  }

  // MARK: - Summaries

  private mutating func addSummary(_ output: StudyPlan.Output, _ run: StudyRun) throws {
    guard output.by == nil else { throw NotebookRefusal(reason: "the notebook repeats toplines without groups") }
    let summary = try SurveySummary.make(
      survey: run.prepared.survey, selection: run.prepared.selection,
      variables: output.variables.isEmpty
        ? nil : try VariableSelection(parsing: output.variables.joined(separator: ",")),
      design: run.design, options: SummaryOptions(level: run.plan.style.level))
    var variables: [JSONValue] = []
    for variable in summary.variables {
      guard variable.kind == .categorical || variable.kind == .numeric else {
        throw NotebookRefusal(reason: "the notebook repeats single answers and numbers, not \(variable.name)")
      }
      let key = "table.\(output.id).\(variable.name)"
      numbers.add(key + ".base", Double(variable.base.count))
      for category in variable.categories {
        numbers.add("\(key).\(category.code).count", Double(category.count))
        if variable.base.count > 0 {
          numbers.add("\(key).\(category.code).percent", 100 * Double(category.count) / Double(variable.base.count))
        }
        numbers.add("\(key).\(category.code).lower", category.interval?.lower)
        numbers.add("\(key).\(category.code).upper", category.interval?.upper)
      }
      numbers.add(key + ".mean", variable.mean?.value)
      numbers.add(key + ".mean.lower", variable.mean?.interval?.lower)
      numbers.add(key + ".mean.upper", variable.mean?.interval?.upper)
      numbers.add(key + ".sd", variable.standardDeviation)
      numbers.add(key + ".median", variable.median)
      if variable.quartiles.count == 2 {
        numbers.add(key + ".quartile1", variable.quartiles[0])
        numbers.add(key + ".quartile3", variable.quartiles[1])
      }
      variables.append([
        "variable": .string(variable.name), "codes": .strings(variable.categories.map(\.code)),
      ])
    }
    summaries.append(["id": .string(output.id), "variables": .array(variables)])
  }
}
