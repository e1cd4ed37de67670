# The index of Duclos, Esteban and Ray (2004), over twice the mean to 1 - alpha as DASP has it, and its standard error.
# Rscript polarisation.R SURVEY.csv; columns as in indices.R.
#
# All pairs of persons, as the definition has them, with the paper's bandwidth; who lives together and has the same was seen once. The
# error is survey's, of derivatives by the weights of each primary unit, taken numerically.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust")
d <- read.csv(commandArgs(trailingOnly = TRUE)[1], na.strings = "")
d$unit <- match(paste(d$stratum, d$psu), unique(paste(d$stratum, d$psu)))
units <- d[!duplicated(d$unit), c("unit", "stratum")]; units$one <- 1
des <- svydesign(ids = ~unit, strata = ~stratum, weights = ~one, data = units)
der <- function(apart, y, w, alpha) {
  W <- sum(w); m <- sum(w * y) / W
  h <- 4.7 * sqrt(sum(w * (y - m)^2) / W) / sqrt(length(y)) * alpha^.1
  f <- (dnorm(apart / h) / h) %*% w / W
  sum(w * f^alpha * (apart %*% w)) / W^2 / (2 * m^(1 - alpha))
}
one_domain <- function(label, inside) {
  k <- d[which(inside & !is.na(d$welfare)), ]
  k <- aggregate(weight ~ unit + psu + welfare, k, sum)
  y <- k$welfare; w <- k$weight; unit <- k$unit
  apart <- abs(outer(y, y, "-"))
  for (alpha in c(.25, .5, .75, 1)) {
    step <- 1e-4
    t <- sapply(units$unit, function(u) {
      if (!any(unit == u)) return(0)
      diff(sapply(c(-step, step), function(s) der(apart, y, w * (1 + s * (unit == u)), alpha))) / (2 * step)
    })
    name <- paste0("der", sub(".", "_", alpha, fixed = TRUE), ".", label)
    cat(sprintf("%s,%.15g\n%s.se,%.15g\n", name, der(apart, y, w, alpha), name, SE(svytotal(t, des))))
  }
}
one_domain("all", rep(TRUE, nrow(d)))
for (g in sort(unique(d$group))) one_domain(g, !is.na(d$group) & d$group == g)
