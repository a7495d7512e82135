internal import SurveyModel
public import TextFormats

extension BannerTable {
  /// The table as it stands in JSON: `rows` with one cell per column, `blocks` with bases and tests; percentages run
  /// from 0 to 100.
  public var json: JSONValue {
    var object = JSONObject([
      ("columns", .array(columns.map(\.json))),
      ("rows", .array(blocks.flatMap { block in block.rows.map { $0.json(of: block) } })),
      ("blocks", .array(blocks.map(\.json))), ("note", .string(note)), ("design", .text(design)),
      ("respondents", .integer(respondents)),
    ])
    if isSynthetic { object["synthetic"] = true }
    return .object(object)
  }
}

extension BannerTable.Column {
  /// The column as it stands in JSON.
  var json: JSONValue {
    [
      "variable": question.isEmpty ? .null : .string(question), "question": .string(questionLabel),
      "code": .string(code), "label": .string(label), "letter": .text(letter),
    ]
  }
}

extension BannerTable.Row {
  /// The row as it stands in JSON.
  func json(of block: BannerTable.Block) -> JSONValue {
    [
      "variable": .string(block.name), "kind": .string(kind.rawValue), "code": .string(code), "label": .string(label),
      "cells": .array(cells.map { $0.json(isShare: kind == .category || kind == .net) }),
    ]
  }
}

extension BannerTable.Cell {
  /// The cell as it stands in JSON.
  func json(isShare: Bool) -> JSONValue {
    var object = JSONObject([("count", .integer(count)), ("weighted", .finite(weighted))])
    object["columnPercent"] = isShare ? .finite(share.map { 100 * $0 }) : .null
    if !isShare { object["value"] = .finite(value) }
    object["letters"] = .string(letters)
    return .object(object)
  }
}

extension BannerTable.Block {
  /// The block's bases and tests as they stand in JSON.
  var json: JSONValue {
    [
      "variable": .string(name), "label": .string(label), "base": .string(baseName),
      "bases": .array(
        zip(bases, isSmall).map { base, isSmall in
          [
            "n": .integer(base.count), "weightedBase": .finite(base.weighted), "effectiveN": .finite(base.effective),
            "small": .bool(isSmall),
          ]
        }),
      "tests": .array(
        tests.map { test in
          ["columns": .string(test.columns), "test": test.result?.json ?? .null, "note": .text(test.note)]
        }),
    ]
  }
}
