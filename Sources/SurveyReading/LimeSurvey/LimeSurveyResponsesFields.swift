internal import SurveyModel

/// A field of the responses, as the structure foretells it.
struct LimeSurveyField: Sendable {
  /// A question whose fields belong together.
  struct Group: Sendable, Hashable {
    var name: String
    var label: String
  }

  /// The name in the database: survey, group and question number, then what tells the question's fields apart.
  var name: String
  /// What is known of the column.
  var template: ColumnTemplate
  /// The grid that the field is a row of.
  var grid: Group?
  /// The question of ticked options that the field is one of.
  var set: Group?
  /// The name in equations, where it is not the variable's.
  var nameInEquations: String?
  /// The position of its question in the questionnaire.
  var question: Int?
  /// The equations that decide whether the item is shown where the question is.
  var conditions: [String] = []
}

/// Makes the fields of each question type, with names as LimeSurvey's own CSV export has them.
struct LimeSurveyFieldMap {
  let structure: LimeSurveyStructure

  /// All fields of the questionnaire, in its order.
  func fields() -> [LimeSurveyField] {
    structure.questions.enumerated().flatMap { place, question in
      fields(of: question).map { field in
        var field = field
        field.question = place
        return field
      }
    }
  }

  private func fields(of question: LimeSurveyQuestion) -> [LimeSurveyField] {
    switch question.type {
    case "L", "!", "O": list(question)
    case "M", "P": ticks(question)
    case "A", "B", "C", "E", "F", "H": array(question)
    case "1": dualArray(question)
    case ":", ";": table(question)
    case "R": ranking(question)
    case "K": question.subquestions.map { item($0, of: question, kind: .numeric) }
    case "Q": question.subquestions.map { item($0, of: question, kind: .text) }
    case "|": upload(question)
    default: [single(question)]
    }
  }

  // MARK: One field

  private func name(_ question: LimeSurveyQuestion, _ suffix: String = "") -> String {
    "\(structure.surveyID)X\(question.group)X\(question.id)\(suffix)"
  }

  private func single(_ question: LimeSurveyQuestion) -> LimeSurveyField {
    var template = ColumnTemplate(
      Variable(
        name: question.code, key: name(question), label: question.text, kind: .text, level: .nominal),
      blank: .seenNotAnswered)
    func answers(_ labels: [ValueLabel], _ level: MeasurementLevel) {
      template.variable.kind = .categorical
      template.variable.level = level
      template.variable.labels = labels
      template.knowledge = .answers
    }
    switch question.type {
    case "5": answers(LimeSurveyAnswers.points(5), .ordinal)
    case "Y": answers(LimeSurveyAnswers.yesNo, .nominal)
    case "G": answers(LimeSurveyAnswers.gender, .nominal)
    case "N":
      template.variable.kind = .numeric
      template.variable.level = .scale
      template.knowledge = .kind
    case "D":
      template.variable.kind = .datetime
      template.variable.level = .scale
      template.knowledge = .kind
    case "S" where question.attributes["numbers_only"] == "1":
      template.variable.kind = .numeric
      template.variable.level = .scale
      template.knowledge = .kind
    case "S", "T", "U":
      template.variable.personal = .openText
      template.knowledge = .kind
    // A text shown to the respondent, and a chosen language: no answers to a question.
    case "X", "I": template.variable.role = .metadata
    // Equations give numbers or texts, and the file does not say which.
    default: break
    }
    return LimeSurveyField(name: name(question), template: template)
  }

  private func otherText(
    _ question: LimeSurveyQuestion, suffix: String, code: String, words: String
  ) -> LimeSurveyField {
    let variable = Variable(
      name: "\(question.code)_\(code)", key: name(question, suffix), label: Self.joined(question.text, words),
      itemText: words, kind: .text, level: .nominal, personal: .openText, role: .otherText)
    return LimeSurveyField(
      name: name(question, suffix), template: ColumnTemplate(variable, knowledge: .kind, blank: .seenNotAnswered))
  }

  /// The equations of an item: its own, and those that the filters of the question's items stand for.
  private func conditions(of item: String, relevance: String = "", in question: LimeSurveyQuestion) -> [String] {
    var equations = ["", "1"].contains(relevance) ? [] : [relevance]
    for (attribute, test) in [("array_filter", "!is_empty"), ("array_filter_exclude", "is_empty")] {
      let filters = (question.attributes[attribute] ?? "").split { ";, ".contains($0) }
      for filter in filters {
        guard let other = structure.questions.first(where: { $0.code == filter }),
          other.subquestions.contains(where: { $0.code == item }) || (item == "other" && other.hasOther)
        else { continue }
        // An item with several answers has no one name that could be empty.
        let hasOneAnswer = !["1", ":", ";"].contains(other.type)
        equations.append(hasOneAnswer ? "\(test)(\(filter)_\(item).NAOK)" : "\(attribute) \(filter)")
      }
    }
    return equations
  }

  /// A question's text with the text of one of its items.
  static func joined(_ question: String, _ item: String) -> String {
    question.isEmpty ? item : item.isEmpty ? question : "\(question) - \(item)"
  }

  // MARK: Lists and ticks

  private func list(_ question: LimeSurveyQuestion) -> [LimeSurveyField] {
    var field = single(question)
    let (labels, level) = LimeSurveyAnswers.labels(question.answers(), isScale: false)
    field.template.variable.kind = .categorical
    field.template.variable.level = level
    field.template.variable.labels = labels
    if question.hasOther {
      field.template.variable.labels.append(ValueLabel(code: "-oth-", label: question.otherText))
      // "Other" is an answer whatever its wording; the authors' own were weighed before.
      field.template.labelsSayAll = true
    }
    field.template.knowledge = .answers
    var fields = [field]
    if question.hasOther {
      fields.append(otherText(question, suffix: "other", code: "other", words: question.otherText))
    }
    if question.type == "O" {
      fields.append(otherText(question, suffix: "comment", code: "comment", words: "Comment"))
    }
    return fields
  }

  private func ticks(_ question: LimeSurveyQuestion) -> [LimeSurveyField] {
    let set = LimeSurveyField.Group(name: question.code, label: question.text)
    var fields: [LimeSurveyField] = []
    for option in question.subquestions {
      var field = item(option, of: question, kind: .categorical)
      field.template.variable.labels = LimeSurveyAnswers.ticked
      field.template.knowledge = .answers
      // An empty cell of a question that was shown is an option that was not ticked: an answer, not a gap.
      field.template.blankIsAnswer = true
      field.set = set
      fields.append(field)
      if question.type == "P" {
        var comment = otherText(
          question, suffix: option.code + "comment", code: option.code + "comment",
          words: Self.joined(option.text, "Comment"))
        comment.conditions = field.conditions
        fields.append(comment)
      }
    }
    guard question.hasOther else { return fields }
    var others = [otherText(question, suffix: "other", code: "other", words: question.otherText)]
    if question.type == "P" {
      others.append(
        otherText(
          question, suffix: "othercomment", code: "othercomment", words: Self.joined(question.otherText, "Comment")))
    }
    let filters = conditions(of: "other", in: question)
    for place in others.indices { others[place].conditions = filters }
    return fields + others
  }

  // MARK: Items

  private func item(
    _ item: LimeSurveyQuestion, of question: LimeSurveyQuestion, kind: VariableKind
  ) -> LimeSurveyField {
    let variable = Variable(
      name: "\(question.code)_\(item.code)", key: name(question, item.code),
      label: Self.joined(question.text, item.text), itemText: item.text, kind: kind,
      level: kind == .numeric ? .scale : .nominal, personal: kind == .text ? .openText : .no)
    return LimeSurveyField(
      name: name(question, item.code),
      template: ColumnTemplate(variable, knowledge: .kind, blank: .seenNotAnswered),
      conditions: conditions(of: item.code, relevance: item.relevance, in: question))
  }

  private func array(_ question: LimeSurveyQuestion) -> [LimeSurveyField] {
    let (labels, level): ([ValueLabel], MeasurementLevel) =
      switch question.type {
      case "A": (LimeSurveyAnswers.points(5), .ordinal)
      case "B": (LimeSurveyAnswers.points(10), .ordinal)
      case "C": (LimeSurveyAnswers.yesNoUncertain, .nominal)
      case "E": (LimeSurveyAnswers.change, .ordinal)
      default: LimeSurveyAnswers.labels(question.answers(), isScale: true)
      }
    return question.subquestions.map { row in
      var field = item(row, of: question, kind: .categorical)
      field.template.variable.labels = labels
      field.template.variable.level = level
      field.template.knowledge = .answers
      field.grid = .init(name: question.code, label: question.text)
      return field
    }
  }

  private func dualArray(_ question: LimeSurveyQuestion) -> [LimeSurveyField] {
    question.subquestions.flatMap { row in
      (0...1).map { scale in
        let header = question.attributes[scale == 0 ? "dualscale_headerA" : "dualscale_headerB"] ?? ""
        var field = item(row, of: question, kind: .categorical)
        field.name += "#\(scale)"
        field.template.variable.key = field.name
        field.nameInEquations = "\(field.template.variable.name)_\(scale)"
        field.template.variable.name += "_\(scale + 1)"
        let label = Self.joined(question.text, header)
        field.template.variable.label = Self.joined(label, row.text)
        let (labels, level) = LimeSurveyAnswers.labels(question.answers(scale: scale), isScale: true)
        field.template.variable.labels = labels
        field.template.variable.level = level
        field.template.knowledge = .answers
        field.grid = .init(name: "\(question.code)_\(scale + 1)", label: label)
        return field
      }
    }
  }

  private func table(_ question: LimeSurveyQuestion) -> [LimeSurveyField] {
    let columns = question.subquestions.filter { $0.scale == 1 }
    return question.subquestions.filter { $0.scale == 0 }.flatMap { row in
      columns.map { column in
        var cell = row
        cell.code = "\(row.code)_\(column.code)"
        cell.text = Self.joined(row.text, column.text)
        var field = item(cell, of: question, kind: question.type == ":" ? .numeric : .text)
        field.conditions =
          conditions(of: row.code, relevance: row.relevance, in: question)
          + (["", "1"].contains(column.relevance) ? [] : [column.relevance])
        return field
      }
    }
  }

  private func ranking(_ question: LimeSurveyQuestion) -> [LimeSurveyField] {
    let labels = LimeSurveyAnswers.labels(question.answers(), isScale: false).labels.map { label in
      ValueLabel(code: label.code, label: label.label, missing: label.missing)
    }
    return labels.indices.map { index in
      var slot = question
      slot.code = String(index + 1)
      slot.text = "Rank \(index + 1)"
      var field = item(slot, of: question, kind: .categorical)
      field.template.variable.labels = labels
      field.template.knowledge = .answers
      // A filter of a ranking takes items out, not ranks.
      field.conditions = []
      return field
    }
  }

  private func upload(_ question: LimeSurveyQuestion) -> [LimeSurveyField] {
    var files = single(question)
    files.template.variable.personal = .openText
    files.template.knowledge = .kind
    var count = otherText(question, suffix: "_filecount", code: "filecount", words: "Number of files")
    count.template.variable.kind = .numeric
    count.template.variable.level = .scale
    count.template.variable.personal = .no
    count.template.variable.role = .metadata
    return [files, count]
  }
}
