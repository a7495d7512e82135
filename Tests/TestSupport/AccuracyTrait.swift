public import Testing

/// Says in a test's attribute what the test holds its numbers against, and records every comparison that it makes.
///
/// The comparisons themselves are ``expectClose(_:_:_:_:of:as:sourceLocation:)`` and its sisters, which fail the test
/// as well as record: what stands in the report has been compared.
public struct AccuracyTrait: TestTrait, TestScoping {
  var references: [AccuracyReference]

  /// Runs a test within the scope of its references.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let scope = AccuracyScope(references, within: AccuracyScope.current)
    try await AccuracyScope.$current.withValue(scope) { try await function() }
    scope.finish(
      test: test.name, suite: String(test.sourceLocation.fileID.map { $0 == "/" ? "." : $0 }), at: test.sourceLocation)
  }
}

extension Trait where Self == AccuracyTrait {
  /// The numbers are those of an independent program.
  ///
  /// - Parameters:
  ///   - statistics: The statistics; with several each comparison says which it is about.
  ///   - program: The program with its version.
  ///   - outside: Whether the values lie outside the project.
  public static func golden(_ statistics: String..., by program: String, outside: Bool = false) -> Self {
    Self(references: statistics.map { AccuracyReference($0, .golden, program, isOutside: outside) })
  }

  /// The numbers are printed in a paper, a textbook or a manual.
  public static func published(_ statistics: String..., in citation: String, outside: Bool = false) -> Self {
    Self(references: statistics.map { AccuracyReference($0, .published, citation, isOutside: outside) })
  }

  /// The numbers are certified by NIST.
  public static func nist(_ statistics: String..., sets: String) -> Self {
    Self(references: statistics.map { AccuracyReference($0, .nist, sets) })
  }

  /// The numbers keep a law, such as "rows permuted".
  public static func property(_ statistics: String..., keeps law: String) -> Self {
    Self(references: statistics.map { AccuracyReference($0, .property, law) })
  }
}

/// Runs a piece of a test within the scope of references that only the running test knows, such as each name of the
/// catalogue in turn.
public func withAccuracy(
  _ references: [AccuracyReference], test: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) rethrows {
  let scope = AccuracyScope(references, within: AccuracyScope.current)
  try AccuracyScope.$current.withValue(scope) { try body() }
  scope.finish(
    test: test, suite: String(sourceLocation.fileID.map { $0 == "/" ? "." : $0 }), at: sourceLocation)
}
