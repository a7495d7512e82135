internal import SurveyModel

/// What Topline's own writer adds to a DDI Codebook, so that reading it gives the same survey again.
///
/// DDI has no place for a variable's role, for personal marks, for the numbers that answers count as, nor for blanks of
/// several kinds. They stand in `notes` whose types begin with `topline:`, which other programs pass over.
struct DDIDialect {
  /// A variable's entry in the codebook.
  private(set) var template: ColumnTemplate
  private(set) var cells: RawColumn

  /// The column of a variable; nil where its notes are gone, and it is one like any other.
  init?(_ described: DDICodebook.Variable, _ raw: RawColumn) {
    guard let variable = Self.variable(described.name, described.label, described.notes, described.categories) else {
      return nil
    }
    template = ColumnTemplate(variable)
    template.knowledge = variable.kind == .categorical ? .answers : .kind
    template.labelsSayAll = true
    template.blank = Self.note("blank", described.notes).flatMap(MissingReason.init(rawValue:)) ?? .unknownBlank
    template.blankIsAnswer = variable.labels.contains { RawColumn.isBlank($0.code.utf8) }
    template.missingTexts = Self.reasons("missing", described.notes).map {
      DeclaredCode(code: $0.text, reason: $0.reason)
    }
    var reasons: [String: MissingReason] = [:]
    for (text, reason) in Self.reasons("absent", described.notes) { reasons[text] = reason }
    cells = raw.absent(reasons)
  }

  /// The text of the first note of a type.
  static func note(_ type: String, _ notes: [DDICodebook.Note]) -> String? {
    notes.first { $0.type == "topline:" + type }?.text
  }

  private static func reasons(
    _ type: String, _ notes: [DDICodebook.Note]
  ) -> [(text: String, reason: MissingReason)] {
    notes.filter { $0.type == "topline:" + type }.compactMap { note in
      MissingReason(rawValue: note.text).map { (note.subject, $0) }
    }
  }

  /// A codebook's entry, from the notes where DDI has no place; nil where they are not there.
  static func variable(
    _ name: String, _ label: String, _ notes: [DDICodebook.Note], _ categories: [DDICodebook.Category]
  ) -> Variable? {
    guard let kind = note("kind", notes).flatMap(VariableKind.init(rawValue:)) else { return nil }
    var variable = Variable(
      name: name, key: note("key", notes), originalName: note("original-name", notes), label: label,
      itemText: note("item", notes), kind: kind,
      level: note("level", notes).flatMap(MeasurementLevel.init(rawValue:)) ?? .nominal)
    variable.personal = note("personal", notes).flatMap(PersonalData.init(rawValue:)) ?? .no
    variable.role = note("role", notes).flatMap(VariableRole.init(rawValue:)) ?? .question
    let numbers = (note("values", notes) ?? "").split(separator: " ").map { Double($0) }
    variable.labels = categories.enumerated().map { index, category in
      let reason = category.isMissing ? MissingReason(rawValue: category.missingType) ?? .declared : nil
      return ValueLabel(
        code: category.code, label: category.label, missing: reason,
        value: numbers.indices.contains(index) ? numbers[index] : nil)
    }
    return variable
  }

  // MARK: The survey

  /// Puts back what typing concludes anew and the notes say: roles, levels, personal marks; and options that were one
  /// column before they were written.
  static func restore(
    _ survey: inout Survey, _ codebook: DDICodebook, _ variables: [DDICodebook.Variable]
  ) {
    for (position, described) in variables.enumerated() where survey.columns.indices.contains(position) {
      guard let noted = variable(described.name, described.label, described.notes, described.categories) else {
        continue
      }
      survey.update(at: position) { variable, _ in
        variable.level = noted.level
        variable.role = noted.role
        variable.personal = noted.personal
        variable.originalName = noted.originalName
      }
    }
    let joined = codebook.groups.compactMap { group -> JoinedColumn? in JoinedColumn(group, variables, survey) }
    guard !joined.isEmpty else { return }
    let gone = Set(joined.flatMap(\.members))
    var entries: [Variable] = []
    var columns: [Column] = []
    for position in survey.columns.indices {
      if let whole = joined.first(where: { $0.members.first == position }) {
        entries.append(whole.variable)
        columns.append(whole.column)
      } else if !gone.contains(position) {
        entries.append(survey.codebook.variables[position])
        columns.append(survey.columns[position])
      }
    }
    survey = Survey(
      codebook: Codebook(
        variables: entries, grids: survey.codebook.grids, multipleResponseSets: survey.codebook.multipleResponseSets),
      columns: columns, count: survey.count, problems: survey.problems, provenance: survey.provenance)
  }

  /// Ticked options that were one column before they were written.
  private struct JoinedColumn {
    private(set) var variable: Variable
    /// The positions of the options' columns, in the order of the labels.
    let members: [Int]
    private(set) var column: Column

    /// Nil where the group is no such column, or the data lacks one of its options.
    init?(_ group: DDICodebook.Group, _ variables: [DDICodebook.Variable], _ survey: Survey) {
      guard DDIDialect.note("joined", group.notes) != nil, (1...64).contains(group.variables.count),
        var variable = DDIDialect.variable(group.name, group.label, group.notes, [])
      else { return nil }
      members = group.variables.compactMap { id in variables.firstIndex { $0.id == id } }
      guard members.count == group.variables.count else { return nil }
      let numbers = (DDIDialect.note("values", group.notes) ?? "").split(separator: " ").map { Double($0) }
      variable.labels = members.enumerated().map { index, member in
        let notes = variables[member].notes
        return ValueLabel(
          code: DDIDialect.note("option", notes) ?? variables[member].name, label: variables[member].label,
          missing: DDIDialect.note("option-missing", notes).flatMap(MissingReason.init(rawValue:)),
          value: numbers.indices.contains(index) ? numbers[index] : nil)
      }
      var cells = MultipleResponseColumn(ticked: [], missing: [], originals: TextColumn())
      for respondent in 0..<survey.count {
        if let reason = survey.columns[members[0]].missingReason(at: respondent) {
          cells.ticked.append(0)
          cells.missing.append(reason.index)
          cells.originals.append(missing: reason)
          continue
        }
        var ticked: UInt64 = 0
        var codes: [String] = []
        for (option, member) in members.enumerated() where survey.columns[member].originalText(at: respondent) == "1" {
          ticked |= 1 << UInt64(option)
          codes.append(variable.labels[option].code)
        }
        cells.ticked.append(ticked)
        cells.missing.append(0)
        cells.originals.append(codes.joined(separator: ",").utf8)
      }
      self.variable = variable
      column = .multipleResponse(cells)
    }
  }
}

extension RawColumn {
  /// The column with some texts taken for cells that the format leaves out, each for its reason.
  fileprivate func absent(_ reasons: [String: MissingReason]) -> RawColumn {
    guard !reasons.isEmpty else { return self }
    var column = RawColumn()
    let all = asTextColumn
    for cell in 0..<count {
      if let reason = MissingReason(index: all.missing[cell]) ?? reasons[all.text(at: cell)] {
        column.appendAbsent(reason)
      } else {
        column.append(all.utf8(at: cell))
      }
    }
    return column
  }
}
