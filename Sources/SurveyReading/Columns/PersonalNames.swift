internal import SurveyModel

/// Tells personal data by the names of columns: mail, telephone, names, addresses, identifiers of panels.
enum PersonalNames {
  /// Why a variable of that name is personal data, as far as names tell.
  static func kind(name: String, label: String = "") -> PersonalData {
    let words = words(of: name)
    if let kind = kind(words) { return kind }
    // A short label is a heading like a name; a long one is a question, in which such words may just occur.
    let labelWords = self.words(of: label)
    return labelWords.count <= 4 ? kind(labelWords) ?? .no : .no
  }

  private static func kind(_ words: [String]) -> PersonalData? {
    let joined = words.joined(separator: " ")
    let squeezed = words.joined()
    if exactNames.contains(joined) || contains(["e", "mail"], in: words) || words.contains("email") { return .contact }
    if !contactWords.isDisjoint(with: words) { return .contact }
    if identifiers.contains(squeezed)
      || identifierEnds.contains(where: { joined.hasSuffix($0) || joined.hasPrefix($0) })
    {
      return .identifier
    }
    if technical.contains(squeezed) || contains(["ip", "address"], in: words) { return .technical }
    return nil
  }

  private static func contains(_ sequence: [String], in words: [String]) -> Bool {
    guard words.count >= sequence.count else { return false }
    return (0...(words.count - sequence.count)).contains { Array(words[$0..<($0 + sequence.count)]) == sequence }
  }

  /// The words of a name, parted at signs and at capitals inside (`RecipientEmail`).
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var previousIsLower = false
    for scalar in name.unicodeScalars {
      let isLetter = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      let isUpper = scalar.properties.isUppercase
      if !isLetter || (isUpper && previousIsLower) {
        if !word.isEmpty { words.append(word.lowercased()) }
        word = ""
      }
      if isLetter { word.unicodeScalars.append(scalar) }
      previousIsLower = isLetter && !isUpper
    }
    if !word.isEmpty { words.append(word.lowercased()) }
    return words
  }

  private static let exactNames: Set<String> = [
    "name", "first name", "last name", "full name", "surname", "firstname", "lastname", "fullname", "your name",
    "navn", "fornavn", "efternavn", "vorname", "nachname", "recipient last name", "recipient first name", "user name",
    "username", "nickname", "address", "adresse", "street", "gade", "straße", "cpr", "cpr nummer", "twitter handle",
  ]

  private static let contactWords: Set<String> = [
    "phone", "telephone", "telefon", "mobile", "phonenumber", "handynummer",
  ]

  private static let identifiers: Set<String> = [
    "responseid", "recordid", "respondentid", "respondent", "participantid", "prolificid", "prolificpid", "pid", "psid",
    "rid", "uuid", "workerid", "mturkid", "panelid", "memberid", "userid", "studentid", "customerid", "token",
    "externalreference", "externaldatareference", "sessionid", "assignmentid", "hitid", "id", "caseid", "subjectid",
    "submissionid", "studyid", "deviceid", "subscriberid", "simserial", "instanceid", "serial", "lfdn", "index",
  ]

  private static let identifierEnds: [String] = [
    "prolific id", "prolific pid", "participant id", "worker id", "respondent id", "panel id", "mturk id", "student id",
    "response id",
  ]

  private static let technical: Set<String> = [
    "ip", "ipaddr", "ipaddress", "latitude", "longitude", "locationlatitude", "locationlongitude", "locationaccuracy",
    "refurl", "referer", "referrer", "useragent", "browser", "gps", "geolocation", "deviceidentifier",
  ]
}
