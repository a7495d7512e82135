internal import SurveyModel

/// A dimension of a table as small integers, one per respondent, with what each integer means.
struct AxisCodes: Sendable {
  var codes: [UInt16]
  var cells: [PatternTable.Cell]

  private init(codes: [UInt16], cells: [PatternTable.Cell]) {
    self.codes = codes
    self.cells = cells
  }

  init(_ axis: AggregationPlan.Axis, of survey: Survey) throws(AggregationError) {
    switch axis {
    case .variable(let position): try self.init(survey.columns[position], survey.codebook.variables[position].name)
    case .set(let index):
      let (ticked, missing) = survey.tickedOptions(ofSet: index)
      try self.init(ticked: ticked, missing: missing, survey.codebook.multipleResponseSets[index].name)
    }
  }

  private init(_ column: Column, _ name: String) throws(AggregationError) {
    switch column {
    case .categorical(let column):
      self.init(
        codes: column.codes,
        cells: column.entries.map { entry in
          switch entry.meaning {
          case .label(let label): .label(label)
          case .residual(let label, let reason): .residual(label, reason)
          case .missing(let reason): .missing(reason)
          }
        })
    case .multipleResponse(let column):
      try self.init(ticked: column.ticked, missing: column.missing, name)
    case .numeric, .text, .datetime:
      throw AggregationError(
        .kind, place: Place(column: name), found: "a variable without set answers",
        expected: "a variable whose answers are in the codebook",
        remedy: "cut a number into groups: variables: {group: {from: \(name), cut: [18, 30, 50]}}")
    }
  }

  private init(ticked: [UInt64], missing: [UInt8], _ name: String) throws(AggregationError) {
    var codeOfMask: [UInt64: UInt16] = [:]
    var codeOfReason: [UInt8: UInt16] = [:]
    codes = []
    cells = []
    codes.reserveCapacity(ticked.count)
    for (mask, reason) in zip(ticked, missing) {
      if let known = reason == 0 ? codeOfMask[mask] : codeOfReason[reason] {
        codes.append(known)
        continue
      }
      guard cells.count < Int(UInt16.max) else {
        throw AggregationError(
          .kind, place: Place(column: name), found: "more than 65,535 combinations of ticked options",
          expected: "fewer combinations", remedy: "ask for its options one by one")
      }
      let code = UInt16(cells.count)
      if let reason = MissingReason(index: reason) {
        codeOfReason[reason.index] = code
        cells.append(.missing(reason))
      } else {
        codeOfMask[mask] = code
        cells.append(.ticked(mask))
      }
      codes.append(code)
    }
  }
}

extension PatternTable.Cell {
  /// Where the cell stands among the others of its dimension: answers in codebook order, then reasons.
  var order: (Int, UInt64) {
    switch self {
    case .label(let position): (0, UInt64(position))
    case .residual(let position, _): (0, UInt64(position))
    case .ticked(let mask): (1, mask)
    case .missing(let reason): (2, UInt64(reason.index))
    }
  }
}
