extension TestCatalogue {
  static let related: [NamedRunner] = [
    NamedRunner("wilcoxon-signed-rank") { (data) throws(StatisticsError) in
      let (x, y, names, missing) = try data.pair()
      return try WilcoxonSignedRankTest.run(
        x, y, names: names, alternative: data.request.alternative,
        zeros: data.request.correction == "wilcox" ? .wilcox : .pratt, method: data.request.method,
        continuity: data.request.correction != "none", level: data.request.level
      ).withMissing(missing)
    },
    NamedRunner("sign-paired") { (data) throws(StatisticsError) in
      let (x, y, names, missing) = try data.pair()
      return try PairedSignTest.run(
        x, y, names: names, alternative: data.request.alternative, level: data.request.level
      ).withMissing(missing)
    },
    NamedRunner("friedman") { (data) throws(StatisticsError) in
      let positions = try data.positions(data.request.items, option: "--items", atLeast: 2)
      let (columns, names, missing) = try data.related(positions, option: "--items")
      return try FriedmanTest.run(columns, names: names, level: data.request.level).withMissing(missing)
    },
    NamedRunner("page") { (data) throws(StatisticsError) in
      let positions = try data.positions(data.request.items, option: "--items", atLeast: 3)
      let (columns, names, missing) = try data.related(positions, option: "--items")
      return try PageTest.run(columns, names: names, method: data.request.method, level: data.request.level)
        .withMissing(missing)
    },
  ]
}

extension RequestData {
  /// Two related variables, from --outcome and --with or from two --items.
  func pair() throws(StatisticsError) -> (x: [Double], y: [Double], names: [String], missing: [(String, Int)]) {
    let positions: [Int]
    if request.items != nil {
      positions = Array(try self.positions(request.items, option: "--items", atLeast: 2).prefix(2))
    } else {
      positions = [try position(request.outcome, option: "--outcome"), try position(request.with, option: "--with")]
    }
    let (columns, names, missing) = try related(positions, option: "--with")
    return (columns[0], columns[1], names, missing)
  }
}
