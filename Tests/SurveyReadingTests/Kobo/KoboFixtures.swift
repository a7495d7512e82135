import SurveyModel
import TextFormats

@testable import SurveyReading

/// A small form in both of its notations, and what the platforms export of it.
enum KoboFixtures {
  static let survey: [[String]] = [
    ["type", "name", "label::English (en)", "label::Dansk (da)", "relevant", "appearance"],
    ["start", "start"],
    ["select_one yesno", "social", "Do you use social media?", "Bruger du sociale medier?"],
    ["begin_group", "use", "Your use", "Dit forbrug", "${social} = 'y'"],
    ["select_multiple sites or_other", "sites", "Which ones?", "Hvilke?"],
    ["integer", "hours", "Hours a week", "Timer om ugen", "count-selected(${sites}) > 0"],
    ["begin_group", "feel", "How do you feel?", "Hvordan har du det?", "", "field-list"],
    ["select_one agree", "lonely", "It is lonely", "Det er ensomt", "", "list-nolabel"],
    ["select_one agree", "needed", "I need it", "Jeg har brug for det", "", "list-nolabel"],
    ["end_group"], ["end_group"],
    ["begin_repeat", "child", "Children", "Børn"],
    ["text", "nick", "Nickname", "Kaldenavn"],
    ["select_one yesno", "phone", "Has a phone?", "Har telefon?"],
    ["date", "since", "Since", "Siden", "${phone} = 'y'"],
    ["end_repeat"],
    ["text", "why", "Why not?", "Hvorfor ikke?", "${social} = 'n' and today() > '2020-01-01'"],
    ["calculate", "score"], ["note", "bye", "Thank you"],
  ]
  static let choices: [[String]] = [
    ["list_name", "name", "label::English (en)", "label::Dansk (da)"], ["yesno", "y", "Yes", "Ja"],
    ["yesno", "n", "No", "Nej"], ["sites", "fb", "Facebook / Meta", "Facebook / Meta"],
    ["sites", "ig", "Instagram", "Instagram"], ["agree", "1", "Disagree", "Uenig"],
    ["agree", "2", "Neither", "Hverken"],
    ["agree", "3", "Agree", "Enig"], ["agree", "9", "Don't know", "Ved ikke"],
  ]

  static func cells(_ rows: [[String]]) -> String {
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
    return rows.map { row in
      "<row>" + row.map { "<c t='inlineStr'><is><t>\(escaped($0))</t></is></c>" }.joined() + "</row>"
    }.joined()
  }

  /// A workbook with those sheets.
  static func workbook(_ sheets: [(String, [[String]])], name: String = "form.xlsx") -> SourceBytes {
    var zip = ZipWriter()
    func add(_ name: String, _ text: String) { try? zip.add(name, Array(text.utf8)) }
    add(
      "xl/workbook.xml",
      "<workbook xmlns:r='urn:r'><sheets>"
        + sheets.indices.map { "<sheet name='\(sheets[$0].0)' r:id='rId\($0)'/>" }.joined() + "</sheets></workbook>")
    add(
      "xl/_rels/workbook.xml.rels",
      "<Relationships>"
        + sheets.indices.map { "<Relationship Id='rId\($0)' Target='worksheets/sheet\($0).xml'/>" }.joined()
        + "</Relationships>")
    for (place, sheet) in sheets.enumerated() {
      add(
        "xl/worksheets/sheet\(place).xml", "<worksheet><sheetData>\(cells(sheet.1))</sheetData></worksheet>")
    }
    return SourceBytes(name: name, bytes: zip.bytes)
  }

  static let form = workbook([("survey", survey), ("choices", choices), ("settings", [["form_title"], ["Habits"]])])

  static let xform: SourceBytes = {
    func text(_ id: String, _ english: String, _ danish: String) -> (String, String) {
      ("<text id='\(id)'><value>\(english)</value></text>", "<text id='\(id)'><value>\(danish)</value></text>")
    }
    let texts = [
      text("social", "Do you use social media?", "Bruger du sociale medier?"), text("y", "Yes", "Ja"),
      text("n", "No", "Nej"), text("sites", "Which ones?", "Hvilke?"),
      text("nick", "Nickname of <output value='/h/social'/>", "Kaldenavn"),
    ]
    return SourceBytes(
      name: "form.xml",
      bytes: Array(
        """
        <h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
        <h:head><h:title>Habits</h:title><model>
        <itext><translation lang="Dansk (da)">\(texts.map(\.1).joined())</translation>
        <translation lang="English (en)" default="true()">\(texts.map(\.0).joined())</translation></itext>
        <instance><h id="habits" version="3"><start/><social/><use><sites/><sites_other/><hours/></use>
        <child jr:template=""><nick/><phone/></child><child><nick/><phone/></child><meta><instanceID/></meta></h></instance>
        <instance id="yesno"><root><item><name>y</name><itextId>y</itextId></item><item><name>n</name><itextId>n</itextId></item></root></instance>
        <bind nodeset="/h/start" type="dateTime" jr:preload="timestamp"/><bind nodeset="/h/social" type="string"/>
        <bind nodeset="/h/use" relevant=" /h/social = 'y'"/><bind nodeset="/h/use/sites" type="string"/>
        <bind nodeset="/h/use/sites_other" type="string" relevant="selected(../sites, 'other')"/>
        <bind nodeset="/h/use/hours" type="int"/><bind nodeset="/h/child/phone" type="string" relevant=" ../nick != ''"/>
        </model></h:head><h:body>
        <select1 ref="/h/social"><label ref="jr:itext('social')"/><itemset nodeset="instance('yesno')/root/item">
        <value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1>
        <group ref="/h/use"><label>Your use</label>
        <select ref="/h/use/sites"><label ref="jr:itext('sites')"/><item><label>Facebook</label><value>fb</value></item>
        <item><label>Instagram</label><value>ig</value></item><item><label>Other</label><value>other</value></item></select>
        <input ref="/h/use/sites_other"><label>Specify other.</label></input>
        <input ref="/h/use/hours"><label>Hours a week</label></input></group>
        <group ref="/h/child"><label>Children</label><repeat nodeset="/h/child">
        <input ref="/h/child/nick"><label ref="jr:itext('nick')"/></input>
        <select1 ref="/h/child/phone"><label>Has a phone?</label><itemset nodeset="instance('yesno')/root/item">
        <value ref="name"/><label ref="jr:itext(itextId)"/></itemset></select1></repeat></group>
        </h:body></h:html>
        """.utf8))
  }()

  static func submission(_ body: String, name: String = "a.xml", root: String = "h", id: String = "habits")
    -> SourceBytes
  {
    source(
      "<?xml version='1.0'?><\(root) id=\"\(id)\" version=\"3\">\(body)<meta><instanceID>uuid:1</instanceID></meta></\(root)>",
      name: name)
  }
}
