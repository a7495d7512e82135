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
    # With q = low + s: the likelihood is concave in s; its maximum is the root of the derivative, or an end.
    low <- max(0, -delta)
    width <- (1 - delta) / 2 - low
    derivative <- function(s) {
      (if (b > 0) b / (max(0, delta) + s) else 0) + (if (c > 0) c / (low + s) else 0) -
        (if (n - b - c > 0) (n - b - c) / (width - s) else 0)
    }
    q <- low
    if (width > 0) {
      left <- width * 1e-300
      right <- width * (1 - 1e-15)
      s <- if (derivative(left) <= 0) 0 else if (derivative(right) >= 0) width else {
        for (step in 1:1100) {
          middle <- if (left < right / 4) sqrt(left) * sqrt(right) else (left + right) / 2
          if (middle <= left || middle >= right) break
          if (derivative(middle) > 0) left <- middle else right <- middle
        }
        right
      }
      q <- low + s
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

# Brunner and Munzel's (2000) estimate of P(X > Y) + P(X = Y) / 2 with its standard error and degrees of freedom, from
# the placements, and the intervals that rest on them.
superiority <- function(x, y, level, method = "logit") {
  m <- length(x)
  n <- length(y)
  placement <- function(value, others) mean((value > others) + (value == others) / 2)
  px <- sapply(x, placement, y)
  py <- sapply(y, placement, x)
  p <- mean(px)
  vx <- if (m > 1) var(px) / m else 0
  vy <- if (n > 1) var(py) / n else 0
  error <- sqrt(vx + vy)
  below <- (if (m > 1) vx^2 / (m - 1) else 0) + (if (n > 1) vy^2 / (n - 1) else 0)
  df <- if (below > 0) (vx + vy)^2 / below else NA
  ends <- function(level) {
    if (is.na(df) || (method == "logit" && (p <= 0 || p >= 1))) return(newcombe5(p, m, n, level))
    q <- qt((1 + level) / 2, df)
    if (method == "logit") {
      plogis(qlogis(p) + c(-1, 1) * q * error / (p * (1 - p)))
    } else pmin(1, pmax(0, p + c(-1, 1) * q * error))
  }
  wide <- ends(level)
  narrow <- ends(0.9)
  list(
    p = p, error = if (error > 0) error else NA, df = df, lower = wide[1], upper = wide[2], lower90 = narrow[1],
    upper90 = narrow[2], above = mean(outer(x, y, ">")), below = mean(outer(x, y, "<")))
}

# Newcombe's (2006) method 5: the thetas that are within z standard errors of the estimate, the standard error taken at
# theta.
newcombe5 <- function(p, m, n, level) {
  z <- qnorm((1 + level) / 2)
  half <- (m + n) / 2 - 1
  score <- function(theta) {
    (p - theta)^2 - z^2 * theta * (1 - theta) *
      (1 + half * ((1 - theta) / (2 - theta) + theta / (1 + theta))) / (m * n)
  }
  # Beside its own end the estimate leaves a root there, which is not the one that is meant.
  c(
    if (p <= 0) 0 else uniroot(score, c(0, if (p >= 1) 1 - 1e-9 else p), tol = 1e-14)$root,
    if (p >= 1) 1 else uniroot(score, c(if (p <= 0) 1e-9 else p, 1), tol = 1e-14)$root)
}

# Cliff's delta with the interval of Feng and Cliff (2004): the variance of Cliff (1993) in its unbiased form, not below
# what Cliff allows, and the asymmetric interval.
cliff <- function(x, y, level) {
  m <- length(x)
  n <- length(y)
  d <- sign(outer(x, y, "-"))
  delta <- mean(d)
  z <- qnorm((1 + level) / 2)
  if (abs(delta) == 1) {
    bound <- (min(m, n) - z^2) / (min(m, n) + z^2)
    return(list(delta = delta, lower = if (delta > 0) bound else -1, upper = if (delta > 0) 1 else -bound))
  }
  variance <- if (m > 1 && n > 1) {
    rows <- sum((rowMeans(d) - delta)^2)
    columns <- sum((colMeans(d) - delta)^2)
    unbiased <- (n^2 * rows + m^2 * columns - sum((d - delta)^2)) / (m * n * (m - 1) * (n - 1))
    max(unbiased, (1 - delta^2) / (m * n - 1), 0)
  } else 0
  reach <- z * sqrt(variance) * sqrt((1 - delta^2)^2 + z^2 * variance)
  ends <- (delta - delta^3 + c(-1, 1) * reach) / (1 - delta^2 + z^2 * variance)
  list(delta = delta, lower = max(-1, ends[1]), upper = min(1, ends[2]))
}

# Effect sizes of two shares a/n and c/m: Cohen's h, the ratio of the shares (Katz) and of the odds (Woolf, with
# Haldane's halves where a cell is empty).
share_pair <- function(a, n, c, m, level) {
  z <- qnorm((1 + level) / 2)
  angle <- function(p) 2 * asin(sqrt(p))
  h <- angle(a / n) - angle(c / m)
  risk <- if (a > 0 && c > 0) log(a / n) - log(c / m) else NA
  riskError <- sqrt(max(0, 1 / a - 1 / n + 1 / c - 1 / m))
  cells <- base::c(a, n - a, c, m - c)
  if (any(cells == 0)) cells <- cells + 0.5
  odds <- log(cells[1]) - log(cells[2]) - log(cells[3]) + log(cells[4])
  oddsError <- sqrt(sum(1 / cells))
  list(
    h = h, hLower = h - z * sqrt(1 / n + 1 / m), hUpper = h + z * sqrt(1 / n + 1 / m), risk = exp(risk),
    riskLower = exp(risk - z * riskError), riskUpper = exp(risk + z * riskError), odds = exp(odds),
    oddsLower = exp(odds - z * oddsError), oddsUpper = exp(odds + z * oddsError))
}

# Newcombe's (1998) interval of the difference of two independent shares, method 10.
newcombe10 <- function(a, n, c, m, level) {
  p <- a / n
  q <- c / m
  one <- wilson(a, n, level)
  two <- wilson(c, m, level)
  list(
    lower = p - q - sqrt((p - one$lower)^2 + (two$upper - q)^2),
    upper = p - q + sqrt((one$upper - p)^2 + (q - two$lower)^2))
}

# Numbers moved so that the first is zero: exact for numbers of one size, and kind to sums of squares.
moved <- function(groups) {
  first <- unlist(groups)[1]
  list(groups = lapply(groups, function(x) x - first), first = first)
}

# Holm, Hochberg, Bonferroni, Benjamini and their like, by the names of the command.
adjusted <- function(p, name) {
  method <- switch(name, bh = "BH", by = "BY", name)
  p.adjust(p, method)
}

# Signed ranks with Pratt's or Wilcoxon's zeros, from the definition; the variance is that given ties and zeros.
signed_ranks <- function(d, zeros) {
  if (zeros == "wilcox") d <- d[d != 0]
  r <- rank(abs(d))[d != 0]
  list(v = sum(r[d[d != 0] > 0]), mean = sum(r) / 2, variance = sum(r^2) / 4, ranks = r)
}

signed_rank_normal <- function(d, options) {
  s <- signed_ranks(d, options$zeros)
  alternative <- alternative_of(options)
  away <- s$v - s$mean
  correction <- if (!options$continuity) 0 else switch(alternative, less = -0.5, greater = 0.5, sign(away) * 0.5)
  tail_p((away - correction) / sqrt(s$variance), alternative)
}

# P(V <= v) and P(V >= v) over all signs of the ranks, by adding one rank after another to the distribution of twice V.
signed_rank_exact <- function(d, options) {
  s <- signed_ranks(d, options$zeros)
  doubled <- round(2 * s$ranks)
  shares <- c(1, rep(0, sum(doubled)))
  for (rank in doubled) shares <- (shares + c(rep(0, rank), head(shares, -rank))) / 2
  at <- round(2 * s$v) + 1
  less <- sum(shares[1:at])
  greater <- sum(shares[at:length(shares)])
  switch(alternative_of(options), less = less, greater = greater, min(1, 2 * min(less, greater)))
}

pairs_of <- function(d) {
  b <- sum(d > 0)
  c <- sum(d < 0)
  n <- length(d)
  ends <- tango(b, c, n, 0.95)
  narrow <- tango(b, c, n, 0.9)
  list(
    difference = (b - c) / n, error = sqrt(((b + c) / n - ((b - c) / n)^2) / n), lower = ends$lower,
    upper = ends$upper, lower90 = narrow$lower, upper90 = narrow$upper)
}

wilcoxon <- function(d, options) {
  if (length(d) < 2 || all(d == 0)) stop("nothing differs")
  s <- signed_ranks(d, options$zeros)
  tied <- anyDuplicated(abs(d[d != 0])) > 0 || (options$zeros == "pratt" && any(d == 0))
  exact <- switch(options$method, exact = TRUE, asymptotic = FALSE, sum(d != 0) < 50 && !tied)
  p <- if (options$zeros == "wilcox" && !exact) {
    wilcox.test(d, alternative = alternative_of(options), exact = FALSE, correct = options$continuity)$p.value
  } else if (options$zeros == "wilcox" && !tied) {
    wilcox.test(d[d != 0], alternative = alternative_of(options), exact = TRUE)$p.value
  } else if (exact) signed_rank_exact(d, options) else signed_rank_normal(d, options)
  c(
    list(v = wilcox.test(d, exact = FALSE)$statistic[[1]], p = p, biserial = (2 * s$v - 2 * s$mean) / (2 * s$mean)),
    pairs_of(d))[if (options$zeros == "wilcox") TRUE else -1]
}

sign_answer <- function(d, options) {
  if (length(d) < 2 || all(d == 0)) stop("nothing differs")
  b <- sum(d > 0)
  m <- sum(d != 0)
  p <- switch(
    alternative_of(options), less = binom.test(b, m, alternative = "less")$p.value,
    greater = binom.test(b, m, alternative = "greater")$p.value, binom.test(b, m)$p.value)
  interval <- binom.test(b, m, conf.level = 0.95)$conf.int
  c(list(s = b, p = p, share = b / m, shareLower = interval[1], shareUpper = interval[2]), pairs_of(d))
}
