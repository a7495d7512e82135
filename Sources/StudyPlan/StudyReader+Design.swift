internal import SurveyAggregation
internal import SurveyStatistics

/// The keys `weights` and `design`, which are named as the command's options are.
extension StudyReader {
  static let weightKeys = ["variable", "kind", "rake", "trim"]
  static let designKeys = [
    "strata", "clusters", "nest", "fpc", "lonely-psu", "replicate-weights", "replicate-type", "fay", "replicate-scales",
  ]

  /// Reads the weight variable, its kind, and the margins that the weights are raked to.
  func weights(_ entry: StudyNode.Entry, into design: inout StudyPlan.Design?) throws(StudyError) {
    var read = design ?? StudyPlan.Design(line: entry.line)
    if case .text(let name, _) = entry.value {
      read.names.weights = name
    } else {
      for part in try entries(entry.value, of: "weights", known: Self.weightKeys) {
        switch part.key {
        case "variable": read.names.weights = try text(part.value, of: "variable")
        case "kind": read.names.kind = try choice(part.value, of: "kind", WeightKind.self)
        case "rake": read.margins = try margins(part.value)
        default: read.trim = try number(part.value, of: "trim", in: 1...1e6)
        }
      }
    }
    design = read
  }

  /// Reads how the sample was drawn: strata and units of every stage, or replicate weights.
  func design(_ entry: StudyNode.Entry, into design: inout StudyPlan.Design?) throws(StudyError) {
    var read = design ?? StudyPlan.Design(line: entry.line)
    var strata: [String] = []
    var clusters: [String] = []
    var sizes: [String] = []
    var replicates = Replicates()
    for part in try entries(entry.value, of: "design", known: Self.designKeys) {
      switch part.key {
      case "strata": strata = try texts(part.value, of: "strata")
      case "clusters": clusters = try texts(part.value, of: "clusters")
      case "nest": read.names.nest = try word(part.value, of: "nest", from: ["true", "false"]) == "true"
      case "fpc": sizes = try texts(part.value, of: "fpc")
      case "lonely-psu": read.names.lonelyUnits = try choice(part.value, of: "lonely-psu", LonelyUnits.self)
      default: try replicates.read(part, self)
      }
    }
    guard strata.count <= max(1, clusters.count), sizes.count <= max(1, clusters.count) else {
      throw error(
        .value, line: entry.line, key: "design",
        found: "\(max(strata.count, sizes.count)) stages in strata or fpc, \(clusters.count) in clusters",
        expected: "at most one stratum and one fpc for each stage of clusters",
        remedy: "name the units of every stage: clusters: [district, household]")
    }
    read.names.strata = strata.first
    read.names.clusters = clusters.first
    read.names.populationSizes = sizes.first
    for stage in clusters.indices.dropFirst() {
      read.names.laterStages.append(
        SurveyDesign.StageNames(
          clusters: clusters[stage], strata: stage < strata.count ? strata[stage] : nil,
          populationSizes: stage < sizes.count ? sizes[stage] : nil))
    }
    read.names.replicates = try replicates.names(self, line: entry.line)
    design = read
  }

  /// Holds what `weights` and `design` say to each other.
  func checkDesign(_ design: StudyPlan.Design?) throws(StudyError) {
    guard let design, design.trim != nil, design.margins.isEmpty else { return }
    throw missing("rake", of: "weights with 'trim'", line: design.line, example: "rake: {sex: {1: 0.48, 2: 0.52}}")
  }

  /// One of the words of an enumeration.
  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: StudyNode, of name: String, _: Choice.Type
  ) throws(StudyError) -> Choice where Choice.RawValue == String {
    let known = Choice.allCases.map(\.rawValue)
    let word = try word(node, of: name, from: known)
    guard let choice = Choice(rawValue: word) else {
      throw error(
        .value, line: node.line, key: name, found: "'\(word)'", expected: "one of \(known.joined(separator: ", "))",
        remedy: "choose one of these")
    }
    return choice
  }

  /// The margins of a population: variables (crossed by `*`), each with the number or share of every answer.
  private func margins(_ node: StudyNode) throws(StudyError) -> [PopulationMargin] {
    var margins: [PopulationMargin] = []
    for entry in try entries(node, of: "rake") {
      var margin = PopulationMargin(variables: crossed(entry.key), cells: [])
      for cell in try entries(entry.value, of: "rake.\(entry.key)") {
        let answers = margin.variables.count == 1 ? [cell.key] : crossed(cell.key)
        guard answers.count == margin.variables.count, !answers.contains("") else {
          throw error(
            .value, line: cell.line, key: "rake.\(entry.key)", found: "'\(cell.key)'",
            expected: "\(margin.variables.count) answers, joined by '*'",
            remedy: "write one answer for each of \(margin.variables.joined(separator: ", "))")
        }
        margin.cells.append(
          PopulationMargin.Cell(answers, try number(cell.value, of: "rake.\(entry.key)", in: 0...1e12)))
      }
      margins.append(margin)
    }
    guard !margins.isEmpty else {
      throw error(
        .value, line: node.line, key: "rake", found: "no margin", expected: "the margins of the population",
        remedy: "write rake: {sex: {1: 0.48, 2: 0.52}}")
    }
    return margins
  }

  private func crossed(_ text: String) -> [String] {
    text.split(separator: "*", omittingEmptySubsequences: false).map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}

/// The keys of replicate weights, which belong together.
private struct Replicates {
  private var variables: String?
  private var kind: ReplicateWeights.Kind?
  private var fay: Double?
  private var scales: [Double]?

  mutating func read(_ part: StudyNode.Entry, _ reader: StudyReader) throws(StudyError) {
    switch part.key {
    case "replicate-weights":
      variables = try reader.texts(part.value, of: part.key).joined(separator: ",")
    case "replicate-type":
      let word = try reader.word(part.value, of: part.key, from: ReplicateWeights.Kind.allCases.map(\.rawValue))
      kind = ReplicateWeights.Kind(rawValue: word)
    case "fay": fay = try reader.number(part.value, of: part.key)
    default:
      if case .text = part.value {
        scales = [try reader.number(part.value, of: part.key)]
      } else {
        scales = try reader.numbers(part.value, of: part.key)
      }
    }
  }

  func names(_ reader: StudyReader, line: Int) throws(StudyError) -> SurveyDesign.ReplicateNames? {
    guard let variables else {
      if kind == nil, fay == nil, scales == nil { return nil }
      throw reader.missing(
        "replicate-weights", of: "a design with replicates", line: line, example: "replicate-weights: repwt_*")
    }
    guard let kind else {
      throw reader.missing(
        "replicate-type", of: "a design with replicate weights", line: line, example: "replicate-type: jkn")
    }
    return SurveyDesign.ReplicateNames(variables: variables, kind: kind, fay: fay, scales: scales)
  }
}
