# Two independent groups: means, ranks and shares.

two <- function(data, options) {
  groups <- by_group(data, options)
  if (length(groups) != 2) stop("not two groups")
  groups
}

mean_parts <- function(test, groups, narrow, wide) {
  list(
    statistic = test$statistic[[1]], df = test$parameter[[1]], p = test$p.value, error = test$stderr,
    difference = mean(groups[[1]]) - mean(groups[[2]]), lower = wide[1], upper = wide[2], lower90 = narrow[1],
    upper90 = narrow[2], sd1 = sd(groups[[1]]), sd2 = sd(groups[[2]]))
}

# Bonett's (2008) interval of Glass's delta: the standard deviation of the second group, variances not assumed equal.
glass <- function(groups, level) {
  v <- sapply(groups, var)
  n <- lengths(groups)
  delta <- (mean(groups[[1]]) - mean(groups[[2]])) / sqrt(v[2])
  error <- sqrt(delta^2 / (2 * (n[2] - 1)) + v[1] / (v[2] * (n[1] - 1)) + 1 / (n[2] - 1))
  z <- qnorm((1 + level) / 2)
  if (v[2] == 0) return(list(delta = NA, deltaLower = NA, deltaUpper = NA))
  list(delta = delta[[1]], deltaLower = (delta - z * error)[[1]], deltaUpper = (delta + z * error)[[1]])
}

t_two <- function(data, options, equal) {
  groups <- moved(two(data, options))$groups
  if (min(lengths(groups)) < 2) stop("a group of one")
  if (all(sapply(groups, var) == 0)) stop("data are essentially constant")
  test <- t.test(
    groups[[1]], groups[[2]], mu = options$mu, alternative = alternative_of(options), var.equal = equal)
  interval <- function(level) t.test(groups[[1]], groups[[2]], var.equal = equal, conf.level = level)$conf.int
  level <- level_of(options)
  v <- sapply(groups, var)
  n <- lengths(groups)
  d <- mean(groups[[1]]) - mean(groups[[2]])
  if (equal) {
    scale <- sqrt(1 / n[1] + 1 / n[2])[[1]]
    unit <- sqrt(sum((n - 1) * v) / (sum(n) - 2))
    df <- sum(n) - 2
  } else {
    # Delacre and others (2021): the mean of the two variances.
    unit <- sqrt(mean(v))
    scale <- sqrt(sum(v / n)) / unit
    df <- sum(v)^2 / sum(v^2 / (n - 1))
  }
  ends <- noncentrality_t(d / (unit * scale), df, level)
  j <- hedges(df)
  c(
    mean_parts(test, groups, interval(0.9), interval(level)),
    list(
      d = d / unit, g = j * d / unit, dLower = times(ends[[1]], scale), dUpper = times(ends[[2]], scale),
      gLower = times(ends[[1]], j * scale), gUpper = times(ends[[2]], j * scale)),
    glass(groups, level))
}

reference_welch <- function(data, options) t_two(data, options, FALSE)
reference_student <- function(data, options) t_two(data, options, TRUE)

# The share of ways to choose the first group, among all ways, whose rank sum is at most and at least the observed: by
# adding one respondent after another to the counts by size and doubled rank sum.
rank_sum_exact <- function(x, y, alternative) {
  ranks <- round(2 * rank(c(x, y)))
  m <- length(x)
  largest <- sum(ranks)
  counts <- matrix(0, m + 1, largest + 1)
  counts[1, 1] <- 1
  for (rank in ranks) {
    moved <- cbind(matrix(0, m, rank), counts[1:m, 1:(largest + 1 - rank), drop = FALSE])
    counts[2:(m + 1), ] <- counts[2:(m + 1), ] + moved
  }
  shares <- counts[m + 1, ] / sum(counts[m + 1, ])
  at <- sum(ranks[1:m]) + 1
  less <- sum(shares[1:at])
  greater <- sum(shares[at:length(shares)])
  switch(alternative, less = less, greater = greater, min(1, 2 * min(less, greater)))
}

reference_mann_whitney <- function(data, options) {
  groups <- two(data, options)
  x <- groups[[1]]
  y <- groups[[2]]
  if (length(unique(c(x, y))) < 2) stop("constant")
  tied <- anyDuplicated(c(x, y)) > 0
  exact <- switch(options$method, exact = TRUE, asymptotic = FALSE, !tied && length(x) < 50 && length(y) < 50)
  alternative <- alternative_of(options)
  p <- if (exact && tied) rank_sum_exact(x, y, alternative) else {
    wilcox.test(x, y, alternative = alternative, exact = exact, correct = options$continuity)$p.value
  }
  s <- superiority(x, y, level_of(options))
  c(
    list(statistic = wilcox.test(x, y, exact = FALSE)$statistic[[1]], pValue = p), s,
    setNames(cliff(x, y, level_of(options)), c("delta", "deltaLower", "deltaUpper")),
    list(biserial = 2 * s$p - 1, biserialLower = 2 * s$lower - 1, biserialUpper = 2 * s$upper - 1))
}

# coin's exact conditional distribution, whose two-sided p sums what lies as far from the mean on both sides.
reference_mann_whitney_coin <- function(data, options) {
  groups <- two(data, options)
  x <- groups[[1]]
  y <- groups[[2]]
  if (length(unique(c(x, y))) < 2) stop("constant")
  g <- factor(rep(c("a", "b"), c(length(x), length(y))))
  p <- function(alternative) {
    coin::pvalue(
      coin::wilcox_test(
        c(x, y) ~ g, alternative = alternative,
        distribution = if (options$method == "exact") coin::exact() else "asymptotic"))[1]
  }
  list(p = p(alternative_of(options)), central = min(1, 2 * min(p("less"), p("greater"))))
}

reference_brunner_munzel <- function(data, options) {
  groups <- two(data, options)
  x <- groups[[1]]
  y <- groups[[2]]
  if (min(lengths(groups)) < 2) stop("a group of one")
  s <- superiority(x, y, level_of(options), "t")
  statistic <- (s$p - 0.5) / s$error
  c(
    s, setNames(cliff(x, y, level_of(options)), c("delta", "deltaLower", "deltaUpper")),
    list(statistic = statistic, pValue = tail_p(statistic, alternative_of(options), s$df)))
}

reference_proportions <- function(data, options) {
  y <- as.character(unlist(data$y))
  g <- factor_column(data$g, options$answers$g)
  keep <- !is.na(y) & !is.na(g)
  g <- droplevels(g[keep])
  if (nlevels(g) != 2) stop("not two groups")
  success <- as.vector(tapply(y[keep] %in% unlist(options$success), g, sum))
  trials <- as.vector(table(g))
  test <- prop.test(success, trials, alternative = alternative_of(options), correct = FALSE)
  level <- level_of(options)
  share <- success / trials
  wide <- newcombe10(success[1], trials[1], success[2], trials[2], level)
  narrow <- newcombe10(success[1], trials[1], success[2], trials[2], 0.9)
  c(
    list(
      z = sign(share[1] - share[2]) * sqrt(test$statistic[[1]]), p = test$p.value, difference = share[1] - share[2],
      error = sqrt(sum(share * (1 - share) / trials)), lower = wide$lower, upper = wide$upper, lower90 = narrow$lower,
      upper90 = narrow$upper),
    share_pair(success[1], trials[1], success[2], trials[2], level))
}
