import PaperTables
import SurveyStatistics
import Testing

@Suite struct ResultTableTests {
  @Test func `a column without a heading is for programs, and methods are named in words`() {
    var table = ResultTable(
      "intervals", title: "Intervals", columns: [.init("id", ""), .init("method", "Method"), .init("lower", "Lower")])
    table.add([.text("secret"), .text("bootstrap-percentile"), .number(0.5)])
    let text = Table.rows(of: table).plainText()
    #expect(!text.contains("secret") && text.contains("percentile bootstrap"))
  }

  private var items: ResultTable {
    var table = ResultTable(
      "items", title: "Items",
      columns: [
        .init("item", "Item"), .init("n", "n"), .init("itemRest", "r with rest"), .init("floor", "Floor"),
        .init("isReversed", "Reversed"),
      ])
    table.add([.text("a1"), .count(400), .number(0.641), .number(nil), .flag(false)])
    table.add([.text("a2"), .count(398), .number(.nan), .number(nil), .flag(true)])
    return table
  }

  @Test func `a result's own table keeps its rows and leaves out what no row has`() {
    let text = Table.rows(of: items).plainText()
    #expect(text.contains("Items") && text.contains("r with rest") && text.contains("Reversed"))
    #expect(!text.contains("Floor"))
    #expect(text.contains("a1") && text.contains("400") && text.contains("0.64") && text.contains("yes"))
    #expect(!text.lowercased().contains("nan"))
  }

  @Test func `every writer takes it`() {
    let table = Table.rows(of: items, number: "1")
    for text in [table.markdown(), table.html(id: "t"), table.latex(), table.csv(withDisplay: true), table.svg()] {
      #expect(text.contains("a2"))
    }
  }
}
