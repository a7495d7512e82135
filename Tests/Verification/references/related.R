# The same respondents asked twice or more often.

complete_pairs <- function(data) {
  x <- numeric_column(data$x)
  y <- numeric_column(data$y)
  keep <- !is.na(x) & !is.na(y)
  list(x = x[keep], y = y[keep])
}

reference_t <- function(data, options) {
  pairs <- complete_pairs(data)
  d <- pairs$x - pairs$y
  n <- length(d)
  if (n < 2 || all(d == d[1])) stop("data are essentially constant")
  test <- t.test(d, mu = options$mu, alternative = alternative_of(options))
  level <- level_of(options)
  wide <- t.test(d, conf.level = level)$conf.int
  narrow <- t.test(d, conf.level = 0.9)$conf.int
  ends <- noncentrality_t(mean(d) / sd(d) * sqrt(n), n - 1, level)
  j <- hedges(n - 1)
  list(
    statistic = test$statistic[[1]], df = n - 1, p = test$p.value, difference = mean(d), error = test$stderr,
    sd = sd(d), lower = wide[1], upper = wide[2], lower90 = narrow[1], upper90 = narrow[2], d = mean(d) / sd(d),
    g = j * mean(d) / sd(d), dLower = times(ends[[1]], 1 / sqrt(n)), dUpper = times(ends[[2]], 1 / sqrt(n)),
    gLower = times(ends[[1]], j / sqrt(n)), gUpper = times(ends[[2]], j / sqrt(n)))
}

reference_wilcoxon <- function(data, options) {
  pairs <- complete_pairs(data)
  d <- pairs$x - pairs$y
  answer <- wilcoxon(d, options)
  if (options$zeros == "pratt") answer$v <- signed_ranks(d, "pratt")$v
  answer
}

reference_wilcoxon_coin <- function(data, options) {
  pairs <- complete_pairs(data)
  d <- pairs$x - pairs$y
  if (length(d) < 2 || all(d == 0)) stop("nothing differs")
  test <- coin::wilcoxsign_test(
    pairs$x ~ pairs$y, alternative = alternative_of(options),
    zero.method = if (options$zeros == "pratt") "Pratt" else "Wilcoxon",
    distribution = if (options$method == "exact") coin::exact() else "asymptotic")
  s <- signed_ranks(d, options$zeros)
  c(list(v = s$v, p = coin::pvalue(test)[1], biserial = (s$v - s$mean) / s$mean), pairs_of(d))
}

reference_sign <- function(data, options) {
  pairs <- complete_pairs(data)
  sign_answer(pairs$x - pairs$y, options)
}

square_table <- function(data, options) {
  levels <- unlist(options$answers$x)
  x <- factor(as.character(unlist(data$x)), levels)
  y <- factor(as.character(unlist(data$y)), levels)
  keep <- !is.na(x) & !is.na(y)
  table <- table(x[keep], y[keep])
  used <- rowSums(table) + colSums(table) > 0
  table[used, used, drop = FALSE]
}

# Newcombe's (1998) interval of paired shares, method 10, with the continuity-corrected phi.
newcombe_paired <- function(table, level) {
  n <- sum(table)
  p <- sum(table[1, ]) / n
  q <- sum(table[, 1]) / n
  one <- wilson(sum(table[1, ]), n, level)
  two <- wilson(sum(table[, 1]), n, level)
  margins <- prod(rowSums(table), colSums(table))
  cross <- table[1, 1] * table[2, 2] - table[1, 2] * table[2, 1]
  phi <- if (margins == 0) 0 else (if (cross > 0) max(0, cross - n / 2) else cross) / sqrt(margins)
  root <- function(a, b) sqrt(max(0, a^2 - 2 * phi * a * b + b^2))
  list(
    lower = p - q - root(p - one$lower, two$upper - q), upper = p - q + root(one$upper - p, q - two$lower))
}

reference_mcnemar <- function(data, options) {
  table <- square_table(data, options)
  if (!all(dim(table) == 2)) stop("not two answers")
  b <- table[1, 2]
  c <- table[2, 1]
  n <- sum(table)
  plain <- if (b + c == 0) list(statistic = 0, p.value = 1) else mcnemar.test(table, correct = FALSE)
  corrected <- if (b + c == 0) list(statistic = 0, p.value = 1) else mcnemar.test(table, correct = TRUE)
  exact <- if (b + c == 0) 1 else binom.test(b, b + c)$p.value
  middle <- if (b + c == 0) 1 else min(1, 2 * pbinom(min(b, c), b + c, 0.5) - dbinom(min(b, c), b + c, 0.5))
  if (b == c) middle <- 1
  level <- level_of(options)
  wide <- newcombe_paired(table, level)
  narrow <- newcombe_paired(table, 0.9)
  share <- if (b + c == 0) c(NA, NA) else binom.test(b, b + c, conf.level = level)$conf.int
  list(
    statistic = if (options$rule == "corrected") corrected$statistic[[1]] else plain$statistic[[1]],
    p = switch(
      options$rule, midP = middle, exact = exact, asymptotic = plain$p.value, corrected = corrected$p.value),
    difference = (b - c) / n, error = sqrt((b + c) - (b - c)^2 / n) / n, lower = wide$lower, upper = wide$upper,
    lower90 = narrow$lower, upper90 = narrow$upper, odds = if (b + c == 0) NA else b / c,
    oddsLower = (share / (1 - share))[1], oddsUpper = (share / (1 - share))[2], g = b / (b + c) - 0.5,
    gLower = share[1] - 0.5, gUpper = share[2] - 0.5)
}

changed_share <- function(table, level) {
  n <- sum(table)
  changed <- n - sum(diag(table))
  wide <- wilson(changed, n, level)
  list(share = changed / n, lower = wide$lower, upper = wide$upper)
}

# stats::mcnemar.test on a larger table is Bowker's; it gives NaN where a pair of answers is empty, so that the sum is
# written out.
reference_bowker <- function(data, options) {
  table <- square_table(data, options)
  if (nrow(table) < 2) stop("one answer")
  x <- table[upper.tri(table)]
  y <- t(table)[upper.tri(table)]
  keep <- x + y > 0
  if (!any(keep)) stop("nobody changed")
  statistic <- sum((x - y)[keep]^2 / (x + y)[keep])
  if (all(keep)) {
    own <- mcnemar.test(table, correct = FALSE)
    stopifnot(abs(own$statistic - statistic) < 1e-9 * max(1, statistic))
  }
  c(
    list(statistic = statistic, df = sum(keep), p = pchisq(statistic, sum(keep), lower.tail = FALSE)),
    changed_share(table, level_of(options)))
}

# Stuart (1955) with a generalized inverse from the singular values: the rank is that of the covariance.
reference_stuart <- function(data, options) {
  table <- square_table(data, options)
  if (nrow(table) < 2) stop("one answer")
  if (sum(table) == sum(diag(table))) stop("nobody changed")
  d <- rowSums(table) - colSums(table)
  v <- -(table + t(table))
  diag(v) <- rowSums(table) + colSums(table) - 2 * diag(table)
  s <- svd(v)
  rank <- sum(s$d > 1e-9 * max(s$d))
  half <- crossprod(s$u[, seq_len(rank), drop = FALSE], d)
  statistic <- sum(half^2 / s$d[seq_len(rank)])
  c(
    list(statistic = statistic, df = rank, p = pchisq(statistic, rank, lower.tail = FALSE)),
    changed_share(table, level_of(options)))
}

item_matrix <- function(data, options) {
  m <- do.call(cbind, lapply(unlist(options$items), function(name) numeric_column(data[[name]])))
  m[stats::complete.cases(m), , drop = FALSE]
}

# Cochran's Q is Friedman's statistic of answers that are 0 or 1.
reference_cochran <- function(data, options) {
  cells <- do.call(cbind, lapply(unlist(options$items), function(name) as.character(unlist(data[[name]]))))
  cells <- cells[stats::complete.cases(cells), , drop = FALSE]
  m <- matrix(as.numeric(cells %in% unlist(options$success)), nrow(cells))
  if (nrow(m) < 1 || all(rowSums(m) %in% c(0, ncol(m)))) stop("nobody differs")
  # friedman.test takes no single row: one more of ties alone changes nothing.
  test <- friedman.test(if (nrow(m) == 1) rbind(m, 0) else m)
  q <- test$statistic[[1]]
  list(q = q, df = test$parameter[[1]], p = test$p.value, eta = q / (nrow(m) * (ncol(m) - 1)),
    differing = sum(!rowSums(m) %in% c(0, ncol(m))))
}

reference_friedman <- function(data, options) {
  m <- item_matrix(data, options)
  if (nrow(m) < 2) stop("too few")
  if (all(m == m[, 1])) stop("nobody tells the items apart")
  test <- friedman.test(m)
  chi <- test$statistic[[1]]
  n <- nrow(m)
  k <- ncol(m)
  w <- chi / (n * (k - 1))
  f <- (n - 1) * chi / (n * (k - 1) - chi)
  full <- w > 1 - 1e-12
  list(
    statistic = chi, df = k - 1, p = test$p.value, w = w, f = if (full) "skip" else f,
    fp = if (full) "skip" else pf(f, k - 1, (k - 1) * (n - 1), lower.tail = FALSE),
    ranks = colMeans(t(apply(m, 1, rank))))
}

# Page's L with the variance given the ties: of each respondent's ranks, the variance of the sum of ranks times
# positions over all orders.
reference_page <- function(data, options) {
  m <- item_matrix(data, options)
  if (nrow(m) < 2) stop("too few")
  if (all(m == m[, 1])) stop("nobody tells the items apart")
  k <- ncol(m)
  n <- nrow(m)
  r <- t(apply(m, 1, rank))
  l <- sum(r %*% seq_len(k))
  mean <- n * k * (k + 1)^2 / 4
  variance <- sum(apply(r, 1, function(row) sum((row - mean(row))^2))) * sum((seq_len(k) - (k + 1) / 2)^2) / (k - 1)
  z <- (l - mean) / sqrt(variance)
  tied <- any(apply(r, 1, anyDuplicated) > 0)
  exact <- options$method == "exact" || (options$method == "automatic" && !tied && k <= 8 && n * k <= 160)
  if (options$method == "exact" && (tied || n * k > 160)) stop("no exact distribution")
  p <- if (exact) page_exact(l, n, k) else pnorm(z, lower.tail = FALSE)
  per <- apply(r, 1, function(row) cor(row, seq_len(k)))
  # Topline divides by the variance without ties; so is the sum below.
  values <- as.vector((r - (k + 1) / 2) %*% (seq_len(k) - (k + 1) / 2)) / (k * (k^2 - 1) / 12)
  error <- sd(values) / sqrt(n)
  list(l = l, mean = mean, variance = variance, z = z, p = p, correlation = mean(values),
    error = if (error > 0) error else NA, ranks = colMeans(r))
}

page_exact <- function(l, n, k) {
  orders <- function(v) {
    if (length(v) <= 1) return(list(v))
    unlist(lapply(seq_along(v), function(i) lapply(orders(v[-i]), function(rest) c(v[i], rest))), recursive = FALSE)
  }
  sums <- sapply(orders(seq_len(k)), function(order) sum(order * seq_len(k)))
  least <- min(sums)
  one <- tabulate(sums - least + 1) / length(sums)
  whole <- 1
  for (respondent in seq_len(n)) {
    next_whole <- rep(0, length(whole) + length(one) - 1)
    for (j in seq_along(one)) {
      at <- seq_along(whole) + j - 1
      next_whole[at] <- next_whole[at] + whole * one[j]
    }
    whole <- next_whole
  }
  sum(whole[(round(l) - least * n + 1):length(whole)])
}
