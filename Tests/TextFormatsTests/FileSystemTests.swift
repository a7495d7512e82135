import Testing
import TextFormats

@Suite struct FileSystemTests {
  private let folder = "/tmp/topline-file-system-tests-\(FileSystem.processIdentifier)"

  @Test func `a file is written whole, read back, listed and removed`() throws {
    let folder = folder + "/a/b"
    try FileSystem.createDirectory(folder)
    defer { try? FileSystem.remove(self.folder) }
    let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try FileSystem.write(bytes, to: folder + "/x.bin")
    #expect(try FileSystem.contents(of: folder + "/x.bin") == bytes)
    try FileSystem.write("y", to: folder + "/é.txt")
    #expect(try FileSystem.list(folder) == ["x.bin", "é.txt"])
    try FileSystem.move(folder + "/x.bin", to: folder + "/z.bin")
    #expect(try FileSystem.list(folder) == ["z.bin", "é.txt"])
  }

  @Test func `a missing file, a folder and an unwritable place are told apart`() throws {
    #expect(throws: FileError(kind: .notFound, path: "/no/such/file", reason: "no such file")) {
      try FileSystem.contents(of: "/no/such/file")
    }
    #expect(throws: FileError(kind: .isDirectory, path: "/", reason: "is a folder; name the export file in it")) {
      try FileSystem.contents(of: "/")
    }
    #expect(throws: FileError(kind: .notWritable, path: "/no/such/folder/x", reason: "no such file")) {
      try FileSystem.write("x", to: "/no/such/folder/x")
    }
  }

  @Test func `paths beside a file are found`() {
    #expect(FileSystem.path("data.csv", besides: "a/b/study.yaml") == "a/b/data.csv")
    #expect(FileSystem.path("data.csv", besides: "study.yaml") == "data.csv")
    #expect(FileSystem.path("/x/data.csv", besides: "a/study.yaml") == "/x/data.csv")
    #expect(FileSystem.name(of: "a/b/c.csv") == "c.csv")
    #expect(FileSystem.parent(of: "/c.csv") == "/")
  }
}
