import SurveyModel

@testable import SurveyReading

/// Triple-S definitions that are written in the tests.
enum TripleSFixtures {
  /// A definition around variables.
  static func definition(
    _ variables: String, version: String = "2.0", root: String = "", record: String = "", before: String = ""
  ) -> String {
    """
    \(before)<sss version="\(version)" \(root)><survey><name>S</name><title>T</title><record ident="A" \(record)>
    \(variables)
    </record></survey></sss>
    """
  }

  /// A variable at a position.
  static func variable(
    _ type: String, _ name: String, _ start: Int, _ finish: Int? = nil, attributes: String = "", _ rest: String = ""
  ) -> String {
    let position = "<position start=\"\(start)\"" + (finish.map { " finish=\"\($0)\"" } ?? "") + "/>"
    return "<variable ident=\"\(start)\" type=\"\(type)\" \(attributes)><name>\(name)</name><label>\(name)?</label>"
      + position + rest + "</variable>"
  }

  /// A variable of one column, or of a field of CSV.
  static func variable(
    _ type: String, _ name: String, _ start: Int, attributes: String = "", _ rest: String
  ) -> String {
    variable(type, name, start, nil, attributes: attributes, rest)
  }

  /// A list of answers, each written as "code=text".
  static func values(_ answers: String...) -> String {
    "<values>"
      + answers.map { answer in
        let parts = answer.split(separator: "=", maxSplits: 1).map(String.init)
        return "<value code=\"\(parts[0])\">\(parts.count > 1 ? parts[1] : "")</value>"
      }.joined() + "</values>"
  }
}

/// The survey of a definition and its data.
func tripleS(
  _ definition: String, _ data: [UInt8], name: String = "data.asc", options: ReadingOptions = ReadingOptions()
) throws(ReadingError) -> Survey {
  try SurveyReader.read(
    sources: [source(definition, name: "data.sss"), SourceBytes(name: name, bytes: data)], options: options)
}

/// The survey of a definition and its data.
func tripleS(
  _ definition: String, _ data: String, name: String = "data.asc", options: ReadingOptions = ReadingOptions()
) throws(ReadingError) -> Survey {
  try tripleS(definition, Array(data.utf8), name: name, options: options)
}
