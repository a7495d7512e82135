#if canImport(Glibc)
  internal import Glibc
#endif
import TestSupport
import Testing
import TextFormats

/// Runs `.ci/install` on a machine that is made up: only the programs in one folder exist.
@Suite(.enabled(if: FileSystem.exists(SharedFiles.root + "/.ci/install"), "skipped: .ci/install is not here"))
struct InstallTests {
  /// The messages and the exit status, with programs of that name and that text.
  private func run(_ argument: String, programs: [String: String]) throws -> (messages: String, status: Int32) {
    let folder = "/tmp/topline-install-tests-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    try FileSystem.createDirectory(folder)
    defer { try? FileSystem.remove(folder) }
    for (name, text) in programs {
      try FileSystem.write("#!/bin/bash\n\(text)\n", to: folder + "/" + name)
      chmod(folder + "/" + name, 0o755)
    }
    for name in ["dirname", "env"] { symlink("/usr/bin/" + name, folder + "/" + name) }
    let script = SharedFiles.root + "/.ci/install"
    let state = system("PATH=\(folder) /bin/bash \(script) \(argument) > \(folder)/out 2>&1 < /dev/null")
    let messages = String(decoding: try FileSystem.contents(of: folder + "/out"), as: UTF8.self)
    return (messages, (state >> 8) & 0xFF)
  }

  private let nothing = "exit 1"
  private let everything = """
    for package in "${@:4}"; do echo "$package installed"; done
    """

  @Test func `nothing is installed where everything is there`() throws {
    let found = try run("test", programs: ["dpkg-query": everything, "apt-get": nothing, "id": "echo 1000"])
    #expect(found.messages == "")
    #expect(found.status == 0)
  }

  @Test func `a package that was removed later is noticed`() throws {
    let removed = everything + #" | sed 's/poppler-utils installed/poppler-utils config-files/'"#
    let found = try run(
      "test", programs: ["dpkg-query": removed, "apt-get": "true", "id": "echo 0", "sed": #"/usr/bin/sed "$@""#])
    #expect(found.messages == "Installing poppler-utils\n")
    #expect(found.status == 0)
  }

  @Test func `without sudo nobody is told to type sudo`() throws {
    let found = try run("test", programs: ["dpkg-query": nothing, "apt-get": nothing, "id": "echo 1000"])
    let packages = "libxml2-utils chromium python3 python3-venv poppler-utils"
    #expect(
      found.messages
        == "error: only root installs packages, and this machine has no sudo; type: su -c 'apt-get install \(packages)'\n"
    )
    #expect(found.status == 1)
  }

  @Test(arguments: [("0", "apt-get"), ("1000", "sudo apt-get")])
  func `the advice is what this user can type`(user: String, command: String) throws {
    let found = try run(
      "test", programs: ["dpkg-query": nothing, "apt-get": nothing, "id": "echo \(user)", "sudo": #"exec "$@""#])
    #expect(
      found.messages == """
        Installing libxml2-utils chromium python3 python3-venv poppler-utils
        error: the installation failed; type: \(command) install libxml2-utils chromium python3 python3-venv poppler-utils

        """)
    #expect(found.status == 1)
  }

  @Test func `every build asks what is installed`() throws {
    let makefile = String(decoding: try FileSystem.contents(of: SharedFiles.root + "/Makefile"), as: UTF8.self)
    #expect(makefile.contains("\nbuild: build-tools\n") && makefile.contains(".PHONY: study build build-tools "))
  }
}
