internal import CLibFuzzer
internal import Glibc

/// Something that is fed with hostile bytes: a reader, with the claims that are to hold whatever it is fed.
struct FuzzTarget: Sendable {
  var name: String
  /// Runs one input; a claim that does not hold ends the process, and libFuzzer keeps the input.
  var run: @Sendable ([UInt8]) -> Void

  /// Every target; the name is that of its folder of seeds and of its dictionary.
  static let all: [FuzzTarget] = [
    FuzzTarget(name: "delimited", run: DelimitedFuzzing.run),
    FuzzTarget(name: "tables", run: TableFuzzing.run),
    FuzzTarget(name: "limesurvey", run: PairFuzzing.limeSurvey),
    FuzzTarget(name: "qualtrics-xml", run: PairFuzzing.qualtricsXML),
    FuzzTarget(name: "qsf", run: PairFuzzing.questionnaire),
    FuzzTarget(name: "odm", run: PairFuzzing.odm),
    FuzzTarget(name: "xform", run: PairFuzzing.xform),
    FuzzTarget(name: "triple-s", run: PairFuzzing.tripleS),
    FuzzTarget(name: "fixed-width", run: FixedWidthFuzzing.run),
    FuzzTarget(name: "ddi", run: PairFuzzing.ddi),
    FuzzTarget(name: "efs", run: PairFuzzing.efs),
    FuzzTarget(name: "containers", run: ContainerFuzzing.run),
    FuzzTarget(name: "workbook", run: ContainerFuzzing.workbook),
  ]

  // Set once, before libFuzzer calls back on the same thread.
  nonisolated(unsafe) static var chosen = all[0]

  /// Hands over to libFuzzer, which ends the process.
  static func drive() -> Never {
    var arguments: [UnsafeMutablePointer<CChar>?] = ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2))
      .map {
        strdup($0)
      }
    var count = Int32(arguments.count)
    arguments.append(nil)
    let status = arguments.withUnsafeMutableBufferPointer { buffer in
      var start = buffer.baseAddress
      return LLVMFuzzerRunDriver(&count, &start) { data, size in
        FuzzTarget.chosen.run(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
      }
    }
    exit(status)
  }
}

/// Ends the process where a claim does not hold.
func claim(_ holds: Bool, _ words: @autoclosure () -> String) {
  if !holds { fatalError(words()) }
}
