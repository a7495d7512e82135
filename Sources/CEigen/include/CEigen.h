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

/// Least squares by Householder QR with column pivoting, on columns scaled to unit length.
///
/// Writes the coefficients, the unscaled covariance (X'X)^-1, and the numerical rank at the given relative tolerance.
/// Coefficients and covariance are written only where the rank is full; returns the rank.
int topline_least_squares(const double *design, int rows, int columns, const double *outcome, double tolerance,
                          double *coefficients, double *unscaled_covariance);

#ifdef __cplusplus
}
#endif
#endif
