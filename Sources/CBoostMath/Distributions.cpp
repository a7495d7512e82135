#include "CBoostMath.h"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

namespace bm = boost::math;

namespace {
const double nan_ = std::numeric_limits<double>::quiet_NaN();
const double infinity_ = std::numeric_limits<double>::infinity();

// Boost reports range and convergence errors by throwing; across C they become NaN.
template <typename Body> double guarded(Body body) noexcept {
  try {
    return body();
  } catch (...) {
    return nan_;
  }
}

bool positive(double x) { return x > 0 && std::isfinite(x); }
bool probability(double p) { return p >= 0 && p <= 1; }

// The upper tail for x >= 0. The rounding of x / sqrt(2) alone costs x^2 units in the last place far out in the tail,
// so its remainder goes in by the derivative.
double normal_tail(double x) {
  const double root = 1.4142135623730951, root_rest = -9.667293313452913e-17;
  const double scaled = x / root;
  const double remainder = (std::fma(-scaled, root, x) - scaled * root_rest) / root;
  const double tail = bm::erfc(scaled);
  return 0.5 * (tail - remainder * 1.1283791670955126 * std::exp(-scaled * scaled));
}
}  // namespace

extern "C" {

double boost_normal_lower(double x) {
  if (std::isnan(x)) return nan_;
  if (std::isinf(x)) return x > 0 ? 1 : 0;
  return guarded([=] { return x <= 0 ? normal_tail(-x) : 0.5 * bm::erfc(-x / 1.4142135623730951); });
}
double boost_normal_upper(double x) { return boost_normal_lower(-x); }
double boost_normal_quantile_lower(double p) {
  if (!probability(p)) return nan_;
  if (p == 0) return -infinity_;
  if (p == 1) return infinity_;
  return guarded([=] { return -1.4142135623730951 * bm::erfc_inv(2 * p); });
}
double boost_normal_quantile_upper(double q) { return -boost_normal_quantile_lower(q); }

double boost_t_lower(double x, double df) {
  if (std::isnan(x) || !(df > 0)) return nan_;
  if (std::isinf(df)) return boost_normal_lower(x);
  if (std::isinf(x)) return x > 0 ? 1 : 0;
  if (std::fabs(x) > 1e100) {
    // The square would overflow, and the tail is its leading term: the next is smaller by df / x².
    const double tail = guarded([=] { return std::pow(std::sqrt(df) / std::fabs(x), df) / (df * bm::beta(df / 2, 0.5)); });
    return x < 0 ? tail : 1 - tail;
  }
  return guarded([=] { return bm::cdf(bm::students_t(df), x); });
}
double boost_t_upper(double x, double df) { return boost_t_lower(-x, df); }
double boost_t_density(double x, double df) {
  if (std::isnan(x) || !positive(df)) return nan_;
  if (std::isinf(x)) return 0;
  return guarded([=] { return bm::pdf(bm::students_t(df), x); });
}
double boost_t_quantile_lower(double p, double df) {
  if (!probability(p) || !(df > 0)) return nan_;
  if (std::isinf(df)) return boost_normal_quantile_lower(p);
  if (p == 0) return -infinity_;
  if (p == 1) return infinity_;
  return guarded([=] { return bm::quantile(bm::students_t(df), p); });
}
double boost_t_quantile_upper(double q, double df) { return -boost_t_quantile_lower(q, df); }

double boost_gamma_lower(double x, double shape) {
  if (std::isnan(x) || !positive(shape)) return nan_;
  if (x <= 0) return 0;
  if (std::isinf(x)) return 1;
  return guarded([=] { return bm::gamma_p(shape, x); });
}
double boost_gamma_upper(double x, double shape) {
  if (std::isnan(x) || !positive(shape)) return nan_;
  if (x <= 0) return 1;
  if (std::isinf(x)) return 0;
  return guarded([=] { return bm::gamma_q(shape, x); });
}
double boost_gamma_density(double x, double shape) {
  if (std::isnan(x) || !positive(shape)) return nan_;
  if (x < 0 || std::isinf(x)) return 0;
  if (x == 0) return shape == 1 ? 1 : shape < 1 ? infinity_ : 0;
  return guarded([=] { return bm::gamma_p_derivative(shape, x); });
}
double boost_gamma_quantile_lower(double p, double shape) {
  if (!probability(p) || !positive(shape)) return nan_;
  if (p == 0) return 0;
  if (p == 1) return infinity_;
  return guarded([=] { return bm::gamma_p_inv(shape, p); });
}
double boost_gamma_quantile_upper(double q, double shape) {
  if (!probability(q) || !positive(shape)) return nan_;
  if (q == 0) return infinity_;
  if (q == 1) return 0;
  return guarded([=] { return bm::gamma_q_inv(shape, q); });
}

// A ratio of chi-squareds with one infinite number of degrees of freedom is a chi-squared over its degrees of freedom.
double boost_f_lower(double x, double df1, double df2) {
  if (std::isnan(x) || !positive(df1) || !(df2 > 0)) return nan_;
  if (x <= 0) return 0;
  if (std::isinf(x)) return 1;
  if (std::isinf(df2)) return boost_gamma_lower(df1 * x / 2, df1 / 2);
  const double numerator = df1 * x, sum = df2 + numerator;
  return guarded([=] {
    return numerator > df2 ? bm::ibetac(df2 / 2, df1 / 2, df2 / sum) : bm::ibeta(df1 / 2, df2 / 2, numerator / sum);
  });
}
double boost_f_upper(double x, double df1, double df2) {
  if (std::isnan(x) || !positive(df1) || !(df2 > 0)) return nan_;
  if (x <= 0) return 1;
  if (std::isinf(x)) return 0;
  if (std::isinf(df2)) return boost_gamma_upper(df1 * x / 2, df1 / 2);
  const double numerator = df1 * x, sum = df2 + numerator;
  return guarded([=] {
    return numerator > df2 ? bm::ibeta(df2 / 2, df1 / 2, df2 / sum) : bm::ibetac(df1 / 2, df2 / 2, numerator / sum);
  });
}
double boost_f_quantile_lower(double p, double df1, double df2) {
  if (!probability(p) || !positive(df1) || !(df2 > 0)) return nan_;
  if (p == 0) return 0;
  if (p == 1) return infinity_;
  if (std::isinf(df2)) return 2 * boost_gamma_quantile_lower(p, df1 / 2) / df1;
  return guarded([=] {
    double complement = 0;
    const double x = bm::ibeta_inv(df1 / 2, df2 / 2, p, &complement);
    return df2 * x / (df1 * complement);
  });
}
double boost_f_quantile_upper(double q, double df1, double df2) {
  if (!probability(q) || !positive(df1) || !(df2 > 0)) return nan_;
  if (q == 0) return infinity_;
  if (q == 1) return 0;
  if (std::isinf(df2)) return 2 * boost_gamma_quantile_upper(q, df1 / 2) / df1;
  return guarded([=] {
    double complement = 0;
    const double x = bm::ibetac_inv(df1 / 2, df2 / 2, q, &complement);
    return df2 * x / (df1 * complement);
  });
}

double boost_beta_lower(double x, double a, double b) {
  if (std::isnan(x) || !positive(a) || !positive(b)) return nan_;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return guarded([=] { return bm::ibeta(a, b, x); });
}
double boost_beta_upper(double x, double a, double b) {
  if (std::isnan(x) || !positive(a) || !positive(b)) return nan_;
  if (x <= 0) return 1;
  if (x >= 1) return 0;
  return guarded([=] { return bm::ibetac(a, b, x); });
}
double boost_beta_density(double x, double a, double b) {
  if (std::isnan(x) || !positive(a) || !positive(b)) return nan_;
  if (x < 0 || x > 1) return 0;
  if (x == 0 && a != 1) return a < 1 ? infinity_ : 0;
  if (x == 1 && b != 1) return b < 1 ? infinity_ : 0;
  return guarded([=] { return bm::ibeta_derivative(a, b, x); });
}
double boost_beta_quantile_lower(double p, double a, double b) {
  if (!probability(p) || !positive(a) || !positive(b)) return nan_;
  if (p == 0 || p == 1) return p;
  return guarded([=] { return bm::ibeta_inv(a, b, p); });
}
double boost_beta_quantile_upper(double q, double a, double b) {
  if (!probability(q) || !positive(a) || !positive(b)) return nan_;
  if (q == 0 || q == 1) return 1 - q;
  return guarded([=] { return bm::ibetac_inv(a, b, q); });
}

double boost_log_gamma(double x) {
  if (std::isnan(x) || x <= 0) return nan_;
  return guarded([=] { return bm::lgamma(x); });
}
double boost_digamma(double x) {
  if (std::isnan(x)) return nan_;
  return guarded([=] { return bm::digamma(x); });
}
}
