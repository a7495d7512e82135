public import SurveyModel
internal import TextFormats

/// Writes a survey in Triple-S 3.0: a definition in XML and its data in CSV, both UTF-8.
///
/// Ticked options become one variable of bits, whatever they were stored as. Triple-S says nothing of levels, of reasons
/// for missing and of grids; codes of missing answers keep their labels, by whose wording most programs know them. What
/// is lost is listed.
public enum TripleSWriter {
  /// The definition `name.sss` and the data `name.csv`.
  ///
  /// - Parameters:
  ///   - survey: The survey.
  ///   - name: The files' name without its ending.
  ///   - title: The title that stands in the definition.
  public static func write(_ survey: Survey, name: String = "responses", title: String = "") -> WrittenSurvey {
    var layout = TripleSLayout(survey, file: name + ".sss")
    layout.add()
    var data = CSVWriter()
    data.record(layout.fields.map(\.name))
    for respondent in 0..<survey.count { data.record(layout.fields.map { $0.cells[respondent] }) }
    return WrittenSurvey(
      files: [
        WrittenFile(name: name + ".sss", bytes: Array(layout.definition(title: title, href: name + ".csv").utf8)),
        WrittenFile(name: name + ".csv", bytes: data.bytes),
      ],
      losses: layout.losses
        + survey.lostReasons(kept: [.unknownBlank], format: "Triple-S", file: name + ".sss"))
  }
}

extension TripleSLayout {
  /// The definition's text.
  func definition(title: String, href: String) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sss version=\"3.0\">\n<origin>Topline</origin>\n<survey>\n"
    text += "<title>\(Self.rich(title))</title>\n"
    text += "<record ident=\"A\" href=\"\(Self.escaped(href))\" format=\"csv\" encoding=\"UTF-8\" skip=\"1\">\n"
    for (number, field) in fields.enumerated() {
      text += "<variable ident=\"\(number + 1)\" type=\"\(field.type)\""
      if !field.use.isEmpty { text += " use=\"\(field.use)\"" }
      if field.isLiteral { text += " format=\"literal\"" }
      text += ">\n<name>\(Self.escaped(field.name))</name>\n<label>\(Self.rich(field.label))</label>\n"
      text += "<position start=\"\(number + 1)\"/>\n"
      if let size = field.size { text += "<size>\(size)</size>\n" }
      if !field.values.isEmpty || field.range != nil {
        text += "<values>\n"
        if let (low, high) = field.range { text += "<range from=\"\(low)\" to=\"\(high)\"/>\n" }
        for (code, label, score) in field.values {
          let scored = score.map { " score=\"\($0)\"" } ?? ""
          text += "<value code=\"\(Self.escaped(code))\"\(scored)>\(Self.rich(label))</value>\n"
        }
        text += "</values>\n"
      }
      text += "</variable>\n"
    }
    return text + "</record>\n</survey>\n</sss>\n"
  }

  /// A text that programs may show as HTML, which version 3.0 allows: what looks like markup is no markup.
  private static func rich(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let looksLikeMarkup = scalars.indices.dropLast().contains { index in
      let next = scalars[index + 1]
      switch scalars[index] {
      case "<": return next.properties.isAlphabetic || next == "/" || next == "!"
      case "&": return scalars[index...].prefix(12).contains(";")
      default: return false
      }
    }
    guard looksLikeMarkup else { return escaped(text) }
    let marked = text.unicodeScalars.map { $0 == "<" ? "&lt;" : $0 == "&" ? "&amp;" : String($0) }
    return escaped(marked.joined())
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case _ where scalar.value < 0x20: break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
