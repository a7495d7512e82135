internal import CLibFuzzer
internal import Glibc
internal import SurveyModel
@testable import StudyPlan

// fuzz-study study [options of libFuzzer] [folders with inputs | one file to run]
// A study file is text that a person writes: it is a plan, or a refusal that says what is wrong and where.

var arguments: [UnsafeMutablePointer<CChar>?] = ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map {
  strdup($0)
}
var count = Int32(arguments.count)
arguments.append(nil)
let status = arguments.withUnsafeMutableBufferPointer { buffer in
  var start = buffer.baseAddress
  return LLVMFuzzerRunDriver(&count, &start) { data, size in
    let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
    do throws(StudyError) {
      _ = try StudyPlan(parsing: text, fileName: "study.yaml")
    } catch {
      if error.found.isEmpty || error.description.isEmpty { fatalError("a refusal without words") }
    }
    return 0
  }
}
exit(status)
