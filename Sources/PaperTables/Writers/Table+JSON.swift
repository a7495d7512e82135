public import TextFormats

extension Table {
  /// The table as it stands in JSON: every cell with its raw numbers and the text that a reader sees.
  ///
  /// Proportions stay from 0 to 1; `percent` holds counts and their percentage.
  public var json: JSONValue {
    [
      "number": .text(number), "title": .string(title), "synthetic": .bool(isSynthetic),
      "columns": .array(
        columns.map {
          [
            "heading": .string($0.heading), "unit": .text($0.unit), "kind": $0.kind == .text ? "text" : "number",
            "scale": .string($0.format.scale.name), "decimals": .integer($0.format.decimals),
          ]
        }),
      "spanners": .array(
        spanners.map {
          [
            "title": .string($0.title), "first": .integer($0.columns.lowerBound),
            "count": .integer($0.columns.count),
          ]
        }),
      "groups": .array(
        groups.map { group in
          ["title": .text(group.title), "rows": .array(group.rows.map(json))]
        }),
      "notes": [
        "general": .strings(notes.general),
        "specific": .array(notes.specific.map { ["mark": .string($0.mark), "text": .string($0.text)] }),
        "probability": .strings(notes.probability),
      ],
      "source": .text(source),
    ]
  }

  private func json(_ row: TableRow) -> JSONValue {
    .object(
      JSONObject([
        ("summary", .bool(row.isSummary)),
        ("cells", .array(row.cells.enumerated().map { $1.json(in: columns[$0]) })),
      ]))
  }
}

extension TableCell {
  func json(in column: TableColumn) -> JSONValue {
    var object = JSONObject()
    switch value {
    case .empty: return .null
    case .text(let text): return .string(text)
    case .count(let count): object["count"] = .integer(count)
    case .percent(let count, let base):
      object["percent"] = base > 0 ? .number(100 * Double(count) / Double(base)) : .null
      object["count"] = .integer(count)
      object["base"] = .integer(base)
    case .number(let number): object["value"] = .finite(number)
    case .interval(let lower, let upper):
      object["lower"] = .finite(lower)
      object["upper"] = .finite(upper)
    case .estimate(let number, let lower, let upper):
      object["value"] = .finite(number)
      object["lower"] = .finite(lower)
      object["upper"] = .finite(upper)
    case .pValue(let p): object["p"] = .finite(p)
    }
    object["display"] = .string(display(in: column))
    if let letters { object["letters"] = .string(letters) }
    if !marks.isEmpty { object["marks"] = .strings(marks) }
    return .object(object)
  }
}

extension NumberFormat.Scale {
  var name: String {
    switch self {
    case .unbounded: "unbounded"
    case .bounded: "bounded"
    case .percent: "percent"
    }
  }
}
