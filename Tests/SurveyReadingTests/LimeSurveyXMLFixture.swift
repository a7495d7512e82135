@testable import SurveyReading

/// A small questionnaire that can write itself as a LimeSurvey structure of either schema generation, and responses.
struct LimeSurveyXMLFixture {
  struct Item {
    var id: Int
    var code: String
    /// Texts by language.
    var texts: [(language: String, text: String)]
    var scale = 0
    var relevance = ""
  }

  struct Question {
    var item: Item
    var type: String
    var other = false
    var subquestions: [Item] = []
    var answers: [Item] = []
    var attributes: [(String, String)] = []
    var group = 7
  }

  var questions: [Question]
  var languages = ["en", "da"]
  /// The equations of groups, by their numbers.
  var groupRelevance: [Int: String] = [:]
  /// What the survey's table says beside number and language.
  var settings: [(String, String)] = []

  static func row(_ fields: [(String, String)]) -> String {
    "<row>" + fields.map { $1.isEmpty ? "<\($0)/>" : "<\($0)><![CDATA[\($1)]]></\($0)>" }.joined() + "</row>"
  }

  static func table(_ name: String, _ rows: [[(String, String)]]) -> String {
    guard !rows.isEmpty else { return "" }
    return "<\(name)><fields/><rows>" + rows.map(row).joined(separator: "\n") + "</rows></\(name)>\n"
  }

  /// The structure as LimeSurvey wrote it up to database version 399 (texts inline) or since (texts in tables).
  func structure(inline: Bool) -> SourceBytes {
    var tables: [String: [[(String, String)]]] = [:]
    for (order, question) in questions.enumerated() {
      add(question.item, to: "questions", parent: 0, question, order: order, inline: inline, &tables)
      for (order, item) in question.subquestions.enumerated() {
        add(item, to: "subquestions", parent: question.item.id, question, order: order, inline: inline, &tables)
      }
      for (order, answer) in question.answers.enumerated() {
        addAnswer(answer, of: question, order: order, inline: inline, &tables)
      }
      for (name, value) in question.attributes {
        tables["question_attributes", default: []].append([
          ("qid", "\(question.item.id)"), ("attribute", name), ("value", value), ("language", "en"),
        ])
      }
    }
    tables["groups"] = Set(questions.map(\.group)).sorted().map { group in
      [
        ("gid", "\(group)"), ("sid", "123456"), ("group_order", "\(group)"),
        ("grelevance", groupRelevance[group] ?? ""),
      ]
    }
    tables["surveys"] = [[("sid", "123456"), ("language", "en")] + settings]
    tables["surveys_languagesettings"] = [[("surveyls_language", "en"), ("surveyls_title", "A &amp; B")]]
    let languages = languages.map { "<language>\($0)</language>" }.joined()
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<document>\n<LimeSurveyDocType>Survey</LimeSurveyDocType>\n"
    text += "<DBVersion>\(inline ? 177 : 495)</DBVersion>\n<languages>\(languages)</languages>\n"
    for name in tables.keys.sorted() { text += Self.table(name, tables[name] ?? []) }
    text += "</document>\n"
    return SourceBytes(name: "survey.lss", bytes: Array(text.utf8))
  }

  private func add(
    _ item: Item, to table: String, parent: Int, _ question: Question, order: Int, inline: Bool,
    _ tables: inout [String: [[(String, String)]]]
  ) {
    let common = [
      ("qid", "\(item.id)"), ("parent_qid", "\(parent)"), ("sid", "123456"), ("gid", "\(question.group)"),
      ("type", question.type),
      ("title", item.code), ("other", question.other ? "Y" : "N"), ("question_order", "\(order)"),
      ("scale_id", "\(item.scale)"), ("relevance", item.relevance),
    ]
    if inline {
      for (language, text) in item.texts {
        tables[table, default: []].append(common + [("question", text), ("language", language)])
      }
    } else {
      tables[table, default: []].append(common)
      for (language, text) in item.texts {
        tables["question_l10ns", default: []].append([
          ("qid", "\(item.id)"), ("question", text), ("help", ""), ("language", language),
        ])
      }
    }
  }

  private func addAnswer(
    _ answer: Item, of question: Question, order: Int, inline: Bool, _ tables: inout [String: [[(String, String)]]]
  ) {
    let common = [
      ("qid", "\(question.item.id)"), ("code", answer.code), ("sortorder", "\(order)"), ("scale_id", "\(answer.scale)"),
    ]
    if inline {
      for (language, text) in answer.texts {
        tables["answers", default: []].append(common + [("answer", text), ("language", language)])
      }
    } else {
      tables["answers", default: []].append([("aid", "\(answer.id)")] + common)
      for (language, text) in answer.texts {
        tables["answer_l10ns", default: []].append([
          ("aid", "\(answer.id)"), ("answer", text), ("language", language),
        ])
      }
    }
  }

  /// Responses as LimeSurvey writes them: nil is left out, "" is an empty element.
  static func responses(_ fields: [String], _ rows: [[String?]]) -> SourceBytes {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<document><LimeSurveyDocType>Responses</LimeSurveyDocType>"
    text += "<DBVersion>495</DBVersion><languages><language>en</language></languages><responses><fields>"
    text += fields.map { "<fieldname>\($0)</fieldname>" }.joined() + "</fields><rows>"
    for row in rows {
      let cells = zip(fields, row).compactMap { name, cell in
        cell.map { (LimeSurveyResponsesTable.elementName(of: name), $0) }
      }
      text += Self.row(cells)
    }
    text += "</rows></responses></document>\n"
    return SourceBytes(name: "responses.lsr", bytes: Array(text.utf8))
  }

  static func item(_ id: Int, _ code: String, _ english: String, _ danish: String = "", scale: Int = 0) -> Item {
    Item(
      id: id, code: code, texts: [("en", english)] + (danish.isEmpty ? [] : [("da", danish)]), scale: scale)
  }

  /// One question of each kind that has a form of its own.
  static let all: LimeSurveyXMLFixture = {
    let agree = [
      item(1, "1", "Strongly disagree", "Helt uenig"), item(2, "2", "Disagree", "Uenig"),
      item(3, "3", "Neither agree nor disagree"), item(4, "4", "Agree"), item(5, "5", "Strongly agree"),
      item(6, "9", "Don't know", "Ved ikke"),
    ]
    let colours = [item(11, "r", "Red", "Rød"), item(12, "g", "<b>Green</b>"), item(13, "b", "Blue")]
    let rows = [item(101, "SQ001", "First"), item(102, "SQ002", "Second")]
    func again(_ items: [Item], from id: Int) -> [Item] {
      items.enumerated().map { item(id + $0, $1.code, $1.texts[0].text, scale: $1.scale) }
    }
    var questions = [
      Question(
        item: item(20, "colour", "<p>Which&nbsp;colour?</p>", "Hvilken farve?"), type: "L", other: true,
        answers: colours),
      Question(item: item(21, "attitude", "Attitude", "Holdning"), type: "F", subquestions: rows, answers: agree),
      Question(
        item: item(22, "uses", "What do you use?", "Hvad bruger du?"), type: "M", other: true,
        subquestions: again(rows, from: 201)),
      Question(item: item(23, "likes", "What do you like?"), type: "P", subquestions: again(rows, from: 301)),
      Question(
        item: item(24, "dual", "Rate"), type: "1", subquestions: again(rows, from: 401),
        answers: again(agree, from: 61) + [item(71, "x", "Low", scale: 1), item(72, "y", "High", scale: 1)],
        attributes: [("dualscale_headerA", "Now"), ("dualscale_headerB", "Then")]),
      Question(item: item(25, "order", "Rank them"), type: "R", answers: again(colours, from: 81)),
      Question(item: item(26, "age", "Age"), type: "N"), Question(item: item(27, "born", "Born"), type: "D"),
      Question(item: item(28, "why", "Why?"), type: "T"), Question(item: item(29, "member", "Member?"), type: "Y"),
      Question(item: item(30, "sex", "Sex"), type: "G"), Question(item: item(31, "stars", "Stars"), type: "5"),
      Question(item: item(32, "mood", "Mood"), type: "C", subquestions: again(rows, from: 501)),
      Question(item: item(33, "trend", "Trend"), type: "E", subquestions: again(rows, from: 511)),
      Question(item: item(34, "pain", "Pain"), type: "B", subquestions: again(rows, from: 521)),
      Question(item: item(35, "spend", "Spend"), type: "K", subquestions: again(rows, from: 531)),
      Question(item: item(36, "names", "Names"), type: "Q", subquestions: again(rows, from: 541)),
    ]
    questions += [
      Question(
        item: item(37, "cells", "Cells"), type: ":",
        subquestions: again(rows, from: 551) + [item(561, "X1", "Left", scale: 1), item(562, "X2", "Right", scale: 1)]),
      Question(item: item(38, "best", "Best"), type: "O", answers: again(colours, from: 91)),
      Question(item: item(39, "file", "File"), type: "|"), Question(item: item(40, "sum", "Sum"), type: "*"),
      Question(item: item(41, "hello", "Hello"), type: "X"),
    ]
    return LimeSurveyXMLFixture(questions: questions)
  }()
}
