/// The sets of colours that figures use, chosen so that they stay apart for every kind of colour vision.
///
/// The five diverging steps differ by at least 23.4 (CIEDE2000) for normal, deuteranopic, protanopic and tritanopic
/// vision (Machado, Oliveira and Fernandes 2009, doi:10.1109/TVCG.2009.113, severity 1).
public enum Palette {
  /// The colours of two, three or more groups; each also has its own shape.
  public static let groups: [Color] = [
    Color(0x0072B2), Color(0xD55E00), Color(0x009E73), Color(0x7C235A), Color(0x595959), Color(0x8C6D00),
  ]

  /// The neutral step of the diverging palette.
  public static let neutral = Color(0xD9D9D9)

  /// The colours of answers from the one end of a scale to the other.
  ///
  /// - Parameters:
  ///   - negative: How many answers lie on the first side.
  ///   - positive: How many lie on the other.
  ///   - neutral: Whether one lies between.
  public static func diverging(negative: Int, positive: Int, neutral: Bool) -> [Color] {
    side(negative, among: [Color(0x99310D), Color(0xC46A3C), Color(0xDA9165), Color(0xE3B08F)])
      + (neutral ? [Self.neutral] : [])
      + side(positive, among: [Color(0x185D9C), Color(0x5B98D0), Color(0x64A3DD), Color(0x9FC4E6)]).reversed()
  }

  /// The colours of that many answers, the middle one neutral where the number is odd.
  public static func diverging(_ count: Int) -> [Color] {
    diverging(negative: count / 2, positive: count / 2, neutral: !count.isMultiple(of: 2))
  }

  /// The steps of one side from its end to its middle; one to three are set by hand, more are laid between them.
  private static func side(_ count: Int, among steps: [Color]) -> [Color] {
    switch count {
    case ...0: return []
    case 1: return [steps[0]]
    case 2: return [steps[0], steps[2]]
    case 3: return [steps[0], steps[1], steps[3]]
    default:
      return (0..<count).map { steps[0].mixed(with: steps[3], share: Double($0) / Double(count - 1)) }
    }
  }
}
