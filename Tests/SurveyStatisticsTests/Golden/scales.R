# Reference values for scales and factor models, made with R alone.
#
#   Rscript scales.R            writes scales-r.json and scales.csv beside this script
#
# The answers are synthetic, drawn below from a fixed seed: 400 respondents, five items of one trait (a1..a5) and four of
# another (n1..n4) from 1 to 5, a2, a4, n2 and n4 reverse-keyed, with a tendency to agree that differs between people.
suppressMessages({library(psych); library(lavaan); library(GPArotation); library(jsonlite)})

argument <- grep("^--file=", commandArgs(FALSE), value = TRUE)
folder <- dirname(sub("^--file=", "", argument[1]))

set.seed(20260301, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
n <- 400
trait1 <- rnorm(n); trait2 <- 0.4 * trait1 + sqrt(1 - 0.16) * rnorm(n); method <- 0.35 * rnorm(n)
items <- c("a1", "a2", "a3", "a4", "a5", "n1", "n2", "n3", "n4")
sign <- c(1, -1, 1, -1, 1, 1, -1, 1, -1)
load <- c(.9, .7, .8, .6, .75, .85, .7, .65, .8)
shift <- c(.2, -.3, .4, 0, .1, .6, -.5, .3, 0)
raw <- sapply(seq_along(items), function(j) {
  trait <- if (j <= 5) trait1 else trait2
  latent <- shift[j] + sign[j] * load[j] * trait + method + rnorm(n, sd = .7)
  findInterval(latent, c(-1.3, -.5, .4, 1.2)) + 1
})
colnames(raw) <- items
write.csv(raw, file.path(folder, "scales.csv"), row.names = FALSE, quote = FALSE)
keyed <- raw
for (j in which(sign < 0)) keyed[, j] <- 6 - raw[, j]
first <- keyed[, 1:5]

# Published tables.
ability <- datasets::ability.cov$cov
harman <- datasets::Harman23.cor$cov
thurstone <- psych::Thurstone
holzinger <- cov(HolzingerSwineford1939[, paste0("x", 1:9)])

ordered_factors <- function(loadings, phi) {
  size <- diag(phi %*% t(loadings) %*% loadings)
  order <- order(-size)
  loadings <- loadings[, order, drop = FALSE]; phi <- phi[order, order, drop = FALSE]
  turn <- ifelse(colSums(loadings) < 0, -1, 1)
  list(loadings = unname(loadings %*% diag(turn, length(turn))), phi = unname(diag(turn, length(turn)) %*% phi %*%
    diag(turn, length(turn))))
}
# Both extractions by a quasi-Newton search over the uniquenesses, polished by Newton steps whose second derivatives are
# numerical; items whose uniqueness reaches .005 stay there.
extract <- function(r, m, likelihood) {
  k <- nrow(r)
  parts <- function(psi) {
    s <- if (likelihood) r / sqrt(outer(psi, psi)) else r - diag(psi)
    eigen(s, symmetric = TRUE)
  }
  value <- function(psi) {
    e <- parts(psi)$values[(m + 1):k]
    if (likelihood) sum(e - log(e) - 1) else sum(e^2) / 2
  }
  slope <- function(psi) {
    e <- parts(psi); v <- e$vectors[, (m + 1):k]; g <- e$values[(m + 1):k]
    if (likelihood) as.vector(v^2 %*% (1 - g)) / psi else -as.vector(v^2 %*% g)
  }
  psi <- optim((1 - m / (2 * k)) / diag(solve(r)), value, slope, method = "L-BFGS-B", lower = .005, upper = 1,
               control = list(factr = 10, pgtol = 0, maxit = 10000))$par
  for (step in 1:8) {
    free <- which(psi > .005 + 1e-9)
    inner <- function(x) { p <- psi; p[free] <- x; slope(p)[free] }
    psi[free] <- psi[free] - solve(numDeriv::jacobian(inner, psi[free]), slope(psi)[free])
  }
  e <- parts(psi)
  l <- if (likelihood) diag(sqrt(psi)) %*% e$vectors[, 1:m, drop = FALSE] %*% diag(sqrt(e$values[1:m] - 1), m)
       else e$vectors[, 1:m, drop = FALSE] %*% diag(sqrt(e$values[1:m]), m)
  list(loadings = l, uniquenesses = psi, objective = value(psi), slope = max(abs(slope(psi)[psi > .005 + 1e-9])))
}
ml <- function(r, m, count) {
  f <- factanal(covmat = r, factors = m, n.obs = count, rotation = "none", control = list(nstart = 3))
  c(extract(r, m, TRUE), list(factanal = unname(f$uniquenesses), statistic = unname(f$STATISTIC), df = f$dof))
}
axes <- function(r, m) extract(r, m, FALSE)
analysis <- function(r, m, count) {
  likelihood <- ml(r, m, count); least <- axes(r, m)
  one <- function(l) {
    v <- varimax(l, normalize = TRUE, eps = 1e-15)
    v <- ordered_factors(unclass(v$loadings), diag(m))
    starts <- lapply(0:3, function(s) {
      set.seed(s); t0 <- if (s == 0) diag(m) else qr.Q(qr(matrix(rnorm(m * m), m)))
      suppressWarnings(GPFoblq(l, Tmat = t0, method = "quartimin", eps = 1e-7, maxit = 1000))
    })
    best <- starts[[which.min(sapply(starts, function(x) min(x$Table[, 2])))]]
    o <- ordered_factors(best$loadings, best$Phi)
    list(varimax = v$loadings, oblimin = o$loadings, phi = o$phi)
  }
  k <- nrow(r)
  null <- -log(det(r)) * (count - 1 - (2 * k + 5) / 6)
  statistic <- likelihood$objective * (count - 1 - (2 * k + 5) / 6 - 2 * m / 3)
  list(n = count, factors = m, df = likelihood$df, statistic = statistic, objective = likelihood$objective,
       factanal = likelihood[c("factanal", "statistic")],
       tli = (null / (k * (k - 1) / 2) - statistic / likelihood$df) / (null / (k * (k - 1) / 2) - 1),
       rmsea = sqrt(max(likelihood$objective / likelihood$df - 1 / (count - 1), 0)),
       ml = c(list(uniquenesses = likelihood$uniquenesses, slope = likelihood$slope), one(likelihood$loadings)),
       minres = c(list(uniquenesses = least$uniquenesses, slope = least$slope), one(least$loadings)),
       psych = unname(psych::fa(r, m, n.obs = count, fm = "ml", rotate = "none")$RMSEA),
       kmo = KMO(r)$MSA, kmo_items = unname(KMO(r)$MSAi),
       bartlett = cortest.bartlett(r, n = count)[c("chisq", "df", "p.value")])
}
hierarchical <- function(r) {
  l <- axes(r, 3)$loadings
  o <- GPFoblq(l, method = "quartimin", eps = 1e-7, maxit = 1000)
  o <- ordered_factors(o$loadings, o$Phi)
  p <- o$phi
  g <- c(sqrt(p[1, 2] * p[1, 3] / p[2, 3]), sqrt(p[1, 2] * p[2, 3] / p[1, 3]), sqrt(p[1, 3] * p[2, 3] / p[1, 2]))
  general <- as.vector(o$loadings %*% g)
  specific <- o$loadings %*% diag(sqrt(1 - g^2))
  u <- 1 - general^2 - rowSums(specific^2)
  w <- suppressWarnings(psych::omega(r, 3, plot = FALSE))
  list(hierarchical = sum(general)^2 / sum(r), total = 1 - sum(u) / sum(r), general = general, second = g,
       psych_h = w$omega_h, psych_t = w$omega.tot)
}
lambda4 <- function(s) {
  k <- nrow(s)
  best <- -Inf
  for (size in unique(c(floor(k / 2), ceiling(k / 2)))) {
    halves <- combn(k, size)
    for (c in seq_len(ncol(halves))) {
      h <- halves[, c]
      best <- max(best, 4 * sum(s[h, -h]) / sum(s))
    }
  }
  best
}
halves <- function(x) {
  k <- ncol(x); odd <- seq(1, k, 2); even <- seq(2, k, 2)
  r <- cor(rowSums(x[, odd]), rowSums(x[, even]))
  s <- cov(x)
  list(correlation = r, spearman_brown = 2 * r / (1 + r), guttman = 4 * sum(s[odd, even]) / sum(s), lambda4 = lambda4(s),
       psych = splitHalf(x, covar = TRUE, brute = TRUE, check.keys = FALSE)$maxrb)
}
fitted <- function(fit) {
  e <- parameterEstimates(fit); s <- standardizedSolution(fit)
  measures <- fitMeasures(fit, c("chisq", "df", "pvalue", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper",
                                 "srmr", "aic", "bic", "logl", "npar", "baseline.chisq"))
  pick <- function(rows, column, table = e) table[rows, column]
  list(fit = as.list(unclass(measures)), lhs = e$lhs, op = e$op, rhs = e$rhs, est = e$est, se = e$se,
       std = s$est.std, stdse = s$se)
}
tight <- list(rel.tol = 1e-10, iter.max = 5000)
two <- "first =~ a1 + a2 + a3 + a4 + a5\nsecond =~ n1 + n2 + n3 + n4"
withMethod <- paste0(two, "\nmethod =~ ", paste0("1*", items, collapse = " + "),
                     "\nmethod ~~ method\nmethod ~~ 0*first\nmethod ~~ 0*second\nfirst ~~ 1*first\nsecond ~~ 1*second\nfirst ~~ second")
methodModel <- sub("first =~ a1", "first =~ NA*a1", sub("second =~ n1", "second =~ NA*n1", withMethod))
three <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
rawFrame <- as.data.frame(raw); keyedFrame <- as.data.frame(keyed)
alphaOf <- function(x) {
  a <- suppressWarnings(psych::alpha(as.data.frame(x), check.keys = FALSE))
  list(raw = a$total$raw_alpha, std = a$total$std.alpha, lambda6 = a$total$`G6(smc)`, average = a$total$average_r,
       dropped = a$alpha.drop$raw_alpha, total = unname(a$item.stats$raw.r), rest = unname(a$item.stats$r.drop),
       mean = unname(a$item.stats$mean), sd = unname(a$item.stats$sd))
}
# Alpha's standard error by the delta method on the distribution-free covariance matrix of all covariances (with 1/n).
freeError <- function(x) {
  k <- ncol(x); n <- nrow(x); z <- scale(x, scale = FALSE); s <- crossprod(z) / n
  pairs <- which(lower.tri(s, diag = TRUE), arr.ind = TRUE)
  products <- z[, pairs[, 1]] * z[, pairs[, 2]]
  same <- pairs[, 1] == pairs[, 2]
  slope <- k / (k - 1) * ifelse(same, -(sum(s) - sum(diag(s))) / sum(s)^2, 2 * sum(diag(s)) / sum(s)^2)
  sqrt(as.numeric(t(slope) %*% cov(products) %*% slope) / n)
}
polychoric <- lavCor(as.data.frame(lapply(as.data.frame(first), ordered)))
poly <- unname(matrix(as.numeric(polychoric), 5))

out <- list(
  meta = list(R = R.version.string, psych = as.character(packageVersion("psych")),
              lavaan = as.character(packageVersion("lavaan")), GPArotation = as.character(packageVersion("GPArotation"))),
  tables = list(ability = unname(ability), harman = unname(harman), thurstone = unname(as.matrix(thurstone)),
                holzinger = unname(holzinger)),
  efa = list(ability2 = analysis(unname(cov2cor(ability)), 2, 112), harman2 = analysis(unname(harman), 2, 305),
             harman3 = analysis(unname(harman), 3, 305), synthetic2 = analysis(unname(cor(keyed)), 2, n),
             thurstone3 = analysis(unname(as.matrix(thurstone)), 3, 213)),
  omega = list(thurstone = hierarchical(unname(as.matrix(thurstone))), synthetic = hierarchical(unname(cor(keyed)))),
  halves = list(four = halves(keyed[, 6:9]), five = halves(first)),
  alpha = c(alphaOf(first), list(ordinal = 5 / 4 * (1 - 5 / sum(poly)), polychoric = poly,
                             freeError = freeError(first), freeErrorOfFour = freeError(keyed[, 6:9]))),
  cfa = list(holzinger = fitted(cfa(three, data = HolzingerSwineford1939, std.lv = TRUE, control = tight)),
             two = fitted(cfa(two, data = keyedFrame, std.lv = TRUE, control = tight)),
             method = fitted(lavaan(methodModel, data = rawFrame, auto.var = TRUE, control = tight))))
write(toJSON(out, digits = I(16), auto_unbox = TRUE, pretty = TRUE, na = "null"), file.path(folder, "scales-r.json"))
