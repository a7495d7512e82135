internal import SurveyModel
internal import SurveyAggregation

/// What calibration variables leave of an influence: the residuals of a regression with the weights before.
struct CalibrationResiduals: Sendable {
  private let calibration: WeightCalibration
  private let inverse: Matrix
  /// For each design cell its calibration group, and its members' weight and squared weight.
  let groupOfCell: [Int32]
  let weightOfCell: [Double]
  let squaredWeightOfCell: [Double]

  /// Prepares a design with calibrated weights; nil without.
  init?(_ design: SurveyDesign) {
    guard let calibration = design.calibration, let weights = design.weights?.values, let cells = design.cells else {
      return nil
    }
    self.calibration = calibration
    groupOfCell = cells.representatives.map { calibration.groups[$0] }
    var weight = [CompensatedSum](repeating: CompensatedSum(), count: groupOfCell.count)
    var squares = weight
    for respondent in weights.indices where cells.codes[respondent] >= 0 {
      let cell = Int(cells.codes[respondent])
      weight[cell].add(weights[respondent])
      squares[cell].add(weights[respondent] * weights[respondent])
    }
    weightOfCell = weight.map(\.value)
    squaredWeightOfCell = squares.map(\.value)
    var totals = [CompensatedSum](repeating: CompensatedSum(), count: calibration.variables.count)
    for (cell, group) in groupOfCell.enumerated() where group >= 0 { totals[Int(group)].add(weightOfCell[cell]) }
    let size = calibration.variables.first?.count ?? 0
    var gram = Matrix(rows: size, columns: size)
    for a in 0..<size {
      for b in 0...a {
        gram[a, b] =
          CompensatedSum(
            calibration.variables.indices.map { group in
              totals[group].value * calibration.before[group] * calibration.variables[group][a]
                * calibration.variables[group][b]
            }
          ).value
        gram[b, a] = gram[a, b]
      }
    }
    inverse = gram.generalizedInverse()
  }

  /// The fitted value of each group, from the sum of influences in each group.
  ///
  /// - Parameter sums: Σ of the influences, weights included, over the respondents of each group.
  func fits(_ sums: [Double]) -> [Double] {
    let size = inverse.rows
    let moments = (0..<size).map { column in
      CompensatedSum(
        sums.indices.map { calibration.before[$0] * calibration.variables[$0][column] * sums[$0] }
      ).value
    }
    let coefficients = (0..<size).map { row in
      CompensatedSum((0..<size).map { inverse[row, $0] * moments[$0] }).value
    }
    return calibration.variables.map { values in CompensatedSum(zip(values, coefficients).map { $0 * $1 }).value }
  }

  /// How many groups there are.
  var groupCount: Int { calibration.variables.count }

  /// The group of a respondent.
  func group(of respondent: Int) -> Int { Int(calibration.groups[respondent]) }
}

extension Matrix {
  /// A generalised inverse of a symmetric matrix without negative eigenvalues: rows are first brought to one size, and
  /// what is below 1e-12 of the largest eigenvalue counts as zero, so that variables may say the same thing twice.
  func generalizedInverse() -> Matrix {
    let sizes = diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    var scaled = self
    for a in 0..<rows { for b in 0..<columns { scaled[a, b] *= sizes[a] * sizes[b] } }
    var result = Matrix(rows: rows, columns: columns)
    guard let (values, vectors) = scaled.symmetricEigen(), let largest = values.max(), largest > 0 else {
      return result
    }
    for (index, value) in values.enumerated() where value > 1e-12 * largest {
      for a in 0..<rows {
        for b in 0..<columns {
          result[a, b] += sizes[a] * vectors[a, index] * vectors[b, index] * sizes[b] / value
        }
      }
    }
    return result
  }
}
