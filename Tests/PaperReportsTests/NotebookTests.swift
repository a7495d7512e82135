internal import PaperReports
internal import Testing
internal import TextFormats

@Suite("Notebooks")
struct NotebookTests {
  static let notebook = Notebook(cells: [
    .init(.markdown, "# Title\n\nText with \"quotes\"\n"), .init(.code, "x = 1\nprint(x)"),
    .init(.code, "x = 1\nprint(x)"),
  ])

  @Test func `a notebook is nbformat 4.5 with ids that are unique and come from the content`() throws {
    let json = try JSONValue(parsing: Self.notebook.serialized())
    #expect(json["nbformat"] == 4 && json["nbformat_minor"] == 5)
    #expect(json.object?.names == ["cells", "metadata", "nbformat", "nbformat_minor"])
    let cells = try #require(json["cells"]?.array)
    let ids = cells.compactMap { $0["id"]?.string }
    #expect(ids.count == 3 && Set(ids).count == 3)
    #expect(ids[2] == ids[1] + "-1")
    for id in ids {
      #expect(id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") } && id.count <= 64)
    }
    #expect(cells[0]["outputs"] == nil)
    #expect(cells[1]["execution_count"] == .null && cells[1]["outputs"] == [])
    #expect(cells[1]["source"] == ["x = 1\n", "print(x)"])
  }

  @Test func `keys are sorted, the indent is one space, the last line ends`() {
    let text = Self.notebook.serialized()
    #expect(text.hasPrefix("{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": \"c-"))
    #expect(text.hasSuffix("}\n") && !text.hasSuffix("\n\n"))
  }
}
