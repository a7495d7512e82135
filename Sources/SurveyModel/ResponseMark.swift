/// What a platform records of a response beside its answers, that speaks against counting it.
public enum ResponseMark: String, Sendable, Hashable, CaseIterable {
  /// Somebody looked at the questionnaire: the researcher's preview, a spectator.
  case previews
  /// A trial run: drawn by the platform, or given by a tester.
  case tests
  /// The platform takes it for a robot's or a repeated one.
  case spam
  /// The panel or the requester did not accept it.
  case rejected
  /// The respondent did not come to the end.
  case unfinished

  /// What the platform would have to say, for messages: "which responses are previews".
  public var question: String {
    switch self {
    case .previews: "which responses are previews"
    case .tests: "which responses are tests"
    case .spam: "which responses are spam"
    case .rejected: "which responses were rejected"
    case .unfinished: "who did not finish"
    }
  }
}

/// Where a platform records a mark, and in what words.
///
/// The readers' notes and the rules that leave respondents out ask the same record, so their numbers agree.
public struct ResponseRecord: Sendable, Hashable {
  /// How the cells of the column say it.
  public enum Notation: Sendable, Hashable {
    /// One of the first texts says yes, one of the second says no, any other nothing; in lower case.
    case words(yes: Set<String>, no: Set<String>)
    /// One of the texts says yes, any other says no; in lower case.
    case only(Set<String>)
    /// One of the texts says no, any other says yes; in lower case.
    case anyBut(Set<String>)
    /// A Qualtrics status: its number has that bit, or its words have that word.
    case status(bit: Int, word: String)
    /// A number below that says yes.
    case below(Double)
    /// A blank says yes, anything else says no.
    case blank
  }

  /// The column's names in the platform's exports.
  public var names: [String]
  /// How its cells say it.
  public var notation: Notation
  /// Whether a blank cell says yes too.
  public var countsBlank: Bool

  init(_ names: [String], _ notation: Notation, countsBlank: Bool = false) {
    self.names = names
    self.notation = notation
    self.countsBlank = countsBlank || notation == .blank
  }

  /// Whether the column can be one of the record's.
  ///
  /// - Parameter asMetadata: Whether only a column counts that the reader knows as the platform's own.
  public func isNamed(_ variable: Variable, asMetadata: Bool = true) -> Bool {
    guard variable.role == .metadata || !asMetadata else { return false }
    let own = [variable.name, variable.key, variable.originalName].map { $0.lowercased() }
    return names.contains { own.contains($0.lowercased()) }
  }

  /// What a text of the column says: yes, no, or nothing (nil).
  public func says(_ text: String) -> Bool? {
    let start = text.drop { $0.isWhitespace }
    let word = String(start.reversed().drop { $0.isWhitespace }.reversed()).lowercased()
    switch notation {
    case .words(let yes, let no): return yes.contains(word) ? true : no.contains(word) ? false : nil
    case .only(let yes): return yes.contains(word)
    case .anyBut(let no): return !no.contains(word)
    case .status(let bit, let own):
      if let number = Int(word) { return number < 0 || number > 63 ? nil : number & bit != 0 }
      let words = Set(word.split(separator: " ").map(String.init))
      guard !words.isDisjoint(with: Self.statusWords) else { return nil }
      return words.contains(own)
    case .below(let limit): return Double(word).map { $0 < limit }
    case .blank: return false
    }
  }

  /// The words of which Qualtrics makes its statuses, such as "IP Address" and "Imported Spam".
  private static let statusWords: Set<String> = ["ip", "preview", "test", "imported", "spam", "offline", "ex"]

  // MARK: The platforms

  /// Where the platform records a mark: the first of these that the export has decides.
  ///
  /// Empty where the platform records no such thing.
  public static func records(of mark: ResponseMark, by platform: SurveyPlatform) -> [ResponseRecord] {
    switch platform {
    case .qualtrics: qualtrics(mark)
    case .limeSurvey: mark == .unfinished ? [ResponseRecord(["submitdate"], .blank)] : []
    case .soSci: soSci(mark)
    case .efs: efs(mark)
    case .alchemer: mark == .unfinished ? [ResponseRecord(["Status"], .anyBut(["complete"]))] : []
    case .prolific: prolific(mark)
    case .mechanicalTurk:
      mark == .rejected
        ? [ResponseRecord(["AssignmentStatus"], .words(yes: ["rejected"], no: ["submitted", "approved"]))] : []
    case .redcap, .surveyMonkey, .googleForms, .microsoftForms, .kobo: []
    }
  }

  /// What REDCap writes into `…_complete`; a blank is a form that was not begun, "Unverified" says neither.
  public static func redcapStatus(_ name: String) -> ResponseRecord {
    ResponseRecord([name], .words(yes: ["0", "incomplete"], no: ["2", "complete"]), countsBlank: true)
  }

  private static let yes: Set<String> = ["1", "t", "true"]
  private static let no: Set<String> = ["0", "f", "false"]

  private static func qualtrics(_ mark: ResponseMark) -> [ResponseRecord] {
    switch mark {
    case .previews:
      [
        ResponseRecord(["Status"], .status(bit: 1, word: "preview")),
        ResponseRecord(["DistributionChannel"], .only(["preview"])),
      ]
    case .tests: [ResponseRecord(["Status"], .status(bit: 2, word: "test"))]
    case .spam: [ResponseRecord(["Status"], .status(bit: 8, word: "spam"))]
    case .unfinished:
      [ResponseRecord(["Finished"], .words(yes: no, no: yes)), ResponseRecord(["Progress"], .below(100))]
    case .rejected: []
    }
  }

  private static func soSci(_ mark: ResponseMark) -> [ResponseRecord] {
    switch mark {
    case .previews: [ResponseRecord(["Q_VIEWER"], .words(yes: yes, no: no))]
    case .tests: [ResponseRecord(["MODE"], .anyBut(["interview"]))]
    case .unfinished: [ResponseRecord(["FINISHED"], .words(yes: no, no: yes))]
    case .spam, .rejected: []
    }
  }

  private static func efs(_ mark: ResponseMark) -> [ResponseRecord] {
    switch mark {
    case .tests: [ResponseRecord(["tester"], .words(yes: ["1"], no: ["0"]))]
    case .unfinished: [ResponseRecord(["dispcode"], .anyBut(["31", "32"]))]
    case .previews, .spam, .rejected: []
    }
  }

  private static func prolific(_ mark: ResponseMark) -> [ResponseRecord] {
    let begun: Set<String> = ["returned", "timed-out", "timed out", "active", "reserved"]
    let judged: Set<String> = ["approved", "partially approved", "awaiting review", "screened out"]
    return switch mark {
    case .unfinished: [ResponseRecord(["Status"], .words(yes: begun, no: judged.union(["rejected"])))]
    case .rejected: [ResponseRecord(["Status"], .words(yes: ["rejected"], no: judged.union(begun)))]
    case .previews, .tests, .spam: []
    }
  }
}
