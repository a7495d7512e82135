/// Answers from a small set, one small integer per respondent.
///
/// Each cell holds an index into ``entries``, the distinct texts that occur in the column, so the original text of every
/// cell stays reachable and a tally is an array index. What a text means (an answer of the codebook, or a reason for
/// missing) is said once per entry, never per cell.
public struct CategoricalColumn: Sendable, Hashable {
  /// What a text that occurs in the column means.
  public enum Meaning: Sendable, Hashable {
    /// The answer at that position of the variable's `labels`.
    case label(Int)
    /// A residual answer at that position of the variable's `labels` ("don't know", a code declared missing), and why
    /// it counts as missing.
    case residual(label: Int, MissingReason)
    /// No answer, and why.
    case missing(MissingReason)
  }

  /// A distinct text of the column with its meaning.
  public struct Entry: Sendable, Hashable {
    /// The text as the file has it; nil where the format leaves the cell out altogether.
    public var text: String?
    /// What it means.
    public var meaning: Meaning

    /// Why a cell with this text counts as missing, or nil where it is a substantive answer.
    public var missingReason: MissingReason? {
      switch meaning {
      case .label: nil
      case .residual(_, let reason), .missing(let reason): reason
      }
    }

    /// The position in the variable's `labels` of the answer, residual or not; nil where there is none.
    public var label: Int? {
      switch meaning {
      case .label(let label), .residual(let label, _): label
      case .missing: nil
      }
    }

    /// Creates an entry.
    public init(text: String?, meaning: Meaning) {
      self.text = text
      self.meaning = meaning
    }
  }

  /// One index into ``entries`` per respondent.
  public var codes: [UInt16]
  /// The distinct texts in order of first occurrence.
  public var entries: [Entry]

  /// Creates a column from its cells' indices and the distinct texts.
  public init(codes: [UInt16], entries: [Entry]) {
    self.codes = codes
    self.entries = entries
  }

  /// How many respondents there are.
  public var count: Int { codes.count }

  /// The position of the respondent's answer in the variable's `labels`, or nil where there is none.
  ///
  /// Residual answers are included; ``Column/missingReason(at:)`` tells them apart.
  public func label(at respondent: Int) -> Int? { entries[Int(codes[respondent])].label }
}
