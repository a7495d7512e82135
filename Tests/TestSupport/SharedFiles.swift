#if canImport(Glibc)
  internal import Glibc
#endif

/// Where tests find the project's own files, and the real exports that stay outside the project.
public enum SharedFiles {
  /// The project's root.
  public static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  /// A folder with real exports beside the project, or nil where there is none.
  ///
  /// Tests that need it are skipped without it: real exports are not the project's to ship.
  public static let exports: String? = folder("exports")

  /// A folder with reference values beside the project, or nil where there is none.
  public static let golden: String? = folder("golden")

  private static func folder(_ name: String) -> String? {
    let path = root + "/../shared/" + name
    return access(path, R_OK) == 0 ? path : nil
  }

  /// The words with which a test says why it is skipped.
  public static let absent: String = "skipped: the real exports are not on this machine"
}
