/// Escaping for LaTeX with UTF-8 input.
public enum LaTeXText {
  /// Text in which no character is a command.
  ///
  /// Greek letters and mathematical signs that text fonts lack become mathematics.
  public static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in TextCleaning.line(text).unicodeScalars {
      if let command = commands[scalar] {
        result += command
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static let commands: [Unicode.Scalar: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%", "_": "\\_",
    "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "<": "\\textless{}", ">": "\\textgreater{}",
    "|": "\\textbar{}", "\"": "\\textquotedbl{}", "`": "\\textasciigrave{}",
    "\u{2212}": "$-$", "–": "--", "—": "---", "×": "$\\times$", "±": "$\\pm$", "·": "$\\cdot$", "≥": "$\\geq$",
    "≤": "$\\leq$", "≠": "$\\neq$", "≈": "$\\approx$", "∞": "$\\infty$", "½": "$\\frac{1}{2}$", "²": "$^2$",
    "³": "$^3$", "√": "$\\surd$", "→": "$\\rightarrow$", "…": "\\ldots{}", "\u{A0}": "~", "\u{202F}": "\\,",
    "\u{FFFD}": "?", "\u{2068}": "", "\u{2069}": "", "\u{200B}": "", "\u{200D}": "", "“": "``", "”": "''", "‘": "`",
    "’": "'",
    "α": "$\\alpha$", "β": "$\\beta$", "γ": "$\\gamma$", "δ": "$\\delta$", "Δ": "$\\Delta$", "ε": "$\\epsilon$",
    "η": "$\\eta$", "θ": "$\\theta$", "κ": "$\\kappa$", "λ": "$\\lambda$", "Λ": "$\\Lambda$", "μ": "$\\mu$",
    "ρ": "$\\rho$", "σ": "$\\sigma$", "Σ": "$\\Sigma$", "τ": "$\\tau$", "φ": "$\\phi$", "χ": "$\\chi$",
    "ω": "$\\omega$",
  ]
}
