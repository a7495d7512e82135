# Saves the synthetic answers of answers.sav, which PSPP wrote, as a SAS data file with haven 2.5.1.
suppressMessages(library(haven))
write_sas(read_sav("answers.sav", user_na = TRUE), "answers.sas7bdat")
