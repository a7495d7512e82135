import Synchronization
import Testing

@testable import TextFormats

@Suite struct ParallelTests {
  @Test func `results come in the order of the pieces, for any number of threads`() {
    for threads in [1, 2, 3, 8] {
      var found: [Int] = []
      Parallel.inOrder(pieces: 100, threads: threads) {
        $0 * $0
      } combine: {
        found.append($0)
      }
      #expect(found == (0..<100).map { $0 * $0 })
    }
  }

  @Test func `things handed over arrive in order, and the receiver hears when there are no more`() {
    let handover = Handover<Int>(holding: 3)
    let received = Mutex<[Int]>([])
    Parallel.beside {
      while let item = handover.receive() { received.withLock { $0.append(item) } }
    } _: {
      for item in 0..<1000 { handover.send(item) }
      handover.close()
    }
    #expect(received.withLock { $0 } == Array(0..<1000))
  }

  @Test func `a handover can be given up with things in it`() {
    let handover = Handover<Int>(holding: 3)
    handover.send(1)
    handover.send(2)
  }

  @Test func `every thread does its part`() {
    let seen = Mutex<Set<Int>>([])
    Parallel.run(threads: 3) { worker in _ = seen.withLock { $0.insert(worker) } }
    #expect(seen.withLock { $0 } == [0, 1, 2])
  }
}
