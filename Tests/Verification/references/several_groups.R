# Several independent groups, and every pair of them afterwards.

several <- function(data, options) {
  groups <- by_group(data, options)
  if (length(groups) < 2) stop("fewer than two groups")
  groups
}

frame_of <- function(groups) {
  data.frame(x = unlist(groups), g = factor(rep(seq_along(groups), lengths(groups))))
}

f_interval <- function(f, df1, df2, n, level) {
  ends <- noncentrality_f(f, df1, df2, level)
  share <- function(ncp) if (identical(ncp, "skip")) ncp else ncp / (ncp + n)
  list(lower = share(ends[[1]]), upper = share(ends[[2]]))
}

reference_anova <- function(data, options) {
  groups <- moved(several(data, options))$groups
  n <- sum(lengths(groups))
  k <- length(groups)
  if (n <= k || all(sapply(groups, function(x) all(x == x[1])))) stop("no variation within")
  test <- anova(lm(x ~ g, frame_of(groups)))
  f <- test[1, "F value"]
  means <- sapply(groups, mean)
  within <- sum(unlist(lapply(groups, function(x) (x - mean(x))^2)))
  between <- sum(lengths(groups) * (means - mean(unlist(groups)))^2)
  error <- within / (n - k)
  c(
    list(
      f = f, df1 = k - 1, df2 = n - k, p = test[1, "Pr(>F)"], between = between, within = within,
      eta = between / (between + within), omega = (between - (k - 1) * error) / (between + within + error),
      epsilon = (between - (k - 1) * error) / (between + within)),
    f_interval(f, k - 1, n - k, n, level_of(options)))
}

reference_welch <- function(data, options) {
  groups <- moved(several(data, options))$groups
  if (min(lengths(groups)) < 2 || any(sapply(groups, var) == 0)) stop("no variation within a group")
  test <- oneway.test(x ~ g, frame_of(groups))
  f <- test$statistic[[1]]
  df <- test$parameter
  n <- sum(lengths(groups))
  c(
    list(f = f, df1 = df[[1]], df2 = df[[2]], p = test$p.value, omega = df[[1]] * (f - 1) / (df[[1]] * (f - 1) + n)),
    f_interval(f, df[[1]], df[[2]], n, level_of(options)))
}

reference_levene <- function(data, options) {
  groups <- moved(several(data, options))$groups
  if (min(lengths(groups)) < 2) stop("a group of one")
  test <- car::leveneTest(x ~ g, frame_of(groups), center = median)
  list(f = test[1, 2], df1 = test[1, 1], df2 = test[2, 1], p = test[1, 3])
}

reference_kruskal <- function(data, options) {
  groups <- several(data, options)
  frame <- frame_of(groups)
  if (length(unique(frame$x)) < 2) stop("constant")
  test <- kruskal.test(x ~ g, frame)
  h <- test$statistic[[1]]
  n <- nrow(frame)
  k <- length(groups)
  list(
    h = h, df = test$parameter[[1]], p = test$p.value, epsilon = h / (n - 1),
    eta = if (n > k) (h - k + 1) / (n - k) else 0, ranks = as.vector(tapply(rank(frame$x), frame$g, mean)))
}

# Jonckheere and Terpstra's statistic counts the pairs in order; twice it less all pairs of groups is Kendall's S of
# answers and groups, whose variance given all ties R's cor.test knows.
reference_jonckheere <- function(data, options) {
  groups <- several(data, options)
  frame <- frame_of(groups)
  if (length(unique(frame$x)) < 2) stop("constant")
  j <- 0
  for (b in seq_along(groups)) for (a in seq_len(b - 1)) {
    j <- j + sum(outer(groups[[b]], groups[[a]], ">")) + sum(outer(groups[[b]], groups[[a]], "==")) / 2
  }
  pairs <- (sum(lengths(groups))^2 - sum(lengths(groups)^2)) / 2
  test <- cor.test(
    frame$x, as.numeric(frame$g), method = "kendall", exact = FALSE, alternative = alternative_of(options))
  # Its formula divides by n - 2; of two respondents each order is as likely.
  z <- if (nrow(frame) == 2) sign(j - pairs / 2) else test$statistic[[1]]
  list(j = j, z = z, p = tail_p(z, alternative_of(options)), share = j / pairs, mean = pairs / 2)
}

# The pairs in the order 1-2, 1-3, … with the first less the second.
pairs_of_groups <- function(groups, compare) {
  found <- list()
  for (a in seq_len(length(groups) - 1)) for (b in (a + 1):length(groups)) {
    found[[length(found) + 1]] <- compare(a, b)
  }
  list(pairs = found)
}

studentized_reach <- function(k, df, level) {
  uniroot(
    function(q) ptukey(q, k, df, lower.tail = FALSE) - (1 - level), c(1e-8, 2000), tol = 1e-10, maxiter = 10000)$root
}

range_pair <- function(difference, error, df, k, level, d, scale) {
  reach <- tryCatch(studentized_reach(k, df, level), error = function(error) NULL)
  narrow <- tryCatch(studentized_reach(k, df, 0.9), error = function(error) NULL)
  # R's ptukey is not made for so few degrees of freedom.
  end <- function(reach, side) if (is.null(reach) || df < 2) "skip" else difference + side * reach / sqrt(2) * error
  ends <- noncentrality_t(difference / error, df, level)
  list(
    t = difference / error, df = df, p = 2 * pt(-abs(difference / error), df),
    adjusted = if (df < 2) "skip" else ptukey(sqrt(2) * abs(difference / error), k, df, lower.tail = FALSE),
    difference = difference, error = error, lower = end(reach, -1), upper = end(reach, 1), lower90 = end(narrow, -1),
    upper90 = end(narrow, 1), d = d, dLower = times(ends[[1]], scale), dUpper = times(ends[[2]], scale))
}

reference_tukey <- function(data, options) {
  groups <- moved(several(data, options))$groups
  n <- lengths(groups)
  df <- sum(n - 1)
  variance <- sum(unlist(lapply(groups, function(x) (x - mean(x))^2))) / df
  if (df < 1 || variance == 0) stop("no variation within")
  frame <- frame_of(groups)
  answer <- pairs_of_groups(groups, function(a, b) {
    difference <- mean(groups[[a]]) - mean(groups[[b]])
    scale <- sqrt(1 / n[[a]] + 1 / n[[b]])
    range_pair(
      difference, sqrt(variance) * scale, df, length(groups), level_of(options), difference / sqrt(variance), scale)
  })
  # The same adjusted p from R's own.
  own <- TukeyHSD(aov(x ~ g, frame))$g[, "p adj"]
  for (index in seq_along(answer$pairs)) {
    answer$pairs[[index]]$hsd <- if (df < 2) "skip" else own[[index]]
  }
  answer
}

reference_games_howell <- function(data, options) {
  groups <- moved(several(data, options))$groups
  if (min(lengths(groups)) < 2) stop("a group of one")
  v <- sapply(groups, var)
  n <- lengths(groups)
  if (sum(v == 0) > (options$test == "anova")) stop("groups without variation")
  pairs_of_groups(groups, function(a, b) {
    part <- c(v[[a]] / n[[a]], v[[b]] / n[[b]])
    df <- sum(part)^2 / (part[1]^2 / (n[[a]] - 1) + part[2]^2 / (n[[b]] - 1))
    difference <- mean(groups[[a]]) - mean(groups[[b]])
    unit <- sqrt((v[[a]] + v[[b]]) / 2)
    dfd <- (v[[a]] + v[[b]])^2 / (v[[a]]^2 / (n[[a]] - 1) + v[[b]]^2 / (n[[b]] - 1))
    answer <- range_pair(difference, sqrt(sum(part)), df, length(groups), level_of(options), difference / unit, 1)
    ends <- noncentrality_t(difference / sqrt(sum(part)), dfd, level_of(options))
    answer$dLower <- times(ends[[1]], sqrt(sum(part)) / unit)
    answer$dUpper <- times(ends[[2]], sqrt(sum(part)) / unit)
    answer
  })
}

reference_dunn <- function(data, options) {
  groups <- several(data, options)
  x <- unlist(groups)
  if (length(unique(x)) < 2) stop("constant")
  n <- length(x)
  r <- rank(x)
  g <- rep(seq_along(groups), lengths(groups))
  ties <- table(x)
  variance <- n * (n + 1) / 12 - sum(ties^3 - ties) / (12 * (n - 1))
  answer <- pairs_of_groups(groups, function(a, b) {
    difference <- mean(r[g == a]) - mean(r[g == b])
    z <- difference / sqrt(variance * (1 / sum(g == a) + 1 / sum(g == b)))
    c(
      list(z = z, pValue = 2 * pnorm(-abs(z)), difference = difference),
      superiority(groups[[a]], groups[[b]], level_of(options)))
  })
  corrected <- adjusted(sapply(answer$pairs, function(pair) pair$pValue), options$adjustment)
  for (index in seq_along(answer$pairs)) answer$pairs[[index]]$adjusted <- corrected[index]
  answer
}

reference_pairwise <- function(data, options) {
  y <- as.character(unlist(data$y))
  g <- factor_column(data$g, options$answers$g)
  keep <- !is.na(y) & !is.na(g)
  g <- droplevels(g[keep])
  y <- y[keep]
  if (nlevels(g) < 2 || length(unique(y)) < 2) stop("nothing to compare")
  success <- as.vector(tapply(y %in% unlist(options$success), g, sum))
  trials <- as.vector(table(g))
  level <- level_of(options)
  answer <- pairs_of_groups(as.list(trials), function(a, b) {
    test <- suppressWarnings(prop.test(success[c(a, b)], trials[c(a, b)], correct = FALSE))
    wide <- newcombe10(success[a], trials[a], success[b], trials[b], level)
    narrow <- newcombe10(success[a], trials[a], success[b], trials[b], 0.9)
    constant <- is.nan(test$p.value)
    difference <- success[a] / trials[a] - success[b] / trials[b]
    effects <- share_pair(success[a], trials[a], success[b], trials[b], level)
    list(
      z = if (constant) 0 else sign(difference) * sqrt(test$statistic[[1]]),
      p = if (constant) NA else test$p.value, difference = difference, lower = wide$lower, upper = wide$upper,
      lower90 = narrow$lower, upper90 = narrow$upper, h = if (constant) "skip" else effects$h,
      odds = if (constant) "skip" else effects$odds)
  })
  p <- sapply(answer$pairs, function(pair) as.numeric(pair$p))
  corrected <- p
  corrected[!is.na(p)] <- adjusted(p[!is.na(p)], options$adjustment)
  for (index in seq_along(answer$pairs)) answer$pairs[[index]]$adjusted <- corrected[index]
  answer
}
