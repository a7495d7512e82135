# References for scales and factors: psych, lavaan, GPArotation and polycor where they iterate tightly enough, and the
# definitions, written out, where they do not.
suppressPackageStartupMessages({
  library(psych)
  library(lavaan)
  library(GPArotation)
  library(polycor)
})

# The items of the respondents who answered all of them.
items_of <- function(data, options) {
  names <- unlist(options$items)
  columns <- as.data.frame(lapply(data[names], function(column)
    if (is.list(column)) rep(NA_real_, length(column)) else as.numeric(column)))
  names(columns) <- names
  columns <- columns[stats::complete.cases(columns), , drop = FALSE]
  for (name in unlist(options$reverse)) columns[[name]] <- options$low + options$high - columns[[name]]
  columns
}

varies <- function(column) length(unique(column)) > 1

alpha_of <- function(V) {
  k <- ncol(V)
  k / (k - 1) * (1 - sum(diag(V)) / sum(V))
}

feldt <- function(alpha, n, k, level = 0.95) {
  tail <- (1 - level) / 2
  c(1 - (1 - alpha) * qf(1 - tail, n - 1, (n - 1) * (k - 1)), 1 - (1 - alpha) * qf(tail, n - 1, (n - 1) * (k - 1)))
}

reference_alpha <- function(data, options) {
  X <- items_of(data, options)
  n <- nrow(X); k <- ncol(X)
  if (n < 2) stop("fewer than two respondents")
  if (!all(vapply(X, varies, TRUE))) stop("an item that does not vary")
  V <- cov(X)
  R <- cor(X)
  if (sum(V) <= 1e-12 * sum(diag(V))) stop("a sum that does not vary")
  alpha <- alpha_of(V)
  average <- mean(R[lower.tri(R)])
  sum <- rowSums(X)
  rest <- vapply(seq_len(k), function(i) {
    others <- rowSums(X[, -i, drop = FALSE])
    if (varies(round(others, 9))) suppressWarnings(cor(X[, i], others)) else NA_real_
  }, 0)
  result <- list(alpha = alpha, standardized = k * average / (1 + (k - 1) * average), average = average, rests = rest,
    means = unname(colMeans(X)), sds = unname(apply(X, 2, sd)))
  ends <- feldt(alpha, n, k)
  result$lower <- ends[1]
  result$upper <- ends[2]
  # psych works on the inverse of the correlations; near singularity nothing is compared of what needs it.
  sound <- rcond(R) > 1e-9
  own <- if (sound) suppressWarnings(psych::alpha(X, check.keys = FALSE, warnings = FALSE)) else NULL
  result$lambda6 <- if (sound) own$total[["G6(smc)"]] else "skip"
  result$corrected <- if (sound) own$item.stats$r.cor else rep("skip", k)
  if (sound && k > 2) stopifnot(abs(own$total$raw_alpha - alpha) < 1e-9)
  result$dropped <- if (k > 2) vapply(seq_len(k), function(i) {
    rest <- V[-i, -i, drop = FALSE]
    if (sum(rest) <= 1e-12 * sum(diag(rest))) NA_real_ else alpha_of(rest)
  }, 0) else rep(NA_real_, k)
  odd <- seq(1, k, 2)
  result <- c(result, halves(V, odd))
  result$lambda4 <- if (k > 1) best_split(V) else NA
  result
}

# Two halves: Guttman's formula, and the correlation stepped up by Horst's formula for halves of unequal length.
halves <- function(V, first) {
  k <- ncol(V)
  second <- setdiff(seq_len(k), first)
  a <- sum(V[first, first]); b <- sum(V[second, second]); ab <- sum(V[first, second])
  r <- ab / sqrt(a * b)
  p <- length(first) / k; q <- 1 - p
  if (1 - abs(r) < 1e-9) return(list(guttman = 4 * ab / (a + b + 2 * ab), brown = "skip"))
  list(guttman = 4 * ab / (a + b + 2 * ab),
    brown = r * (sqrt(r^2 + 4 * p * q * (1 - r^2)) - r) / (2 * p * q * (1 - r^2)))
}

# The largest of Guttman's coefficients over all splits into halves of equal size, or as nearly as may be.
best_split <- function(V) {
  k <- ncol(V)
  max(combn(k, k %/% 2, function(half) 4 * sum(V[half, -half]) / sum(V)))
}

reference_items <- function(data, options) {
  names <- unlist(options$items)
  all <- as.data.frame(lapply(data[names], function(column)
    if (is.list(column)) rep(NA_real_, length(column)) else as.numeric(column)))
  names(all) <- names
  for (name in unlist(options$reverse)) all[[name]] <- options$low + options$high - all[[name]]
  X <- items_of(data, options)
  kept <- names[vapply(X, varies, TRUE)]
  if (nrow(X) < 3 || length(kept) < 2) stop("too few respondents or items")
  V <- cov(X[kept])
  sum <- rowSums(X)
  if (sd(sum) < 1e-9) stop("a sum that does not vary")
  quotient <- function(a, b) if (length(unique(a)) < 2 || sd(b) < 1e-9) NA_real_ else cor(a, b)
  R <- cor(X[kept])
  smc <- rep(NA_real_, length(names))
  squared <- if (rcond(R) > 1e-9) 1 - 1 / diag(solve(R)) else rep("skip", length(kept))
  smc <- as.list(smc)
  smc[names %in% kept] <- as.list(squared)
  dropped <- vapply(names, function(name) {
    others <- setdiff(kept, name)
    if (!(name %in% kept)) return(NA_real_)
    if (length(others) < 2) return(NA_real_)
    rest <- cov(X[others])
    if (sum(rest) <= 1e-12 * sum(diag(rest))) NA_real_ else alpha_of(rest)
  }, 0)
  list(alpha = alpha_of(V), counts = unname(colSums(!is.na(all))), means = unname(colMeans(all, na.rm = TRUE)),
    sds = unname(apply(all, 2, sd, na.rm = TRUE)),
    totals = vapply(names, function(name) quotient(X[[name]], sum), 0, USE.NAMES = FALSE),
    rests = vapply(names, function(name) quotient(X[[name]], sum - X[[name]]), 0, USE.NAMES = FALSE),
    smc = smc, dropped = unname(dropped))
}

# Polychoric correlations in two steps, iterated to the end, and what alpha makes of them.
reference_polychoric <- function(data, options) {
  X <- items_of(data, options)
  if (nrow(X) < 2 || !all(vapply(X, varies, TRUE))) stop("an item that does not vary")
  list(rho = polychoric_two_step(X[[1]], X[[2]]))
}

polychoric_two_step <- function(x, y) {
  table <- table(x, y)
  thresholds <- function(margin) c(-Inf, qnorm(cumsum(margin) / sum(margin))[-length(margin)], Inf)
  rows <- thresholds(rowSums(table)); columns <- thresholds(colSums(table))
  corner <- function(rho) {
    outer(seq_along(rows), seq_along(columns), Vectorize(function(i, j) {
      a <- rows[i]; b <- columns[j]
      if (a == -Inf || b == -Inf) return(0)
      if (a == Inf) return(pnorm(b))
      if (b == Inf) return(pnorm(a))
      mnormt::pmnorm(c(a, b), c(0, 0), matrix(c(1, rho, rho, 1), 2))
    }))
  }
  likelihood <- function(rho) {
    C <- corner(rho)
    cells <- C[-1, -1] - C[-1, -ncol(C)] - C[-nrow(C), -1] + C[-nrow(C), -ncol(C)]
    -sum(ifelse(table > 0, table * log(pmax(cells, 1e-300)), 0))
  }
  if (any(dim(table) < 2)) stop("an item that does not vary")
  # A table with an empty corner in the way has its maximum at one.
  found <- optimize(likelihood, c(-0.99999, 0.99999), tol = 1e-9)
  if (abs(found$minimum) > 0.9995) "skip" else found$minimum
}

reference_ordinal_alpha <- function(data, options) {
  X <- items_of(data, options)
  n <- nrow(X); k <- ncol(X)
  if (n < 3 || !all(vapply(X, varies, TRUE))) stop("an item that does not vary")
  V <- cov(X)
  if (sum(V) <= 1e-12 * sum(diag(V))) stop("a sum that does not vary")
  R <- diag(k)
  for (i in seq_len(k)) for (j in seq_len(i - 1)) {
    rho <- polychoric_two_step(X[[i]], X[[j]])
    if (identical(rho, "skip")) return(list(alpha = alpha_of(V), ordinal = "skip"))
    R[i, j] <- R[j, i] <- rho
  }
  list(alpha = alpha_of(V), ordinal = alpha_of(R))
}

# The minimum of a discrepancy over uniquenesses, from several places.
best_uniquenesses <- function(R, factors, objective, gradient, starts) {
  k <- ncol(R)
  best <- NULL
  for (start in starts) {
    found <- nlminb(start, objective, gradient, lower = 0.005, upper = 1,
      control = list(rel.tol = 1e-15, x.tol = 1e-12, abs.tol = 0, iter.max = 2000, eval.max = 4000))
    if (is.null(best) || found$objective < best$objective) best <- found
  }
  best
}

extraction <- function(R, factors, method) {
  k <- ncol(R)
  outer_part <- seq_len(k)[-seq_len(factors)]
  smc <- 1 / diag(solve(R))
  starts <- c(list(pmin(1, pmax(0.005, (1 - 0.5 * factors / k) * smc))),
    lapply(1:6, function(i) runif(k, 0.1, 0.95)), list(rep(0.5, k)))
  if (method == "ml") {
    parts <- function(psi) eigen(R / sqrt(outer(psi, psi)), symmetric = TRUE)
    objective <- function(psi) { e <- parts(psi)$values[outer_part]; sum(e - log(pmax(e, 1e-300)) - 1) }
    gradient <- function(psi) {
      e <- parts(psi)
      L <- sqrt(psi) * e$vectors[, seq_len(factors), drop = FALSE] %*%
        diag(sqrt(pmax(e$values[seq_len(factors)] - 1, 0)), factors)
      diag(L %*% t(L) + diag(psi) - R) / psi^2
    }
  } else {
    parts <- function(psi) eigen(R - diag(psi), symmetric = TRUE)
    objective <- function(psi) sum(parts(psi)$values[outer_part]^2) / 2
    gradient <- function(psi) {
      e <- parts(psi)
      -as.vector((e$vectors[, outer_part, drop = FALSE]^2) %*% e$values[outer_part])
    }
  }
  found <- best_uniquenesses(R, factors, objective, gradient, starts)
  psi <- found$par
  e <- parts(psi)
  scale <- if (method == "ml") sqrt(psi) else rep(1, k)
  values <- if (method == "ml") e$values[seq_len(factors)] - 1 else e$values[seq_len(factors)]
  list(psi = psi, value = found$objective,
    loadings = scale * e$vectors[, seq_len(factors), drop = FALSE] %*% diag(sqrt(pmax(values, 0)), factors))
}

rotated <- function(L, rotation) {
  k <- ncol(L)
  Phi <- diag(k)
  if (k > 1 && rotation == "varimax") L <- unclass(varimax(L, normalize = TRUE, eps = 1e-14)$loadings)
  if (k > 1 && rotation == "oblimin") {
    best <- NULL
    for (start in 1:6) {
      Tmat <- if (start == 1) diag(k) else Random.Start(k)
      found <- suppressWarnings(GPFoblq(L, Tmat = Tmat, method = "oblimin", eps = 1e-8, maxit = 1500))
      value <- found$Table[nrow(found$Table), 2]
      if (is.null(best) || value < best$value - 1e-12) best <- list(value = value, found = found)
    }
    L <- unclass(best$found$loadings)
    Phi <- best$found$Phi
  }
  variance <- diag(Phi %*% crossprod(L))
  order <- order(-variance)
  L <- L[, order, drop = FALSE]
  Phi <- Phi[order, order, drop = FALSE]
  sign <- ifelse(colSums(L) < 0, -1, 1)
  list(L = sweep(L, 2, sign, "*"), Phi = Phi * outer(sign, sign), variance = variance[order])
}

reference_factors <- function(data, options) {
  X <- items_of(data, options)
  n <- nrow(X); k <- ncol(X); m <- options$factors
  if (n < 3 || !all(vapply(X, varies, TRUE))) stop("an item that does not vary")
  R <- cor(X)
  if (rcond(R) < 1e-12) {
    if (options$method == "ml") stop("singular")
    # Least squares can be had of repeated items; what needs the inverse is not compared.
    return(c(list(df = "skip", rmsr = "skip", chi = "skip", p = "skip", kmo = "skip", bartlett = "skip",
      uniquenesses = rep("skip", k), kmos = rep("skip", k), eigenvalues = eigen(R, symmetric = TRUE)$values,
      variances = rep("skip", m)), setNames(rep(list(rep("skip", k)), options$columns), paste0("factor", seq_len(options$columns)))))
  }
  df <- ((k - m)^2 - k - m) / 2
  if (df < 0) stop("too many factors")
  fit <- extraction(R, m, options$method)
  turned <- rotated(fit$loadings, options$rotation)
  L <- turned$L
  # What the maximum-likelihood discrepancy is at these uniquenesses; minres has its chi-squared from it too.
  implied <- fit$loadings %*% t(fit$loadings) + diag(fit$psi)
  discrepancy <- function(S) log(det(S)) - log(det(R)) + sum(diag(R %*% solve(S))) - k
  f <- if (options$method == "ml") fit$value else discrepancy(implied)
  factor <- n - 1 - (2 * k + 5) / 6
  chi <- (factor - 2 * m / 3) * f
  residual <- R - L %*% turned$Phi %*% t(L)
  off <- residual[lower.tri(residual)]
  heywood <- min(fit$psi) < 0.0051
  # Several minima, or loadings that two rotations share, have no one answer.
  loose <- heywood || m > 1 && min(abs(diff(turned$variance))) < 1e-4 || any(abs(colSums(L)) < 1e-5)
  bartlett <- -factor * log(det(R))
  kmo <- psych::KMO(R)
  result <- list(chi = if (df > 0) chi else "skip", df = df, p = if (df > 0) pchisq(chi, df, lower.tail = FALSE) else "skip",
    uniquenesses = fit$psi, rmsr = sqrt(mean(off^2)), kmo = kmo$MSA,
    kmos = unname(kmo$MSAi), bartlett = bartlett, eigenvalues = eigen(R, symmetric = TRUE, only.values = TRUE)$values)
  for (factor in seq_len(options$columns))
    result[[paste0("factor", factor)]] <- if (loose) rep("skip", k) else unname(L[, factor])
  result$correlations <- if (loose) rep("skip", m * m) else as.vector(turned$Phi)
  result$variances <- if (loose) rep("skip", m) else unname(turned$variance)
  result
}

lavaan_fit <- function(model, X) {
  # nlminb calls it false convergence where rounding ends before the tightest tolerance.
  for (tolerance in c(1e-14, 1e-12, 1e-10)) {
    fit <- suppressWarnings(cfa(model, data = X, std.lv = TRUE, likelihood = "normal",
      control = list(rel.tol = tolerance, eval.max = 20000, iter.max = 20000)))
    if (lavInspect(fit, "converged")) break
  }
  fit
}

reference_cfa <- function(data, options) {
  X <- items_of(data, options)
  if (nrow(X) < 3 || !all(vapply(X, varies, TRUE))) stop("an item that does not vary")
  if (rcond(cor(X)) < 1e-10) stop("singular")
  fit <- lavaan_fit(options$lavaan, X)
  if (!lavInspect(fit, "converged")) stop("lavaan does not converge")
  estimates <- parameterEstimates(fit, remove.nonfree = FALSE)
  variances <- estimates[estimates$op == "~~" & estimates$lhs == estimates$rhs & estimates$lhs %in% names(X), ]
  measures <- fitMeasures(fit, c("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper",
    "srmr", "logl", "aic", "bic"))
  standardized <- standardizedSolution(fit)
  loadings <- estimates[estimates$op == "=~", ]
  own <- standardized[standardized$op == "=~", ]
  # A factor may be turned round as a whole.
  sign <- ifelse(ave(own$est.std, own$lhs, FUN = sum) < 0, -1, 1)
  result <- list(chisq = measures[["chisq"]], df = measures[["df"]],
    p = if (measures[["df"]] > 0) measures[["pvalue"]] else "skip", cfi = measures[["cfi"]],
    tli = if (measures[["df"]] > 0) measures[["tli"]] else "skip", rmsea = if (measures[["df"]] > 0) measures[["rmsea"]] else "skip",
    rmseaLower = if (measures[["df"]] > 0) measures[["rmsea.ci.lower"]] else "skip",
    rmseaUpper = if (measures[["df"]] > 0) measures[["rmsea.ci.upper"]] else "skip", srmr = measures[["srmr"]], logl = measures[["logl"]],
    aic = measures[["aic"]], bic = measures[["bic"]], loadings = loadings$est * sign, errors = loadings$se,
    standardized = own$est.std * sign, standardizedErrors = own$se,
    variances = variances$est[match(loadings$rhs, variances$lhs)],
    varianceErrors = variances$se[match(loadings$rhs, variances$lhs)])
  if (measures[["df"]] == 0) result$chisq <- "skip"
  result
}

reference_omega <- function(data, options) {
  X <- items_of(data, options)
  k <- ncol(X)
  if (nrow(X) < 3 || !all(vapply(X, varies, TRUE))) stop("an item that does not vary")
  if (rcond(cor(X)) < 1e-10) stop("singular")
  names <- names(X)
  model <- paste0("f =~ ", paste0("l", seq_len(k), "*", names, collapse = " + "), "\n",
    paste0(names, " ~~ e", seq_len(k), "*", names, collapse = "\n"), "\n",
    "omega := (", paste0("l", seq_len(k), collapse = "+"), ")^2 / ((", paste0("l", seq_len(k), collapse = "+"), ")^2 + ",
    paste0("e", seq_len(k), collapse = "+"), ")")
  fit <- lavaan_fit(model, X)
  if (!lavInspect(fit, "converged")) stop("lavaan does not converge")
  estimates <- parameterEstimates(fit)
  row <- estimates[estimates$op == ":=", ]
  measures <- fitMeasures(fit, c("chisq", "df"))
  scaled <- row$se / (row$est * (1 - row$est))
  ends <- plogis(qlogis(row$est) + c(-1, 1) * qnorm(0.975) * scaled)
  result <- list(omega = row$est, error = row$se, lower = ends[1], upper = ends[2],
    chisq = if (measures[["df"]] > 0) measures[["chisq"]] else "skip", hierarchical = "skip", total = "skip",
    alpha = alpha_of(cov(X)))
  if (!is.null(options$factors)) {
    own <- tryCatch(suppressWarnings(psych::omega(X, nfactors = options$factors, fm = "minres", rotate = "oblimin",
      plot = FALSE, flip = FALSE)), error = function(e) NULL)
    if (!is.null(own)) { result$hierarchical <- own$omega_h; result$total <- own$omega.tot }
  }
  result
}
