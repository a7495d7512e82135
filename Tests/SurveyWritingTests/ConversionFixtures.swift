import SurveyModel
import TextFormats

@testable import SurveyReading

/// Small surveys with a bit of everything, from a seed.
struct RandomSurvey {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }

  /// A survey read from CSV and codebook, so that its columns are as reading makes them.
  mutating func make() throws -> Survey {
    let count = 1 + below(25)
    var codebook = "variable,label,kind,level,role,group,group_kind,group_label,ticked,code,value,code_label,missing\n"
    codebook += "agree,I need it,categorical,ordinal,question,,,,,,,,\n"
    for point in 1...5 { codebook += "agree,,,,,,,,,\(point),\(point),Point \(point),\n" }
    codebook += "agree,,,,,,,,,98,,Don't know,dontKnow\nagree,,,,,,,,,99,,Prefer not to say,refused\n"
    codebook += "region,Region,categorical,nominal,question,,,,,,,,\n"
    for (code, label) in [("DK", "Danmark – øst"), ("SE", "Sverige"), ("NO", "Norge")] {
      codebook += "region,,,,,,,,,\(code),,\(label),\n"
    }
    codebook += "hours,Hours a day,numeric,scale,question,,,,,,,,\nweight,Weight,numeric,scale,weight,,,,,,,,\n"
    codebook +=
      "comment,Anything else?,text,nominal,question,,,,,,,,\nstarted,Started,datetime,scale,metadata,,,,,,,,\n"
    for (option, label) in [("fb", "Facebook"), ("ig", "Instagram"), ("x", "X, once Twitter")] {
      codebook +=
        "used_\(option),\"\(label)\",categorical,nominal,question,used,multiple-response,Which do you use?,1,,,,\n"
      codebook += "used_\(option),,,,,,,,,0,0,Not selected,\nused_\(option),,,,,,,,,1,1,Selected,\n"
    }
    var data = "agree,region,hours,weight,comment,started,used_fb,used_ig,used_x\n"
    let texts = ["", "plain", "to linjer\nog mere", "æøå – \"citat\"", "a, b; c\td", "trailing text", "🌍"]
    for _ in 0..<count {
      let agree = ["1", "2", "3", "4", "5", "98", "99", ""][below(8)]
      let region = ["DK", "SE", "NO", ""][below(4)]
      let hours = below(6) == 0 ? "" : "\(below(24)).\(1 + below(9))"
      let weight = "\(below(3)).\(below(900) + 100)"
      let text = texts[below(texts.count)]
      let comment =
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
      let started = below(5) == 0 ? "" : "2026-10-\(10 + below(15)) 1\(below(9)):0\(below(9)):3\(below(9))"
      let ticks = (0..<3).map { _ in ["0", "1", ""][below(3)] }.joined(separator: ",")
      data += "\(agree),\(region),\(hours),\(weight),\(comment),\(started),\(ticks)\n"
    }
    return try SurveyReader.read(sources: [
      SourceBytes(name: "data.csv", bytes: Array(data.utf8)),
      SourceBytes(name: "codebook.csv", bytes: Array(codebook.utf8)),
    ])
  }
}

extension Survey {
  /// A respondent's answer in words: codes for answers, the number, the text, or "–" where there is none.
  func told(_ name: String, _ respondent: Int) throws -> String {
    let (variable, column) = try self.column(name)
    switch column {
    case .categorical(let cells): return cells.label(at: respondent).map { variable.labels[$0].code } ?? "–"
    case .numeric(let cells): return cells.missing[respondent] == 0 ? "\(cells.values[respondent])" : "–"
    case .text(let cells): return cells.text(at: respondent).isEmpty ? "–" : cells.text(at: respondent)
    case .datetime(let cells): return cells.missing[respondent] == 0 ? "\(cells.seconds[respondent])" : "–"
    case .multipleResponse(let cells): return cells.missing[respondent] == 0 ? "\(cells.ticked[respondent])" : "–"
    }
  }
}
