# What bands rest on, by R: autoregressions of Ghana's economy.csv, quantiles of take-up, covariance of totals under a design.
# Rscript bands.R economy.csv
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust")
d <- read.csv(commandArgs(trailingOnly = TRUE)[1]); d <- d[d$status == "actual" & d$year >= 2009, ]
say <- function(name, value) cat(sprintf("%s,%.15g\n", name, value))
left <- list()
for (s in c("gdp_real_growth", "inflation", "interest_rate")) {
  y <- d[d$series == s, ]; y <- y[order(y$year), ]; x <- log1p(y$value); n <- length(x)
  m <- lm(x[-1] ~ x[-n])
  say(paste0(s, ".persistence"), coef(m)[[2]]); say(paste0(s, ".sd"), summary(m)$sigma)
  left[[s]] <- setNames(resid(m), y$year[-1])
}
years <- Reduce(intersect, lapply(left, names)); r <- cor(sapply(left, function(e) e[years]))
say("growth_inflation", r[1, 2]); say("growth_interest", r[1, 3]); say("inflation_interest", r[2, 3])
a <- 0.9; k <- a * (1 - a) / 0.05^2 - 1
for (u in c(0.05, 0.5, 0.95)) say(paste0("beta.", u), qbeta(u, a * k, (1 - a) * k) / a)
# a triangle from 0.6 to 0.9 with its peak at 0.8, by the root of its distribution function
cdf <- function(x) ifelse(x < 0.8, (x - 0.6)^2 / (0.3 * 0.2), 1 - (0.9 - x)^2 / (0.3 * 0.1))
for (u in c(0.05, 0.5, 0.95)) say(paste0("triangle.", u), uniroot(function(x) cdf(x) - u, c(0.6, 0.9), tol = 1e-14)$root)
i <- 0:59
s <- data.frame(stratum = i %/% 20, unit = i %/% 4, weight = 10 + i %% 7, a = (i * 37) %% 11, b = (i * 17) %% 5)
design <- svydesign(ids = ~unit, strata = ~stratum, weights = ~weight, data = s)
v <- vcov(svytotal(~a + b, design))
say("cov.aa", v[1, 1]); say("cov.ab", v[1, 2]); say("cov.bb", v[2, 2])
