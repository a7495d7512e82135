/// The quantile of the standard normal distribution from additions, multiplications, divisions and square roots alone.
///
/// The C library's logarithm differs in its last bit between machines; a simulation must not, so it is not used here.
/// - Source: Wichura (1988), Algorithm AS 241, Applied Statistics 37(3), 477–484, doi:10.2307/2347330 (PPND16).
enum NormalQuantile {
  /// The quantile of a probability strictly between 0 and 1.
  static func value(_ probability: Double) -> Double {
    let q = probability - 0.5
    if q.magnitude <= 0.425 {
      let r = 0.180625 - q * q
      return q * polynomial(centre.0, r) / polynomial(centre.1, r)
    }
    var r = (-logarithm(q < 0 ? probability : 1 - probability)).squareRoot()
    let magnitude: Double
    if r <= 5 {
      r -= 1.6
      magnitude = polynomial(shoulder.0, r) / polynomial(shoulder.1, r)
    } else {
      r -= 5
      magnitude = polynomial(tail.0, r) / polynomial(tail.1, r)
    }
    return q < 0 ? -magnitude : magnitude
  }

  /// The natural logarithm of a positive number, by the series of the inverse hyperbolic tangent.
  static func logarithm(_ x: Double) -> Double {
    var significand = x.significand
    var exponent = Double(x.exponent)
    if significand > 1.414_213_562_373_095_1 {
      significand /= 2
      exponent += 1
    }
    let t = (significand - 1) / (significand + 1)
    let square = t * t
    var sum = 0.0
    for k in stride(from: 23, through: 1, by: -2) { sum = sum * square + 1 / Double(k) }
    return exponent * 0.693_147_180_559_945_3 + 2 * t * sum
  }

  private static func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    var sum = 0.0
    var index = coefficients.count
    while index > 0 {
      index -= 1
      sum = sum * x + coefficients[index]
    }
    return sum
  }

  private static let centre: ([Double], [Double]) = (
    [
      3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
      4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ],
    [
      1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
      3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ]
  )
  private static let shoulder: ([Double], [Double]) = (
    [
      1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
      1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ],
    [
      1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
      1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ]
  )
  private static let tail: ([Double], [Double]) = (
    [
      6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
      2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ],
    [
      1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
      1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ]
  )
}
