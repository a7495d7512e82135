extension StudyPlan {
  /// The figures that a study can ask for.
  public static let figureKinds = [
    "likert", "frequency", "proportions", "groups", "correlation", "mosaic", "forest", "upset", "small-multiples",
    "specification-curve", "trend", "ranking", "reliability", "missingness", "power", "estimation",
  ]
  /// The tables that a study can ask for.
  public static let tableKinds = ["summary", "banner", "scales", "verdicts"]
}

extension StudyReader {
  static let missingReasons = ["dont-know", "refused", "not-applicable", "skipped", "not-shown", "missing"]

  func missingCodes(_ node: StudyNode) throws(StudyError) -> [StudyPlan.Missing] {
    var codes: [StudyPlan.Missing] = []
    for entry in try entries(node, of: "missing") {
      codes.append(
        StudyPlan.Missing(
          code: entry.key, reason: try word(entry.value, of: entry.key, from: Self.missingReasons), line: entry.line))
    }
    return codes
  }

  func recodes(_ node: StudyNode) throws(StudyError) -> [StudyPlan.Recode] {
    var recodes: [StudyPlan.Recode] = []
    for entry in try entries(node, of: "variables") {
      var recode = StudyPlan.Recode(name: entry.key, source: "", line: entry.line)
      for part in try entries(entry.value, of: entry.key, known: ["from", "cut", "labels"]) {
        switch part.key {
        case "from": recode.source = try text(part.value, of: "from")
        case "cut": recode.cuts = try numbers(part.value, of: "cut")
        default:
          for label in try entries(part.value, of: "labels") {
            recode.labels.append(.init(label: label.key, values: try texts(label.value, of: label.key)))
          }
        }
      }
      guard !recode.source.isEmpty else {
        throw missing("from", of: "the variable '\(entry.key)'", line: entry.line, example: "from: age")
      }
      guard recode.cuts.isEmpty != recode.labels.isEmpty else {
        throw missing("cut", of: "the variable '\(entry.key)'", line: entry.line, example: "cut: [18, 30, 50]")
      }
      recodes.append(recode)
    }
    return recodes
  }

  func scales(_ node: StudyNode) throws(StudyError) -> [StudyPlan.Scale] {
    var scales: [StudyPlan.Scale] = []
    for entry in try entries(node, of: "scales") {
      var scale = StudyPlan.Scale(name: entry.key, items: "", line: entry.line)
      for part in try entries(entry.value, of: entry.key, known: ["items", "reverse", "score", "answered"]) {
        switch part.key {
        case "items": scale.items = try texts(part.value, of: "items").joined(separator: ",")
        case "reverse": scale.reverse = try texts(part.value, of: "reverse")
        case "score": scale.score = try word(part.value, of: "score", from: ["mean", "sum"])
        default: scale.answered = try whole(part.value, of: "answered")
        }
      }
      guard !scale.items.isEmpty else {
        throw missing("items", of: "the scale '\(entry.key)'", line: entry.line, example: "items: Q5_1..Q5_4")
      }
      scales.append(scale)
    }
    return scales
  }

  func mapping(_ node: StudyNode) throws(StudyError) -> [StudyPlan.Mapping] {
    var mapping: [StudyPlan.Mapping] = []
    for entry in try entries(node, of: "mapping") {
      mapping.append(.init(construct: entry.key, variables: try texts(entry.value, of: entry.key), line: entry.line))
    }
    return mapping
  }

  func style(_ node: StudyNode) throws(StudyError) -> StudyPlan.Style {
    var style = StudyPlan.Style()
    for entry in try entries(node, of: "style", known: ["journal", "adjust", "level", "width"]) {
      switch entry.key {
      case "journal":
        style.journal = try word(
          entry.value, of: "journal", from: ["report", "apa", "nature", "plos", "elsevier"])
      case "adjust":
        style.adjustment = try word(
          entry.value, of: "adjust", from: ["holm", "hochberg", "bonferroni", "bh", "by", "none"])
      case "level": style.level = try number(entry.value, of: "level", in: 0.5...0.999)
      default: style.width = try number(entry.value, of: "width", in: 40...400)
      }
    }
    return style
  }
}
