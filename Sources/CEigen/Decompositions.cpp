#ifndef EIGEN_MPL2_ONLY
#define EIGEN_MPL2_ONLY
#endif
#define EIGEN_NO_IO
#include "CEigen.h"

#include <eigen3/Eigen/Cholesky>
#include <eigen3/Eigen/Eigenvalues>

#include <cmath>

namespace {
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Input = Eigen::Map<const RowMajor>;
using Output = Eigen::Map<RowMajor>;

/// Eigen takes a pivot that is tiny beside its diagonal for positive; such a matrix is singular for every purpose here.
bool factor(const Input &matrix, Eigen::LLT<Eigen::MatrixXd> &decomposition) {
  decomposition.compute(Eigen::MatrixXd(matrix));
  if (decomposition.info() != Eigen::Success) return false;
  const Eigen::MatrixXd lower = decomposition.matrixL();
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    const double pivot = lower(i, i) * lower(i, i);
    if (!(pivot > 1e-13 * matrix(i, i))) return false;
  }
  return true;
}
}  // namespace

extern "C" int topline_cholesky(const double *matrix, int n, double *lower) {
  Input input(matrix, n, n);
  Eigen::LLT<Eigen::MatrixXd> decomposition;
  if (!factor(input, decomposition)) return 1;
  const Eigen::MatrixXd result = decomposition.matrixL();
  Output(lower, n, n) = result;
  return 0;
}

extern "C" int topline_positive_definite_inverse(const double *matrix, int n, double *inverse,
                                                 double *log_determinant) {
  Input input(matrix, n, n);
  Eigen::LLT<Eigen::MatrixXd> decomposition;
  if (!factor(input, decomposition)) return 1;
  Output(inverse, n, n) = decomposition.solve(Eigen::MatrixXd::Identity(n, n));
  const Eigen::MatrixXd lower = decomposition.matrixL();
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += std::log(lower(i, i));
  *log_determinant = 2 * sum;
  return 0;
}

extern "C" int topline_symmetric_eigen(const double *matrix, int n, double *values, double *vectors) {
  Input input(matrix, n, n);
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver{Eigen::MatrixXd(input)};
  if (solver.info() != Eigen::Success) return 1;
  Eigen::Map<Eigen::VectorXd>(values, n) = solver.eigenvalues();
  Output(vectors, n, n) = solver.eigenvectors();
  return 0;
}
