#ifndef TOPLINE_EIGEN_H
#define TOPLINE_EIGEN_H

#ifdef __cplusplus
extern "C" {
#endif

// The C face of Eigen's dense decompositions. All matrices are row-major and dense; the caller owns every buffer.
// Nothing here throws or keeps state: the same numbers in give the same bytes out.

/// Cholesky factor L (lower, n by n) of a symmetric matrix; returns 0, or 1 where it is not positive definite.
int topline_cholesky(const double *matrix, int n, double *lower);

/// Inverse of a symmetric positive definite matrix and the logarithm of its determinant; returns 0, or 1 where it is
/// not positive definite.
int topline_positive_definite_inverse(const double *matrix, int n, double *inverse, double *log_determinant);

/// Eigenvalues, ascending, and unit eigenvectors (as columns) of a symmetric matrix; returns 0, or 1 where the
/// iteration did not settle.
int topline_symmetric_eigen(const double *matrix, int n, double *values, double *vectors);

/// A linear least-squares problem with weights, and what the solution wrote.
struct topline_regression {
  /// The columns, one after the other, each with `rows` entries; the intercept is not among them.
  const double *design;
  int rows;
  int columns;
  /// Whether the model has an intercept; its coefficient is the first.
  int intercept;
  const double *outcome;
  /// Square roots of the weights, all above zero; NULL for equal weights.
  const double *row_scale;
  /// Out: intercept, if any, and one coefficient per column.
  double *coefficients;
  /// Out: (X'WX)^-1, row-major.
  double *unscaled_covariance;
  /// Out: outcome minus fitted value, per row.
  double *residuals;
  /// Out: the diagonal of the hat matrix, per row.
  double *leverages;
  /// Out: per row, its row of W^(1/2) X (X'WX)^-1: what one unit of the scaled residual adds to each coefficient. NULL
  /// where not wanted.
  double *pseudo_inverse;
  /// Out, where the rank is not full: the coefficients by which `dependent` is a combination of the other columns.
  double *combination;
  /// Out, where the rank is not full: the position among the coefficients of a column that repeats others.
  int dependent;
};

/// Weighted least squares by Householder QR with column pivoting on centred columns of unit length, refined with
/// residuals in twice the working precision.
///
/// Returns the numerical rank; where it is less than the number of coefficients only `combination` and `dependent` are
/// written.
int topline_regression_solve(struct topline_regression *problem);

#ifdef __cplusplus
}
#endif
#endif
