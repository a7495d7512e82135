internal import TestSupport
internal import Testing
internal import TextFormats

#if canImport(Glibc)
  internal import Glibc
#endif

/// Holds an output against the one that was looked at and committed; `TOPLINE_RECORD=1` renews it.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let path = "\(SharedFiles.root)/Tests/Snapshots/PaperTables/\(name)"
  if getenv("TOPLINE_RECORD") != nil { try FileSystem.write(text, to: path) }
  let expected = try String(decoding: FileSystem.contents(of: path), as: UTF8.self)
  #expect(text == expected, "\(name) differs from its snapshot", sourceLocation: sourceLocation)
}
