import TestSupport
import Testing
import TextFormats

@Suite struct TreeTests {
  @Test(arguments: [
    "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff", "Makefile", "Package.swift",
    "Documentation/Architecture.md", "Documentation/Dependencies.md", ".ci/run", ".swift-format", ".gitignore",
  ])
  func `a newcomer finds what is expected at the top`(file: String) {
    #expect(FileSystem.exists(SharedFiles.root + "/" + file))
  }

  @Test func `every target of the manifest has its row in the architecture page`() throws {
    let page = String(
      decoding: try FileSystem.contents(of: SharedFiles.root + "/Documentation/Architecture.md"), as: UTF8.self)
    let sources = SharedFiles.root + "/Sources"
    for target in try FileSystem.list(sources) where FileSystem.isDirectory(sources + "/" + target) {
      #expect(page.contains("`\(target)`"), "Documentation/Architecture.md does not speak of \(target)")
    }
  }
}
