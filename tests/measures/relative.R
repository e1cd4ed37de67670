# Poverty below lines that are a share of the median or mean of all, with the line's own error.
# Rscript relative.R SURVEY.csv; columns as in indices.R.
#
# Deville (1999), Osier (2009): the linearised total of an index is that at the line as it is, plus the index's derivative by the line
# times the line's. Both derivatives of sums over persons are taken numerically; that of a headcount is the density at the line, from
# Woodruff's interval (Francisco, Fuller 1991) as in indices.R. The line of the median at 60 % is Eurostat's: there the headcount is
# arpr of laeken. Errors are survey's.
suppressPackageStartupMessages({library(survey); library(laeken)})
options(survey.lonely.psu = "adjust")
d <- read.csv(commandArgs(trailingOnly = TRUE)[1], na.strings = "")
d$unit <- match(paste(d$stratum, d$psu), unique(paste(d$stratum, d$psu)))
units <- d[!duplicated(d$unit), c("unit", "stratum")]; units$one <- 1
des <- svydesign(ids = ~unit, strata = ~stratum, weights = ~one, data = units)
se <- function(t) as.numeric(SE(svytotal(t, des)))
q975 <- qnorm(.975); STEP <- 1e-5
by_unit <- function(z) { out <- numeric(nrow(units)); s <- rowsum(z, d$unit); out[as.integer(rownames(s))] <- s; out }
wq_of <- function(p, y, w) {
  o <- order(y); C <- cumsum(w[o]); k <- which(C >= p * sum(w) - 1e-12 * sum(w))[1]
  if (abs(C[k] - p * sum(w)) <= 1e-12 * sum(w)) mean(y[o][c(k, min(k + 1, length(y)))]) else y[o][k]
}
known <- !is.na(d$welfare); y0 <- ifelse(known, d$welfare, 0)
share_t <- function(inside, yes) { N <- sum((d$weight * inside)); by_unit(d$weight * inside * (yes - sum(d$weight * inside * yes) / N) / N) }
rise <- function(inside, p, t) {  # 1 / density at the quantile p
  e <- q975 * se(t); ends <- pmin(pmax(p + c(-e, e), 0), 1)
  out <- (wq_of(ends[2], d$welfare[inside], d$weight[inside]) - wq_of(ends[1], d$welfare[inside], d$weight[inside])) / diff(ends)
  if (is.na(out) || out <= 0) NA else out
}
md <- wq_of(.5, d$welfare[known], d$weight[known]); mu <- sum((d$weight * y0)[known]) / sum(d$weight[known])
tmd <- share_t(known, y0 <= md)
lines <- list(
  half = list(z = .5 * mu, t = .5 * by_unit(d$weight * known * (y0 - mu)) / sum(d$weight[known])),
  sixty = list(z = .6 * md, t = -.6 * tmd * rise(known, .5, tmd)))
stopifnot(abs(lines$sixty$z - arpt(d$welfare[known], d$weight[known], p = .6)) < 1e-6)

totals_of <- function(inside, w, z) {
  k <- which(inside & w > 0); y <- d$welfare[k]; w <- w[k]; g <- pmax(z - pmax(y, 0), 0) / z; pos <- y > 0
  o <- order(-g); G <- g[o]; W <- w[o]; lesser <- sum(W * (2 * cumsum(W) - W) * G)
  c(N = sum(w), poor = sum(w * (y < z)), short = sum(w * g), lesser = lesser, P2 = sum(w * g^2), P15 = sum(w * g^1.5),
    P3 = sum(w * g^3), Np = sum(w * pos), watts = sum((w * pmax(log(z / ifelse(pos, y, z)), 0))[pos]), money = z * sum(w * g))
}
figures_of <- function(T) with(as.list(T), c(fgt0 = poor / N, fgt1 = short / N, fgt2 = P2 / N, fgt1_5 = P15 / N, fgt3 = P3 / N,
  watts = watts / Np, income_gap_ratio = short / poor, sst = 2 * short / N - lesser / N^2, sen = 2 * short / N - lesser / (N * poor),
  poor_persons = poor, poverty_gap_total = money))
# the linearised totals of the totals, own and through the line
moved <- function(inside, line) {
  z <- line$z; T <- totals_of(inside, d$weight, z)
  own <- sapply(units$unit, function(u) {
    s <- function(k) totals_of(inside, d$weight * (1 + k * (d$unit == u)), z)
    (s(STEP) - s(-STEP)) / (2 * STEP)
  })
  dz <- (totals_of(inside, d$weight, z * (1 + STEP)) - totals_of(inside, d$weight, z * (1 - STEP))) / (2 * STEP * z)
  below <- inside & y0 < z
  dz["poor"] <- T[["N"]] / rise(inside, T[["poor"]] / T[["N"]], share_t(inside, below))
  list(T = T, t = own + dz %o% line$t)
}
say <- function(name, value, error) cat(sprintf("%s,%.15g\n%s.se,%.15g\n", name, value, name, error))
domains <- c(list(all = known), lapply(split(seq_len(nrow(d)), d$group), function(i) known & seq_len(nrow(d)) %in% i))
for (l in names(lines)) {
  at <- lapply(domains, moved, line = lines[[l]])
  for (g in names(domains)) {
    T <- at[[g]]$T; F <- figures_of(T)
    slopes <- sapply(names(T), function(n) { h <- replace(0 * T, n, 1e-6 * T[[n]]); (figures_of(T + h) - figures_of(T - h)) / (2 * h[[n]]) })
    for (n in names(F)) say(paste(l, n, g, sep = "."), F[[n]], se(as.numeric(slopes[n, ] %*% at[[g]]$t)))
    # 0.5: the mean rise over the line's interval in place of a derivative that has no bound
    z <- lines[[l]]$z; e <- q975 * se(lines[[l]]$t); k <- domains[[g]]
    P <- function(z) { p <- pmax(z - pmax(y0, 0), 0) / z; sum(d$weight * k * p^.5) / sum(d$weight * k) }
    t <- share_t(k, sqrt(pmax(z - pmax(y0, 0), 0) / z)) + lines[[l]]$t * (P(z + e) - P(z - e)) / (2 * e)
    say(paste(l, "fgt0_5", g, sep = "."), P(z), se(t))
  }
  if (l == "sixty") stopifnot(abs(at$all$T[["poor"]] / at$all$T[["N"]] - arpr(d$welfare[known], d$weight[known], p = .6)$value / 100) < 1e-12)
  parts <- setdiff(names(domains), "all")
  for (what in c("poor", "money")) {
    A <- sapply(parts, function(g) at[[g]]$T[[what]]); t <- sapply(parts, function(g) at[[g]]$t[what, ])
    for (g in parts) {
      R <- A[[g]] / sum(A)
      say(paste(l, if (what == "poor") "share_of_poor" else "share_of_gap", g, sep = "."), R, se((t[, g] - R * rowSums(t)) / sum(A)))
    }
  }
}
