#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Synchronization

/// A line on a terminal's standard error that says how far the reading is; nothing in a pipe, and nothing of work that is
/// done within a second.
final class ProgressBar: Sendable {
  private struct State {
    var lastShown: ContinuousClock.Instant?
    var isShown = false
  }

  private let state = Mutex(State())
  private let start = ContinuousClock.now
  private let what: String

  /// A bar for some work; nil where standard error is no terminal.
  init?(_ what: String) {
    guard isatty(2) == 1 else { return nil }
    self.what = what
  }

  /// Shows the bytes done of all, at most ten times a second; may be called from any thread.
  func show(_ done: Int, of all: Int) {
    let now = ContinuousClock.now
    guard start.duration(to: now) > .seconds(1) else { return }
    state.withLock { state in
      if let last = state.lastShown, last.duration(to: now) < .milliseconds(100), done < all { return }
      state.lastShown = now
      state.isShown = true
      Messages.raw("\r" + Self.line(what, done, all, elapsed: start.duration(to: now)) + "\u{1B}[K")
    }
  }

  /// Takes the line away again.
  func end() { state.withLock { if $0.isShown { Messages.raw("\r\u{1B}[K") } } }

  /// The line: a bar of twenty places, the bytes, and the time left by the pace so far.
  static func line(_ what: String, _ done: Int, _ all: Int, elapsed: Duration) -> String {
    let share = all > 0 ? min(1, Double(done) / Double(all)) : 1
    let full = Int(share * 20)
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: 20 - full)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let left = share > 0 ? Int((seconds * (1 - share) / share).rounded(.up)) : 0
    func size(_ bytes: Int) -> String { bytes < 10_000_000 ? "\(bytes / 1000) kB" : "\(bytes / 1_000_000) MB" }
    return "\(what) \(bar) \(size(done)) of \(size(all)), \(left) s left"
  }
}
