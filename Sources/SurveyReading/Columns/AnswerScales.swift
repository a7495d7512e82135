/// Wordings of answers in scale order, so that answers without codes are not put in alphabetical order.
///
/// Each scale runs from the least to the most. A scale with fewer points stands before one with more that contains it,
/// and the first one that holds all of a column's answers is taken.
enum AnswerScales {
  /// The positions of answers on the scale that holds all of them, from 1; nil where none does.
  static func positions(of labels: [String]) -> [Int]? {
    guard labels.count >= 2 else { return nil }
    let folded = labels.map(form)
    guard Set(folded).count == folded.count else { return nil }
    // Yes and no alone are two names and no scale.
    if isYesNo(folded) { return nil }
    if let numbers = leadingNumbers(of: labels) { return numbers }
    for scale in scales {
      let positions = folded.compactMap { label in scale.firstIndex { $0.contains(label) } }
      if positions.count == folded.count, Set(positions).count == positions.count { return positions.map { $0 + 1 } }
    }
    return degrees(folded) ?? ordinals(folded)
  }

  /// The form in which spellings of one answer are equal: "per week" is "a week", British "favour" is "favor", and a
  /// middle may be called "(neutral)" beside its name.
  private static func form(_ label: some StringProtocol) -> String {
    TextMatching.folded(label).replacing(" per ", with: " a ").replacing("favour", with: "favor")
      .replacing(" (neutral)", with: "")
  }

  /// The positions of answers that count one thing: "First year", "Second year"; nil where they do not.
  private static func ordinals(_ folded: [String]) -> [Int]? {
    guard folded.count >= 3 else { return nil }
    let parts = folded.map { $0.split(separator: " ", maxSplits: 1) }
    guard let rest = parts[0].dropFirst().first, parts.allSatisfy({ $0.count == 2 && $0[1] == rest }) else {
      return nil
    }
    let positions = parts.compactMap { part in ordinalWords.firstIndex { $0.contains(String(part[0])) } }
    return positions.count == folded.count && Set(positions).count == positions.count ? positions.map { $0 + 1 } : nil
  }

  private static let ordinalWords: [[String]] = [
    ["first", "1st", "første", "första", "erste", "erster", "erstes", "premier", "première"],
    ["second", "2nd", "anden", "andet", "andra", "zweite", "zweiter", "zweites", "deuxième", "seconde"],
    ["third", "3rd", "tredje", "dritte", "dritter", "drittes", "troisième"],
    ["fourth", "4th", "fjerde", "fjärde", "vierte", "vierter", "viertes", "quatrième"],
    ["fifth", "5th", "femte", "fünfte", "fünfter", "fünftes", "cinquième"],
    ["sixth", "6th", "sjette", "sjätte", "sechste", "sechster", "sechstes", "sixième"],
    ["seventh", "7th", "syvende", "sjunde", "siebte", "siebter", "siebtes", "septième"],
    ["eighth", "8th", "ottende", "åttonde", "achte", "achter", "achtes", "huitième"],
  ]

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
    scale.map { point in point.split(separator: "|").map { form($0) } }
  }

  // Points are parted by line, spellings of one point by "|".
  private static let written: [[String]] = [
    ["no", "maybe|unsure|not sure|sometimes|partly|partially|to some extent", "yes"],
    ["nej", "måske|delvist|til dels|nogle gange|af og til", "ja"],
    ["nein", "vielleicht|teilweise|zum teil|manchmal|teils, teils|teils/teils", "ja"],
    [
      "too little|too few|not enough", "about right|just right|the right amount|about the right amount",
      "too much|too many",
    ],
    ["for lidt|for få", "tilpas|passende|nok", "for meget|for mange"],
    ["zu wenig|zu wenige", "genau richtig|gerade richtig|angemessen", "zu viel|zu viele"],
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
    ["low", "medium|moderate", "high"], ["very small", "small", "medium", "large", "very large"],
    ["lav", "middel|mellem", "høj"], ["lille", "mellem|middel", "stor"], ["niedrig|gering", "mittel", "hoch"],
    ["klein", "mittel", "groß"],
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
      "neither favorably nor unfavorably|neutral",
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
      "never", "once a year or less|less than once a year", "a few times a year|several times a year",
      "once a month or less|less than once a month|once a month", "a few times a month|several times a month",
      "once a week", "a few times a week|several times a week", "every night|every day|daily|once a day",
      "several times a day",
    ],
    [
      "never", "less often", "once a week|about once a week", "several times a week|a few times a week",
      "about once a day|once a day|about once a day or less often", "several times a day",
      "almost constantly|constantly|almost all the time",
    ],
    ["aldrig", "sjældnere", "månedligt|hver måned", "ugentligt|hver uge", "dagligt|hver dag", "flere gange om dagen"],
    ["nie|niemals", "seltener", "monatlich", "wöchentlich", "täglich", "mehrmals täglich|mehrmals am tag"],
    [
      "very unfavorable|strongly unfavorable", "mostly unfavorable|somewhat unfavorable|unfavorable",
      "neutral|neither favorable nor unfavorable|mixed", "mostly favorable|somewhat favorable|favorable",
      "very favorable|strongly favorable",
    ],
    [
      "meget negativ|meget negativt", "negativ|negativt|overvejende negativ|lidt negativ",
      "neutral|hverken eller|hverken/eller|hverken positiv eller negativ|hverken positivt eller negativt",
      "positiv|positivt|overvejende positiv|lidt positiv", "meget positiv|meget positivt",
    ],
    [
      "sehr negativ", "negativ|eher negativ", "neutral|weder noch|teils/teils|weder positiv noch negativ",
      "positiv|eher positiv", "sehr positiv",
    ],
    [
      "not useful|not at all useful|not relevant for me|not relevant to me", "slightly useful|a little useful",
      "somewhat useful|moderately useful", "useful|very useful", "extremely useful|critical to me|essential to me",
    ],
    ["rare", "medium rare", "medium", "medium well", "well|well done"],
    [
      "under ten|less than ten|fewer than ten", "tens|dozens", "hundreds", "thousands", "tens of thousands",
      "hundreds of thousands|hundreds of thousands or more", "millions|millions or more",
    ],
    [
      "high school or less", "some college", "college or more|college graduate",
      "post graduate degree|postgraduate degree",
    ],
    [
      "less than high school degree", "high school degree", "some college or associate degree", "bachelor degree",
      "graduate degree",
    ],
    [
      "less than high school degree|less than a high school diploma|less than high school|did not complete high school|"
        + "no high school diploma|some high school",
      "high school degree|high school diploma|high school graduate|high school or g.e.d.|high school or ged|"
        + "high school diploma or ged|high school degree or equivalent|high school degree or equivalent (e.g., ged)|"
        + "high school diploma or equivalent|high school",
      "some college or associate degree|some college|some college, no degree|some college but no degree|"
        + "some college (including two-year college)",
      "associate degree|associate's degree|associates degree|two-year degree|2 year degree",
      "bachelor degree|bachelor's degree|bachelors degree|college graduate|college degree|four-year degree|"
        + "4 year degree|graduated from a four-year college",
      "graduate degree|post graduate degree|postgraduate degree|postgraduate|advanced degree|master's degree|"
        + "masters degree|master degree",
      "professional degree", "doctorate|doctoral degree|doctorate degree|phd|ph.d.",
    ],
    [
      "grundskole|folkeskole", "gymnasial uddannelse|gymnasium|ungdomsuddannelse",
      "erhvervsfaglig uddannelse|erhvervsuddannelse|faglært", "kort videregående uddannelse",
      "mellemlang videregående uddannelse", "bacheloruddannelse|bachelor",
      "lang videregående uddannelse|kandidatuddannelse|kandidat", "ph.d.|forskeruddannelse|phd",
    ],
    [
      "kein schulabschluss|kein abschluss|ohne abschluss", "hauptschulabschluss|hauptschule|volks- oder hauptschule",
      "realschulabschluss|mittlere reife|realschule", "fachhochschulreife|fachabitur",
      "abitur|hochschulreife|allgemeine hochschulreife", "bachelor|bachelorabschluss",
      "master|diplom|magister|hochschulabschluss", "promotion|doktor|doktortitel",
    ],
    ["stærkt uenig", "uenig", "hverken enig eller uenig|neutral", "enig", "stærkt enig"],
  ]
}
