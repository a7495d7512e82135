# Effect sizes with intervals as the package effectsize gives them; psych's tetrachoric correlation.

both <- function(size, name) {
  list(value = size[[name]][1], lower = size$CI_low[1], upper = size$CI_high[1])
}

reference_two <- function(data, options) {
  groups <- moved(by_group(data, options))$groups
  if (length(groups) != 2 || min(lengths(groups)) < 2 || sum(sapply(groups, var)) == 0) stop("no variation")
  x <- groups[[1]]
  y <- groups[[2]]
  c(
    list(d = both(effectsize::cohens_d(x, y, ci = 0.95), "Cohens_d")),
    list(g = both(effectsize::hedges_g(x, y, ci = 0.95), "Hedges_g")))
}

reference_paired <- function(data, options) {
  x <- numeric_column(data$x)
  y <- numeric_column(data$y)
  d <- (x - y)[!is.na(x) & !is.na(y)]
  if (length(d) < 2 || var(d) == 0) stop("no variation")
  c(
    list(d = both(effectsize::cohens_d(d, ci = 0.95), "Cohens_d")),
    list(g = both(effectsize::hedges_g(d, ci = 0.95), "Hedges_g")))
}

reference_anova <- function(data, options) {
  groups <- moved(by_group(data, options))$groups
  n <- lengths(groups)
  if (length(groups) < 2 || sum(n) <= length(groups) || all(sapply(groups, function(x) all(x == x[1])))) stop("none")
  frame <- data.frame(x = unlist(groups), g = factor(rep(seq_along(groups), n)))
  model <- aov(x ~ g, frame)
  eta <- effectsize::eta_squared(model, partial = FALSE, ci = 0.95, alternative = "two.sided")
  omega <- effectsize::omega_squared(model, partial = FALSE, ci = NULL)
  epsilon <- effectsize::epsilon_squared(model, partial = FALSE, ci = NULL)
  # effectsize cuts estimates below zero.
  cut <- function(value) if (is.na(value) || value <= 0) "skip" else value
  list(eta = both(eta, "Eta2"), omega = cut(omega[["Omega2"]][1]), epsilon = cut(epsilon[["Epsilon2"]][1]))
}

reference_table <- function(data, options) {
  y <- factor_column(data$y, options$answers$y)
  z <- factor_column(data$z, options$answers$z)
  keep <- !is.na(y) & !is.na(z)
  table <- table(droplevels(y[keep]), droplevels(z[keep]))
  if (min(dim(table)) < 2) stop("fewer than two")
  v <- both(effectsize::cramers_v(table, adjust = FALSE, ci = 0.95, alternative = "two.sided"), "Cramers_v")
  # effectsize seeks both noncentralities at once by optim, which now and then stops where the tail is .009 for .025.
  most <- sum(table) * (min(dim(table)) - 1)
  df <- prod(dim(table) - 1)
  end <- function(share) {
    tail <- function(l) pchisq(v$value^2 * most, df, l) - share
    if (tail(0) <= 0) 0 else min(1, sqrt(uniroot(tail, c(0, 10 * (most + df + 10)), tol = 1e-10)$root / most))
  }
  v$lower <- end(0.975)
  v$upper <- end(0.025)
  if (v$value <= 1e-9) v$lower <- v$upper <- "skip"
  answer <- list(v = v)
  if (all(dim(table) == 2) && all(table > 0)) {
    answer$odds <- both(effectsize::oddsratio(table, ci = 0.95), "Odds_ratio")
  }
  answer
}

reference_tetrachoric <- function(data, options) {
  y <- factor_column(data$y, options$answers$y)
  z <- factor_column(data$z, options$answers$z)
  keep <- !is.na(y) & !is.na(z)
  table <- table(droplevels(y[keep]), droplevels(z[keep]))
  if (!all(dim(table) == 2)) stop("not two by two")
  result <- psych::tetrachoric(matrix(as.numeric(table), 2), correct = 0.5)
  list(rho = result$rho)
}
