// A C face on Boost.Math (Boost Software License 1.0): distributions in pairs of tails, so that no caller ever forms
// 1 - p. Every function returns NaN where an argument is outside its range or where Boost gives up; none throws.
#ifndef TOPLINE_BOOST_MATH_H
#define TOPLINE_BOOST_MATH_H

#ifdef __cplusplus
extern "C" {
#endif

double boost_normal_lower(double x);
double boost_normal_upper(double x);
double boost_normal_quantile_lower(double p);
double boost_normal_quantile_upper(double q);

double boost_t_lower(double x, double df);
double boost_t_upper(double x, double df);
double boost_t_density(double x, double df);
double boost_t_quantile_lower(double p, double df);
double boost_t_quantile_upper(double q, double df);

double boost_gamma_lower(double x, double shape);
double boost_gamma_upper(double x, double shape);
double boost_gamma_density(double x, double shape);
double boost_gamma_quantile_lower(double p, double shape);
double boost_gamma_quantile_upper(double q, double shape);

double boost_f_lower(double x, double df1, double df2);
double boost_f_upper(double x, double df1, double df2);
double boost_f_quantile_lower(double p, double df1, double df2);
double boost_f_quantile_upper(double q, double df1, double df2);

double boost_beta_lower(double x, double a, double b);
double boost_beta_upper(double x, double a, double b);
double boost_beta_density(double x, double a, double b);
double boost_beta_quantile_lower(double p, double a, double b);
double boost_beta_quantile_upper(double q, double a, double b);

double boost_log_gamma(double x);
double boost_digamma(double x);

double boost_noncentral_t_lower(double x, double df, double noncentrality);
double boost_noncentral_t_upper(double x, double df, double noncentrality);
double boost_noncentral_chi_squared_lower(double x, double df, double noncentrality);
double boost_noncentral_chi_squared_upper(double x, double df, double noncentrality);
double boost_noncentral_f_upper(double x, double df1, double df2, double noncentrality);

#ifdef __cplusplus
}
#endif

#endif
