# One sample: shares, counts, means and ranks against a given value.

successes <- function(data, options) {
  cells <- as.character(unlist(data$y))
  cells <- cells[!is.na(cells)]
  c(x = sum(cells %in% unlist(options$success)), n = length(cells))
}

share_effects <- function(share, interval, p0) {
  h <- function(p) 2 * asin(sqrt(p)) - 2 * asin(sqrt(p0))
  list(
    difference = share - p0, differenceLower = interval[1] - p0, differenceUpper = interval[2] - p0,
    h = h(share), hLower = h(interval[1]), hUpper = h(interval[2]))
}

reference_binomial <- function(data, options) {
  s <- successes(data, options)
  p0 <- options$probability
  two <- binom.test(s[["x"]], s[["n"]], p0, conf.level = level_of(options))
  less <- binom.test(s[["x"]], s[["n"]], p0, "less")$p.value
  greater <- binom.test(s[["x"]], s[["n"]], p0, "greater")$p.value
  central <- min(1, 2 * min(less, greater))
  score <- prop.test(s[["x"]], s[["n"]], p0, conf.level = level_of(options), correct = FALSE)$conf.int
  narrow <- binom.test(s[["x"]], s[["n"]], p0, conf.level = 0.9)$conf.int
  c(
    list(
      p = switch(alternative_of(options), less = less, greater = greater, central), less = less, greater = greater,
      minimum = two$p.value, share = two$estimate[[1]], lower = two$conf.int[1], upper = two$conf.int[2],
      lower90 = narrow[1], upper90 = narrow[2], wilsonLower = score[1], wilsonUpper = score[2]),
    share_effects(two$estimate[[1]], two$conf.int, p0))
}

reference_proportion <- function(data, options) {
  s <- successes(data, options)
  p0 <- options$probability
  test <- prop.test(s[["x"]], s[["n"]], p0, alternative_of(options), correct = FALSE)
  interval <- prop.test(s[["x"]], s[["n"]], p0, conf.level = level_of(options), correct = FALSE)$conf.int
  narrow <- prop.test(s[["x"]], s[["n"]], p0, conf.level = 0.9, correct = FALSE)$conf.int
  share <- test$estimate[[1]]
  c(
    list(
      p = test$p.value, z = sign(s[["x"]] - s[["n"]] * p0) * sqrt(test$statistic[[1]]), share = share,
      error = sqrt(share * (1 - share) / s[["n"]]), lower = interval[1], upper = interval[2], lower90 = narrow[1],
      upper90 = narrow[2]),
    share_effects(share, interval, p0))
}

reference_goodness <- function(data, options) {
  counts <- table(factor(as.character(unlist(data$y)), levels = unlist(options$answers$y)))
  test <- chisq.test(counts)
  n <- sum(counts)
  ends <- sqrt(noncentrality_chisq(test$statistic[[1]], test$parameter[[1]], level_of(options)) / n)
  list(
    statistic = test$statistic[[1]], df = test$parameter[[1]], p = test$p.value, w = sqrt(test$statistic[[1]] / n),
    lower = ends[[1]], upper = ends[[2]],
    g = 2 * sum(ifelse(counts > 0, counts * log(counts / test$expected), 0)))
}

reference_t <- function(data, options) {
  x <- present(data$x)
  test <- t.test(x, mu = options$mu, alternative = alternative_of(options))
  interval <- t.test(x, conf.level = level_of(options))$conf.int
  narrow <- t.test(x, conf.level = 0.9)$conf.int
  n <- length(x)
  d <- (mean(x) - options$mu) / sd(x)
  ends <- noncentrality_t(test$statistic[[1]], n - 1, level_of(options))
  j <- hedges(n - 1)
  list(
    statistic = test$statistic[[1]], df = test$parameter[[1]], p = test$p.value, mean = mean(x), error = test$stderr,
    lower = interval[1], upper = interval[2], lower90 = narrow[1], upper90 = narrow[2], sd = sd(x), d = d, g = j * d,
    dLower = times(ends[[1]], 1 / sqrt(n)), dUpper = times(ends[[2]], 1 / sqrt(n)),
    gLower = times(ends[[1]], j / sqrt(n)), gUpper = times(ends[[2]], j / sqrt(n)))
}

reference_wilcoxon <- function(data, options) {
  d <- present(data$x) - options$mu
  answer <- wilcoxon(d, options)
  if (options$zeros == "pratt") answer$v <- signed_ranks(d, "pratt")$v
  answer
}

# coin's exact conditional distribution and its asymptotic one, without a continuity correction.
reference_wilcoxon_coin <- function(data, options) {
  x <- present(data$x)
  if (length(x) < 2 || all(x == options$mu)) stop("nothing differs")
  d <- x - options$mu
  zero <- rep(0, length(d))
  test <- coin::wilcoxsign_test(
    d ~ zero, alternative = alternative_of(options), zero.method = if (options$zeros == "pratt") "Pratt" else "Wilcoxon",
    distribution = if (options$method == "exact") coin::exact() else "asymptotic")
  s <- signed_ranks(d, options$zeros)
  c(list(v = s$v, p = coin::pvalue(test)[1], biserial = (s$v - s$mean) / s$mean), pairs_of(d))
}

reference_sign <- function(data, options) sign_answer(present(data$x) - options$mu, options)
