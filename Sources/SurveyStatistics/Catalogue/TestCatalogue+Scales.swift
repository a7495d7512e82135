internal import SurveyModel

extension TestCatalogue {
  static let scales: [NamedRunner] = [
    NamedRunner("cronbach-alpha") { (data) throws(StatisticsError) in
      let (columns, names, missing) = try data.scaleItems()
      return try CronbachAlpha.run(columns, names: names, level: data.request.level).withMissing(missing)
    },
    NamedRunner("omega") { (data) throws(StatisticsError) in
      let (columns, names, missing) = try data.scaleItems()
      return try ScaleReliability.run(columns, names: names, level: data.request.level).withMissing(missing)
    },
  ]
}

extension RequestData {
  /// The items of a scale, complete cases, those named in --reverse turned round on their own range of answers.
  func scaleItems() throws(StatisticsError) -> (columns: [[Double]], names: [String], missing: [(String, Int)]) {
    let positions = try positions(request.items, option: "--items", atLeast: 2)
    var (columns, names, missing) = try related(positions, option: "--items")
    for name in request.reverse {
      guard let index = names.firstIndex(of: name) else {
        throw StatisticsError(
          .argument, place: Place(column: "--reverse"), found: "'\(name)'", expected: "one of the items",
          remedy: "the items are \(names.joined(separator: ", "))")
      }
      let values = survey.codebook.variables[positions[index]].substantiveLabels.compactMap(\.value)
      guard let low = values.min(), let high = values.max(), low < high else {
        throw StatisticsError(
          .kind, place: Place(column: "--reverse"), found: "'\(name)' without a range of answers in the codebook",
          expected: "an item with labelled answers", remedy: "give its answers in a codebook")
      }
      columns[index] = columns[index].map { low + high - $0 }
    }
    return (columns, names, missing)
  }
}
