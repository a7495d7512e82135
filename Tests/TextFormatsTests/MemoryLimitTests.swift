import Testing

@testable import TextFormats

@Suite struct MemoryLimitTests {
  @Test func `what the machine has is known`() throws {
    let limit = try #require(MemoryLimit.current)
    #expect(limit.bytes > 1 << 26)
    #expect(limit.left > 0)
    #expect(["ulimit -v", "the container", "the machine"].contains(limit.setBy))
    // Nobody has so much; without a limit of the process's own nothing is lacking.
    #expect(MemoryLimit.lacks(1 << 50) == MemoryLimit.isSet)
    #expect(!MemoryLimit.lacks(0))
  }

  @Test(arguments: [(0, "0 MiB"), (1, "1 MiB"), (1 << 20, "1 MiB"), ((1 << 20) + 1, "2 MiB"), (5 << 30, "5120 MiB")])
  func `sizes are told in whole MiB`(bytes: Int, words: String) { #expect(MemoryLimit.words(bytes) == words) }
}
