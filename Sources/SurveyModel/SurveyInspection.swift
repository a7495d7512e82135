public import TextFormats

extension Survey {
  /// What was read, as `topline inspect` prints it in JSON.
  ///
  /// No cell of a respondent stands in it: labels of personal variables are left out unless they are asked for.
  /// - Parameter includePersonal: Whether the answers of personal variables may be listed.
  /// - Complexity: O(cells).
  public func inspection(includePersonal: Bool = false) -> JSONValue {
    [
      "format": .string(provenance.format), "evidence": .string(provenance.evidence),
      "encoding": .string(provenance.encoding), "synthetic": .bool(provenance.isSynthetic),
      "respondents": .integer(count),
      "variables": .array(
        codebook.variables.indices.map { inspection(at: $0, includePersonal: includePersonal) }),
      "grids": .array(
        codebook.grids.map {
          ["name": .string($0.name), "label": .string($0.label), "variables": .strings($0.variables)]
        }),
      "multipleResponseSets": .array(
        codebook.multipleResponseSets.map {
          [
            "name": .string($0.name), "label": .string($0.label), "variables": .strings($0.variables),
            "tickedCode": .string($0.tickedCode),
          ]
        }),
      "files": .array(provenance.files.map(\.json)), "guesses": .strings(provenance.guesses),
      "problems": .array(problems.map(\.json)),
    ]
  }

  private func inspection(at position: Int, includePersonal: Bool) -> JSONValue {
    let variable = codebook.variables[position]
    let showsLabels = includePersonal || !variable.personal.isPersonal
    return [
      "name": .string(variable.name), "key": .string(variable.key), "originalName": .string(variable.originalName),
      "label": .string(variable.label), "kind": .string(variable.kind.rawValue),
      "level": .string(variable.level.rawValue), "role": .string(variable.role.rawValue),
      "labels": .array(
        (showsLabels ? variable.labels : []).map {
          [
            "code": .string($0.code), "label": .string($0.label), "value": .finite($0.value),
            "missing": .bool($0.missing != nil), "reason": .text($0.missing?.rawValue),
          ]
        }),
      "missing": columns[position].missingCounts.json, "personal": .bool(variable.personal.isPersonal),
      "personalReason": variable.personal.isPersonal ? .string(variable.personal.rawValue) : .null,
    ]
  }
}

extension [MissingReason: Int] {
  /// The counts as they stand in JSON, in the order of the reasons.
  public var json: JSONValue {
    .object(
      JSONObject(
        MissingReason.allCases.compactMap { reason in self[reason].map { (reason.rawValue, .integer($0)) } }))
  }
}

extension SourceFile {
  /// The file as it stands in JSON.
  public var json: JSONValue {
    ["name": .string(name), "format": .string(format), "size": .integer(size), "sha256": .text(sha256)]
  }
}

extension Problem {
  /// The problem as it stands in JSON.
  public var json: JSONValue {
    [
      "severity": .string(severity.rawValue), "file": .string(file), "row": row.map(JSONValue.integer) ?? .null,
      "column": .text(column), "found": .string(found), "expected": .string(expected), "remedy": .string(remedy),
    ]
  }
}
