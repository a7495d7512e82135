/// Wordings of answers in scale order, so that answers without codes are not put in alphabetical order.
///
/// Each scale runs from the least to the most. A scale with fewer points stands before one with more that contains it,
/// and the first one that holds all of a column's answers is taken.
enum AnswerScales {
  /// The positions of answers on the scale that holds all of them, from 1; nil where none does.
  static func positions(of labels: [String]) -> [Int]? {
    guard labels.count >= 2 else { return nil }
    let folded = labels.map(TextMatching.folded)
    guard Set(folded).count == folded.count else { return nil }
    // Yes and no alone are two names and no scale.
    if isYesNo(folded) { return nil }
    if let numbers = leadingNumbers(of: labels) { return numbers }
    for scale in scales {
      let positions = folded.compactMap { label in scale.firstIndex { $0.contains(label) } }
      if positions.count == folded.count, Set(positions).count == positions.count { return positions.map { $0 + 1 } }
    }
    return degrees(folded)
  }

  /// The positions of answers that are degrees of one word: "very important", "not too important"; nil where they are
  /// not.
  private static func degrees(_ folded: [String]) -> [Int]? {
    guard folded.count >= 3 else { return nil }
    let words = folded.map { $0.split(separator: " ") }
    guard let last = words[0].last, words.allSatisfy({ $0.count > 1 && $0.last == last }) else { return nil }
    let degrees = words.map { $0.dropLast().joined(separator: " ") }
    let positions = degrees.compactMap { degree in degreeWords.firstIndex { $0.contains(degree) } }
    return positions.count == folded.count && Set(positions).count == positions.count ? positions.map { $0 + 1 } : nil
  }

  private static let degreeWords: [[String]] = [
    ["not at all"], ["not very", "not too", "not so", "not particularly"], ["slightly", "a little"],
    ["somewhat", "moderately", "fairly", "rather"], ["very", "quite"], ["extremely", "completely", "totally"],
  ]

  /// The numbers that all answers begin with, where some carry words and some may be numbers alone: "1 – not at all",
  /// "2", … "7 – completely"; nil where an answer has none or where two have the same.
  private static func leadingNumbers(of labels: [String]) -> [Int]? {
    var numbers: [Int] = []
    var haveWords = false
    for label in labels {
      let text = TextMatching.normalized(label)
      let digits = text.prefix { $0.isASCII && $0.isNumber }
      let rest = text.dropFirst(digits.count).drop { $0 == " " }
      guard digits.utf8.count <= 3, let number = Int(digits) else { return nil }
      if let sign = rest.first {
        guard ["-", "=", ":", ")", "."].contains(sign), rest.dropFirst().contains(where: \.isLetter),
          !rest.dropFirst().contains(where: \.isNumber)
        else { return nil }
        haveWords = true
      }
      numbers.append(number)
    }
    return haveWords && Set(numbers).count == numbers.count ? numbers : nil
  }

  /// Whether answers are yes and no.
  static func isYesNo(_ labels: [String]) -> Bool {
    labels.count == 2 && pairs.contains(Set(labels.map { TextMatching.folded($0) }))
  }

  private static let pairs: [Set<String>] = [["yes", "no"], ["ja", "nej"], ["ja", "nein"]]

  private static let scales: [[[String]]] = written.map { scale in
    scale.map { point in point.split(separator: "|").map { TextMatching.folded($0) } }
  }

  // Points are parted by line, spellings of one point by "|".
  private static let written: [[String]] = [
    ["no", "maybe|unsure|not sure", "yes"], ["nej", "måske", "ja"], ["nein", "vielleicht", "ja"],
    ["disagree", "neutral|neither agree nor disagree", "agree"],
    [
      "strongly disagree|completely disagree|totally disagree",
      "disagree|somewhat disagree|tend to disagree",
      "agree|somewhat agree|tend to agree",
      "strongly agree|completely agree|totally agree",
    ],
    [
      "strongly disagree|completely disagree|totally disagree|fully disagree",
      "disagree|somewhat disagree|tend to disagree|mostly disagree",
      "neither agree nor disagree|neither agree or disagree|neither disagree nor agree|neutral|undecided|neither",
      "agree|somewhat agree|tend to agree|mostly agree",
      "strongly agree|completely agree|totally agree|fully agree",
    ],
    [
      "strongly disagree|completely disagree|totally disagree",
      "disagree|mostly disagree",
      "somewhat disagree|slightly disagree|disagree somewhat",
      "neither agree nor disagree|neither agree or disagree|neutral|undecided|neither",
      "somewhat agree|slightly agree|agree somewhat",
      "agree|mostly agree",
      "strongly agree|completely agree|totally agree",
    ],
    [
      "helt uenig|meget uenig", "uenig|delvist uenig|overvejende uenig",
      "hverken enig eller uenig|hverken uenig eller enig|neutral|hverken/eller", "enig|delvist enig|overvejende enig",
      "helt enig|meget enig",
    ],
    [
      "helt uenig|meget uenig", "uenig|overvejende uenig", "lidt uenig|delvist uenig",
      "hverken enig eller uenig|hverken uenig eller enig|neutral", "lidt enig|delvist enig", "enig|overvejende enig",
      "helt enig|meget enig",
    ],
    [
      "stimme überhaupt nicht zu|stimme gar nicht zu|stimme nicht zu|lehne voll ab",
      "stimme eher nicht zu|stimme nicht zu|lehne eher ab",
      "teils/teils|teils, teils|teils teils|weder noch|neutral|unentschieden",
      "stimme eher zu|stimme zu", "stimme voll und ganz zu|stimme voll zu|stimme völlig zu|stimme zu",
    ],
    [
      "trifft überhaupt nicht zu|trifft gar nicht zu|trifft nicht zu", "trifft eher nicht zu|trifft nicht zu",
      "teils/teils|teils, teils|teils teils|neutral", "trifft eher zu|trifft zu",
      "trifft voll und ganz zu|trifft voll zu|trifft völlig zu|trifft zu",
    ],
    ["never", "rarely|seldom", "sometimes|occasionally", "often|frequently", "always|very often"],
    ["never", "rarely|seldom", "sometimes|occasionally", "often|frequently", "very often", "always"],
    [
      "never", "almost never|rarely|seldom", "sometimes|occasionally", "about half the time", "often|most of the time",
      "always",
    ],
    ["aldrig", "sjældent", "af og til|sommetider|nogle gange", "ofte", "altid|meget ofte"],
    ["aldrig", "sjældent", "af og til|sommetider|nogle gange", "ofte", "meget ofte", "altid"],
    ["nie|niemals", "selten", "manchmal|gelegentlich", "oft|häufig", "immer|sehr oft|sehr häufig"],
    ["nie|niemals", "selten", "manchmal|gelegentlich", "oft|häufig", "sehr oft|sehr häufig", "immer"],
    [
      "never", "less than once a month|less often", "once a month|monthly|about once a month",
      "a few times a month|several times a month", "once a week|weekly|about once a week",
      "a few times a week|several times a week", "once a day|daily|about once a day|every day",
      "several times a day|many times a day|multiple times a day",
    ],
    [
      "very dissatisfied|extremely dissatisfied", "dissatisfied|somewhat dissatisfied",
      "neither satisfied nor dissatisfied|neutral", "satisfied|somewhat satisfied",
      "very satisfied|extremely satisfied",
    ],
    [
      "meget utilfreds", "utilfreds", "hverken tilfreds eller utilfreds", "tilfreds", "meget tilfreds",
    ],
    [
      "sehr unzufrieden", "unzufrieden|eher unzufrieden", "teils/teils|weder noch|neutral", "zufrieden|eher zufrieden",
      "sehr zufrieden",
    ],
    [
      "very unlikely|extremely unlikely", "unlikely|somewhat unlikely", "neutral|neither likely nor unlikely",
      "likely|somewhat likely", "very likely|extremely likely",
    ],
    [
      "not at all|not at all important", "slightly|a little|slightly important|not very important",
      "moderately|somewhat|moderately important|somewhat important", "very|very much|very important|a lot",
      "extremely|extremely important|a great deal",
    ],
    ["not at all", "not very much|a little", "somewhat|to some extent", "very much|a great deal|to a great extent"],
    ["slet ikke", "i mindre grad|i ringe grad", "i nogen grad", "i høj grad", "i meget høj grad"],
    ["überhaupt nicht|gar nicht", "wenig|kaum", "mittelmäßig|teilweise", "ziemlich|stark", "sehr|sehr stark"],
    ["very bad|terrible", "bad|poor", "neutral|average|fair|neither good nor bad", "good", "very good|excellent"],
    [
      "very negative", "negative|somewhat negative", "neutral|neither positive nor negative",
      "positive|somewhat positive", "very positive",
    ],
    [
      "much less|decreased a lot", "less|somewhat less", "the same|about the same|same", "more|somewhat more",
      "much more|increased a lot",
    ],
    ["low", "medium|moderate", "high"],
    [
      "strongly oppose|completely oppose", "oppose|somewhat oppose|tend to oppose",
      "neither support or oppose|neither support nor oppose|neutral|neither",
      "support|somewhat support|tend to support", "strongly support|completely support",
    ],
    [
      "strongly dislike|dislike a great deal", "dislike|somewhat dislike|dislike somewhat",
      "neither like nor dislike|neutral|neither", "like|somewhat like|like somewhat", "strongly like|like a great deal",
    ],
    ["none", "a little", "some|a moderate amount", "a lot", "a great deal"],
    [
      "not at all confident", "slightly confident|not very confident", "somewhat confident", "confident|very confident",
      "extremely confident",
    ],
    ["not at all", "a little", "somewhat|moderately", "quite a bit|quite a lot", "very much|extremely"],
    [
      "very unfavorably|very unfavorable", "somewhat unfavorably|somewhat unfavorable",
      "neither favorably nor unfavorably (neutral)|neither favorably nor unfavorably|neutral",
      "somewhat favorably|somewhat favorable", "very favorably|very favorable",
    ],
    [
      "very unimportant", "somewhat unimportant", "neither important nor unimportant|neutral", "somewhat important",
      "very important",
    ],
    ["not at all", "not much", "some", "a lot"],
    ["nothing at all", "only a little|a little", "some", "a lot"],
    ["novice|beginner", "intermediate", "advanced", "expert"],
    ["never, and not open to it", "never, but open to it", "rarely", "sometimes", "often"],
    ["less often than monthly|less than monthly", "monthly", "weekly", "daily"],
    [
      "less than high school degree", "high school degree", "some college or associate degree", "bachelor degree",
      "graduate degree",
    ],
    ["stærkt uenig", "uenig", "hverken enig eller uenig|neutral", "enig", "stærkt enig"],
  ]
}
