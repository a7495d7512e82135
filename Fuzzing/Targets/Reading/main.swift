internal import Glibc

// fuzz-reading TARGET [options of libFuzzer] [folders with inputs | one file to run]
// fuzz-reading random-texts COUNT SEED

let words = CommandLine.arguments.dropFirst()
if words.first == "random-texts" {
  guard words.count == 3, let count = Int(words[2]), let seed = UInt64(words[3]) else { exit(64) }
  let difference = DelimitedAgreement.difference(inRandomTexts: count, seed: seed)
  print(difference ?? "\(count) random texts from the seed \(seed): the fast readers agree with the slow one on all")
  exit(difference == nil ? 0 : 1)
}
guard let target = FuzzTarget.all.first(where: { $0.name == words.first }) else {
  print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
  exit(words.isEmpty ? 0 : 64)
}
FuzzTarget.chosen = target
FuzzTarget.drive()
