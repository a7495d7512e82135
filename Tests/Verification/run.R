# Runs the references of one family: Rscript run.R references/NAME.R CASES ANSWERS
# CASES holds one JSON object in a line: the function, the data's columns and the options. ANSWERS gets one in a line: the
# function's named list, or the error that it stopped with.
suppressPackageStartupMessages(library(jsonlite))
options(warn = 1, digits = 17)
arguments <- commandArgs(trailingOnly = TRUE)
references <- new.env(parent = globalenv())
sys.source(file.path(dirname(arguments[1]), "..", "helpers.R"), envir = references)
sys.source(arguments[1], envir = references)

# Per case in seconds; R looks at the clock only between steps, so that a case must not be large.
limit <- 300

answer <- function(line) {
  case <- fromJSON(line, simplifyVector = TRUE, simplifyDataFrame = FALSE, simplifyMatrix = FALSE)
  warnings <- character(0)
  result <- tryCatch(
    {
      setTimeLimit(elapsed = limit, transient = TRUE)
      set.seed(1)
      withCallingHandlers(
        {
          capture.output(
            value <- suppressMessages(references[[paste0("reference_", case$reference)]](case$data, case$options)))
          list(answer = value)
        },
        warning = function(warning) {
          warnings <<- c(warnings, conditionMessage(warning))
          invokeRestart("muffleWarning")
        })
    },
    error = function(error) list(error = conditionMessage(error)))
  setTimeLimit(elapsed = Inf)
  result$warnings <- I(warnings)
  toJSON(result, auto_unbox = TRUE, digits = NA, na = "string", null = "null", force = TRUE)
}

lines <- readLines(arguments[2], encoding = "UTF-8")
output <- file(arguments[3], "w", encoding = "UTF-8")
for (line in lines) {
  begun <- proc.time()[["elapsed"]]
  writeLines(answer(line), output)
  taken <- proc.time()[["elapsed"]] - begun
  if (taken > 5) message(sprintf("%.0f seconds for %s", taken, fromJSON(line)$reference))
}
close(output)
