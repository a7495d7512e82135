internal import PaperReports
internal import PaperTables
internal import StudyPlan
internal import SurveyModel
internal import Testing
internal import TextFormats

@Suite("The report")
struct ReportPageTests {
  @Test func `the same report gives the same bytes`() throws {
    #expect(try ReportFixtures.report().files() == ReportFixtures.report().files())
  }

  @Test func `the page runs no script, asks nothing of the network and says what it may do`() throws {
    let page = try ReportFixtures.report().page()
    #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\""))
    for word in ["<script", " onload", "javascript:", "<link", "@import", "<iframe", "src=\"http"] {
      #expect(!page.contains(word))
    }
    let addresses = page.split(separator: "://").dropFirst().map { $0.prefix(15) }
    #expect(!addresses.isEmpty && addresses.allSatisfy { $0 == "www.w3.org/2000" })
  }

  @Test func `what could not be done stands before the verdicts`() throws {
    let page = try ReportFixtures.report().page()
    let notDone = try #require(page.firstRange(of: "What could not be done")?.lowerBound)
    let verdicts = try #require(page.firstRange(of: "<h2 id=\"verdicts-heading\"")?.lowerBound)
    #expect(notDone < verdicts)
    var report = ReportFixtures.report()
    report.notDone = []
    #expect(try !report.page().contains("What could not be done"))
  }

  @Test func `each verdict has its word, quote, estimate, interval, base, sentence and refutation`() throws {
    let page = try ReportFixtures.report().page()
    for text in [
      "<article class=\"card supported\"", "<article class=\"card contradicted\"",
      "<article class=\"card inconclusive\"", "the majority had the same paradoxical feeling", "<strong>57.4%</strong>",
      "95% CI [54.5, 60.3], Clopper–Pearson; n\u{A0}=\u{A0}1,153", "What would have refuted it",
      "which is above one half",
      "Why: The interval holds the threshold.", "1 supported, 1 contradicted, 1 inconclusive",
      "1,566 respondents for 80% power if the truth were .10", "lower confidence limit 52.3%",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test func `the word synthetic stands on every output of a synthetic study and on none of another`() throws {
    for file in try ReportFixtures.report().files() where !file.path.hasPrefix("notebooks") {
      let text = String(decoding: file.bytes, as: UTF8.self).lowercased()
      // The fixture's pictures are drawn by hand; the figures' own tests hold the real ones to it.
      guard !(file.path.hasPrefix("figures/") && file.path.hasSuffix(".svg")) else { continue }
      #expect(text.contains("synthetic"), "\(file.path)")
    }
    let page = try ReportFixtures.report(isSynthetic: false).page()
    #expect(!page.contains("Synthetic data"))
  }

  @Test func `ids of inlined pictures are unique`() throws {
    let page = try ReportFixtures.report().page()
    var ids: [Substring] = []
    for part in page.split(separator: " id=\"").dropFirst() { ids.append(part.prefix { $0 != "\"" }) }
    #expect(ids.count > 20)
    #expect(Set(ids).count == ids.count)
    #expect(page.contains("aria-labelledby=\"figure-1-f0123-t\"") && page.contains("id=\"figure-2-f0123-t\""))
  }

  @Test func `what the sample does not disclose is named`() throws {
    let page = try ReportFixtures.report().page()
    #expect(page.contains("frame, fielded, source, languages, funding"))
  }

  @Test func `no output holds a folder of the machine`() throws {
    for file in try ReportFixtures.report().files() {
      #expect(!String(decoding: file.bytes, as: UTF8.self).contains("/home/"), "\(file.path)")
    }
  }

  @Test func `text of respondents and authors stays text`() throws {
    var report = ReportFixtures.report()
    let hostile =
      "</style></title><script>alert(1)</script>\"><img src=x onerror=alert(1)> & {{title}} \u{0} <\u{0301}b"
    report.title = hostile
    report.notDone = [hostile]
    report.sample = [ReportField(hostile, hostile)]
    report.verdicts[0].says = hostile
    report.verdicts[0].quote = hostile
    report.verdicts[0].sentence = hostile
    report.verdicts[0].id = hostile
    report.figures[0].title = hostile
    report.figures[0].id = hostile
    report.defaults = [hostile]
    let page = try report.page()
    #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("\u{0}"))
    #expect(page.contains("&lt;script&gt;"))
    for file in try report.files() { #expect(!file.path.contains("<") && !file.path.contains("..")) }
  }

  @Test func `JSON keeps every verdict with the contract's keys`() throws {
    let json = try JSONValue(parsing: ReportFixtures.report().json.serialized())
    let verdict = try #require(json["verdicts"]?[0])
    for key in [
      "id", "quote", "base", "estimate", "interval", "direction", "size", "association", "p", "pAdjusted",
    ] {
      #expect(verdict[key] != nil, "\(key)")
    }
    #expect(verdict["estimate"]?.number == 0.5741)
    #expect(json["synthetic"] == true)
    #expect(json["tables"]?[1]?["table"]?["groups"]?[0]?["rows"]?[0]?["cells"]?[2]?["count"]?.integer == 662)
    #expect(json["inputs"]?[0]?["name"]?.string == "responses.csv")
  }

  @Test func `the table of verdicts keeps raw numbers and sets parts in`() {
    let table = Table.verdicts([ReportFixtures.supported, ReportFixtures.inconclusive])
    #expect(table.groups.map(\.title) == ["Family: thesis (none)", "Family: trust (holm)"])
    #expect(table.rows.count == 3)
    #expect(table.rows[0].cells[2].value == .estimate(0.5741, lower: 0.5452, upper: 0.6026))
    let text = table.plainText()
    #expect(text.contains("57.4% [54.5, 60.3]") && text.contains("– C1.firm."))
    #expect(text.contains(".03 [−.02, .08]"))
  }

  @Test func `what a verdict lacks is not taken from what stands around it`() throws {
    let page = try ReportFixtures.report().page()
    // One of three verdicts has bounds for missing answers, one has a quote of its own and a part without.
    #expect(page.split(separator: "<dt>Missing answers</dt>").count == 2)
    #expect(page.split(separator: "<blockquote").count == 3)
    #expect(!page.contains("&lt;figure") && !page.contains("&lt;table"))
  }

  @Test func `a table of verdicts that the study asks for stands once`() throws {
    var report = ReportFixtures.report()
    #expect(try !report.page().contains("id=\"verdict-table\""))
    report.tables.removeFirst()
    #expect(try report.page().contains("id=\"verdict-table\""))
  }

  @Test func `a report without verdicts, figures and tables is a page still`() throws {
    let page = try StudyReport(study: "empty", title: "Empty", isSynthetic: false, version: "0.1.0").page()
    #expect(page.contains("Methods and disclosure") && !page.contains("id=\"verdicts\""))
  }
}
