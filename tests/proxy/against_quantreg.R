# What quantreg gives for the households of the tests; the argument is a file with a row a household: w, y, fold and the columns.
suppressPackageStartupMessages(library(quantreg))
d <- read.csv(commandArgs(trailingOnly = TRUE)[1])
say <- function(name, value) cat(sprintf("%s,%.15g\n", name, as.numeric(value)))
model <- reformulate(names(d)[-(1:3)], "y")
rho <- function(fit, tau) sum(d$w * residuals(fit) * (tau - (residuals(fit) < 0)))

for (tau in c(0.1, 0.2, 0.5, 0.8)) {
  # the simplex of Barrodale and Roberts: a vertex, as a linear programme has it
  fit <- rq(model, tau, d, weights = w, method = "br")
  for (one in names(coef(fit))) say(sprintf("b.%g.%s", tau, one), coef(fit)[one])
  nothing <- rq(y ~ 1, tau, d, weights = w, method = "br")
  say(sprintf("pseudo_r2.%g", tau), 1 - rho(fit, tau) / rho(nothing, tau))
  for (k in sort(unique(d$fold))) {
    without <- rq(model, tau, d, subset = fold != k, weights = w, method = "br")
    for (one in names(coef(without))) say(sprintf("without.%g.%d.%s", tau, k, one), coef(without)[one])
  }
}
