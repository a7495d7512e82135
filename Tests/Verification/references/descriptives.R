# What a summary says of one variable.

reference_numbers <- function(data, options) {
  x <- present(data$x)
  if (length(x) == 0) stop("no numbers")
  # Moved by a number of the column, sums of squares keep their digits near 1e9.
  d <- x - x[1]
  n <- length(x)
  one <- n < 2
  interval <- function(level) {
    if (one) return(c(NA, NA))
    mean(d) + x[1] + c(-1, 1) * qt((1 + level) / 2, n - 1) * sd(d) / sqrt(n)
  }
  wide <- interval(level_of(options))
  narrow <- interval(0.9)
  q <- quantile(x, c(0.25, 0.5, 0.75), type = options$rule, names = FALSE)
  list(
    n = n, mean = mean(d) + x[1], error = if (one) NA else sd(d) / sqrt(n), sd = if (one) NA else sd(d),
    lower = wide[1], upper = wide[2], lower90 = narrow[1], upper90 = narrow[2], median = q[2], quartiles = q[c(1, 3)],
    min = min(x), max = max(x))
}

reference_shares <- function(data, options) {
  y <- factor(as.character(unlist(data$y)), unlist(options$answers$y))
  counts <- as.vector(table(y))
  n <- sum(counts)
  if (n == 0) stop("no answers")
  ends <- sapply(counts, function(x) {
    suppressWarnings(prop.test(x, n, correct = FALSE, conf.level = level_of(options)))$conf.int * 100
  })
  list(n = n, counts = counts, percent = counts / n * 100, lower = ends[1, ], upper = ends[2, ])
}
