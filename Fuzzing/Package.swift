// swift-tools-version: 6.2
import PackageDescription

// The readers once more, built for being fed with hostile input: with AddressSanitizer, with libFuzzer's counters, and
// optimised, but with every check and assertion left in. See README.md beside this file.

let checked: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-sanitize=address", "-enable-testing", "-assert-config", "Debug"]),
]
let counted: [SwiftSetting] = checked + [.unsafeFlags(["-sanitize=fuzzer"])]
let linked: [LinkerSetting] = [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]

let package = Package(
  name: "topline-fuzzing",
  dependencies: [.package(url: "https://github.com/jpsim/Yams", exact: "6.2.2")],
  targets: [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CReadStat", providers: [.apt(["libreadstat-dev"])]),
    .target(name: "CByteMasks", cSettings: [.unsafeFlags(["-fsanitize=address"])]),
    .target(name: "CBoostMath", cxxSettings: [.define("BOOST_MATH_NO_LONG_DOUBLE_MATH_FUNCTIONS")]),
    .target(name: "CEigen", cxxSettings: [.define("EIGEN_MPL2_ONLY")]),
    .target(name: "CLibFuzzer", path: "CLibFuzzer"),

    .target(name: "TextFormats", dependencies: ["CZlib"], swiftSettings: counted),
    .target(name: "SurveyModel", dependencies: ["TextFormats"], swiftSettings: checked),
    .target(
      name: "SurveyReading",
      dependencies: ["SurveyModel", "TextFormats", "CByteMasks", "CLibXML2", "CReadStat", "CCrypto"],
      swiftSettings: counted),
    .executableTarget(
      name: "fuzz-reading", dependencies: ["SurveyReading", "SurveyModel", "TextFormats", "CLibFuzzer"],
      path: "Targets/Reading", swiftSettings: checked, linkerSettings: linked),

    .target(name: "SurveyPreparation", dependencies: ["SurveyModel", "TextFormats"], swiftSettings: checked),
    .target(
      name: "SurveyAggregation", dependencies: ["SurveyPreparation", "SurveyModel", "TextFormats"],
      swiftSettings: checked),
    .target(
      name: "SurveyStatistics",
      dependencies: ["SurveyAggregation", "SurveyPreparation", "SurveyModel", "TextFormats", "CBoostMath", "CEigen"],
      swiftSettings: checked),
    .target(
      name: "StudyPlan",
      dependencies: [
        "SurveyStatistics", "SurveyAggregation", "SurveyPreparation", "SurveyModel", "TextFormats",
        .product(name: "Yams", package: "Yams"),
      ], swiftSettings: counted),
    .executableTarget(
      name: "fuzz-study", dependencies: ["StudyPlan", "SurveyModel", "CLibFuzzer"], path: "Targets/Study",
      swiftSettings: checked,
      linkerSettings: linked),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
