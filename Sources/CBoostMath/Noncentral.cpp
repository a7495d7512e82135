#include "CBoostMath.h"

#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/distributions/non_central_f.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <cmath>
#include <limits>

namespace bm = boost::math;

namespace {
template <typename Body> double guarded(bool valid, Body body) noexcept {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (!valid) return nan;
  try {
    return body();
  } catch (...) {
    return nan;
  }
}
bool valid_t(double x, double df, double nc) { return std::isfinite(x) && df > 0 && std::isfinite(nc); }
bool valid_chi(double x, double df, double nc) {
  return std::isfinite(x) && x >= 0 && df > 0 && nc >= 0 && std::isfinite(nc);
}
}  // namespace

extern "C" {

double boost_noncentral_t_lower(double x, double df, double noncentrality) {
  return guarded(valid_t(x, df, noncentrality), [=] { return bm::cdf(bm::non_central_t(df, noncentrality), x); });
}
double boost_noncentral_t_upper(double x, double df, double noncentrality) {
  return boost_noncentral_t_lower(-x, df, -noncentrality);
}
double boost_noncentral_chi_squared_lower(double x, double df, double noncentrality) {
  return guarded(
      valid_chi(x, df, noncentrality), [=] { return bm::cdf(bm::non_central_chi_squared(df, noncentrality), x); });
}
double boost_noncentral_chi_squared_upper(double x, double df, double noncentrality) {
  return guarded(valid_chi(x, df, noncentrality), [=] {
    return bm::cdf(bm::complement(bm::non_central_chi_squared(df, noncentrality), x));
  });
}
double boost_noncentral_f_upper(double x, double df1, double df2, double noncentrality) {
  return guarded(valid_chi(x, df1, noncentrality) && df2 > 0 && std::isfinite(df2), [=] {
    return bm::cdf(bm::complement(bm::non_central_f(df1, df2, noncentrality), x));
  });
}
}
