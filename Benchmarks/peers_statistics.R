# What a user of R would run instead of Topline's statistics; the whole process counts, reading included.
#
#   Rscript peers_statistics.R WHAT FILE
#
# WHAT is one of: read, means, rao-scott, alpha, mann-whitney, bootstrap, polychoric. Needs data.table, survey, psych, boot.
suppressMessages(library(data.table))
arguments <- commandArgs(TRUE)
what <- arguments[1]
items <- function(count) paste0("Q", seq_len(count))
answers <- fread(arguments[2], showProgress = FALSE)

sample_design <- function() {
  suppressMessages(library(survey))
  svydesign(ids = ~PSU, strata = ~Stratum, weights = ~Weight, data = answers, nest = TRUE)
}

result <- switch(what,
  read = nrow(answers),
  means = {
    design <- sample_design()
    freedom <- degf(design)
    lapply(items(30), function(item) {
      mean <- svymean(reformulate(item), design, na.rm = TRUE)
      c(mean, confint(mean, df = freedom))
    })
  },
  `rao-scott` = {
    design <- sample_design()
    svychisq(~Q1 + Gender, design)$p.value
  },
  alpha = {
    suppressMessages(library(psych))
    suppressMessages(alpha(as.data.frame(answers)[, items(30)], warnings = FALSE))$total$raw_alpha
  },
  `mann-whitney` = {
    two <- answers[Gender %in% c("Female", "Male")]
    wilcox.test(Q1 ~ Gender, data = two)$p.value
  },
  bootstrap = {
    suppressMessages(library(boot))
    complete <- as.matrix(na.omit(as.data.frame(answers)[, items(10)]))
    coefficient <- function(x, rows) {
      covariances <- cov(x[rows, ])
      10 / 9 * (1 - sum(diag(covariances)) / sum(covariances))
    }
    set.seed(1)
    quantile(boot(complete, coefficient, R = 10000, parallel = "multicore", ncpus = 2)$t, c(.025, .975))
  },
  polychoric = {
    suppressMessages(library(psych))
    suppressMessages(polychoric(as.data.frame(answers)[, items(20)]))$rho[1, 2]
  },
  stop("unknown: ", what))
print(result)
