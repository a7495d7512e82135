internal import TextFormats

/// A Jupyter notebook in nbformat 4.5, without outputs.
///
/// Ids come from the cells' content, keys are sorted, the indent is one space: the same notebook gives the same bytes,
/// and a change of one cell is a change of few lines.
/// Source: Jupyter, "The notebook file format", nbformat 4.5.
public struct Notebook: Sendable, Hashable {
  /// One cell.
  public struct Cell: Sendable, Hashable {
    /// What a cell is.
    public enum Kind: String, Sendable, Hashable {
      case markdown, code
    }
    /// What it is.
    public var kind: Kind
    /// Its text.
    public var source: String

    /// Creates a cell.
    public init(_ kind: Kind, _ source: String) {
      self.kind = kind
      self.source = source
    }
  }
  /// The cells in order.
  public var cells: [Cell]

  /// Creates a notebook.
  public init(cells: [Cell]) { self.cells = cells }

  /// The notebook as it stands in its file.
  public func serialized() -> String {
    var seen: [String: Int] = [:]
    let cells = cells.map { cell -> JSONValue in
      let hash = Self.contentHash(cell.kind.rawValue + "\n" + cell.source)
      let count = seen[hash, default: 0]
      seen[hash] = count + 1
      let id = count == 0 ? "c-\(hash)" : "c-\(hash)-\(count)"
      let source = JSONValue.strings(Self.lines(cell.source))
      if cell.kind == .markdown {
        return ["cell_type": "markdown", "id": .string(id), "metadata": [:], "source": source]
      }
      return [
        "cell_type": "code", "execution_count": .null, "id": .string(id), "metadata": [:], "outputs": [],
        "source": source,
      ]
    }
    let document: JSONValue = [
      "cells": .array(cells),
      "metadata": [
        "kernelspec": ["display_name": "Python 3", "language": "python", "name": "python3"],
        "language_info": ["name": "python"],
      ],
      "nbformat": 4, "nbformat_minor": 5,
    ]
    // Jupyter's own files are indented by one space; strings hold no line breaks, so leading blanks are indents.
    return document.serialized().split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let content = line.drop { $0 == " " }
      return String(repeating: " ", count: (line.count - content.count) / 2) + content
    }.joined(separator: "\n")
  }

  /// The lines of a cell, each with its line break but the last.
  static func lines(_ source: String) -> [String] {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last == "" { lines.removeLast() }
    return lines.enumerated().map { $0 + 1 < lines.count ? $1 + "\n" : $1 }
  }

  /// The first 12 digits of the content's FNV-1a hash.
  private static func contentHash(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String((String(repeating: "0", count: 16 - digits.count) + digits).prefix(12))
  }
}
