# Golden values of association, agreement, equivalence and pairwise comparisons, made with R and psych.
#   Rscript association.R > association-r.json
# The data are printed in the sources named beside them, or made up here by hand.
suppressMessages(library(psych))
out <- list(meta = list(R = R.version.string, psych = as.character(packageVersion("psych"))))

traits <- matrix(c(40,20,10,5,3, 25,50,30,15,6, 12,32,60,35,14, 6,14,33,55,30, 2,5,12,28,48), 5, byrow = TRUE)
expand <- function(table) {
  cells <- which(table > 0, arr.ind = TRUE)
  cells[rep(seq_len(nrow(cells)), table[cells]), ]
}
polychoric_of <- function(table) {
  fit <- suppressMessages(polychoric(expand(table), correct = 0, global = FALSE))
  list(table = table, rho = fit$rho[1, 2], tau = fit$tau)
}
short <- matrix(c(30,11,4, 12,25,13, 3,9,33), 3, byrow = TRUE)
out$polychoric <- list(traits = polychoric_of(traits), short = polychoric_of(short))

# Shrout & Fleiss (1979), table 2: four judges rate six targets.
ratings <- matrix(c(9,2,5,8, 6,1,3,2, 8,4,6,8, 7,1,2,6, 10,5,6,9, 6,2,4,7), 6, byrow = TRUE)
icc_of <- function(data) {
  fit <- ICC(data, lmer = FALSE)$results
  list(data = data, type = fit$type, icc = fit$ICC, F = fit$F, df1 = fit$df1, df2 = fit$df2, p = fit$p,
       lower = fit$`lower bound`, upper = fit$`upper bound`)
}
set.seed(11)
drawn <- outer(round(rnorm(15, 4, 1.2), 1), c(0, .4, -.3), `+`) + round(matrix(rnorm(45, 0, .8), 15), 1)
out$icc <- list(shrout = icc_of(ratings), drawn = icc_of(round(drawn, 1)))

# Berkeley admissions (Bickel, Hammel & O'Connell 1975) and the penicillin rabbits (Mantel 1963), from R's datasets.
mh <- function(x, ...) {
  t <- mantelhaen.test(x, ...)
  list(statistic = unname(t$statistic), df = unname(t$parameter), p = t$p.value,
       estimate = unname(t$estimate), ci = if (is.null(t$conf.int)) NULL else as.numeric(t$conf.int))
}
rabbits <- array(c(0,0,6,5, 3,0,3,6, 6,2,0,4, 5,6,1,0, 2,5,0,0), dim = c(2, 2, 5))
cochran <- aperm(array(c(2,5,3,6, 4,1,6,2, 5,5,2,4, 1,6,3,8, 3,7,2,4, 8,4,1,6), dim = c(2, 3, 4)), c(1, 2, 3))
out$mantel <- list(
  berkeley = list(tables = apply(UCBAdmissions, 3, c, simplify = FALSE), plain = mh(UCBAdmissions, correct = FALSE),
                  corrected = mh(UCBAdmissions, correct = TRUE)),
  general = c(list(tables = apply(cochran, 3, c, simplify = FALSE)), mh(cochran)))

# Trend: R's own example of prop.trend.test (smokers, Fleiss 1981, page 139).
smokers <- c(83, 90, 129, 70); patients <- c(86, 93, 136, 82)
trend <- prop.trend.test(smokers, patients)
scored <- prop.trend.test(smokers, patients, c(0, 0, 0, 1))
out$trend <- list(smokers = smokers, patients = patients, statistic = unname(trend$statistic), p = trend$p.value,
                  scored = unname(scored$statistic), scoredP = scored$p.value)

# Studentized range.
grid <- expand.grid(q = c(.5, 2, 3.5, 5, 8), k = c(2, 3, 6, 12), df = c(2, 5, 12, 48, 500))
grid$upper <- with(grid, ptukey(q, k, df, lower.tail = FALSE))
out$range <- grid
out$rangeQuantiles <- list(k = c(3, 4, 6), df = c(12, 30, 72), q = qtukey(.95, c(3, 4, 6), c(12, 30, 72)))

# Insect sprays (Beall 1942) and warp breaks (Tippett 1950), from R's datasets.
tukey_of <- function(y, g) {
  t <- TukeyHSD(aov(y ~ g))[[1]]
  list(groups = split(y, g), names = rownames(t), table = unname(t))
}
out$tukey <- list(tension = tukey_of(warpbreaks$breaks, warpbreaks$tension),
                  sprays = tukey_of(InsectSprays$count, InsectSprays$spray))
gh <- function(y, g) {
  s <- split(y, g); k <- length(s); pairs <- combn(k, 2)
  rows <- apply(pairs, 2, function(ij) {
    a <- s[[ij[1]]]; b <- s[[ij[2]]]
    va <- var(a) / length(a); vb <- var(b) / length(b)
    df <- (va + vb)^2 / (va^2 / (length(a) - 1) + vb^2 / (length(b) - 1))
    d <- mean(a) - mean(b); se <- sqrt((va + vb) / 2)
    c(d, df, ptukey(abs(d) / se, k, df, lower.tail = FALSE), d - qtukey(.95, k, df) * se, d + qtukey(.95, k, df) * se)
  })
  t(rows)
}
out$gamesHowell <- list(sprays = gh(InsectSprays$count, InsectSprays$spray))
out$pairwiseProportions <- list(
  successes = smokers, trials = patients,
  raw = suppressWarnings(pairwise.prop.test(smokers, patients, "none", correct = FALSE)$p.value),
  hochberg = suppressWarnings(pairwise.prop.test(smokers, patients, "hochberg", correct = FALSE)$p.value))

# Two one-sided tests from t.test, on R's sleep and ToothGrowth.
a <- sleep$extra[sleep$group == 1]; b <- sleep$extra[sleep$group == 2]
tost <- function(..., bounds) {
  low <- t.test(..., mu = bounds[1], alternative = "greater"); high <- t.test(..., mu = bounds[2], alternative = "less")
  ci <- t.test(..., conf.level = .9)$conf.int
  list(tLower = unname(low$statistic), pLower = low$p.value, tUpper = unname(high$statistic), pUpper = high$p.value,
       df = unname(low$parameter), ci90 = as.numeric(ci))
}
teeth <- split(ToothGrowth$len, ToothGrowth$supp)
out$tost <- list(teeth = teeth, welch = tost(teeth$OJ, teeth$VC, bounds = c(-6, 8)),
                 student = tost(teeth$OJ, teeth$VC, bounds = c(-6, 8), var.equal = TRUE),
                 first = a, second = b, paired = tost(a, b, paired = TRUE, bounds = c(-3, 3)),
                 one = tost(a, bounds = c(-1, 2)))

json <- function(x) {
  num <- function(v) ifelse(is.na(v), "null", ifelse(is.infinite(v), ifelse(v > 0, "\"inf\"", "\"-inf\""), formatC(v, digits = 17, format = "g", width = -1)))
  if (is.null(x)) return("null")
  if (is.character(x)) return(if (length(x) == 1) dQuote(x, FALSE) else paste0("[", paste(dQuote(x, FALSE), collapse = ", "), "]"))
  if (is.matrix(x)) return(paste0("[", paste(apply(x, 1, json), collapse = ", "), "]"))
  if (is.list(x)) {
    parts <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(parts, collapse = ", "), "]"))
    return(paste0("{", paste0(dQuote(names(x), FALSE), ": ", parts, collapse = ", "), "}"))
  }
  if (length(x) == 1 && is.null(dim(x))) return(trimws(num(x)))
  paste0("[", paste(trimws(num(x)), collapse = ", "), "]")
}
cat(json(out), "\n")
