# References for models: lm, glm and polr with tightened iterations, sandwich, car and lmtest; an EM algorithm of the
# plainest kind for latent classes.
suppressPackageStartupMessages({
  library(MASS)
  library(sandwich)
  library(lmtest)
  library(car)
})

# The complete rows of a model: numbers as they are, answers as factors in the codebook's order.
model_frame <- function(data, options) {
  numeric <- unlist(options$numeric); categorical <- unlist(options$categorical)
  frame <- data.frame(row.names = seq_along(data[[options$outcome]]))
  for (name in numeric) frame[[name]] <- as.numeric(unlist(lapply(data[[name]], function(v) if (is.null(v)) NA else v)))
  for (name in categorical) frame[[name]] <- as.character(unlist(lapply(data[[name]], function(v) if (is.null(v)) NA else v)))
  y <- unlist(lapply(data[[options$outcome]], function(v) if (is.null(v)) NA else v))
  known <- !is.na(y) & stats::complete.cases(cbind(frame, one_ = 1))
  frame <- frame[known, , drop = FALSE]
  y <- y[known]
  for (name in categorical) {
    levels <- unlist(options$answers[[name]])
    frame[[name]] <- droplevels(factor(frame[[name]], levels = levels))
    if (nlevels(frame[[name]]) < 2) stop("a predictor that does not vary")
    if (!is.null(options$references[[name]])) {
      if (!(options$references[[name]] %in% levels(frame[[name]]))) stop("a reference that does not occur")
      frame[[name]] <- relevel(frame[[name]], options$references[[name]])
    }
  }
  for (name in numeric) if (length(unique(frame[[name]])) < 2) stop("a predictor that does not vary")
  if (length(y) < 2) stop("too few respondents")
  frame$outcome_ <- y
  frame
}

model_formula <- function(options) reformulate(unlist(options$terms), "outcome_")

# lm finds collinear columns by a looser rule than is needed; the rank of scaled columns says it.
full_rank <- function(X) {
  scaled <- sweep(X, 2, sqrt(colSums(X^2)), "/")
  values <- svd(scaled, 0, 0)$d
  list(is = all(is.finite(values)) && min(values) > 1e-10 * max(values), doubtful = min(values) < 1e-6 * max(values))
}

# Wald's test of each term, from its coefficients' covariance; it does not depend on the reference.
term_tests <- function(model, V, df, test) {
  assign <- attr(model.matrix(model), "assign")
  beta <- coef(model)
  sapply(setdiff(unique(assign), 0), function(term) {
    columns <- which(assign == term)
    wald <- sum(beta[columns] * solve(V[columns, columns, drop = FALSE], beta[columns]))
    if (test == "F") c(wald / length(columns), pf(wald / length(columns), length(columns), df, lower.tail = FALSE))
    else c(wald, pchisq(wald, length(columns), lower.tail = FALSE))
  })
}

reference_linear <- function(data, options) {
  frame <- model_frame(data, options)
  frame$outcome_ <- as.numeric(frame$outcome_)
  if (length(unique(frame$outcome_)) < 2) stop("a constant outcome")
  formula <- model_formula(options)
  X <- model.matrix(formula, frame)
  rank <- if (nrow(X) >= ncol(X)) full_rank(X) else list(is = FALSE)
  if (!rank$is) stop("collinear")
  if (nrow(X) - ncol(X) < 1) stop("no residual degrees of freedom")
  model <- lm(formula, frame, tol = 1e-12)
  total <- sum((frame$outcome_ - mean(frame$outcome_))^2)
  rss <- sum(residuals(model)^2)
  if (rss <= 1e-22 * total) stop("a perfect fit")
  kind <- toupper(options$errors)
  n <- nrow(X); p <- ncol(X)
  if (kind %in% c("HC2", "HC3") && max(hatvalues(model)) > 1 - 1e-9) stop("a leverage of one")
  V <- if (kind == "CLASSICAL") vcov(model) else robust_covariance(model, X, kind)
  beta <- coef(model)
  errors <- sqrt(diag(V))
  # Where the respondents who determine a coefficient are fitted exactly, its robust error is zero, but for rounding.
  dust <- errors <= 1e-12 * abs(beta)
  errors[dust] <- 0
  df <- n - p
  t <- beta / errors
  inner <- seq_len(p)[-1]
  # A robust covariance is singular where respondents determine coefficients: there is no test without an error, and
  # none that can be told where the covariance is singular but for rounding.
  wald <- function(columns) {
    scale <- errors[columns]
    if (any(scale == 0)) return(list(f = NA, p = NA))
    R <- V[columns, columns, drop = FALSE] / outer(scale, scale)
    if (!isTRUE(rcond(R) > 1e-9)) return(list(f = "skip", p = "skip"))
    f <- sum(beta[columns] / scale * solve(R, beta[columns] / scale)) / length(columns)
    list(f = f, p = pf(f, length(columns), df, lower.tail = FALSE))
  }
  all <- wald(inner)
  if (kind == "CLASSICAL" && !identical(all$f, "skip")) all$f <- summary(model)$fstatistic[[1]]
  shown <- function(values) ifelse(dust, "skip", as.list(unname(values)))
  count <- length(unlist(options$terms))
  tests <- lapply(seq_len(count), function(term) wald(which(attr(X, "assign") == term)))
  # Koenker's studentised statistic is n times R² of the squared residuals; a perfect group leaves it without variance.
  breusch <- if (kind == "CLASSICAL") unname(bptest(model)$statistic) else NULL
  inflation <- if (count > 1) tryCatch({
    own <- vif(model)
    terms <- if (is.matrix(own)) own[, 1] else own
    unname(terms[attr(X, "assign")[inner]])
  }, error = function(e) rep("skip", p - 1)) else rep("skip", p - 1)
  list(estimates = unname(beta), errors = unname(errors), statistics = shown(t), p = shown(2 * pt(-abs(t), df)),
    lowers = shown(beta - qt(0.975, df) * errors), uppers = shown(beta + qt(0.975, df) * errors), df = df,
    f = all$f, overall = all$p,
    r2 = 1 - rss / total, adjusted = 1 - rss / df / (total / (n - 1)), sigma = sqrt(rss / df),
    standardized = unname(beta[inner] * apply(X[, inner, drop = FALSE], 2, sd) / sd(frame$outcome_)),
    inflation = inflation, termF = lapply(tests, `[[`, "f"), termP = lapply(tests, `[[`, "p"),
    breusch = if (is.null(breusch)) "skip" else breusch)
}

# The sandwich as the sum of squares of the respondents' parts in the coefficients. sandwich::vcovHC, a product of three
# matrices, must say the same, but where respondents who are fitted exactly determine a coefficient it leaves the root of
# the rounding for an error, some 1e-7, or a variance below zero.
robust_covariance <- function(model, X, kind) {
  h <- hatvalues(model)
  factor <- switch(kind, HC0 = 1, HC1 = sqrt(nrow(X) / (nrow(X) - ncol(X))), HC2 = 1 / sqrt(1 - h), HC3 = 1 / (1 - h))
  parts <- qr(X, tol = 0)
  inverse <- t(backsolve(qr.R(parts), t(qr.Q(parts))))
  V <- crossprod(inverse * residuals(model) * factor)
  size <- sqrt(colSums(inverse^2)) * max(abs(residuals(model) * factor))
  stopifnot(abs(vcovHC(model, type = kind) - V) <= 1e-4 * outer(size, size))
  V
}

# Whether the likelihood has a maximum: there the score vanishes and the information of scaled columns is regular. Where
# a predictor separates, Newton's method runs away until the information is lost.
separated <- function(model, X, y) {
  fit <- fitted(model)
  w <- fit * (1 - fit)
  # Columns as an orthonormal basis, so that predictors that nearly say the same do not look like separation.
  Z <- qr.Q(qr(X)) * sqrt(length(y))
  information <- crossprod(Z * sqrt(w)) / length(y)
  score <- colSums(Z * (y - fit)) / length(y)
  any(!is.finite(information)) || max(abs(score)) > 1e-7 || rcond(information) < 1e-9 || max(diag(information)) < 1e-7
}

reference_logistic <- function(data, options) {
  frame <- model_frame(data, options)
  frame$outcome_ <- as.numeric(as.character(frame$outcome_) %in% unlist(options$success))
  if (length(unique(frame$outcome_)) < 2) stop("a constant outcome")
  formula <- model_formula(options)
  X <- model.matrix(formula, frame)
  if (nrow(X) < ncol(X) || !full_rank(X)$is) stop("collinear")
  control <- glm.control(epsilon = 1e-15, maxit = 100)
  model <- suppressWarnings(glm(formula, binomial(), frame, control = control))
  if (separated(model, X, frame$outcome_)) stop("separation")
  y <- frame$outcome_
  beta <- coef(model)
  V <- vcov(model)
  errors <- sqrt(diag(V))
  z <- beta / errors
  null <- -2 * sum(log(ifelse(y == 1, mean(y), 1 - mean(y))))
  fit <- fitted(model)
  deviance <- -2 * sum(log(ifelse(y == 1, fit, 1 - fit)))
  n <- length(y)
  count <- length(unlist(options$terms))
  tests <- tryCatch(term_tests(model, V, NULL, "chisq"), error = function(e) NULL)
  pairs <- outer(fit[y == 1], fit[y == 0], function(a, b) (round(a, 8) > round(b, 8)) + 0.5 * (round(a, 8) == round(b, 8)))
  area <- mean(pairs)
  delong <- if (sum(y) > 1 && sum(1 - y) > 1) sqrt(var(rowMeans(pairs)) / sum(y) + var(colMeans(pairs)) / sum(1 - y)) else NA
  profile <- options$interval == "profile"
  ends <- if (profile) profile_ends(X, y, beta, errors, deviance) else
    cbind(beta - qnorm(0.975) * errors, beta + qnorm(0.975) * errors)
  exponent <- function(v) lapply(v, function(e) if (identical(e, "skip")) "skip" else exp(as.numeric(e)))
  lowers <- if (profile) ends$lower else unname(ends[, 1])
  uppers <- if (profile) ends$upper else unname(ends[, 2])
  list(estimates = unname(beta), errors = unname(errors), statistics = unname(z), p = unname(2 * pnorm(-abs(z))),
    lowers = lowers, uppers = uppers, odds = unname(exp(beta[-1])), chi = null - deviance,
    overall = pchisq(null - deviance, length(beta) - 1, lower.tail = FALSE), area = area,
    areaError = delong, mcfadden = 1 - deviance / null,
    nagelkerke = (1 - exp((deviance - null) / n)) / (1 - exp(-null / n)),
    tjur = mean(fit[y == 1]) - mean(fit[y == 0]),
    termChi = if (is.null(tests)) rep("skip", count) else tests[1, ])
}

# Where the profile deviance has risen by the quantile of chi-squared. glm.fit does not halve a step that makes the
# likelihood smaller unless it is infinite, and stops far from the maximum where the coefficient is far from the estimate;
# so the other coefficients are found by Newton's method with halved steps on an orthonormal basis of their columns.
profile_ends <- function(X, y, beta, errors, deviance) {
  target <- deviance + qchisq(0.95, 1)
  sign <- ifelse(y == 1, 1, -1)
  end <- function(j, side) {
    rest <- qr(X[, -j, drop = FALSE], tol = 0)
    Q <- qr.Q(rest) * sqrt(length(y))
    # What the others cannot say of this predictor: the profile depends on it alone, and it is not large where a mean is.
    own <- qr.resid(rest, X[, j])
    start <- as.vector(X %*% beta)
    risen <- function(value) -2 * highest(Q, start + own * (value - beta[j]), sign) - target
    step <- errors[j]
    for (doubling in 1:40) { if (risen(beta[j] + side * step) > 0) break; step <- step * 2 }
    if (!(risen(beta[j] + side * step) > 0)) return("skip")
    uniroot(risen, sort(c(beta[j], beta[j] + side * step)), tol = 1e-9 * errors[j])$root
  }
  list(lower = lapply(seq_along(beta), end, side = -1), upper = lapply(seq_along(beta), end, side = 1))
}

# The highest log-likelihood of a logistic model from a linear predictor on; `sign` is 1 for a yes and -1 for a no.
highest <- function(Q, eta, sign) {
  value <- function(eta) sum(plogis(sign * eta, log.p = TRUE))
  best <- value(eta)
  for (iteration in 1:500) {
    p <- plogis(eta)
    H <- crossprod(Q * sqrt(p * plogis(-eta)))
    # Where all probabilities are 0 or 1 to rounding, a short step up the slope.
    diag(H) <- diag(H) + 1e-12 * max(diag(H)) + 1e-200
    move <- as.vector(Q %*% solve(H, colSums(Q * sign * plogis(-sign * eta)), tol = 0))
    if (max(abs(move)) > 5) move <- move * 5 / max(abs(move))
    while (value(eta + move) < best && max(abs(move)) > 1e-10) move <- move / 2
    if (max(abs(move)) <= 1e-10) break
    eta <- eta + move
    best <- value(eta)
  }
  max(best, value(eta + move))
}

reference_ordinal <- function(data, options) {
  frame <- model_frame(data, options)
  levels <- unlist(options$answers[[options$outcome]])
  frame$outcome_ <- droplevels(factor(frame$outcome_, levels = levels, ordered = TRUE))
  if (nlevels(frame$outcome_) < 2) stop("a constant outcome")
  formula <- model_formula(options)
  X <- model.matrix(formula, frame)
  if (nrow(X) < ncol(X) || !full_rank(X)$is) stop("collinear")
  fit <- cumulative_logit(X[, -1, drop = FALSE], as.integer(frame$outcome_))
  if (is.null(fit)) stop("no maximum")
  # MASS::polr stops early, but not far away.
  if (nlevels(frame$outcome_) > 2) {
    own <- suppressWarnings(try(polr(formula, frame, control = list(reltol = 1e-15, maxit = 1000)), silent = TRUE))
    if (!inherits(own, "try-error")) stopifnot(fit$value >= as.numeric(logLik(own)) - 1e-6)
  }
  errors <- sqrt(diag(fit$inverse))
  z <- fit$estimates / errors
  counts <- table(frame$outcome_)
  null <- sum(counts * log(counts / sum(counts)))
  chi <- 2 * (fit$value - null)
  list(estimates = fit$estimates, errors = errors, statistics = z, p = 2 * pnorm(-abs(z)),
    lowers = fit$estimates - qnorm(0.975) * errors, uppers = fit$estimates + qnorm(0.975) * errors, chi = chi,
    overall = pchisq(chi, ncol(X) - 1, lower.tail = FALSE))
}

# The proportional-odds likelihood by Newton's method with exact derivatives: thresholds first, then slopes.
cumulative_logit <- function(X, answer) {
  cuts <- max(answer) - 1
  shares <- cumsum(table(factor(answer, seq_len(cuts + 1)))) / length(answer)
  # Columns as an orthonormal basis: coefficients of columns that nearly say the same may be large without separation.
  centre <- colMeans(X)
  basis <- qr(sweep(X, 2, centre), tol = 0)
  Z <- qr.Q(basis) * sqrt(length(answer))
  beta <- c(qlogis(shares[seq_len(cuts)]), rep(0, ncol(Z)))
  design <- function(cut) {
    D <- matrix(0, nrow(Z), cuts)
    inner <- which(cut >= 1 & cut <= cuts)
    D[cbind(inner, cut[inner])] <- 1
    cbind(D, -Z)
  }
  upper <- design(answer); lower <- design(answer - 1)
  above <- answer > cuts; below <- answer == 1
  parts <- function(beta) {
    u <- as.vector(upper %*% beta); l <- as.vector(lower %*% beta)
    fu <- ifelse(above, 0, dlogis(u)); fl <- ifelse(below, 0, dlogis(l))
    list(p = ifelse(above, plogis(l, lower.tail = FALSE), ifelse(below, plogis(u), plogis(u) - plogis(l))), fu = fu, fl = fl,
      du = fu * (1 - 2 * plogis(u)), dl = fl * (1 - 2 * plogis(l)))
  }
  value <- function(beta) { p <- parts(beta)$p; if (any(!is.finite(p)) || any(p <= 0)) -Inf else sum(log(p)) }
  derivatives <- function(beta) {
    s <- parts(beta)
    scores <- (upper * s$fu - lower * s$fl) / s$p
    list(gradient = colSums(scores), hessian = crossprod(scores) - crossprod(upper, upper * (s$du / s$p)) +
      crossprod(lower, lower * (s$dl / s$p)))
  }
  for (iteration in 1:200) {
    d <- derivatives(beta)
    step <- tryCatch(solve(d$hessian, d$gradient), error = function(e) NULL)
    if (is.null(step)) return(NULL)
    size <- 1
    while (value(beta + size * step) < value(beta) - 1e-12 * abs(value(beta)) && size > 1e-8) size <- size / 2
    beta <- beta + size * step
    if (max(abs(beta)) > 200) return(NULL)
    if (max(abs(size * step)) < 1e-13 * (1 + max(abs(beta)))) break
  }
  d <- derivatives(beta)
  # Where the answers are separated, the slope and all of the information vanish together.
  if (max(abs(d$gradient)) > 1e-6 * length(answer) || rcond(d$hessian) < 1e-9 ||
    max(diag(d$hessian)) < 1e-7 * length(answer)) return(NULL)
  # Back to the predictors' own units.
  k <- ncol(Z)
  T <- diag(cuts + k)
  slopes <- cuts + seq_len(k)
  back <- backsolve(qr.R(basis), diag(k)) * sqrt(length(answer))
  T[slopes, slopes] <- back
  for (cut in seq_len(cuts)) T[cut, slopes] <- centre %*% back
  list(estimates = as.vector(T %*% beta), inverse = T %*% solve(d$hessian) %*% t(T), value = value(beta))
}

# Latent classes by the plainest EM from many random starts.
reference_latent <- function(data, options) {
  columns <- lapply(unlist(options$items), function(name)
    as.integer(factor(unlist(lapply(data[[name]], function(v) if (is.null(v)) NA else as.character(v))),
      levels = unlist(options$answers[[name]]))))
  Y <- do.call(cbind, columns)
  Y <- Y[stats::complete.cases(Y), , drop = FALSE]
  if (nrow(Y) < 1) stop("nobody")
  if (any(apply(Y, 2, function(column) length(unique(column))) < 2)) stop("an item that everybody answers alike")
  sizes <- vapply(unlist(options$items), function(name) length(unlist(options$answers[[name]])), 0L)
  key <- apply(Y, 1, paste, collapse = " ")
  counts <- as.vector(table(key)[unique(key)])
  Y <- Y[!duplicated(key), , drop = FALSE]
  n <- sum(counts); m <- options$classes
  # Indicators of every answer, side by side.
  I <- do.call(cbind, lapply(seq_along(sizes), function(j) outer(Y[, j], seq_len(sizes[j]), "==") * 1))
  item <- rep(seq_along(sizes), sizes)
  best <- -Inf
  for (start in seq_len(if (m == 1) 1 else options$starts)) {
    shares <- rep(1 / m, m)
    P <- matrix(rexp(length(item) * m), length(item), m)
    P <- P / rowsum(P, item)[item, , drop = FALSE]
    before <- -Inf
    for (step in 1:5000) {
      logs <- I %*% log(pmax(P, 1e-300)) + rep(log(shares), each = nrow(I))
      top <- apply(logs, 1, max)
      likelihoods <- exp(logs - top)
      total <- rowSums(likelihoods)
      value <- sum(counts * (top + log(total)))
      posterior <- likelihoods / total * counts
      shares <- colSums(posterior) / n
      P <- crossprod(I, posterior)
      sums <- rowsum(P, item)
      P <- P / pmax(sums[item, , drop = FALSE], 1e-300)
      if (value - before < 1e-10 * abs(value)) break
      before <- value
    }
    best <- max(best, value)
  }
  parameters <- m - 1 + m * sum(sizes - 1)
  list(likelihood = best, parameters = parameters, bic = -2 * best + log(n) * parameters)
}
