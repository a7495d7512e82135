# Golden values of worked examples that are printed in textbooks, papers and manuals, made with R, car and psych.
#   Rscript classic.R > classic-r.json
# The data come from R's datasets (Fisher's iris, Chatterjee & Price's attitude, McNeil's arrests, Henderson & Velleman's
# cars, Anscombe's quartet) or stand here, with their source.
suppressMessages({library(car); library(psych)})
out <- list(meta = list(R = R.version.string, car = as.character(packageVersion("car")),
                        psych = as.character(packageVersion("psych"))))
test <- function(t) list(statistic = unname(t$statistic), df = unname(t$parameter), p = t$p.value)

# Fisher (1936): lengths of the sepals of three species.
welch <- oneway.test(Sepal.Length ~ Species, iris)
plain <- oneway.test(Sepal.Length ~ Species, iris, var.equal = TRUE)
levene <- leveneTest(Sepal.Length ~ Species, iris)
out$iris <- list(groups = split(iris$Sepal.Length, iris$Species), welch = test(welch), anova = test(plain),
                 levene = list(statistic = levene$`F value`[1], p = levene$`Pr(>F)`[1]),
                 kruskal = test(kruskal.test(Sepal.Length ~ Species, iris)))

# Mendel's yellow and green peas, as in Agresti (2002), section 1.5.2.
out$fit <- list(peas = test(chisq.test(c(6022, 2001), p = c(.75, .25))),
                shares = test(chisq.test(c(16, 18, 16, 14, 12, 12), p = c(16, 16, 16, 16, 16, 8) / 88)))

# Ties but no zeros: the normal approximation with its correction for ties and continuity.
answers <- c(1, 2, 2, 3, 5, 4, 4, 3, 5, 5, 1, 4)
out$oneSample <- list(answers = answers, mu = 2.5,
  corrected = test(suppressWarnings(wilcox.test(answers, mu = 2.5))),
  plain = test(suppressWarnings(wilcox.test(answers, mu = 2.5, correct = FALSE))),
  sign = binom.test(sum(answers > 2.5), length(answers))$p.value)

# Agresti (2007), section 2.2: heart attacks under placebo and aspirin; Stata's manual on signrank: two fuels.
out$aspirin <- test(prop.test(c(189, 104), c(11034, 11037), correct = FALSE))
out$fuel <- list(sign = binom.test(3, 11)$p.value, up = binom.test(3, 11, alternative = "greater")$p.value,
                 down = binom.test(3, 11, alternative = "less")$p.value)

# Two one-sided tests of a share of 97 in 200 against .45 and .65.
out$tost <- list(lower = binom.test(97, 200, .45, "greater")$p.value, upper = binom.test(97, 200, .65, "less")$p.value)

# Chatterjee & Price (1977): seven ratings of thirty departments.
alpha <- suppressWarnings(alpha(attitude, warnings = FALSE))
out$attitude <- list(items = as.list(attitude), raw = alpha$total$raw_alpha, std = alpha$total$std.alpha,
                     lambda6 = alpha$total$`G6(smc)`, rest = alpha$item.stats$r.drop, total = alpha$item.stats$raw.r,
                     dropped = alpha$alpha.drop$raw_alpha, mean = alpha$item.stats$mean, sd = alpha$item.stats$sd)

# McNeil (1977): arrests in fifty states; the eigenvalues of 20,000 random sets of the same size.
set.seed(20)
random <- replicate(20000, eigen(cor(matrix(rnorm(200), 50)), symmetric = TRUE, only.values = TRUE)$values)
out$arrests <- list(items = as.list(USArrests), eigenvalues = eigen(cor(USArrests))$values,
                    means = rowMeans(random), limits = apply(random, 1, quantile, .95))

# Henderson & Velleman (1981): weights of cars with four, six and eight cylinders.
weights <- split(mtcars$wt, mtcars$cyl)
pair <- function(a, b) {
  parts <- c(var(a) / length(a), var(b) / length(b))
  df <- sum(parts)^2 / sum(parts^2 / (c(length(a), length(b)) - 1))
  q <- abs(mean(a) - mean(b)) / sqrt(sum(parts)) * sqrt(2)
  list(q = q, df = df, p = ptukey(q, 3, df, lower.tail = FALSE))
}
out$cars <- list(groups = weights, pairs = list(pair(weights[[1]], weights[[2]]), pair(weights[[1]], weights[[3]]),
                                                 pair(weights[[2]], weights[[3]])))

# Anscombe (1973): four sets with one line.
line <- function(x, y) {
  fit <- summary(lm(y ~ x))
  list(x = x, y = y, coefficients = unname(fit$coefficients[, 1]), errors = unname(fit$coefficients[, 2]),
       squared = fit$r.squared)
}
out$anscombe <- lapply(1:4, function(k) line(anscombe[[k]], anscombe[[k + 4]]))

cat(jsonlite::toJSON(out, digits = I(17), auto_unbox = TRUE), "\n")
