internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The one place where threads run.
public enum Parallel {
  /// How many threads are worth running: one per processor that this process may use.
  public static let processors = max(1, min(64, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  /// Runs one piece of work per thread at the same time, and returns when all have ended.
  public static func run(threads: Int, work: @escaping @Sendable (Int) -> Void) {
    guard threads > 1 else { return work(0) }
    DispatchQueue.concurrentPerform(iterations: threads) { work($0) }
  }

  /// Does two pieces of work at the same time, the second on the calling thread, and returns when both have ended.
  public static func beside(_ first: @escaping @Sendable () -> Void, _ second: () -> Void) {
    let group = DispatchGroup()
    DispatchQueue.global().async(group: group) { first() }
    second()
    group.wait()
  }

  /// Lets another thread run, for a thread that waits for one.
  public static func yield() { sched_yield() }

  /// Does each piece of work, several at a time, and hands over the results in the order of the pieces.
  ///
  /// The result does not depend on how many threads there are: pieces are the same, and so is the order of combining.
  public static func inOrder<Result: Sendable>(
    pieces: Int, threads: Int, work: @escaping @Sendable (Int) -> Result, combine: (Result) -> Void
  ) {
    guard threads > 1, pieces > 1 else {
      for piece in 0..<pieces { combine(work(piece)) }
      return
    }
    // A few pieces at a time, so that memory does not grow with the number of respondents.
    let wave = threads * 4
    for start in stride(from: 0, to: pieces, by: wave) {
      let count = min(wave, pieces - start)
      let slots = Slots<Result>(count: count)
      DispatchQueue.concurrentPerform(iterations: count) { index in slots.fill(index, with: work(start + index)) }
      for index in 0..<count { if let result = slots.take(index) { combine(result) } }
    }
  }

  /// Places for results, each written by one thread and read after all have ended.
  private final class Slots<Result: Sendable>: @unchecked Sendable {
    private let places: UnsafeMutableBufferPointer<Result?>

    init(count: Int) {
      places = .allocate(capacity: count)
      places.initialize(repeating: nil)
    }

    deinit {
      places.deinitialize()
      places.deallocate()
    }

    func fill(_ index: Int, with result: Result) { places[index] = result }

    func take(_ index: Int) -> Result? {
      defer { places[index] = nil }
      return places[index]
    }
  }
}

/// Hands things from one thread to another in order, a few at a time.
public final class Handover<Item: Sendable>: Sendable {
  private struct State {
    var items: [Item] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let places = DispatchSemaphore(value: 0)
  private let waiting = DispatchSemaphore(value: 0)

  /// Creates a handover that holds so many things before the sender waits.
  public init(holding count: Int) {
    // A semaphore must not be given up with a lower value than it was made with.
    for _ in 0..<count { places.signal() }
  }

  /// Hands a thing over, waiting for a place.
  public func send(_ item: Item) {
    places.wait()
    state.withLock { $0.items.append(item) }
    waiting.signal()
  }

  /// Says that nothing more will come.
  public func close() {
    state.withLock { $0.isClosed = true }
    waiting.signal()
  }

  /// Takes the next thing, waiting for it; nil when nothing more will come.
  public func receive() -> Item? {
    waiting.wait()
    let item = state.withLock { $0.items.isEmpty ? nil : $0.items.removeFirst() }
    if item != nil { places.signal() }
    return item
  }
}
