# What the references of all families share.

# The numbers of a column without the blanks.
present <- function(column) {
  values <- as.numeric(unlist(column))
  values[!is.na(values)]
}

# A column as numbers, NA where blank.
numeric_column <- function(column) as.numeric(unlist(column))

# A column as a factor of the answers that occur, in the order of the codebook.
factor_column <- function(column, offered = NULL) {
  cells <- as.character(unlist(column))
  if (is.null(offered)) factor(cells) else droplevels(factor(cells, levels = unlist(offered)))
}

# The numbers by group, groups without numbers left out.
by_group <- function(data, options, outcome = "x", by = "g") {
  x <- numeric_column(data[[outcome]])
  g <- factor_column(data[[by]], options$answers[[by]])
  keep <- !is.na(x) & !is.na(g)
  split(x[keep], droplevels(g[keep]))
}

level_of <- function(options) if (is.null(options$level)) 0.95 else options$level
alternative_of <- function(options) if (is.null(options$alternative)) "two.sided" else gsub("-", ".", options$alternative)

# The p-value of a statistic that is normal or t distributed.
tail_p <- function(z, alternative, df = Inf) {
  switch(alternative, less = pt(z, df), greater = pt(z, df, lower.tail = FALSE), 2 * pt(-abs(z), df))
}

# P(T <= t) of the noncentral t distribution, by integrating over the standard deviation's distribution: T <= t exactly
# when Z <= t s - ncp, where s^2 df is chi-squared.
noncentral_t <- function(t, df, ncp) {
  half <- 14 / sqrt(2 * df)
  integrand <- function(s) pnorm(t * s - ncp) * 2 * df * s * dchisq(df * s^2, df)
  low <- max(0, 1 - half)
  cuts <- sort(unique(pmin(pmax(c(low, 1, 1 + half, ncp / t + c(-8, 0, 8) / abs(t)), low), 1 + half)))
  cuts <- cuts[is.finite(cuts)]
  sum(mapply(function(a, b) integrate(integrand, a, b, rel.tol = 1e-11, abs.tol = 1e-14, subdivisions = 500L)$value,
    head(cuts, -1), tail(cuts, -1)))
}

# The noncentralities between which the observed t is neither too high nor too low.
noncentrality_t <- function(t, df, level) {
  if (!is.finite(t) || abs(t) > 1e4) return(c("skip", "skip"))
  tail <- (1 - level) / 2
  reach <- 10 + abs(t) * 8 / sqrt(2 * df) + abs(t) * (df < 5) * 20
  end <- function(target) {
    tryCatch(
      uniroot(function(ncp) noncentral_t(t, df, ncp) - target, c(t - reach, t + reach), tol = 1e-11)$root,
      error = function(error) "skip")
  }
  list(lower = end(1 - tail), upper = end(tail))
}

# The noncentralities of an observed chi-squared, 0 where even 0 is too much.
noncentrality_chisq <- function(x, df, level) {
  tail <- (1 - level) / 2
  end <- function(target) {
    if (pchisq(x, df) <= target) return(0)
    uniroot(function(ncp) pchisq(x, df, ncp) - target, c(0, 4 * x + 100), tol = 1e-10)$root
  }
  c(lower = end(1 - tail), upper = end(tail))
}

# The noncentralities of an observed F, 0 where even 0 is too much.
noncentrality_f <- function(x, df1, df2, level) {
  tail <- (1 - level) / 2
  end <- function(target) {
    if (pf(x, df1, df2) <= target) return(0)
    high <- 4 * x * df1 + 100
    tryCatch(
      uniroot(function(ncp) pf(x, df1, df2, ncp) - target, c(0, high), tol = 1e-9 * max(1, x))$root,
      error = function(error) "skip")
  }
  list(lower = end(1 - tail), upper = end(tail))
}

# Times a number, where it is one.
times <- function(value, factor) if (identical(value, "skip")) value else as.numeric(value) * factor

# Hedges's correction of a standardized difference.
hedges <- function(df) if (df > 1) exp(lgamma(df / 2) - log(df / 2) / 2 - lgamma((df - 1) / 2)) else 1

# Tango's (1998) score interval of the difference of two shares of the same n, from the discordant counts: the deltas
# whose score, with the share of discordance most likely under delta, stays within z; by bisection on a maximum found
# numerically.
tango <- function(b, c, n, level) {
  z <- qnorm((1 + level) / 2)
  score <- function(delta) {
    likelihood <- function(q21) {
      terms <- c(b, c, n - b - c) * log(pmax(c(q21 + delta, q21, 1 - 2 * q21 - delta), 1e-300))
      sum(terms[c(b, c, n - b - c) > 0])
    }
    # The likelihood is concave in q21: the root of its derivative, or an end.
    low <- max(0, -delta)
    high <- (1 - delta) / 2
    derivative <- function(q) {
      (if (b > 0) b / (q + delta) else 0) + (if (c > 0) c / q else 0) -
        (if (n - b - c > 0) 2 * (n - b - c) / (1 - 2 * q - delta) else 0)
    }
    width <- high - low
    q <- if (width <= 0) low else {
      left <- low + width * 1e-15
      right <- high - width * 1e-15
      if (derivative(left) <= 0) low else if (derivative(right) >= 0) high else {
        for (step in 1:200) {
          middle <- (left + right) / 2
          if (derivative(middle) > 0) left <- middle else right <- middle
        }
        (left + right) / 2
      }
    }
    distance <- b - c - n * delta
    variance <- n * (2 * q + delta - delta^2)
    if (variance <= 0) sign(distance) * Inf else distance / sqrt(variance)
  }
  bisect <- function(low, high, target) {
    for (step in 1:200) {
      middle <- (low + high) / 2
      if (score(middle) > target) low <- middle else high <- middle
    }
    (low + high) / 2
  }
  estimate <- (b - c) / n
  list(
    lower = if (estimate <= -1) -1 else bisect(-1, estimate, z),
    upper = if (estimate >= 1) 1 else bisect(estimate, 1, -z))
}

# Clopper and Pearson's interval from its definition in Beta quantiles.
clopper_pearson <- function(x, n, level) {
  tail <- (1 - level) / 2
  list(lower = if (x == 0) 0 else qbeta(tail, x, n - x + 1),
    upper = if (x == n) 1 else qbeta(tail, x + 1, n - x, lower.tail = FALSE))
}

# Wilson's score interval from its definition.
wilson <- function(x, n, level) {
  z <- qnorm((1 + level) / 2)
  centre <- (x + z^2 / 2) / (n + z^2)
  half <- z / (n + z^2) * sqrt(x * (n - x) / n + z^2 / 4)
  list(lower = if (x == 0) 0 else centre - half, upper = if (x == n) 1 else centre + half)
}
