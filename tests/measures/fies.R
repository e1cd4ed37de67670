# The Food Insecurity Experience Scale by RM.weights (FAO) and, without weights, by eRm, printed as name,value.
# Rscript --vanilla fies.R answers.csv (columns WORRIED to WHLDAY and weight, one household a row)
suppressPackageStartupMessages(library(RM.weights))
suppressPackageStartupMessages(library(eRm))
options(digits = 15)
d <- read.csv(commandArgs(TRUE)[1])
x <- d[, 1:8]
say <- function(name, value) cat(sprintf("\"%s\",%.12g\n", name, value))
r <- RM.w(x, d$weight)
e <- equating.fun(r)
for (i in 1:8) {
  say(paste0("severity|", i), r$b[i]); say(paste0("infit|", i), r$infit[i]); say(paste0("outfit|", i), r$outfit[i])
  say(paste0("common|", i), as.numeric(e$common[i] == "Common"))
}
for (i in 1:9) { say(paste0("place|", i - 1), r$a[i]); say(paste0("error|", i - 1), r$se.a[i]) }
say("reliability", r$reliab); say("flat", r$reliab.fl)
say("moderate", e$prevs[1]); say("severe", e$prevs[2])
plain <- RM(x, sum0 = TRUE)
for (i in 1:8) say(paste0("plain|", i), -plain$betapar[i])
