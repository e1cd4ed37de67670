# What quantreg gives for the households of the tests, and what it and survey make of its errors; the argument is a file with a row a
# household: w, y, fold, psu, stratum and the columns x0, x1, ...
suppressPackageStartupMessages(library(quantreg))
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust")
d <- read.csv(commandArgs(trailingOnly = TRUE)[1])
say <- function(name, value) cat(sprintf("%s,%.15g\n", name, as.numeric(value)))
model <- reformulate(grep("^x", names(d), value = TRUE), "y")
rho <- function(fit, tau) sum(d$w * residuals(fit) * (tau - (residuals(fit) < 0)))
x <- model.matrix(model, d)
des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~1, data = d, nest = TRUE)

# the sandwich of Powell (1991): survey gives the variance of the scores, quantreg the width of the kernel
lowest <- function(v, w, share) { o <- order(v); v[o][which(cumsum(w[o]) >= (share - 1e-12) * sum(w))[1]] }
powell <- function(fit, tau, w) {
  e <- residuals(fit)
  b <- bandwidth.rq(tau, length(e), hs = TRUE)
  stopifnot(tau - b > 0, tau + b < 1)
  deviation <- sqrt(weighted.mean((e - weighted.mean(e, w))^2, w))
  h <- (qnorm(tau + b) - qnorm(tau - b)) * min(deviation, (lowest(e, w, 0.75) - lowest(e, w, 0.25)) / 1.34)
  crossprod(x, w * dnorm(e / h) / h * x)
}

for (tau in c(0.1, 0.2, 0.5, 0.8)) {
  # the simplex of Barrodale and Roberts: a vertex, as a linear programme has it
  fit <- rq(model, tau, d, weights = w, method = "br")
  for (one in names(coef(fit))) say(sprintf("b.%g.%s", tau, one), coef(fit)[one])
  nothing <- rq(y ~ 1, tau, d, weights = w, method = "br")
  say(sprintf("pseudo_r2.%g", tau), 1 - rho(fit, tau) / rho(nothing, tau))
  e <- residuals(fit)
  scores <- d$w * x * ifelse(abs(e) < 1e-9, 0, tau - (e < 0))
  bread <- solve(powell(fit, tau, d$w))
  error <- sqrt(diag(bread %*% vcov(svytotal(scores, des)) %*% bread))
  for (i in seq_along(error)) say(sprintf("se.%g.%s", tau, names(coef(fit))[i]), error[i])
  # of households of equal weight quantreg gives the inverse of the slope itself
  own <- sqrt(diag(summary(rq(model, tau, d, method = "br"), se = "ker", hs = TRUE, covariance = TRUE)$Hinv))
  for (i in seq_along(own)) say(sprintf("bread.%g.%s", tau, names(coef(fit))[i]), own[i])
  for (k in sort(unique(d$fold))) {
    without <- rq(model, tau, d, subset = fold != k, weights = w, method = "br")
    for (one in names(coef(without))) say(sprintf("without.%g.%d.%s", tau, k, one), coef(without)[one])
  }
}
