# Rscript surveys_of_r.R eusilc|apistrat: a survey that ships with laeken or survey, as the columns that indices.R reads.
suppressPackageStartupMessages({library(survey); library(laeken)})
if (commandArgs(trailingOnly = TRUE) == "eusilc") {
  data(eusilc); d <- eusilc
  out <- data.frame(psu = d$db030, stratum = as.integer(d$db040), weight = d$rb050, welfare = d$eqIncome, group = d$rb090)
} else {
  data(api); d <- apistrat
  out <- data.frame(psu = seq_len(nrow(d)), stratum = as.integer(d$stype), weight = d$pw, welfare = d$enroll, group = d$awards)
}
out$psu <- match(out$psu, unique(out$psu)) - 1; out$stratum <- out$stratum - 1; out <- out[order(out$psu), ]
out$welfare <- sprintf("%.17g", out$welfare); out$weight <- sprintf("%.17g", out$weight)
write.csv(out, stdout(), row.names = FALSE, quote = FALSE, na = "")
