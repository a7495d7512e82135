# What a user of R would run instead of `topline summary FILE`: load a survey with data.table and tabulate its closed
# questions, with all processors.
#
#   Rscript peers.R FILE
library(data.table)

setDTthreads(0)
closed <- c(paste0("Q", 1:30), "Gender", "Country", "Stratum")
survey <- fread(commandArgs(trailingOnly = TRUE)[1], showProgress = FALSE)
for (name in closed) print(survey[, .N, by = name])
