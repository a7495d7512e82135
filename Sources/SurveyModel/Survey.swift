/// One file that a survey was read from.
public struct SourceFile: Sendable, Hashable {
  /// The file's name without its folder, so that no output holds a path.
  public var name: String
  /// The format id, such as `qualtrics-csv`.
  public var format: String
  /// The size in bytes.
  public var size: Int
  /// SHA-256 of the bytes that were read, in hexadecimal; nil where nobody asked for it.
  public var sha256: String?

  /// Creates the record of a file.
  public init(name: String, format: String, size: Int, sha256: String? = nil) {
    self.name = name
    self.format = format
    self.size = size
    self.sha256 = sha256
  }
}

/// Where a survey comes from and what was guessed in reading it.
public struct Provenance: Sendable, Hashable {
  /// The format id of the responses.
  public var format: String
  /// Why the format was taken to be that.
  public var evidence: String
  /// The encoding, such as `utf-8`.
  public var encoding: String
  /// The files, responses first.
  public var files: [SourceFile]
  /// What was guessed and what option overrules it.
  public var guesses: [String]
  /// Whether the data says of itself that it was drawn by a simulation.
  public var isSynthetic: Bool

  /// Creates a provenance.
  public init(
    format: String, evidence: String, encoding: String = "utf-8", files: [SourceFile] = [], guesses: [String] = [],
    isSynthetic: Bool = false
  ) {
    self.format = format
    self.evidence = evidence
    self.encoding = encoding
    self.files = files
    self.guesses = guesses
    self.isSynthetic = isSynthetic
  }
}

/// A survey: its codebook, its respondents' answers by column, what is wrong with it, and where it comes from.
public struct Survey: Sendable, Hashable {
  /// The variables.
  public private(set) var codebook: Codebook
  /// The cells, one column per variable of the codebook, in its order.
  public private(set) var columns: [Column]
  /// How many respondents there are.
  public let count: Int
  /// Of marginals, how many respondents each cell of a column stands for, or nil for a column with a cell per respondent;
  /// nil for a survey, whose columns have a cell per respondent.
  package let counts: [[Int]?]?
  /// What is not as it should be.
  public var problems: [Problem]
  /// Where it comes from.
  public var provenance: Provenance

  /// Creates a survey; every column must have `count` cells and stand for the variable at its position.
  public init(codebook: Codebook, columns: [Column], count: Int, problems: [Problem] = [], provenance: Provenance) {
    precondition(codebook.variables.count == columns.count, "a survey has one column per variable")
    precondition(columns.allSatisfy { $0.count == count }, "every column has one cell per respondent")
    self.codebook = codebook
    self.columns = columns
    self.count = count
    counts = nil
    self.problems = problems
    self.provenance = provenance
  }

  /// Creates what ``Marginals`` are made of: columns of distinct cells, with how many respondents each stands for.
  package init(
    codebook: Codebook, columns: [Column], counts: [[Int]?], count: Int, problems: [Problem], provenance: Provenance
  ) {
    precondition(codebook.variables.count == columns.count, "a survey has one column per variable")
    precondition(
      zip(columns, counts).allSatisfy { column, counts in
        counts.map { $0.count == column.count && $0.reduce(0, +) == count } ?? (column.count == count)
      }, "every column has a cell for every respondent")
    self.codebook = codebook
    self.columns = columns
    self.counts = counts
    self.count = count
    self.problems = problems
    self.provenance = provenance
  }

  /// The survey of some variables, whose columns must have a cell per respondent; grids and sets that lack one of theirs
  /// are left out.
  package func keepingVariables(at positions: Set<Int>) -> Survey {
    let kept = positions.sorted().filter(columns.indices.contains)
    let names = Set(kept.map { codebook.variables[$0].name })
    let part = Codebook(
      variables: kept.map { codebook.variables[$0] },
      grids: codebook.grids.filter { names.isSuperset(of: $0.variables) },
      multipleResponseSets: codebook.multipleResponseSets.filter { names.isSuperset(of: $0.variables) })
    return Survey(
      codebook: part, columns: kept.map { columns[$0] }, count: count, problems: problems, provenance: provenance)
  }

  /// The variable of that name with its column.
  ///
  /// - Throws: ``UnknownVariable`` with the nearest known name.
  public func column(_ name: String) throws(UnknownVariable) -> (variable: Variable, column: Column) {
    let position = try codebook.requirePosition(of: name)
    return (codebook.variables[position], columns[position])
  }

  /// Changes the codebook's entry of a variable and its column together.
  public mutating func update(at position: Int, _ change: (inout Variable, inout Column) -> Void) {
    var column = columns[position]
    codebook.update(at: position) { change(&$0, &column) }
    precondition(column.count == count, "every column has one cell per respondent")
    columns[position] = column
  }

  /// Adds a variable with its column at the end; returns false, and changes nothing, where the name is taken.
  public mutating func append(_ variable: Variable, _ column: Column) -> Bool {
    precondition(column.count == count, "every column has one cell per respondent")
    guard codebook.append(variable) else { return false }
    columns.append(column)
    return true
  }

  /// Changes grids and multiple-response sets; variables stay.
  public mutating func updateSets(_ change: (inout [Grid], inout [MultipleResponseSet]) -> Void) {
    change(&codebook.grids, &codebook.multipleResponseSets)
  }
}
