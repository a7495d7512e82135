# References for weights made from margins of the population: survey::rake and survey::postStratify, iterated to the end.
suppressPackageStartupMessages(library(survey))

frame_of <- function(data) {
  as.data.frame(lapply(data, function(column) if (is.list(column)) rep(NA, length(column)) else column),
    stringsAsFactors = FALSE)
}

# By how much raking in as many rounds as rake() gets below misses the margins at last. rake() weights a whole design anew
# in each round, which takes minutes where no weights meet the margins; here each round is a few sums over the cells.
misses <- function(design, tables) {
  keys <- lapply(tables, function(table) do.call(paste, design$variables[setdiff(names(table), "Freq")]))
  cells <- do.call(paste, c(keys, sep = "|"))
  someone <- !duplicated(cells)
  own <- as.vector(rowsum(weights(design, "sampling"), cells, reorder = FALSE))
  margins <- lapply(seq_along(tables), function(margin) {
    levels <- do.call(paste, tables[[margin]][setdiff(names(tables[[margin]]), "Freq")])
    place <- match(keys[[margin]][someone], levels)
    list(place = place, belongs = outer(seq_along(levels), place, "==") + 0, totals = tables[[margin]]$Freq)
  })
  for (round in 1:20000) {
    worst <- 0
    for (margin in margins) {
      found <- as.vector(margin$belongs %*% own)
      worst <- max(worst, abs(found - margin$totals))
      own <- own * (margin$totals / found)[margin$place]
    }
    if (!is.finite(worst)) return(Inf)
    if (round > 1 && worst < 1e-12 * sum(margins[[1]]$totals)) break
  }
  worst
}

# The design with weights that meet its margins, as calibrate() leaves it; for where Newton's method, which begins at the
# weights before, runs away from the weights that rake() finds.
as_calibrated <- function(design, margins, w) {
  before <- weights(design, "sampling")
  own <- list(qr = qr(margins * sqrt(before)), w = w / sqrt(before), stage = 0, index = NULL)
  class(own) <- c("greg_calibration", "gen_raking")
  design$prob <- 1 / w
  design$postStrata <- c(design$postStrata, list(own))
  design
}

weighted_design <- function(data, options) {
  frame <- frame_of(data)
  frame$one_ <- 1
  for (margin in options$margins) for (name in unlist(margin$variables)) frame[[name]] <- as.character(frame[[name]])
  design <- svydesign(
    ids = if (is.null(options$clusters)) ~1 else reformulate(options$clusters),
    strata = if (is.null(options$strata)) NULL else reformulate(options$strata), nest = TRUE,
    weights = reformulate(if (is.null(options$weights)) "one_" else options$weights), data = frame)
  tables <- lapply(options$margins, function(margin) {
    cells <- as.data.frame(do.call(rbind, lapply(margin$cells, function(cell) unlist(cell))), stringsAsFactors = FALSE)
    names(cells) <- unlist(margin$variables)
    cells$Freq <- unlist(margin$totals)
    cells
  })
  formulas <- lapply(options$margins, function(margin) reformulate(unlist(margin$variables)))
  for (margin in seq_along(tables)) {
    names <- unlist(options$margins[[margin]]$variables)
    key <- function(columns) do.call(paste, columns[names])
    live <- weights(design, "sampling") > 0
    if (!all(key(tables[[margin]]) %in% key(design$variables[live, , drop = FALSE]))) stop("an answer that nobody gave")
    if (!all(key(design$variables) %in% key(tables[[margin]]))) stop("an answer that the margin does not name")
  }
  sums <- vapply(tables, function(table) sum(table$Freq), 0)
  if (max(sums) - min(sums) > 1e-6 * max(sums)) stop("margins of different totals")
  if (length(tables) == 1) return(postStratify(design, formulas[[1]], tables[[1]]))
  if (misses(design, tables) > 1e-8 * sums[1]) stop("margins that do not go together")
  raked <- rake(design, formulas, tables, control = list(maxit = 20000, epsilon = 1e-11 * sums[1]))
  w <- weights(raked)
  for (margin in seq_along(tables)) {
    names <- unlist(options$margins[[margin]]$variables)
    found <- tapply(w, do.call(paste, design$variables[names]), sum)
    wanted <- setNames(tables[[margin]]$Freq, do.call(paste, tables[[margin]][names]))
    if (any(abs(found - wanted[names(found)]) > 1e-8 * sums[1])) stop("margins that do not go together")
  }
  # Variances after rake() take the margins out of influences as if all weights before were equal (svyrecvar in survey
  # 4.1-1); calibrate() to the same margins, with the same distance, takes them out by the weights before, as
  # postStratify() does and as Deville and Sarndal (1992) say. Its weights must be those of rake().
  totals <- c(sums[1])
  terms <- character(0)
  for (margin in seq_along(tables)) {
    names <- unlist(options$margins[[margin]]$variables)
    term <- paste0("margin", margin, "_")
    levels <- do.call(paste, tables[[margin]][names])
    design$variables[[term]] <- factor(do.call(paste, design$variables[names]), levels)
    totals <- c(totals, tables[[margin]]$Freq[-1])
    terms <- c(terms, term)
  }
  formula <- reformulate(terms)
  names(totals) <- colnames(model.matrix(formula, design$variables))
  # Newton's method stops at rounding, sooner or later.
  calibrated <- NULL
  for (epsilon in c(1e-11, 1e-9, 1e-7)) {
    calibrated <- tryCatch(calibrate(design, formula, totals, calfun = "raking", maxit = 500, epsilon = epsilon),
      error = function(e) NULL)
    if (!is.null(calibrated)) break
  }
  if (is.null(calibrated)) return(as_calibrated(design, model.matrix(formula, design$variables), w))
  stopifnot(max(abs(weights(calibrated) / w - 1)) < 1e-6)
  calibrated
}

reference_margins <- function(data, options) {
  design <- weighted_design(data, options)
  # A calibrated part of a sample keeps all rows, those outside with weight zero; what they lack must be a number.
  y_ <- as.numeric(design$variables$y)
  design$variables$y_ <- ifelse(is.na(y_), 0, y_)
  w <- weights(design)
  y <- as.numeric(design$variables$y)
  k <- as.character(design$variables$k)
  known <- !is.na(y)
  df <- degf(design[known, ])
  mean <- sum(w[known] * y[known]) / sum(w[known])
  domain <- design[known, ]
  error <- SE(svymean(~y_, domain))[[1]]
  ends <- mean + c(-1, 1) * qt(0.975, df) * error
  answered <- !is.na(k)
  codes <- sort(unique(k[answered]))
  shares <- vapply(codes, function(code) sum(w[answered & k == code]) / sum(w[answered]), 0)
  design$variables$k_ <- factor(ifelse(is.na(k), codes[1], k), codes)
  errors <- unname(SE(svymean(~k_, design[answered, ])))
  list(mean = mean, error = error, lower = ends[1], upper = ends[2], df = df, weighted = sum(w[known]),
    effective = sum(w[known])^2 / sum(w[known]^2), total = sum(w), allEffective = sum(w)^2 / sum(w^2),
    smallest = min(w), largest = max(w), shares = unname(100 * shares), shareErrors = 100 * errors)
}

reference_margins_t <- function(data, options) {
  design <- weighted_design(data, options)
  known <- !is.na(as.numeric(design$variables$y)) & !is.na(design$variables$k)
  design$variables$g_ <- factor(as.character(design$variables$k) == "1", c(TRUE, FALSE))
  design$variables$y_ <- ifelse(known, as.numeric(design$variables$y), 0)
  if (length(unique(design$variables$g_[known])) < 2) stop("one group")
  domain <- design[which(known), ]
  tested <- svyttest(y_ ~ g_, domain)
  df <- degf(domain) - 1
  list(t = -unname(tested$statistic), df = df, p = 2 * pt(-abs(unname(tested$statistic)), df))
}
