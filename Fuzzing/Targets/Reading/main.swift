internal import Glibc

// fuzz-reading TARGET [options of libFuzzer] [folders with inputs | one file to run]

let names = FuzzTarget.all.map(\.name)
guard CommandLine.arguments.count > 1, let target = FuzzTarget.all.first(where: { $0.name == CommandLine.arguments[1] })
else {
  print(names.joined(separator: "\n"))
  exit(CommandLine.arguments.count > 1 ? 64 : 0)
}
FuzzTarget.chosen = target
FuzzTarget.drive()
