# Association of two answers: tables, orders and numbers.

crossing <- function(data, options, row = "y", column = "z") {
  y <- factor_column(data[[row]], options$answers[[row]])
  z <- factor_column(data[[column]], options$answers[[column]])
  keep <- !is.na(y) & !is.na(z)
  table <- table(droplevels(y[keep]), droplevels(z[keep]))
  if (min(dim(table)) < 2) stop("fewer than two rows or columns")
  matrix(as.numeric(table), nrow(table), dimnames = dimnames(table))
}

# The standard error of a function of the cells' shares, by the delta method with numeric derivatives.
delta_error <- function(table, measure) {
  n <- sum(table)
  shares <- table / n
  slope <- function(cell, step) {
    up <- shares
    down <- shares
    up[cell] <- up[cell] + step
    down[cell] <- down[cell] - step
    (measure(up) - measure(down)) / (2 * step)
  }
  # Richardson's step takes out the error of the second order.
  slopes <- sapply(seq_along(shares), function(cell) {
    if (shares[cell] == 0) 0 else (4 * slope(cell, 2e-4 * shares[cell]) - slope(cell, 4e-4 * shares[cell])) / 3
  })
  sqrt(max(0, sum(shares * slopes^2) - sum(shares * slopes)^2) / n)
}

on_fisher_z <- function(value, error, level) {
  if (abs(value) >= 1 || !is.finite(value)) return(c(NA, NA))
  tanh(atanh(value) + c(-1, 1) * qnorm((1 + level) / 2) * error / (1 - value^2))
}

phi_of <- function(t) (t[1, 1] * t[2, 2] - t[1, 2] * t[2, 1]) / sqrt(prod(rowSums(t), colSums(t)))

reference_chi_square <- function(data, options) {
  table <- crossing(data, options)
  level <- level_of(options)
  test <- chisq.test(table, correct = options$yates)
  plain <- chisq.test(table, correct = FALSE)
  n <- sum(table)
  r <- nrow(table)
  c <- ncol(table)
  chi <- plain$statistic[[1]]
  reach <- n * (min(r, c) - 1)
  ends <- noncentrality_chisq(chi, (r - 1) * (c - 1), level)
  inner <- max(0, chi / n - (r - 1) * (c - 1) / (n - 1))
  least <- min(r - (r - 1)^2 / (n - 1), c - (c - 1)^2 / (n - 1)) - 1
  answer <- list(
    statistic = test$statistic[[1]], df = test$parameter[[1]], p = test$p.value, pearson = chi,
    g = 2 * sum(ifelse(table > 0, table * log(table / plain$expected), 0)), smallest = min(plain$expected),
    v = sqrt(chi / reach), lower = min(1, sqrt(ends[[1]] / reach)), upper = min(1, sqrt(ends[[2]] / reach)),
    corrected = if (least > 1e-9) sqrt(inner / least) else "skip", contingency = sqrt(chi / (chi + n)))
  answer$gp <- pchisq(answer$g, answer$df, lower.tail = FALSE)
  if (r == 2 && c == 2) {
    phi <- phi_of(table)
    interval <- on_fisher_z(phi, delta_error(table, phi_of), level)
    pair <- share_pair(table[1, 1], sum(table[, 1]), table[1, 2], sum(table[, 2]), level)
    own <- share_pair(table[1, 1], sum(table[1, ]), table[2, 1], sum(table[2, ]), level)
    answer <- c(answer, list(
      phi = phi, phiLower = interval[1], phiUpper = interval[2], odds = own$odds, oddsLower = own$oddsLower,
      oddsUpper = own$oddsUpper, risk = pair$risk, riskLower = pair$riskLower, riskUpper = pair$riskUpper))
  }
  answer
}

# The conditional distribution of the first cells' sum given all margins, for an odds ratio: the ratio that expects the
# observed sum, and the ratios at which a tail is as likely as the level leaves; on the logarithm, to twelve digits. R's
# own search stops at about four.
conditional_odds <- function(strata, level) {
  log_mass <- 0
  observed <- 0
  for (t in strata) {
    low <- max(0, sum(t[, 1]) - sum(t[2, ]))
    high <- min(sum(t[1, ]), sum(t[, 1]))
    own <- dhyper(low:high, sum(t[1, ]), sum(t[2, ]), sum(t[, 1]), log = TRUE)
    joined <- rep(-Inf, length(log_mass) + length(own) - 1)
    for (j in seq_along(own)) {
      at <- seq_along(log_mass) + j - 1
      top <- pmax(joined[at], log_mass + own[j])
      joined[at] <- ifelse(is.finite(top), top + log(exp(joined[at] - top) + exp(log_mass + own[j] - top)), top)
    }
    log_mass <- joined
    observed <- observed + t[1, 1] - low
  }
  support <- seq_along(log_mass) - 1
  if (length(support) == 1) return(list(odds = NA, lower = NA, upper = NA))
  shares <- function(theta) {
    logs <- log_mass + support * theta
    weights <- exp(logs - max(logs))
    weights / sum(weights)
  }
  solve <- function(f) exp(uniroot(f, c(-100, 100), tol = 1e-13, maxiter = 10000)$root)
  tail <- (1 - level) / 2
  last <- max(support)
  list(
    odds = if (observed == 0) 0 else if (observed == last) Inf else {
      solve(function(theta) sum(support * shares(theta)) - observed)
    },
    lower = if (observed == 0) 0 else {
      solve(function(theta) log(sum(shares(theta)[support >= observed])) - log(tail))
    },
    upper = if (observed == last) Inf else {
      solve(function(theta) log(tail) - log(sum(shares(theta)[support <= observed])))
    })
}

reference_fisher <- function(data, options) {
  table <- crossing(data, options)
  level <- level_of(options)
  if (!all(dim(table) == 2)) {
    if (alternative_of(options) != "two.sided") stop("no direction")
    return(list(p = fisher.test(table, workspace = 2e7)$p.value))
  }
  test <- fisher.test(table, alternative = alternative_of(options))
  less <- fisher.test(table, alternative = "less")$p.value
  greater <- fisher.test(table, alternative = "greater")$p.value
  c(
    list(p = test$p.value, less = less, greater = greater, central = min(1, 2 * min(less, greater))),
    conditional_odds(list(table), level))
}

shares_by_group <- function(data, options) {
  y <- as.character(unlist(data$y))
  g <- factor_column(data$g, options$answers$g)
  keep <- !is.na(y) & !is.na(g)
  g <- droplevels(g[keep])
  list(success = as.vector(tapply(y[keep] %in% unlist(options$success), g, sum)), trials = as.vector(table(g)))
}

reference_trend <- function(data, options) {
  s <- shares_by_group(data, options)
  k <- length(s$trials)
  if (k < 2 || sum(s$success) %in% c(0, sum(s$trials))) stop("nothing varies")
  scores <- seq_len(k)
  n <- sum(s$trials)
  mean <- sum(s$trials * scores) / n
  spread <- sum(s$trials * (scores - mean)^2)
  slope <- sum(s$success * (scores - mean)) / spread
  chi <- prop.trend.test(s$success, s$trials, scores)$statistic[[1]]
  share <- s$success / s$trials
  error <- sqrt(sum(s$trials * share * (1 - share) * (scores - mean)^2)) / spread
  z <- sign(slope) * sqrt(chi)
  pearson <- suppressWarnings(prop.test(s$success, s$trials, correct = FALSE)$statistic[[1]])
  q <- qnorm((1 + level_of(options)) / 2)
  list(
    z = z, p = tail_p(z, alternative_of(options)), slope = slope, error = error,
    lower = if (error > 0) slope - q * error else NA, upper = if (error > 0) slope + q * error else NA,
    pearson = pearson, departure = max(0, pearson - chi),
    pd = if (k > 2) pchisq(max(0, pearson - chi), k - 2, lower.tail = FALSE) else 1)
}

strata_of <- function(data, options) {
  y <- factor_column(data$y, options$answers$y)
  z <- factor_column(data$z, options$answers$z)
  w <- factor_column(data$w, options$answers$w)
  keep <- !is.na(y) & !is.na(z) & !is.na(w)
  table <- table(droplevels(y[keep]), droplevels(z[keep]), droplevels(w[keep]))
  if (min(dim(table)[1:2]) < 2) stop("fewer than two rows or columns")
  table
}

# R takes no single stratum; beside one of a single row, which says nothing, it does.
not_alone <- function(table) {
  if (dim(table)[3] > 1) table else array(c(table, 1, 0, 1, 0), c(2, 2, 2))
}

reference_mantel_haenszel <- function(data, options) {
  table <- strata_of(data, options)
  varied <- apply(table, 3, function(t) min(sum(rowSums(t) > 0), sum(colSums(t) > 0)) >= 2)
  if (!any(varied)) stop("no stratum in which both vary")
  level <- level_of(options)
  table <- table[, , varied, drop = FALSE]
  if (dim(table)[1] != 2 || dim(table)[2] != 2) {
    # Landis, Heyman and Koch (1978), with a generalized inverse; R's own where its inverse is one.
    cells <- 0
    v <- 0
    for (stratum in seq_len(dim(table)[3])) {
      t <- table[, , stratum]
      n <- sum(t)
      p <- rowSums(t) / n
      q <- colSums(t) / n
      cells <- cells + as.vector(t - n * outer(p, q))
      v <- v + n^2 / (n - 1) * kronecker(diag(q) - outer(q, q), diag(p) - outer(p, p))
    }
    s <- svd(v)
    rank <- sum(s$d > 1e-9 * max(s$d))
    half <- crossprod(s$u[, seq_len(rank), drop = FALSE], cells)
    m <- sum(half^2 / s$d[seq_len(rank)])
    own <- tryCatch(mantelhaen.test(table), error = function(error) NULL)
    if (!is.null(own) && own$parameter == rank) stopifnot(abs(own$statistic - m) < 1e-6 * max(1, m))
    return(list(statistic = m, df = rank, p = pchisq(m, rank, lower.tail = FALSE), odds = NA, lower = NA, upper = NA,
      bd = NA, pbd = NA))
  }
  test <- mantelhaen.test(not_alone(table), correct = options$continuity, conf.level = level)
  odds <- test$estimate[[1]]
  bd <- breslow_day_tarone(table, odds)
  k <- dim(table)[3]
  # Robins, Breslow and Greenland's interval has no place where the ratio is 0 or infinite.
  usable <- is.finite(odds) && odds > 0
  list(
    statistic = test$statistic[[1]], df = 1, p = test$p.value, odds = odds,
    lower = if (usable) test$conf.int[1] else NA, upper = if (usable) test$conf.int[2] else NA,
    bd = if (k > 1 && usable) bd else "skip",
    pbd = if (k > 1 && usable) pchisq(bd, k - 1, lower.tail = FALSE) else "skip")
}

# Breslow and Day's statistic with Tarone's correction: in every stratum the first cell that the common ratio expects.
breslow_day_tarone <- function(table, odds) {
  if (!is.finite(odds) || odds <= 0) return(NA)
  parts <- apply(table, 3, function(t) {
    row <- sum(t[1, ])
    column <- sum(t[, 1])
    n <- sum(t)
    low <- max(0, row + column - n)
    high <- min(row, column)
    gap <- function(a) a * (n - row - column + a) - odds * (row - a) * (column - a)
    a <- uniroot(gap, c(low, high), tol = 1e-13)$root
    v <- 1 / (1 / a + 1 / (row - a) + 1 / (column - a) + 1 / (n - row - column + a))
    c(t[1, 1] - a, v)
  })
  sum(parts[1, ]^2 / parts[2, ]) - sum(parts[1, ])^2 / sum(parts[2, ])
}

reference_mantel_haenszel_exact <- function(data, options) {
  table <- strata_of(data, options)
  if (dim(table)[1] != 2 || dim(table)[2] != 2) stop("not two by two")
  varied <- apply(table, 3, function(t) min(rowSums(t), colSums(t)) > 0)
  if (!any(varied)) stop("no stratum in which both vary")
  first <- sum(table[1, 1, ])
  table <- table[, , varied, drop = FALSE]
  test <- mantelhaen.test(not_alone(table), exact = TRUE, alternative = alternative_of(options))
  strata <- lapply(seq_len(dim(table)[3]), function(stratum) table[, , stratum])
  c(list(statistic = first, p = test$p.value), conditional_odds(strata, level_of(options)))
}

pairs_xy <- function(data) {
  x <- numeric_column(data$x)
  y <- numeric_column(data$y)
  keep <- !is.na(x) & !is.na(y)
  x <- x[keep]
  y <- y[keep]
  if (length(x) < 3 || length(unique(x)) < 2 || length(unique(y)) < 2) stop("nothing varies")
  # Moving a column does not change its correlations, and keeps the digits of numbers near 1e9.
  list(x = x - x[1], y = y - y[1])
}

reference_pearson <- function(data, options) {
  d <- pairs_xy(data)
  n <- length(d$x)
  # One unit of each column, so that no sum of squares leaves the range of numbers.
  d$x <- d$x / max(abs(d$x))
  d$y <- d$y / max(abs(d$y))
  test <- cor.test(d$x, d$y, alternative = alternative_of(options))
  ends <- function(level) {
    if (n < 4 || abs(test$estimate) >= 1 - 1e-15) return(c("skip", "skip"))
    cor.test(d$x, d$y, conf.level = level)$conf.int
  }
  wide <- ends(level_of(options))
  narrow <- ends(0.9)
  full <- abs(test$estimate[[1]]) > 1 - 1e-12
  list(
    t = if (full) "skip" else test$statistic[[1]], df = n - 2, p = if (full) "skip" else test$p.value,
    r = test$estimate[[1]], lower = wide[[1]], upper = wide[[2]], lower90 = narrow[[1]], upper90 = narrow[[2]])
}

reference_spearman <- function(data, options) {
  d <- pairs_xy(data)
  n <- length(d$x)
  tied <- anyDuplicated(d$x) > 0 || anyDuplicated(d$y) > 0
  rho <- cor(d$x, d$y, method = "spearman")
  exact <- options$method != "asymptotic" && !tied && n <= 9
  if (options$method == "exact" && !exact) stop("no exact distribution")
  full <- abs(rho) > 1 - 1e-12
  p <- if (exact) {
    cor.test(d$x, d$y, method = "spearman", exact = TRUE, alternative = alternative_of(options))$p.value
  } else if (full) "skip" else tail_p(rho * sqrt((n - 2) / (1 - rho^2)), alternative_of(options), n - 2)
  error <- sqrt((1 + rho^2 / 2) / (n - 3))
  ends <- function(level) {
    if (full || n < 4) c("skip", "skip") else tanh(atanh(rho) + c(-1, 1) * qnorm((1 + level) / 2) * error)
  }
  wide <- ends(level_of(options))
  list(s = sum((rank(d$x) - rank(d$y))^2), p = p, rho = rho, lower = wide[[1]], upper = wide[[2]])
}

reference_kendall <- function(data, options) {
  d <- pairs_xy(data)
  n <- length(d$x)
  tied <- anyDuplicated(d$x) > 0 || anyDuplicated(d$y) > 0
  exact <- options$method == "exact" || (options$method == "automatic" && !tied && n < 50)
  if (exact && (tied || n > 120)) stop("no exact distribution")
  test <- cor.test(
    d$x, d$y, method = "kendall", exact = exact, alternative = alternative_of(options), continuity = FALSE)
  s <- outer(d$x, d$x, function(a, b) sign(a - b)) * outer(d$y, d$y, function(a, b) sign(a - b))
  list(
    p = test$p.value, tau = cor(d$x, d$y, method = "kendall"), concordant = sum(s > 0) / 2, discordant = sum(s < 0) / 2,
    z = cor.test(d$x, d$y, method = "kendall", exact = FALSE)$statistic[[1]])
}

# All pairs of cells, counted as the definitions say.
ordinal_measures <- function(shares) {
  r <- nrow(shares)
  c <- ncol(shares)
  concordant <- 0
  discordant <- 0
  for (i in seq_len(r)) for (j in seq_len(c)) {
    if (i < r && j < c) concordant <- concordant + shares[i, j] * sum(shares[(i + 1):r, (j + 1):c])
    if (i < r && j > 1) discordant <- discordant + shares[i, j] * sum(shares[(i + 1):r, 1:(j - 1)])
  }
  total <- sum(shares)^2
  byRow <- (total - sum(rowSums(shares)^2)) / 2
  byColumn <- (total - sum(colSums(shares)^2)) / 2
  m <- min(r, c)
  score <- concordant - discordant
  c(
    gamma = score / (concordant + discordant), columns = score / byRow, rows = score / byColumn,
    symmetric = score / ((byRow + byColumn) / 2), b = score / sqrt(byRow * byColumn),
    c = score * 2 * m / (m - 1) / total)
}

reference_ordinal <- function(data, options) {
  table <- crossing(data, options)
  values <- ordinal_measures(table)
  if (!is.finite(values[["gamma"]])) stop("no pair that both tell apart")
  level <- level_of(options)
  answer <- as.list(values)
  errors <- sapply(names(values), function(name) delta_error(table, function(t) ordinal_measures(t)[[name]]))
  for (name in names(values)) {
    ends <- on_fisher_z(values[[name]], errors[[name]], level)
    answer[[paste0(name, "Lower")]] <- ends[1]
    answer[[paste0(name, "Upper")]] <- ends[2]
  }
  # Brown and Benedetti's (1977) error of C - D under independence, by adding up every respondent's own score.
  n <- sum(table)
  own <- sapply(seq_len(nrow(table)), function(i) sapply(seq_len(ncol(table)), function(j) {
    sum(table * outer(sign(seq_len(nrow(table)) - i), sign(seq_len(ncol(table)) - j)))
  }))
  own <- t(own)
  score <- sum(table * own)
  error <- sqrt(sum(table * own^2) - score^2 / n)
  if (error < 1e-9) stop("no error under independence")
  z <- score / 2 / error
  answer$z <- z
  answer$p <- tail_p(z, alternative_of(options))
  answer$error <- errors[[options$measure]]
  answer
}

# polycor's maximum likelihood, whose search stops at about four digits.
reference_polychor <- function(data, options) {
  table <- crossing(data, options)
  test <- polycor::polychor(table, ML = options$ml, std.err = FALSE, maxcor = 0.99999)
  list(rho = test)
}
