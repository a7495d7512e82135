# Agreement of codings, and equivalence within bounds.

rated_twice <- function(data, options) {
  levels <- unlist(options$answers$x)
  x <- factor(as.character(unlist(data$x)), levels)
  y <- factor(as.character(unlist(data$y)), levels)
  keep <- !is.na(x) & !is.na(y)
  table <- table(x[keep], y[keep])
  matrix(as.numeric(table), nrow(table))
}

agreement_weights <- function(k, weighting) {
  distance <- abs(outer(seq_len(k), seq_len(k), "-")) / (k - 1)
  switch(weighting, none = diag(k), linear = 1 - distance, quadratic = 1 - distance^2)
}

# Fleiss, Cohen and Everitt (1969), as psych::cohen.kappa; its weights are given as agreement.
reference_cohen <- function(data, options) {
  table <- rated_twice(data, options)
  if (sum(table) == 0) stop("nobody was coded twice")
  if (sum(rowSums(table) + colSums(table) > 0) < 2) stop("one category only")
  w <- agreement_weights(nrow(table), options$weighting)
  p <- table / sum(table)
  n <- sum(table)
  row <- rowSums(p)
  column <- colSums(p)
  observed <- sum(w * p)
  chance <- sum(w * outer(row, column))
  kappa <- (observed - chance) / (1 - chance)
  by_row <- as.vector(w %*% column)
  by_column <- as.vector(row %*% w)
  distance <- w - outer(by_row, by_column, "+") * (1 - kappa)
  error <- sqrt(max(0, sum(p * distance^2) - (kappa - chance * (1 - kappa))^2) / n) / (1 - chance)
  under <- sqrt(max(0, sum(outer(row, column) * (w - outer(by_row, by_column, "+"))^2) - chance^2) / n) / (1 - chance)
  own <- suppressWarnings(psych::cohen.kappa(table, w = w, n.obs = n))
  mine <- if (options$weighting == "none") own$kappa else own$weighted.kappa
  z <- if (under > 0) kappa / under else 0
  q <- qnorm((1 + level_of(options)) / 2)
  list(
    kappa = kappa, psych = if (is.finite(mine)) mine else "skip", error = error, observed = observed, chance = chance,
    z = z, p = 2 * pnorm(-abs(z)), lower = max(-1, kappa - q * error), upper = min(1, kappa + q * error))
}

coded <- function(data, options) {
  do.call(cbind, lapply(unlist(options$items), function(name) numeric_column(data[[name]])))
}

# Fleiss (1971); the error under chance is that of Fleiss, Nee and Landis (1979), the one under any agreement Gwet's.
reference_fleiss <- function(data, options) {
  m <- coded(data, options)
  m <- m[stats::complete.cases(m), , drop = FALSE]
  n <- nrow(m)
  r <- ncol(m)
  if (n < 2) stop("too few")
  categories <- sort(unique(as.vector(m)))
  if (length(categories) < 2) stop("one category only")
  counts <- sapply(categories, function(category) rowSums(m == category))
  share <- colSums(counts) / (n * r)
  own <- rowSums(counts * (counts - 1)) / (r * (r - 1))
  chance <- sum(share^2)
  kappa <- (mean(own) - chance) / (1 - chance)
  q <- share * (1 - share)
  under <- sqrt(2) / (sum(q) * sqrt(n * r * (r - 1))) * sqrt(max(0, sum(q)^2 - sum(q * (1 - 2 * share))))
  subject <- (own - chance) / (1 - chance)
  by_chance <- as.vector(counts %*% share) / r
  star <- subject - 2 * (1 - kappa) * (by_chance - chance) / (1 - chance)
  error <- sqrt(sum((star - kappa)^2) / (n * (n - 1)))
  q <- qt((1 + level_of(options)) / 2, n - 1)
  none <- error < 1e-12
  list(
    kappa = kappa, z = kappa / under, p = 2 * pnorm(-abs(kappa / under)), under = under,
    error = error, lower = if (none) "skip" else max(-1, kappa - q * error),
    upper = if (none) "skip" else min(1, kappa + q * error))
}

# Krippendorff's alpha from the coincidences of values within units, as in Hayes and Krippendorff (2007).
reference_krippendorff <- function(data, options) {
  m <- coded(data, options)
  m <- m[rowSums(!is.na(m)) >= 2, , drop = FALSE]
  values <- sort(unique(as.vector(m[!is.na(m)])))
  k <- length(values)
  if (nrow(m) < 1 || k < 2) stop("one value only")
  if (options$metric == "ratio" && min(values) < 0) stop("below zero")
  coincidence <- matrix(0, k, k)
  for (unit in seq_len(nrow(m))) {
    given <- match(m[unit, !is.na(m[unit, ])], values)
    for (a in seq_along(given)) for (b in seq_along(given)) if (a != b) {
      coincidence[given[a], given[b]] <- coincidence[given[a], given[b]] + 1 / (length(given) - 1)
    }
  }
  total <- rowSums(coincidence)
  n <- sum(total)
  delta <- outer(seq_len(k), seq_len(k), Vectorize(function(a, b) switch(
    options$metric, nominal = as.numeric(a != b),
    ordinal = (sum(total[min(a, b):max(a, b)]) - (total[a] + total[b]) / 2)^2,
    interval = (values[a] - values[b])^2,
    ratio = if (values[a] + values[b] == 0) 0 else ((values[a] - values[b]) / (values[a] + values[b]))^2)))
  list(
    alpha = 1 - (n - 1) * sum(coincidence * delta) / sum(outer(total, total) * delta), pairable = n)
}

reference_icc <- function(data, options) {
  m <- coded(data, options)
  m <- m[stats::complete.cases(m), , drop = FALSE]
  if (nrow(m) < 2) stop("too few")
  m <- m - m[1, 1]
  if (max(m) - min(m) == 0) stop("the same rating of all")
  # One unit, so that lm's tolerances see numbers of one size.
  m <- m / max(abs(m))
  test <- suppressWarnings(psych::ICC(m, lmer = FALSE, missing = FALSE, alpha = 1 - level_of(options)))$results
  row <- switch(options$form, "1,1" = 1, "2,1" = 2, "3,1" = 3, "1,k" = 4, "2,k" = 5, "3,k" = 6)
  f <- test$F[row]
  if (is.nan(f)) stop("no variance")
  full <- !is.finite(f) || f > 1e12
  list(
    icc = test$ICC[row], f = if (full) "skip" else f, df1 = test$df1[row], df2 = test$df2[row],
    p = if (full) "skip" else test$p[row], lower = if (full) "skip" else test$"lower bound"[row],
    upper = if (full) "skip" else test$"upper bound"[row])
}

tost <- function(difference, error, df, unit, options) {
  scale <- if (options$standardized) unit else 1
  low <- options$bounds[[1]] * scale
  high <- options$bounds[[2]] * scale
  above <- pt((difference - low) / error, df, lower.tail = FALSE)
  below <- pt((difference - high) / error, df)
  narrow <- 2 * level_of(options) - 1
  q <- qt((1 + narrow) / 2, df)
  w <- qt((1 + level_of(options)) / 2, df)
  list(
    p = max(above, below), above = above, below = below, df = df, difference = difference, error = error,
    lower = difference - w * error, upper = difference + w * error, lower90 = difference - q * error,
    upper90 = difference + q * error, zero = 2 * pt(-abs(difference / error), df))
}

reference_tost <- function(data, options) {
  groups <- moved(by_group(data, options))$groups
  if (length(groups) != 2 || min(lengths(groups)) < 2) stop("not two groups")
  v <- sapply(groups, var)
  if (sum(v) == 0) stop("data are essentially constant")
  test <- t.test(groups[[1]], groups[[2]])
  tost(mean(groups[[1]]) - mean(groups[[2]]), test$stderr, test$parameter[[1]], sqrt(mean(v)), options)
}

reference_tost_paired <- function(data, options) {
  x <- numeric_column(data$x)
  y <- numeric_column(data$y)
  d <- (x - y)[!is.na(x) & !is.na(y)]
  if (length(d) < 2 || var(d) == 0) stop("data are essentially constant")
  tost(mean(d), sd(d) / sqrt(length(d)), length(d) - 1, sd(d), options)
}

reference_tost_one <- function(data, options) {
  d <- present(data$x) - options$mu
  if (length(d) < 2 || var(d) == 0) stop("data are essentially constant")
  tost(mean(d), sd(d) / sqrt(length(d)), length(d) - 1, sd(d), options)
}

reference_tost_share <- function(data, options) {
  y <- as.character(unlist(data$y))
  y <- y[!is.na(y)]
  n <- length(y)
  x <- sum(y %in% unlist(options$success))
  if (n == 0) stop("nobody")
  above <- binom.test(x, n, options$probability + options$bounds[[1]], "greater")$p.value
  below <- binom.test(x, n, options$probability + options$bounds[[2]], "less")$p.value
  wide <- binom.test(x, n, conf.level = level_of(options))$conf.int
  narrow <- binom.test(x, n, conf.level = 2 * level_of(options) - 1)$conf.int
  list(
    p = max(above, below), above = above, below = below, share = x / n, lower = wide[1], upper = wide[2],
    lower90 = narrow[1], upper90 = narrow[2])
}

# The tail at which Newcombe's interval touches the bound, by bisection.
reference_tost_shares <- function(data, options) {
  y <- as.character(unlist(data$y))
  g <- factor_column(data$g, options$answers$g)
  keep <- !is.na(y) & !is.na(g)
  g <- droplevels(g[keep])
  if (nlevels(g) != 2) stop("not two groups")
  x <- as.vector(tapply(y[keep] %in% unlist(options$success), g, sum))
  n <- as.vector(table(g))
  difference <- x[1] / n[1] - x[2] / n[2]
  ends <- function(level) newcombe10(x[1], n[1], x[2], n[2], level)
  z_wilson <- function(x, n, tail) {
    z <- qnorm(tail, lower.tail = FALSE)
    centre <- (x + z^2 / 2) / (n + z^2)
    half <- z / (n + z^2) * sqrt(x * (n - x) / n + z^2 / 4)
    c(if (x == 0) 0 else centre - half, if (x == n) 1 else centre + half)
  }
  limit <- function(tail, upper) {
    a <- z_wilson(x[1], n[1], tail)
    b <- z_wilson(x[2], n[2], tail)
    p <- x / n
    if (upper) difference + sqrt((a[2] - p[1])^2 + (p[2] - b[1])^2)
    else difference - sqrt((p[1] - a[1])^2 + (b[2] - p[2])^2)
  }
  tail_where <- function(f, open) {
    if (!open) return(0.5)
    if (f(1e-300)) return(1e-300)
    low <- log(1e-300)
    high <- log(0.5)
    for (step in 1:200) {
      middle <- (low + high) / 2
      # A larger tail is a shorter interval: inside the bound from the wanted tail on.
      if (f(exp(middle))) high <- middle else low <- middle
    }
    exp(high)
  }
  above <- tail_where(function(t) limit(t, FALSE) >= options$bounds[[1]], difference > options$bounds[[1]])
  below <- tail_where(function(t) limit(t, TRUE) <= options$bounds[[2]], difference < options$bounds[[2]])
  wide <- ends(level_of(options))
  narrow <- ends(2 * level_of(options) - 1)
  list(
    p = max(above, below), above = above, below = below, difference = difference, lower = wide$lower,
    upper = wide$upper, lower90 = narrow$lower, upper90 = narrow$upper)
}
