internal import SurveyAggregation
internal import SurveyModel

/// A row of a banner's block that counts answers: one answer, or a net of several.
struct BannerLine {
  var kind: BannerTable.RowKind
  var code: String
  var label: String
  private var members: Set<Int>

  func contains(_ cell: PatternTable.Cell, _ axis: AnswerAxis) -> Bool {
    members.contains { axis.contains(cell, $0) }
  }

  /// The answers of a question, then its nets: those of the highest and lowest numbers, where answers have numbers,
  /// else those that stand last and first.
  static func lines(of axis: AnswerAxis, base: AnswerBase, nets: [BannerOptions.Net]) -> [BannerLine] {
    var lines = axis.options.indices.filter { axis.isMultiple || base.hasPercentage(axis.options[$0]) }.map { option in
      BannerLine(
        kind: .category, code: axis.options[option].code, label: axis.options[option].label, members: [option])
    }
    let ordered = axis.options.indices.filter { axis.options[$0].missing == nil }.sorted { a, b in
      (axis.options[a].value ?? Double(a), a) < (axis.options[b].value ?? Double(b), b)
    }
    guard axis.level != .nominal else { return lines }
    for net in nets {
      let (name, label, members) =
        switch net {
        case .top(let size): ("top-\(size)", "Top \(size)", ordered.suffix(size))
        case .bottom(let size): ("bottom-\(size)", "Bottom \(size)", ordered.prefix(size))
        }
      lines.append(BannerLine(kind: .net, code: name, label: label, members: Set(members)))
    }
    return lines
  }
}
