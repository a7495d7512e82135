# References for weighted and complex samples: R's survey package where it has the estimate, and where it has none the
# definition, written out slowly with the influences of single respondents and survey's own variance of their sum.
suppressPackageStartupMessages(library(survey))

# A column as numbers; what R writes as text has 15 digits only, so numbers stay what they are.
number <- function(x) if (is.numeric(x)) x else suppressWarnings(as.numeric(as.character(x)))
text <- function(x) as.character(x)

# The columns as a data frame; a column of blanks alone comes as a list without numbers.
frame_of <- function(data) {
  as.data.frame(lapply(data, function(column) if (is.list(column)) rep(NA, length(column)) else column),
    stringsAsFactors = FALSE)
}

# The design that the options describe, over all records; refused where the definition refuses it.
design_of <- function(data, options) {
  given <- options$design
  for (name in c(given$weights, unlist(given$fpc), unlist(given$replicates$columns))) data[[name]] <- number(data[[name]])
  data$one_ <- 1
  weights <- reformulate(if (is.null(given$weights)) "one_" else given$weights)
  if (!is.null(given$replicates)) {
    type <- given$replicates$type
    arguments <- list(data = data, weights = weights, type = c(
      brr = "BRR", fay = "Fay", jk1 = "JK1", jk2 = "JK2", jkn = "JKn", bootstrap = "bootstrap",
      `successive-difference` = "successive-difference")[[type]],
      repweights = as.matrix(data[unlist(given$replicates$columns)]), combined.weights = TRUE)
    if (!is.null(given$replicates$fay)) arguments$rho <- given$replicates$fay
    count <- length(unlist(given$replicates$columns))
    if (type == "jk1") { arguments$scale <- (count - 1) / count; arguments$rscales <- rep(1, count) }
    if (type == "jk2") { arguments$scale <- 1; arguments$rscales <- rep(1, count) }
    if (type == "jkn") { arguments$scale <- 1; arguments$rscales <- unlist(given$replicates$scales) }
    if (type == "bootstrap") { arguments$scale <- 1 / (count - 1); arguments$rscales <- rep(1, count) }
    return(do.call(svrepdesign, arguments))
  }
  options(survey.lonely.psu = if (is.null(given$lonely)) "fail" else given$lonely)
  design <- svydesign(
    ids = if (is.null(given$clusters)) ~1 else reformulate(unlist(given$clusters)),
    strata = if (is.null(given$strata)) NULL else reformulate(unlist(given$strata)), weights = weights,
    fpc = if (is.null(given$fpc)) NULL else reformulate(unlist(given$fpc)), nest = isTRUE(given$nest), data = data)
  if (refuses_lonely(design, options)) stop("a single unit in a stratum")
  design
}

# Respondents of --where; whose value is missing is outside.
inside <- function(data, options) {
  keep <- rep(TRUE, nrow(data))
  for (condition in options$where) {
    values <- text(data[[condition$column]])
    keep <- keep & switch(condition$operator, `=` = !is.na(values) & values == condition$value,
      `>=` = !is.na(values) & number(values) >= as.numeric(condition$value))
  }
  keep
}

part <- function(design, keep) design[which(keep), ]

# The design with further columns; survey's own update() would look for their parts among the data first.
with_columns <- function(design, ...) {
  columns <- list(...)
  for (name in names(columns)) design$variables[[name]] <- columns[[name]]
  design
}

# Whether a stratum of the first stage has a single unit that was not taken with certainty, and the policy is to fail.
refuses_lonely <- function(design, options) {
  if (!inherits(design, "survey.design2") || !(is.null(options$design$lonely) || options$design$lonely == "fail"))
    return(FALSE)
  lonely <- FALSE
  for (stage in seq_len(if (is.null(design$fpc$popsize)) 1 else ncol(design$fpc$sampsize))) {
    sample <- design$fpc$sampsize[, stage]
    full <- if (is.null(design$fpc$popsize)) rep(FALSE, length(sample)) else
      abs(1 - sample / design$fpc$popsize[, stage]) < 1e-7
    outer <- if (stage == 1) rep(TRUE, length(sample)) else TRUE
    lonely <- lonely || any(sample == 1 & !full & outer)
  }
  lonely
}

freedom <- function(design) {
  if (inherits(design, "svyrep.design")) return(qr(weights(design, "analysis"), tol = 1e-5)$rank - 1)
  degf(design)
}

# The covariance of totals of influences (weights included), one column for each; over the whole design.
covariance_of <- function(design, influences) {
  influences <- as.matrix(influences)
  if (inherits(design, "svyrep.design")) {
    full <- weights(design, "sampling")
    ratios <- weights(design, "analysis") / ifelse(full == 0, 1, full)
    sums <- t(ratios) %*% influences
    return(matrix(svrVar(sums, design$scale, design$rscales, mse = FALSE, coef = colSums(influences)),
      ncol(influences)))
  }
  svyrecvar(influences, design$cluster, design$strata, design$fpc, postStrata = design$postStrata)
}

# The influence of each respondent in the mean of those with a value.
mean_influence <- function(values, w) {
  known <- !is.na(values)
  total <- sum(w[known])
  mean <- sum((w * values)[known]) / total
  list(mean = mean, influence = ifelse(known, w * (values - mean) / total, 0), known = known)
}

# Whether survey's functions know another number of strata than the design has: they see the rows of a domain alone, and
# under survey.lonely.psu = "average" the strata that it leaves empty, whose spread of zero the definition counts, are
# not there to be averaged over.
forgets_strata <- function(whole, domain, options) {
  inherits(whole, "survey.design2") && identical(options$design$lonely, "average") &&
    length(unique(domain$strata[, 1])) < length(unique(whole$strata[, 1]))
}

# Whether survey's own test of a domain must say what the definition says.
comparable <- function(whole, domain, options) {
  inherits(whole, "survey.design2") && !forgets_strata(whole, domain, options)
}

# The standard error of svymean's estimate in a domain; the values are those of the whole design, NA outside.
error_of <- function(estimate, whole, domain, values, options) {
  if (!forgets_strata(whole, domain, options)) return(SE(estimate)[[1]])
  sqrt(covariance_of(whole, mean_influence(values, weights(whole, "sampling"))$influence)[1, 1])
}

# The influence of each respondent in any function of the weights, by central differences of a complex step's kind:
# the function is evaluated with the weight of one respondent a little larger and a little smaller.
numeric_influence <- function(f, w) {
  vapply(seq_along(w), function(i) {
    if (w[i] == 0) return(0)
    step <- 1e-4 * w[i]
    up <- w; up[i] <- w[i] + step
    down <- w; down[i] <- w[i] - step
    upper <- w; upper[i] <- w[i] + 2 * step
    lower <- w; lower[i] <- w[i] - 2 * step
    w[i] * (8 * (f(up) - f(down)) - (f(upper) - f(lower))) / (12 * step)
  }, 0)
}

t_interval <- function(estimate, error, df, level = 0.95) estimate + c(-1, 1) * qt(1 - (1 - level) / 2, df) * error
logit_interval <- function(share, error, df) plogis(t_interval(qlogis(share), error / (share * (1 - share)), df))
two_sided <- function(t, df) 2 * pt(-abs(t), df)
p_of <- function(t, df, alternative) switch(if (is.null(alternative)) "two-sided" else alternative,
  `two-sided` = two_sided(t, df), greater = pt(t, df, lower.tail = FALSE), less = pt(t, df))

# Means, shares and quantiles of parts of the sample.
reference_summary <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  keep <- inside(data, options)
  if (!is.null(options$by)) keep <- keep & !is.na(text(data[[options$by]])) & text(data[[options$by]]) == options$group
  y <- number(data[[options$numeric]])
  w <- weights(whole, "sampling")
  k <- text(data[[options$categorical]])
  c(summary_mean(with_columns(whole, y_ = y), keep & !is.na(y), y, w, options),
    summary_shares(whole, keep & !is.na(k), k, w, options))
}

summary_mean <- function(design, known, y, w, options) {
  weighted <- !is.null(options$design$weights)
  empty <- list(n = sum(known), mean = NA, weighted = if (weighted) 0 else NA, effective = if (weighted) 0 else NA, df = "skip",
    sd = NA, error = NA, lower = NA, upper = NA, lower90 = NA, upper90 = NA, deff = NA, quantiles = "skip",
    quantileLower = "skip", quantileUpper = "skip", quantileErrors = "skip")
  # Respondents of weight zero are counted, and say nothing of a spread.
  n <- sum(known & w > 0)
  if (n == 0) return(empty)
  domain <- part(design, known)
  df <- freedom(domain)
  estimate <- svymean(~y_, domain)
  mean <- coef(estimate)[[1]]
  error <- if (df > 0) error_of(estimate, design, domain, ifelse(known, y, NA), options) else NA
  spread <- if (n > 1) sum(w[known] * (y[known] - mean)^2) / sum(w[known]) * n / (n - 1) else NA
  if (!is.na(spread) && spread < 1e-26 * mean^2) spread <- 0
  # What is left of a sum that cancels is no variance.
  if (!is.na(error) && !is.na(spread) && error^2 <= 1e-13 * spread / n + 1e-30 * mean^2) error <- 0
  wide <- if (df > 0) t_interval(mean, error, df) else c(NA, NA)
  narrow <- if (df > 0) t_interval(mean, error, df, 0.9) else c(NA, NA)
  result <- list(n = sum(known), weighted = if (weighted) sum(w[known]) else NA,
    effective = if (weighted) sum(w[known])^2 / sum(w[known]^2) else NA, mean = mean, error = error, lower = wide[1],
    upper = wide[2], lower90 = narrow[1], upper90 = narrow[2], df = df, sd = sqrt(spread),
    deff = if (!is.na(spread) && spread > 0) error^2 / (spread / n) else NA)
  c(result, summary_quantiles(design, known, domain, y, w, df, options))
}

# The smallest value up to which the share of the weight lies, and Woodruff's interval by its definition. svyquantile's
# must say the same, but where an end lies within the first value's share: there it takes the second value (survey
# 4.1-1), and where an end lies below 0 or above 1, it gives none.
summary_quantiles <- function(whole, known, domain, all, w, df, options) {
  y <- all[known]
  w <- w[known]
  order <- order(y)[w[order(y)] > 0]
  shares <- cumsum(w[order]) / sum(w)
  at <- function(p) y[order][c(which(shares >= p), length(order))[1]]
  inner <- function(p) p > shares[1] && p < 1
  probabilities <- c(0.25, 0.5, 0.75)
  own <- vapply(probabilities, at, 0)
  none <- rep(NA, 3)
  result <- list(quantiles = own, quantileLower = none, quantileUpper = none, quantileErrors = none)
  if (df <= 0) return(result)
  for (index in 1:3) {
    estimate <- svymean(~below_, with_columns(domain, below_ = as.numeric(y <= own[index])))
    share <- sum(w[y <= own[index]]) / sum(w)
    error <- error_of(estimate, whole, domain, ifelse(known, as.numeric(all <= own[index]), NA), options)
    if (is.na(error) || share >= 1 || error^2 < 1e-13 * share * (1 - share) / sum(w > 0)) next
    ends <- t_interval(share, error, df)
    result$quantileLower[index] <- at(max(0, ends[1]))
    result$quantileUpper[index] <- at(min(1, ends[2]))
    result$quantileErrors[index] <- (result$quantileUpper[index] - result$quantileLower[index]) / (2 * qt(0.975, df))
    if (!comparable(whole, domain, options) || !inner(ends[1]) || !inner(ends[2]) || !inner(probabilities[index])) next
    near <- min(abs(outer(shares, c(ends, probabilities[index]), "-")))
    found <- svyquantile(~y_, domain, probabilities[index], interval.type = "mean", qrule = "math", df = df)[[1]]
    stopifnot(near < 1e-12 || all(found[1, 1:3] == c(own[index], result$quantileLower[index], result$quantileUpper[index])))
  }
  result
}

summary_shares <- function(design, known, k, w, options) {
  codes <- sort(unique(k[!is.na(k)]))
  n <- sum(known & w > 0)
  if (n == 0) {
    none <- rep(NA, length(codes))
    counts <- vapply(codes, function(code) sum(known & k == code), 0)
    return(list(counts = counts, percents = none, lowers = none, uppers = none, shareErrors = none, shareDeffs = none))
  }
  domain <- part(design, known)
  df <- freedom(domain)
  effective <- sum(w[known])^2 / sum(w[known]^2)
  rows <- lapply(codes, function(code) {
    estimate <- svymean(~chosen_, with_columns(domain, chosen_ = as.numeric(k[known] == code)))
    share <- sum(w[known & k == code]) / sum(w[known])
    error <- error_of(estimate, design, domain, ifelse(known, as.numeric(k == code), NA), options)
    ends <- c(NA, NA)
    spread <- share * (1 - share) * n / (n - 1)
    if (!is.na(error) && error^2 < 1e-13 * share * (1 - share) / n) error <- 0
    inner <- share > 0 && share < 1 && any(known & k == code & w > 0) && any(known & k != code & w > 0)
    if (df > 0 && !is.na(error)) {
      if (inner && error > 0) ends <- logit_interval(share, error, df)
      if (!inner) ends <- if (share > 0.5) c(qbeta(0.025, effective, 1), 1) else c(0, qbeta(0.975, 1, effective))
    }
    data.frame(count = sum(known & k == code), weighted = sum(w[known & k == code]), percent = 100 * share,
      lower = 100 * ends[1], upper = 100 * ends[2], error = if (df > 0) 100 * error else NA,
      deff = if (df > 0 && !is.na(error) && n > 1 && spread > 0) error^2 / (spread / n) else NA)
  })
  rows <- do.call(rbind, rows)
  list(counts = rows$count, weights = rows$weighted, percents = rows$percent, lowers = rows$lower,
    uppers = rows$upper, shareErrors = rows$error, shareDeffs = rows$deff)
}

# A mean against a value: of answers, paired differences, signs.
reference_mean <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  x <- number(data[[options$outcome]])
  if (!is.null(options$with)) x <- x - number(data[[options$with]])
  mu <- if (is.null(options$mu)) 0 else options$mu
  if (isTRUE(options$signs)) { x <- sign(x - mu); mu <- 0 }
  known <- inside(data, options) & !is.na(x)
  w <- weights(whole, "sampling")
  if (sum(w[known]) == 0) stop("nobody with weight")
  domain <- part(with_columns(whole, x_ = x), known)
  df <- freedom(domain)
  if (df <= 0) stop("no degrees of freedom")
  estimate <- svymean(~x_, domain)
  error <- error_of(estimate, whole, domain, ifelse(known, x, NA), options)
  mean <- coef(estimate)[[1]]
  n <- sum(known & w > 0)
  spread <- sum(w[known] * (x[known] - mean)^2) / sum(w[known])
  if (is.na(error) || error^2 <= 1e-13 * spread / n || spread <= 1e-26 * mean^2) stop("no spread")
  t <- (mean - mu) / error
  ends <- t_interval(mean, error, df)
  sd <- sqrt(spread * n / (n - 1))
  squares <- mean_influence(ifelse(known, (x - mean)^2, NA), w)
  influence <- mean_influence(ifelse(known, x, NA), w)$influence / sd -
    (mean - mu) / sd * squares$influence / (2 * squares$mean)
  effect <- t_interval((mean - mu) / sd, sqrt(covariance_of(whole, influence)[1, 1]), df)
  list(t = t, df = df, p = p_of(t, df, options$alternative), mean = mean, error = error, lower = ends[1],
    upper = ends[2], n = sum(known), d = (mean - mu) / sd, dLower = effect[1], dUpper = effect[2])
}

# A share against a value, on the log-odds.
reference_share <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  k <- text(data[[options$outcome]])
  known <- inside(data, options) & !is.na(k)
  w <- weights(whole, "sampling")
  if (sum(w[known]) == 0) stop("nobody with weight")
  domain <- part(with_columns(whole, x_ = as.numeric(k %in% options$success)), known)
  df <- freedom(domain)
  if (df <= 0) stop("no degrees of freedom")
  yes <- k %in% options$success
  if (!any(known & yes & w > 0) || !any(known & !yes & w > 0)) stop("all or none")
  estimate <- svymean(~x_, domain)
  share <- coef(estimate)[[1]]
  error <- error_of(estimate, whole, domain, ifelse(known, as.numeric(yes), NA), options)
  if (is.na(error) || error^2 <= 1e-13 * share * (1 - share) / sum(known)) stop("no spread")
  ends <- logit_interval(share, error, df)
  if (comparable(whole, domain, options) && df > 1) {
    # svyciprop iterates to a few digits, and turns t into the level of a normal distribution: with one degree of
    # freedom that level, 1 - 5e-37, is 1, and the interval 0 and NaN.
    own <- as.numeric(attr(svyciprop(~x_, domain, method = "logit", df = df), "ci"))
    stopifnot(max(abs(own - ends)) < 0.01)
  }
  t <- (qlogis(share) - qlogis(options$probability)) * share * (1 - share) / error
  list(t = t, df = df, p = p_of(t, df, options$alternative), share = share, error = error, lower = ends[1],
    upper = ends[2])
}

# The groups of --by with weight, in the order of their codes.
grouped <- function(data, options, w, x) {
  g <- text(data[[options$by]])
  known <- inside(data, options) & !is.na(x) & !is.na(g)
  used <- sort(unique(g[known & w > 0]))
  list(g = g, known = known & g %in% used, used = used)
}

# Two means or shares: svyttest's regression where replicates do not refit it, the definition where they would.
reference_two_means <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  x <- if (is.null(options$success)) number(data[[options$outcome]]) else {
    k <- text(data[[options$outcome]]); ifelse(is.na(k), NA, as.numeric(k %in% options$success)) }
  w <- weights(whole, "sampling")
  groups <- grouped(data, options, w, x)
  if (length(groups$used) != 2) stop("not two groups")
  known <- groups$known
  first <- mean_influence(ifelse(known & groups$g == groups$used[1], x, NA), w)
  second <- mean_influence(ifelse(known & groups$g == groups$used[2], x, NA), w)
  domain <- part(with_columns(whole, x_ = x, g_ = groups$g), known)
  df <- freedom(domain) - 1
  if (df <= 0) stop("no degrees of freedom")
  error <- sqrt(covariance_of(whole, first$influence - second$influence)[1, 1])
  scale <- max(abs(c(first$mean, second$mean)))
  spread <- mean_influence(ifelse(known, (x - ifelse(groups$g == groups$used[1], first$mean, second$mean))^2, NA), w)
  if (is.na(error) || error <= 1e-8 * sqrt(spread$mean) / sqrt(sum(known)) || spread$mean <= 1e-26 * scale^2)
    stop("no spread")
  difference <- first$mean - second$mean
  mu <- if (is.null(options$mu)) 0 else options$mu
  if (comparable(whole, domain, options)) {
    tested <- svyttest(x_ ~ g_, domain)
    stopifnot(abs(tested$statistic + difference / error) < 1e-7 * (1 + abs(difference / error)), tested$parameter == df)
  }
  t <- (difference - mu) / error
  ends <- t_interval(difference, error, df)
  result <- list(t = t, df = df, p = p_of(t, df, options$alternative), difference = difference, error = error,
    lower = ends[1], upper = ends[2], first = first$mean, second = second$mean)
  if (is.null(options$success)) {
    n <- sum(known & w > 0)
    sd <- sqrt(spread$mean * n / (n - 2))
    influence <- (first$influence - second$influence) / sd - difference / sd * spread$influence / (2 * spread$mean)
    effect <- t_interval(difference / sd, sqrt(covariance_of(whole, influence)[1, 1]), df)
    result <- c(result, list(d = difference / sd, dLower = effect[1], dUpper = effect[2]))
  } else if (min(first$mean, second$mean) > 0 && max(first$mean, second$mean) < 1) {
    a <- first$mean; b <- second$mean
    odds <- first$influence / (a * (1 - a)) - second$influence / (b * (1 - b))
    ends <- exp(t_interval(qlogis(a) - qlogis(b), sqrt(covariance_of(whole, odds)[1, 1]), df))
    result <- c(result, list(odds = exp(qlogis(a) - qlogis(b)), oddsLower = ends[1], oddsUpper = ends[2]))
  } else {
    result <- c(result, list(odds = "skip", oddsLower = "skip", oddsUpper = "skip"))
  }
  result
}

wald <- function(estimates, influences, whole, df) {
  contrasts <- estimates[-1] - estimates[1]
  V <- covariance_of(whole, influences[, -1, drop = FALSE] - influences[, 1])
  scale <- sqrt(diag(V))
  if (any(!is.finite(V)) || any(scale == 0) || rcond(V / outer(scale, scale)) < 1e-11) return(NULL)
  statistic <- sum(contrasts * solve(V / outer(scale, scale), contrasts / scale) / scale)
  list(wald = statistic, f = statistic / length(contrasts), df1 = length(contrasts), df2 = df,
    p = pf(statistic / length(contrasts), length(contrasts), df, lower.tail = FALSE),
    condition = rcond(V / outer(scale, scale)))
}

# Wald's F of several means, or of mean rank scores.
reference_several <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  x <- number(data[[options$outcome]])
  w <- weights(whole, "sampling")
  groups <- grouped(data, options, w, x)
  if (length(groups$used) < 2) stop("fewer than two groups")
  known <- groups$known
  if (isTRUE(options$ranks)) x <- middle_ranks(ifelse(known, x, NA), w, options$score)
  parts <- lapply(groups$used, function(name) mean_influence(ifelse(known & groups$g == name, x, NA), w))
  means <- vapply(parts, function(part) part$mean, 0)
  domain <- part(with_columns(whole, x_ = x, g_ = factor(groups$g, groups$used)), known)
  df <- freedom(domain) - length(means) + 1
  if (df <= 0) stop("no degrees of freedom")
  tested <- wald(means, sapply(parts, function(part) part$influence), whole, df)
  if (is.null(tested)) stop("no spread")
  if (comparable(whole, domain, options) && tested$condition > 1e-7) {
    fitted <- try(regTermTest(svyglm(x_ ~ g_, domain), ~g_), silent = TRUE)
    if (!inherits(fitted, "try-error"))
      stopifnot(abs(fitted$Ftest - tested$f) < 1e-6 * (1 + tested$f), fitted$ddf == df)
  }
  list(f = tested$f, df = c(tested$df1, tested$df2), p = tested$p, means = means)
}

# Which share of the weight lies below, half of what is equal counted.
middle_ranks <- function(values, w, score = NULL) {
  known <- !is.na(values)
  total <- sum(w[known])
  ranks <- rep(NA_real_, length(values))
  ranks[known] <- vapply(values[known], function(v)
    (sum(w[known & values < v], na.rm = TRUE) + sum(w[known & values == v], na.rm = TRUE) / 2) / total, 0)
  switch(if (is.null(score)) "wilcoxon" else score, wilcoxon = ranks, `van-der-waerden` = qnorm(ranks),
    median = as.numeric(ranks > 0.5))
}

superiority <- function(x, g, known, used, w) {
  a <- which(known & g == used[1]); b <- which(known & g == used[2])
  compared <- outer(x[a], x[b], function(p, q) (p > q) + 0.5 * (p == q))
  sum(w[a] * (compared %*% w[b])) / (sum(w[a]) * sum(w[b]))
}

# Mean rank scores of two groups; without ties R's own test beside it.
reference_ranks <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  x <- number(data[[options$outcome]])
  w <- weights(whole, "sampling")
  groups <- grouped(data, options, w, x)
  if (length(groups$used) != 2) stop("not two groups")
  known <- groups$known
  ranks <- middle_ranks(ifelse(known, x, NA), w, options$score)
  if (any(is.infinite(ranks[known & w > 0]))) stop("an infinite score")
  parts <- lapply(groups$used, function(name) mean_influence(ifelse(known & groups$g == name, ranks, NA), w))
  domain <- part(with_columns(whole, x_ = x, g_ = factor(groups$g, groups$used)), known)
  df <- freedom(domain) - 1
  if (df <= 0) stop("no degrees of freedom")
  difference <- parts[[1]]$mean - parts[[2]]$mean
  error <- sqrt(covariance_of(whole, parts[[1]]$influence - parts[[2]]$influence)[1, 1])
  if (is.na(error) || error < 1e-12) stop("no spread")
  t <- difference / error
  if (comparable(whole, domain, options) && !anyDuplicated(x[known]) && all(w[known] > 0)) {
    score <- if (is.null(options$score)) "wilcoxon" else c(`van-der-waerden` = "vanderWaerden", median = "median")[[options$score]]
    tested <- svyranktest(x_ ~ g_, domain, test = score)
    stopifnot(abs(tested$statistic + t) < 1e-6 * (1 + abs(t)), tested$parameter == df)
  }
  estimate <- superiority(x, groups$g, known, groups$used, w)
  influence <- rep(0, length(x))
  a <- which(known & groups$g == groups$used[1]); b <- which(known & groups$g == groups$used[2])
  compared <- outer(x[a], x[b], function(p, q) (p > q) + 0.5 * (p == q))
  influence[a] <- w[a] / sum(w[a]) * (compared %*% w[b] / sum(w[b]) - estimate)
  influence[b] <- w[b] / sum(w[b]) * (t(compared) %*% w[a] / sum(w[a]) - estimate)
  spread <- sqrt(max(0, covariance_of(whole, influence)[1, 1]))
  ends <- if (estimate > 0 && estimate < 1 && spread > 1e-12)
    plogis(t_interval(qlogis(estimate), spread / (estimate * (1 - estimate)), df)) else c(NA, NA)
  list(t = t, df = df, p = p_of(t, df, options$alternative), superiority = estimate, superiorityError = spread,
    lower = ends[1], upper = ends[2], difference = difference, error = error)
}

# Correlations on Fisher's z, with the influences by numerical differentiation in the weights.
reference_correlation <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  x <- number(data[[options$outcome]])
  y <- number(data[[options$with]])
  known <- inside(data, options) & !is.na(x) & !is.na(y)
  w <- weights(whole, "sampling")
  if (sum(w[known]) == 0) stop("nobody with weight")
  a <- x[known]; b <- y[known]
  r <- function(w) {
    if (isTRUE(options$ranks)) {
      rank <- function(v) { o <- outer(v, v, function(p, q) (q < p) + 0.5 * (q == p)); as.vector(o %*% w) / sum(w) }
      a <- rank(a); b <- rank(b)
    }
    centred <- function(v) v - sum(w * v) / sum(w)
    a <- centred(a); b <- centred(b)
    sum(w * a * b) / sqrt(sum(w * a * a) * sum(w * b * b))
  }
  estimate <- r(w[known])
  if (!is.finite(estimate)) stop("constant")
  if (abs(estimate) > 1 - 1e-12) stop("a correlation of one")
  df <- freedom(part(whole, known))
  if (df <= 0) stop("no degrees of freedom")
  influence <- rep(0, length(x))
  influence[known] <- numeric_influence(r, w[known])
  error <- sqrt(covariance_of(whole, influence)[1, 1])
  if (is.na(error) || error < 1e-9) stop("no spread")
  scaled <- error / (1 - estimate^2)
  t <- atanh(estimate) / scaled
  ends <- tanh(t_interval(atanh(estimate), scaled, df))
  list(t = t, df = df, p = p_of(t, df, options$alternative), r = estimate, error = error, lower = ends[1],
    upper = ends[2])
}

# Rao and Scott's test of the part of the sample with both answers, by its definition; svychisq must say the same.
reference_independence <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  a <- text(data[[options$outcome]])
  b <- text(data[[options$by]])
  known <- inside(data, options) & !is.na(a) & !is.na(b)
  w <- weights(whole, "sampling")
  # The shares are scaled to all who answered both, those without weight among them, as svychisq scales them.
  n <- sum(known)
  live <- known & w > 0
  if (length(unique(a[live])) < 2 || length(unique(b[live])) < 2) stop("one row or column")
  known <- known & a %in% a[live] & b %in% b[live]
  rows <- sort(unique(a[live])); columns <- sort(unique(b[live]))
  domain <- part(with_columns(whole, a_ = factor(a, rows), b_ = factor(b, columns)), known)
  df <- freedom(domain)
  if (df <= 0) stop("no degrees of freedom")
  cells <- expand.grid(a = rows, b = columns)
  parts <- lapply(seq_len(nrow(cells)), function(cell)
    mean_influence(ifelse(known, as.numeric(a == cells$a[cell] & b == cells$b[cell]), NA), w))
  shares <- vapply(parts, function(part) part$mean, 0)
  V <- covariance_of(whole, sapply(parts, function(part) part$influence))
  # The interaction space, and the inverse of shares where anybody is, as in svychisq.
  main <- model.matrix(~factor(a) + factor(b), cells)
  space <- qr.resid(qr(main), model.matrix(~factor(a) * factor(b), cells)[, -seq_len(ncol(main)), drop = FALSE])
  inverse <- diag(ifelse(shares == 0, 0, 1 / shares))
  simple <- t(space) %*% (inverse / n) %*% space
  if (rcond(simple) < 1e-13) stop("singular")
  effects <- solve(simple, t(space) %*% inverse %*% V %*% inverse %*% space)
  trace <- sum(diag(effects))
  terms <- ncol(space)
  if (!(trace / terms > 1e-9)) stop("no spread")
  table <- matrix(shares, length(rows))
  expected <- outer(rowSums(table), colSums(table))
  pearson <- n * sum((table - expected)^2 / expected)
  first <- trace^2 / sum(diag(effects %*% effects))
  numbers <- if (isTRUE(options$first)) c(pearson / (trace / terms), terms) else c(pearson / trace, first, first * df)
  p <- if (isTRUE(options$first)) pchisq(numbers[1], numbers[2], lower.tail = FALSE) else
    pf(numbers[1], numbers[2], numbers[3], lower.tail = FALSE)
  if (comparable(whole, domain, options)) {
    tested <- svychisq(~a_ + b_, domain, statistic = if (isTRUE(options$first)) "Chisq" else "F")
    # svychisq counts units without weight in its denominator's degrees of freedom; degf does not. Its first-order test
    # shows Pearson's statistic itself (of those in its table), and corrects it within the p-value alone.
    shown <- if (isTRUE(options$first)) pearson / n * sum(known) else numbers[1]
    stopifnot(abs(tested$statistic - shown) < 1e-6 * (1 + shown),
      abs(tested$parameter[1] - numbers[2]) < 1e-6 * numbers[2],
      !isTRUE(options$first) || abs(tested$p.value - p) < 1e-6 * p + 1e-300)
  }
  list(statistic = numbers[1], df = numbers[-1], p = p, pearson = pearson,
    v = sqrt(pearson / n / (min(length(rows), length(columns)) - 1)))
}

# Rao and Scott's test of equal shares, from the covariances of svymean.
reference_fit <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  k <- text(data[[options$outcome]])
  codes <- sort(unique(k[!is.na(k)]))
  known <- inside(data, options) & !is.na(k)
  w <- weights(whole, "sampling")
  if (sum(w[known]) == 0 || length(codes) < 2) stop("nobody or one answer")
  domain <- part(whole, known)
  df <- freedom(domain)
  if (df <= 0) stop("no degrees of freedom")
  n <- sum(known)
  parts <- lapply(codes, function(code) mean_influence(ifelse(known, as.numeric(k == code), NA), w))
  shares <- vapply(parts, function(part) part$mean, 0)
  V <- covariance_of(whole, sapply(parts, function(part) part$influence))
  expected <- 1 / length(codes)
  pearson <- n * sum((shares - expected)^2 / expected)
  inner <- seq_len(length(codes) - 1)
  simple <- (diag(expected, length(inner)) - expected^2) / n
  effects <- solve(simple, V[inner, inner, drop = FALSE])
  trace <- sum(diag(effects))
  if (!(trace / length(inner) > 1e-9)) stop("no spread")
  first <- trace^2 / sum(diag(effects %*% effects))
  if (isTRUE(options$first)) {
    statistic <- pearson / (trace / length(inner))
    return(list(statistic = statistic, df = length(inner), p = pchisq(statistic, length(inner), lower.tail = FALSE),
      pearson = pearson))
  }
  list(statistic = pearson / trace, df = c(first, first * df), p = pf(pearson / trace, first, first * df,
    lower.tail = FALSE), pearson = pearson)
}

numeric_names <- function(options) unlist(options$numeric)
categorical_names <- function(options) unlist(options$categorical)

# Regressions of a design: svyglm and svyolr, iterated to the end.
reference_regression <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  frame <- data.frame(row.names = seq_len(nrow(data)))
  known <- inside(data, options)
  y <- text(data[[options$outcome]])
  known <- known & !is.na(y)
  for (name in numeric_names(options)) { frame[[name]] <- number(data[[name]]); known <- known & !is.na(frame[[name]]) }
  for (name in categorical_names(options)) { frame[[name]] <- text(data[[name]]); known <- known & !is.na(frame[[name]]) }
  w <- weights(whole, "sampling")
  known <- known & w > 0
  if (sum(known) < 2) stop("nobody")
  for (name in categorical_names(options)) {
    used <- sort(unique(frame[[name]][known]))
    if (length(used) < 2) stop("a constant predictor")
    frame[[name]] <- factor(frame[[name]], used)
  }
  for (name in numeric_names(options)) if (length(unique(frame[[name]][known])) < 2) stop("constant")
  frame$outcome_ <- switch(options$model, linear = number(y), logistic = as.numeric(y %in% options$success),
    ordinal = factor(y, sort(unique(y[known])), ordered = TRUE))
  if (length(unique(frame$outcome_[known])) < 2) stop("a constant outcome")
  formula <- reformulate(c(numeric_names(options), categorical_names(options)), "outcome_")
  X <- model.matrix(formula[-2], frame[known, , drop = FALSE])
  if (qr(X, tol = 1e-9)$rank < ncol(X)) stop("collinear")
  for (name in names(frame)) whole$variables[[name]] <- frame[[name]]
  domain <- part(whole, known)
  df <- freedom(domain) + 1 - ncol(X)
  if (df <= 0) stop("no degrees of freedom")
  weights <- w[known]
  domain_fit <- switch(options$model,
    linear = lm(formula, frame[known, , drop = FALSE], weights = weights / mean(weights)),
    logistic = glm(formula, quasibinomial(), frame[known, , drop = FALSE], weights = weights / mean(weights),
      control = glm.control(epsilon = 1e-14, maxit = 200)))
  fitted <- fitted(domain_fit)
  if (options$model == "logistic" && (min(fitted) < 1e-9 || max(fitted) > 1 - 1e-9 || !domain_fit$converged))
    stop("separation")
  if (options$model == "linear" && sum(weights * residuals(domain_fit)^2) <=
      1e-20 * sum(weights * (frame$outcome_[known] - weighted.mean(frame$outcome_[known], weights))^2))
    stop("a perfect fit")
  slope <- if (options$model == "linear") 1 else fitted * (1 - fitted)
  bread <- solve(crossprod(X * sqrt(weights * slope)))
  influence <- matrix(0, nrow(data), ncol(X))
  influence[known, ] <- (X * weights * (as.numeric(frame$outcome_[known]) - fitted)) %*% bread
  V <- covariance_of(whole, influence)
  estimates <- unname(coef(domain_fit))
  errors <- sqrt(diag(V))
  # Rows without spread between units: an error of zero, and no test.
  if (any(!is.finite(errors))) stop("a variance that the design does not give")
  flat <- errors <= 1e-12 * abs(estimates)
  errors[flat] <- 0
  if (comparable(whole, domain, options)) {
    model <- if (options$model == "linear") svyglm(formula, domain) else
      svyglm(formula, domain, family = quasibinomial(), control = glm.control(epsilon = 1e-14, maxit = 200))
    stopifnot(flat | abs(SE(model) / errors - 1) < 1e-4, model$df.residual == df)
  }
  t <- ifelse(flat, NA, estimates / errors)
  result <- list(estimates = estimates, errors = errors, statistics = t, p = two_sided(t, df), df = df,
    lowers = ifelse(flat, NA, estimates - qt(0.975, df) * errors),
    uppers = ifelse(flat, NA, estimates + qt(0.975, df) * errors), f = NA, fP = NA)
  inner <- V[-1, -1, drop = FALSE]
  scale <- sqrt(diag(inner))
  correlation <- inner / outer(scale, scale)
  if (!any(flat[-1]) && rcond(correlation) > 1e-10) {
    beta <- estimates[-1]
    wald <- sum(beta / scale * solve(correlation, beta / scale)) / length(beta)
    result$f <- wald
    result$fP <- pf(wald, length(beta), df, lower.tail = FALSE)
  }
  if (options$model == "logistic") {
    result$odds <- exp(estimates[-1])
    result$oddsLowers <- exp(result$lowers[-1])
    result$oddsUppers <- exp(result$uppers[-1])
  }
  result
}

reference_ordinal <- function(data, options) {
  data <- frame_of(data)
  whole <- design_of(data, options)
  options$model <- "ordinal"
  y <- text(data[[options$outcome]])
  known <- inside(data, options) & !is.na(y)
  frame <- data.frame(row.names = seq_len(nrow(data)))
  for (name in numeric_names(options)) { frame[[name]] <- number(data[[name]]); known <- known & !is.na(frame[[name]]) }
  for (name in categorical_names(options)) { frame[[name]] <- text(data[[name]]); known <- known & !is.na(frame[[name]]) }
  w <- weights(whole, "sampling")
  known <- known & w > 0
  for (name in categorical_names(options)) {
    used <- sort(unique(frame[[name]][known]))
    if (length(used) < 2) stop("a constant predictor")
    frame[[name]] <- factor(frame[[name]], used)
  }
  used <- sort(unique(y[known]))
  if (length(used) < 2) stop("a constant outcome")
  X <- model.matrix(reformulate(c(numeric_names(options), categorical_names(options))), frame[known, , drop = FALSE])
  if (nrow(X) < 2 || qr(X, tol = 1e-9)$rank < ncol(X)) stop("collinear")
  X <- X[, -1, drop = FALSE]
  answer <- match(y[known], used)
  cuts <- length(used) - 1
  df <- freedom(part(whole, known)) + 1 - ncol(X) - cuts
  if (df <= 0) stop("no degrees of freedom")
  fit <- cumulative_logit(X, answer, w[known] / mean(w[known]))
  if (is.null(fit)) stop("no maximum")
  influence <- matrix(0, nrow(data), length(fit$estimates))
  influence[known, ] <- fit$scores %*% fit$inverse
  V <- covariance_of(whole, influence)
  errors <- sqrt(diag(V))
  if (any(!is.finite(errors))) stop("a variance that the design does not give")
  flat <- errors <= 1e-9 * (1 + abs(fit$estimates))
  errors[flat] <- 0
  t <- ifelse(flat, NA, fit$estimates / errors)
  list(estimates = fit$estimates, errors = errors, statistics = t, p = two_sided(t, df), df = df)
}

# The proportional-odds likelihood by Newton's method with exact derivatives: thresholds first, then slopes.
cumulative_logit <- function(X, answer, w) {
  cuts <- max(answer) - 1
  shares <- cumsum(tapply(w, factor(answer, seq_len(cuts + 1)), sum)) / sum(w)
  beta <- c(qlogis(shares[seq_len(cuts)]), rep(0, ncol(X)))
  Z <- function(cut) { D <- matrix(0, nrow(X), cuts); D[cbind(which(cut >= 1 & cut <= cuts), cut[cut >= 1 & cut <= cuts])] <- 1
    cbind(D, -X) }
  upper <- Z(answer); lower <- Z(answer - 1)
  above <- answer > cuts; below <- answer == 1
  parts <- function(beta) {
    u <- as.vector(upper %*% beta); l <- as.vector(lower %*% beta)
    Fu <- ifelse(above, 1, plogis(u)); Fl <- ifelse(below, 0, plogis(l))
    fu <- ifelse(above, 0, dlogis(u)); fl <- ifelse(below, 0, dlogis(l))
    list(p = Fu - Fl, fu = fu, fl = fl, du = fu * (1 - 2 * plogis(u)), dl = fl * (1 - 2 * plogis(l)))
  }
  value <- function(beta) { p <- parts(beta)$p; if (any(!is.finite(p)) || any(p <= 0)) -Inf else sum(w * log(p)) }
  for (iteration in 1:200) {
    s <- parts(beta)
    scores <- (upper * s$fu - lower * s$fl) / s$p
    hessian <- crossprod(scores * sqrt(w)) - crossprod(upper, upper * (w * s$du / s$p)) +
      crossprod(lower, lower * (w * s$dl / s$p))
    gradient <- colSums(scores * w)
    step <- tryCatch(solve(hessian, gradient), error = function(e) NULL)
    if (is.null(step)) return(NULL)
    size <- 1
    while (value(beta + size * step) < value(beta) - 1e-12 * abs(value(beta)) && size > 1e-8) size <- size / 2
    beta <- beta + size * step
    if (max(abs(beta)) > 40) return(NULL)
    if (max(abs(size * step)) < 1e-12 * (1 + max(abs(beta)))) break
  }
  s <- parts(beta)
  scores <- (upper * s$fu - lower * s$fl) / s$p
  hessian <- crossprod(scores * sqrt(w)) - crossprod(upper, upper * (w * s$du / s$p)) +
    crossprod(lower, lower * (w * s$dl / s$p))
  if (max(abs(colSums(scores * w))) > 1e-6 * sum(w)) return(NULL)
  list(estimates = unname(beta), inverse = solve(hessian), scores = scores * w, value = value(beta))
}
