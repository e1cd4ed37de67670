# Standard errors from replicate weights in R's survey, on the survey of the fixture `oracle`. Prints name,value.
suppressMessages({library(survey); library(laeken)})
options(survey.lonely.psu = "adjust", digits = 15)
h <- 0:159; size <- 1 + (h * 5) %% 7; house <- rep(h, size); i <- seq_along(house) - 1
psu <- house %/% 5; stratum <- ifelse(psu < 9, 0, ifelse(psu < 20, 1, ifelse(psu < 31, 2, 3)))
weight <- 50 + (house * 37) %% 101
income <- 40 + (house * 7919 + 13) %% 997 + 3 * psu; income[house %% 17 == 4] <- NA
d <- data.frame(house, psu, stratum, weight, income, region = psu %% 3, female = as.numeric((i * 11) %% 5 < 2), pair = psu %/% 2)
d$poor <- as.numeric(d$income < 400)
d$got <- as.numeric((house * 13) %% 6 < 2)
say <- function(name, value) cat(sprintf("%s%s,%.15g\n", name, c("", ":se")[seq_along(value)], value), sep = "")

# Gini and the median as they are defined here: sum w y (2 C - w) / (W Y) - 1, and Eurostat's quantile
gini_of <- function(w, y) {
  keep <- !is.na(y) & w > 0; w <- w[keep]; y <- y[keep]; o <- order(y); w <- w[o]; y <- y[o]
  sum(w * y * (2 * cumsum(w) - w)) / (sum(w) * sum(w * y)) - 1
}
median_of <- function(w, y) { keep <- !is.na(y) & w > 0; weightedMedian(y[keep], w[keep]) }

figures <- function(name, rep) {
  say(paste0(name, ":df"), degf(rep))
  a <- svymean(~poor, rep, na.rm = TRUE); say(paste0(name, ":fgt0:all"), c(coef(a), SE(a)))
  b <- svyby(~income, ~region, rep, svymean, na.rm = TRUE)
  for (k in 1:3) say(paste0(name, ":mean_welfare:region=", b$region[k]), c(b$income[k], b$se[k]))
  e <- svyby(~got, ~female, rep, svymean)
  for (k in 1:2) say(paste0(name, ":coverage:female=", e$female[k]), c(e$got[k], e$se[k]))
  r <- svyratio(~ I(got * (1 - poor)), ~ I(got * !is.na(poor)), rep, na.rm = TRUE); say(paste0(name, ":leakage:all"), c(coef(r), SE(r)))
  g <- withReplicates(rep, function(w, data) gini_of(w, data$income)); say(paste0(name, ":gini:all"), c(coef(g), SE(g)))
  g <- withReplicates(rep, function(w, data) gini_of(w * (data$region == 1), data$income)); say(paste0(name, ":gini:region=1"), c(coef(g), SE(g)))
  m <- withReplicates(rep, function(w, data) median_of(w, data$income)); say(paste0(name, ":median_welfare:all"), c(coef(m), SE(m)))
}
sylvester <- matrix(1, 1, 1); for (k in 1:5) sylvester <- rbind(cbind(sylvester, sylvester), cbind(sylvester, -sylvester))
strata <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d)
pairs <- svydesign(ids = ~psu, strata = ~pair, weights = ~weight, data = d)
figures("jkn", as.svrepdesign(strata, type = "JKn"))
figures("jkn_mse", as.svrepdesign(strata, type = "JKn", mse = TRUE))
figures("jk1", as.svrepdesign(svydesign(ids = ~psu, weights = ~weight, data = d), type = "JK1"))
figures("brr", as.svrepdesign(pairs, type = "BRR", hadamard.matrix = sylvester))
figures("fay", as.svrepdesign(pairs, type = "Fay", fay.rho = 0.3, hadamard.matrix = sylvester))
set.seed(20261125)
full <- as.svrepdesign(pairs, type = "subbootstrap", replicates = 40)
figures("bootstrap", full)
drawn <- full$repweights$weights
for (u in seq_len(nrow(drawn))) cat(sprintf("draw:%d:%d,%.15g\n", u - 1, seq_len(40) - 1, drawn[u, ]), sep = "")
# calibrated anew in every replicate
goal <- c(`as.factor(region)0` = 20000, `as.factor(region)1` = 22000, `as.factor(region)2` = 19000)
figures("recalibrated", calibrate(as.svrepdesign(strata, type = "JKn"), ~ 0 + as.factor(region), goal, calfun = "raking", epsilon = 1e-13))
