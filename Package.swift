// swift-tools-version: 6.2
import PackageDescription

// The targets stand in the order of the way of the data: survey in, paper out. A target imports only what its row
// names; `Tests/ArchitectureTests` holds every source file to it.

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")

let package = Package(
  name: "topline",
  products: [
    .library(name: "ToplineKit", targets: ["ToplineKit"]),
    .executable(name: "topline", targets: ["ToplineCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CReadStat", providers: [.apt(["libreadstat-dev"])]),
    .target(name: "CByteMasks"),
    .target(name: "CBoostMath", cxxSettings: [.define("BOOST_MATH_NO_LONG_DOUBLE_MATH_FUNCTIONS")]),
    .target(name: "CEigen", cxxSettings: [.define("EIGEN_MPL2_ONLY")]),

    .target(name: "TextFormats", dependencies: ["CZlib"]),
    .target(name: "SurveyModel", dependencies: ["TextFormats"]),
    .target(
      name: "SurveyReading",
      dependencies: ["SurveyModel", "TextFormats", "CByteMasks", "CLibXML2", "CReadStat", "CCrypto"]),
    .target(name: "SurveyWriting", dependencies: ["SurveyModel", "TextFormats", "CReadStat"]),
    .target(name: "SurveyPreparation", dependencies: ["SurveyModel", "TextFormats"]),
    .target(name: "SurveyAggregation", dependencies: ["SurveyPreparation", "SurveyModel", "TextFormats"]),
    .target(
      name: "SurveyStatistics",
      dependencies: ["SurveyAggregation", "SurveyPreparation", "SurveyModel", "TextFormats", "CBoostMath", "CEigen"]),
    .target(
      name: "StudyPlan",
      dependencies: [
        "SurveyStatistics", "SurveyAggregation", "SurveyPreparation", "SurveyModel", "TextFormats", yams,
      ]),
    .target(
      name: "SocialNecessity",
      dependencies: [
        "StudyPlan", "SurveyStatistics", "SurveyAggregation", "SurveyPreparation", "SurveyModel", "TextFormats",
      ]),
    .target(name: "PaperGraphics", dependencies: ["TextFormats"], exclude: ["FontMetrics/generate.py"]),
    .target(
      name: "PaperTables",
      dependencies: [
        "PaperGraphics", "SurveyStatistics", "SurveyAggregation", "SurveyPreparation", "SurveyModel", "TextFormats",
      ]),
    .target(
      name: "PaperFigures",
      dependencies: [
        "PaperGraphics", "SurveyStatistics", "SurveyAggregation", "SurveyPreparation", "SurveyModel", "TextFormats",
      ]),
    .target(
      name: "PaperReports",
      dependencies: [
        "PaperFigures", "PaperTables", "PaperGraphics", "SocialNecessity", "StudyPlan", "SurveyStatistics",
        "SurveyAggregation", "SurveyPreparation", "SurveyReading", "SurveyModel", "TextFormats", "CCrypto", mustache,
      ]),
    .target(
      name: "ToplineKit",
      dependencies: [
        "PaperReports", "PaperFigures", "PaperTables", "PaperGraphics", "SocialNecessity", "StudyPlan",
        "SurveyStatistics", "SurveyAggregation", "SurveyPreparation", "SurveyWriting", "SurveyReading", "SurveyModel",
        "TextFormats",
      ]),
    .executableTarget(
      name: "ToplineCommand",
      dependencies: ["ToplineKit", "SurveyReading", "SurveyWriting", argumentParser]),

    .target(name: "TestSupport", dependencies: ["TextFormats"], path: "Tests/TestSupport"),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport", "TextFormats"]),
    .testTarget(name: "TextFormatsTests", dependencies: ["TextFormats", "TestSupport"]),
    .testTarget(name: "SurveyModelTests", dependencies: ["SurveyModel", "TextFormats", "TestSupport"]),
    .testTarget(
      name: "SurveyReadingTests", dependencies: ["SurveyReading", "SurveyModel", "TextFormats", "TestSupport"],
      exclude: ["Exports/count_exports.py", "Exports/counted_exports.json", "ReadStat/Samples"]),
    .testTarget(
      name: "SurveyWritingTests",
      dependencies: ["SurveyWriting", "SurveyReading", "SurveyModel", "TextFormats", "TestSupport"]),
    .testTarget(
      name: "SurveyPreparationTests",
      dependencies: ["SurveyPreparation", "SurveyReading", "SurveyModel", "TextFormats", "TestSupport"]),
    .testTarget(
      name: "SurveyAggregationTests",
      dependencies: ["SurveyAggregation", "SurveyPreparation", "SurveyModel", "TextFormats", "TestSupport"]),
    .testTarget(
      name: "SurveyStatisticsTests",
      dependencies: [
        "SurveyStatistics", "SurveyAggregation", "SurveyPreparation", "SurveyModel", "TextFormats", "CBoostMath",
        "TestSupport",
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "StudyPlanTests",
      dependencies: [
        "StudyPlan", "SurveyStatistics", "SurveyAggregation", "SurveyPreparation", "SurveyModel", "TextFormats",
        "TestSupport",
      ]),
    .testTarget(
      name: "SocialNecessityTests",
      dependencies: [
        "SocialNecessity", "StudyPlan", "SurveyWriting", "SurveyReading", "SurveyStatistics", "SurveyAggregation",
        "SurveyPreparation", "SurveyModel", "TextFormats", "TestSupport",
      ]),
    .testTarget(
      name: "PaperFiguresTests",
      dependencies: ["PaperFigures", "PaperGraphics", "SurveyModel", "TextFormats", "TestSupport"],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "PaperTablesTests",
      dependencies: ["PaperTables", "PaperGraphics", "SurveyStatistics", "SurveyModel", "TextFormats", "TestSupport"]),
    .testTarget(
      name: "PaperReportsTests",
      dependencies: [
        "PaperReports", "PaperFigures", "PaperTables", "PaperGraphics", "SocialNecessity", "StudyPlan",
        "SurveyWriting", "SurveyStatistics", "SurveyPreparation", "SurveyModel", "TextFormats", "TestSupport",
      ],
      exclude: ["report_in_chromium.py"]),
    .testTarget(
      name: "ToplineCommandTests", dependencies: ["TextFormats", "TestSupport"],
      exclude: ["check_schemas.py", "Conventions"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

/// Targets that call C, directly or through the C library, and so cannot be held to strict memory safety.
let callsC: Set<String> = [
  "TextFormats", "SurveyReading", "SurveyWriting", "SurveyAggregation", "SurveyStatistics", "PaperReports",
  "ToplineCommand",
]
for target in package.targets where target.type != .system && !target.name.hasPrefix("C") {
  var settings = target.swiftSettings ?? []
  settings += [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  if target.type == .regular, target.name != "TestSupport", !callsC.contains(target.name) {
    settings.append(.strictMemorySafety())
  }
  target.swiftSettings = settings
}
