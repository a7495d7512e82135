public import StudyPlan

extension StudyRun {
  /// The notebook that computes the study's numbers again, or why there is none, in words for the report.
  ///
  /// - Parameter verdicts: The verdicts as the report prints them.
  public func verification(of verdicts: [Verdict]) -> (notebook: Notebook?, refusal: String?) {
    do {
      return (try VerificationNotebook(run: self, verdicts: verdicts).notebook(), nil)
    } catch {
      return (nil, "No notebook computes the numbers again: \(error.reason).")
    }
  }
}
