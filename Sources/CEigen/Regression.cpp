#ifndef EIGEN_MPL2_ONLY
#define EIGEN_MPL2_ONLY
#endif
#define EIGEN_NO_IO
#include "CEigen.h"

#include <eigen3/Eigen/QR>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <vector>

// Björck's refinement of least squares: residual and coefficients are corrected together from residuals of the
// augmented system in twice the working precision. See Björck (1967), BIT 7, 257-278, 10.1007/BF01939321, and for the
// sums Ogita, Rump & Oishi (2005), SIAM Journal on Scientific Computing 26, 1955-1988, 10.1137/030601818.

namespace {
/// A sum of products that keeps what rounding loses.
struct Total {
  double high = 0;
  double low = 0;
  void add(double term) {
    const double sum = high + term;
    const double part = sum - high;
    low += (high - (sum - part)) + (term - part);
    high = sum;
  }
  void addProduct(double a, double b) {
    const double product = a * b;
    low += std::fma(a, b, -product);
    add(product);
  }
  double value() const { return high + low; }
};

/// The columns, centred at their weighted means and scaled to unit length.
struct Scaled {
  Eigen::MatrixXd matrix;
  std::vector<double> means, lengths, noise;
  double rootWeight = 1;
};

int coefficientCount(const topline_regression &problem) { return problem.columns + (problem.intercept ? 1 : 0); }

double scaleOf(const topline_regression &problem, int row) { return problem.row_scale ? problem.row_scale[row] : 1; }

Scaled scaledColumns(const topline_regression &problem) {
  const int n = problem.rows, k = problem.columns, first = problem.intercept ? 1 : 0;
  Scaled scaled{Eigen::MatrixXd(n, k + first), std::vector<double>(k, 0), std::vector<double>(k, 1),
                std::vector<double>(k + first, 0), 1};
  Total weight;
  for (int i = 0; i < n; ++i) weight.addProduct(scaleOf(problem, i), scaleOf(problem, i));
  scaled.rootWeight = std::sqrt(weight.value());
  for (int i = 0; first && i < n; ++i) scaled.matrix(i, 0) = scaleOf(problem, i) / scaled.rootWeight;
  for (int j = 0; j < k; ++j) {
    const double *column = problem.design + static_cast<std::size_t>(j) * n;
    double largest = 0;
    if (first) {
      Total total;
      for (int i = 0; i < n; ++i) {
        const double d = scaleOf(problem, i);
        total.addProduct(d * d, column[i] - column[0]);
      }
      scaled.means[j] = column[0] + total.value() / weight.value();
    }
    Total squares;
    for (int i = 0; i < n; ++i) {
      const double entry = scaleOf(problem, i) * (column[i] - scaled.means[j]);
      scaled.matrix(i, j + first) = entry;
      squares.addProduct(entry, entry);
      largest = std::max(largest, std::abs(column[i]));
    }
    const double length = std::sqrt(squares.value());
    const double rounding = DBL_EPSILON * largest * scaled.rootWeight;
    // A column that does not vary, but for rounding, repeats the intercept.
    if (!(length > 16 * rounding)) {
      scaled.matrix.col(j + first).setZero();
      continue;
    }
    scaled.lengths[j] = length;
    scaled.noise[j + first] = rounding / length;
    scaled.matrix.col(j + first) /= length;
  }
  return scaled;
}

/// Brings coefficients of the scaled columns to the columns as they were given.
void unscale(const topline_regression &problem, const Scaled &scaled, const Eigen::VectorXd &inner, double *outer) {
  const int first = problem.intercept ? 1 : 0;
  Total shift;
  for (int j = 0; j < problem.columns; ++j) {
    outer[j + first] = inner(j + first) / scaled.lengths[j];
    shift.addProduct(scaled.means[j], outer[j + first]);
  }
  if (first) outer[0] = inner(0) / scaled.rootWeight - shift.value();
}

class Refinement {
 public:
  Refinement(const topline_regression &problem, const Scaled &scaled,
             const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> &decomposition)
      : residual(Eigen::VectorXd::Zero(problem.rows)), coefficients(coefficientCount(problem), 0.0), problem(problem),
        scaled(scaled), decomposition(decomposition), size(coefficientCount(problem)) {}

  void run() {
    double previous = INFINITY;
    for (int round = 0; round < 12; ++round) {
      const Eigen::VectorXd step = correct();
      const double change = step.norm();
      if (change == 0 || (round > 1 && !(change < previous / 2))) break;
      previous = change;
    }
  }

  Eigen::VectorXd residual;
  std::vector<double> coefficients;

 private:
  /// What the scaled outcome still lacks of residual and fitted value.
  Eigen::VectorXd missing() const {
    const int n = problem.rows, first = problem.intercept ? 1 : 0;
    Eigen::VectorXd result(n);
    for (int i = 0; i < n; ++i) {
      Total total;
      total.add(problem.outcome[i]);
      if (first) total.add(-coefficients[0]);
      for (int j = 0; j < problem.columns; ++j) {
        total.addProduct(-coefficients[j + first], problem.design[static_cast<std::size_t>(j) * n + i]);
      }
      const double d = scaleOf(problem, i);
      Total difference;
      difference.addProduct(d, total.high);
      difference.add(-residual(i));
      difference.addProduct(d, total.low);
      result(i) = difference.value();
    }
    return result;
  }

  /// Minus the products of the residual with the columns, brought to the scaled columns.
  Eigen::VectorXd skew() const {
    const int n = problem.rows, first = problem.intercept ? 1 : 0;
    Eigen::VectorXd result(size);
    Total constant;
    for (int i = 0; i < n; ++i) constant.addProduct(scaleOf(problem, i), residual(i));
    for (int j = 0; j < problem.columns; ++j) {
      Total total;
      for (int i = 0; i < n; ++i) {
        const double x = problem.design[static_cast<std::size_t>(j) * n + i];
        const double d = scaleOf(problem, i);
        const double product = d * residual(i);
        total.addProduct(product, x);
        total.addProduct(std::fma(d, residual(i), -product), x);
      }
      if (first) {
        total.addProduct(-scaled.means[j], constant.high);
        total.addProduct(-scaled.means[j], constant.low);
      }
      result(j + first) = -total.value() / scaled.lengths[j];
    }
    if (first) result(0) = -constant.value() / scaled.rootWeight;
    return result;
  }

  Eigen::VectorXd correct() {
    const Eigen::VectorXd gap = missing();
    const Eigen::VectorXd target = decomposition.colsPermutation().transpose() * skew();
    const auto upper = decomposition.matrixR().topLeftCorner(size, size).triangularView<Eigen::Upper>();
    const Eigen::VectorXd inner = upper.transpose().solve(target);
    Eigen::VectorXd rotated = decomposition.householderQ().adjoint() * gap;
    const Eigen::VectorXd difference = rotated.head(size) - inner;
    const Eigen::VectorXd step = decomposition.colsPermutation() * Eigen::VectorXd(upper.solve(difference));
    rotated.head(size) = inner;
    residual += decomposition.householderQ() * rotated;
    std::vector<double> outer(size);
    unscale(problem, scaled, step, outer.data());
    for (int j = 0; j < size; ++j) coefficients[j] += outer[j];
    return step;
  }

  const topline_regression &problem;
  const Scaled &scaled;
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> &decomposition;
  const int size;
};

/// What rounding can make of the pivot: that of its own column, or of a column before that has a part in it.
double noiseOfPivot(const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> &decomposition, const Scaled &scaled, int k) {
  const auto &order = decomposition.colsPermutation().indices();
  double noise = scaled.noise[order(k)];
  if (k == 0) return noise;
  const Eigen::VectorXd share = decomposition.matrixR().topLeftCorner(k, k).triangularView<Eigen::Upper>().solve(
      Eigen::VectorXd(decomposition.matrixR().col(k).head(k)));
  for (int j = 0; j < k; ++j) {
    if (std::abs(share(j)) > 0.01) noise = std::max(noise, scaled.noise[order(j)]);
  }
  return noise;
}

/// How many pivots stand above what rounding of their columns can make.
int numericalRank(const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> &decomposition, const Scaled &scaled, int size) {
  for (int k = 0; k < size; ++k) {
    const double pivot = std::abs(decomposition.matrixR()(k, k));
    if (!(pivot > std::max(1e-13, 64 * noiseOfPivot(decomposition, scaled, k)))) return k;
  }
  return size;
}

void explain(topline_regression &problem, const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> &decomposition, int rank, int size) {
  const auto &order = decomposition.colsPermutation().indices();
  problem.dependent = order(rank);
  for (int j = 0; j < size; ++j) problem.combination[j] = 0;
  if (rank == 0) return;
  const Eigen::VectorXd share =
      decomposition.matrixR().topLeftCorner(rank, rank).triangularView<Eigen::Upper>().solve(
          Eigen::VectorXd(decomposition.matrixR().col(rank).head(rank)));
  for (int k = 0; k < rank; ++k) problem.combination[order(k)] = share(k);
}

void describe(topline_regression &problem, const Scaled &scaled,
              const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> &decomposition, int size) {
  const int n = problem.rows;
  const Eigen::MatrixXd upper = decomposition.matrixR().topLeftCorner(size, size);
  const Eigen::MatrixXd root = decomposition.colsPermutation() *
      Eigen::MatrixXd(upper.triangularView<Eigen::Upper>().solve(Eigen::MatrixXd::Identity(size, size)));
  Eigen::MatrixXd outer(size, size);
  std::vector<double> column(size);
  for (int j = 0; j < size; ++j) {
    unscale(problem, scaled, root.col(j), column.data());
    for (int i = 0; i < size; ++i) outer(i, j) = column[i];
  }
  const Eigen::MatrixXd covariance = outer * outer.transpose();
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < size; ++j) problem.unscaled_covariance[i * size + j] = covariance(i, j);
  }
  const Eigen::MatrixXd thin = decomposition.householderQ() * Eigen::MatrixXd::Identity(n, size);
  for (int i = 0; i < n; ++i) problem.leverages[i] = thin.row(i).squaredNorm();
  if (!problem.pseudo_inverse) return;
  for (int i = 0; i < n; ++i) {
    const Eigen::VectorXd row = outer * thin.row(i).transpose();
    for (int j = 0; j < size; ++j) problem.pseudo_inverse[static_cast<std::size_t>(i) * size + j] = row(j);
  }
}
}  // namespace

extern "C" int topline_regression_solve(topline_regression *problem) {
  const int size = coefficientCount(*problem);
  const Scaled scaled = scaledColumns(*problem);
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> decomposition(scaled.matrix);
  const int rank = numericalRank(decomposition, scaled, size);
  if (rank < size) {
    explain(*problem, decomposition, rank, size);
    return rank;
  }
  Refinement refinement(*problem, scaled, decomposition);
  refinement.run();
  for (int j = 0; j < size; ++j) problem->coefficients[j] = refinement.coefficients[j];
  for (int i = 0; i < problem->rows; ++i) problem->residuals[i] = refinement.residual(i) / scaleOf(*problem, i);
  describe(*problem, scaled, decomposition, size);
  return rank;
}
