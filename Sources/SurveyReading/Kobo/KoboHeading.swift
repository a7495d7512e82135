internal import SurveyModel

/// What a heading of a Kobo, Ona or ODK table means.
struct KoboHeading: Sendable, Hashable {
  /// The heading without the numbers of repeated groups: `children/age` of `children[2]/age`.
  var path: String
  /// The numbers of the repeated groups' entries, from the outside in.
  var entries: [Int] = []
  /// The paths of the repeated groups with the numbers of their entries: `children[2]`.
  var groups: [String] = []

  init(_ heading: String, separator: String) {
    path = heading
    guard heading.contains("["), heading.contains("]") else { return }
    var names: [String] = []
    var written = ""
    for part in KoboSeparators.split(heading, separator) {
      written += (written.isEmpty ? "" : separator) + part
      if part.hasSuffix("]"), let open = part.lastIndex(of: "["), open > part.startIndex,
        let number = Int(part[part.index(after: open)...].dropLast()), number > 0
      {
        entries.append(number)
        groups.append(written)
        names.append(String(part[..<open]))
      } else {
        names.append(part)
      }
    }
    if !entries.isEmpty { path = names.joined(separator: separator) }
  }
}

/// The signs that exports put between group, question and option.
enum KoboSeparators {
  /// "/" is the platforms' own; the others can be chosen, and R makes all of them a full stop.
  static let all = ["/", ".", "%", ":", "|", "__", "-"]

  /// A text's parts.
  static func split(_ text: String, _ separator: String) -> [String] {
    if separator.count == 1, let sign = separator.first {
      return text.split(separator: sign, omittingEmptySubsequences: false).map(String.init)
    }
    var parts: [String] = []
    var rest = text[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }

  /// The separator under which most columns of ticks follow the column that they are options of; "/" where none does.
  static func find(_ headings: [String], areTicks: [Bool]) -> String {
    let names = Set(headings)
    var best = (separator: "/", count: 0)
    for separator in all {
      var count = 0
      for (position, heading) in headings.enumerated() where areTicks[position] && heading.contains(separator) {
        let parent = split(heading, separator).dropLast().joined(separator: separator)
        if !parent.isEmpty, names.contains(parent) { count += 1 }
      }
      if count > best.count { best = (separator, count) }
    }
    return best.separator
  }

  /// R makes every sign of a name that it does not take a full stop, and puts an X before a first one that is no letter.
  static func mangled(_ name: String) -> String {
    let plain = String(name.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." ? $0 : "." })
    return plain.first.map { $0.isLetter || $0 == "." } == false ? "X" + plain : plain
  }
}

/// Finds the question, and the option, that a heading of a table means: by names with or without their groups, or by the
/// texts in any language.
struct KoboKeys: Sendable {
  /// A question of the form, and where the heading is that of one of its options, which.
  struct Match: Sendable, Hashable {
    var question: Int
    var option: Int?
  }

  private let isMangled: Bool
  private var matches: [String: [Match]] = [:]

  /// Prepares the keys of all questions for one separator.
  init(_ form: ODKForm, separator: String, isMangled: Bool) {
    self.isMangled = isMangled
    for (place, question) in form.questions.enumerated() {
      for key in Set([question.path.joined(separator: separator), question.name]) {
        add(key, Match(question: place))
        guard question.kind == .selectMultiple else { continue }
        for (option, choice) in question.choices.enumerated() {
          add(key + separator + choice.name, Match(question: place, option: option))
        }
      }
    }
    // Names come before texts, so that a text that is also a name means the name.
    for (place, question) in form.questions.enumerated() { addTexts(question, place, separator) }
  }

  private func key(_ heading: String) -> String {
    isMangled ? KoboSeparators.mangled(heading) : TextMatching.normalized(heading)
  }

  private mutating func add(_ heading: String, _ match: Match) {
    let key = key(heading)
    if matches[key]?.contains(match) != true { matches[key, default: []].append(match) }
  }

  private mutating func addTexts(_ question: ODKQuestion, _ place: Int, _ separator: String) {
    for (language, words) in question.label.texts {
      let text = PlainText.stripping(words)
      guard !text.isEmpty else { continue }
      let groups = question.groupLabels.map { PlainText.stripping($0.texts[language] ?? "") }.filter { !$0.isEmpty }
      for key in Set([text, (groups + [text]).joined(separator: separator)]) {
        add(key, Match(question: place))
        guard question.kind == .selectMultiple else { continue }
        for (option, choice) in question.choices.enumerated() {
          let label = PlainText.stripping(choice.label.texts[language] ?? choice.label.texts[""] ?? "")
          add(key + separator + (label.isEmpty ? choice.name : label), Match(question: place, option: option))
        }
      }
    }
  }

  /// What every heading means; nil where the form does not have it.
  ///
  /// Headings that several questions share are given out in the form's order where there are as many of them.
  func find(_ headings: [String]) -> [Match?] {
    let keys = headings.map { key($0) }
    var places: [String: [Int]] = [:]
    for (position, key) in keys.enumerated() { places[key, default: []].append(position) }
    return headings.indices.map { position in
      guard let found = matches[keys[position]] else { return nil }
      if found.count == 1 { return found[0] }
      guard let twins = places[keys[position]], twins.count == found.count,
        let turn = twins.firstIndex(of: position)
      else { return nil }
      return found[turn]
    }
  }
}
