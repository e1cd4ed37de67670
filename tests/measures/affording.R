# What services cost households, with standard errors. Rscript affording.R SURVEY.csv, a row a person; amounts of the household, a year.
#
# Plain shares and ratios are svymean and svyratio of survey. What hangs on the societal poverty line, which hangs on the median, is
# linearised (Deville 1999): that at the line as it is, plus its rise with the line times the line's own linearised total. The
# line's comes from Woodruff's interval, as in relative.R; the rise is the mean one over the line's 95 % interval.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust")
d <- read.csv(commandArgs(trailingOnly = TRUE)[1], na.strings = "")
d$unit <- match(paste(d$stratum, d$psu), unique(paste(d$stratum, d$psu)))
units <- d[!duplicated(d$unit), c("unit", "stratum")]; units$one <- 1
of_units <- svydesign(ids = ~unit, strata = ~stratum, weights = ~one, data = units)
se <- function(t) as.numeric(SE(svytotal(t, of_units)))
by_unit <- function(z) { out <- numeric(nrow(units)); s <- rowsum(z, d$unit); out[as.integer(rownames(s))] <- s; out }
say <- function(name, value, error) cat(sprintf("%s,%.15g\n%s.se,%.15g\n", name, value, name, error))

DOLLAR <- 0.5; FLOOR <- 2.15; BASE <- 1.15; LINE <- 900
first <- !duplicated(d$home)
d$size <- ave(d$weight, d$home, FUN = length)
pc <- d$consumption / d$size; o <- d$oop / d$size; day <- 365 * DOLLAR
over <- function(a, b) ifelse(is.na(a) | is.na(b), NA, as.numeric(a > 0 & a > b))
d$any <- over(d$oop, 0); d$o10 <- over(d$oop, .1 * d$consumption); d$o25 <- over(d$oop, .25 * d$consumption)
d$o <- o; d$pc <- pc
d$below <- as.numeric(pc >= LINE & pc - o < LINE); d$further <- as.numeric(pc < LINE & o > 0)
short <- function(y) pmax(LINE - pmax(y, 0), 0) / LINE
d$gap <- short(pc - o) - short(pc)

# capacity to pay: households, each with its own weight
oxford <- tapply(d$age < 14, d$home, function(y) if (all(y)) 1 + .3 * 0 + .5 * (sum(y) - 1) else 1 + .7 * (sum(!y) - 1) + .5 * sum(y))
h <- d[first, ]; h$ae <- as.numeric(oxford[as.character(h$home)])
quant <- function(y, w, p) { k <- !is.na(y); y <- y[k]; w <- w[k]; s <- order(y); C <- cumsum(w[s]); y[s][which(C >= p * sum(w) * (1 - 1e-9))[1]] }
level <- h$consumption / h$ae
inside <- level >= quant(level, h$weight, .25) & level <= quant(level, h$weight, .35); inside[is.na(inside)] <- FALSE
norm <- sum(sapply(c("food", "rent", "utilities"), function(i) {
  k <- inside & !is.na(h[[i]]) & h[[i]] > 0; weighted.mean(h[[i]][k] / h$ae[k], h$weight[k])
}))
h$europe <- over(h$oop, .4 * (h$consumption - norm * h$ae))
eq <- h$size^.56; share <- h$food / h$consumption
inside <- share >= quant(share, h$weight, .45) & share <= quant(share, h$weight, .55); inside[is.na(inside)] <- FALSE
subsistence <- weighted.mean((h$food / eq)[inside], h$weight[inside]) * eq
h$xu <- as.numeric(h$oop > 0 & h$oop >= .4 * (h$consumption - ifelse(h$food < subsistence, h$food, subsistence)))
h$xu[is.na(h$oop) | is.na(h$consumption)] <- NA

# school, home
d$paid <- ave(ifelse(d$attends == 1, d$school, 0), d$home, FUN = sum)
d$pupils <- ave(d$attends, d$home, FUN = sum)
d$paid_each <- d$paid / d$size; d$s5 <- over(d$paid, .05 * d$consumption); d$s10 <- over(d$paid, .10 * d$consumption)
d$home30 <- over(d$rent + d$utilities, .3 * d$consumption); d$home_each <- (d$rent + d$utilities) / d$size

des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
hdes <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = h, nest = TRUE)
mean_of <- function(name, design, column, k, g) {
  m <- svymean(reformulate(column), subset(design, k)); say(paste(name, g, sep = "."), coef(m)[[1]], SE(m)[[1]])
}
ratio_of <- function(name, above, below, k, g) {
  r <- svyratio(reformulate(above), reformulate(below), subset(des, k)); say(paste(name, g, sep = "."), coef(r)[[1]], as.numeric(SE(r)))
}
known <- !is.na(d$oop) & !is.na(d$consumption)
domains <- c(list(all = rep(TRUE, nrow(d))), lapply(split(seq_len(nrow(d)), d$group), function(i) seq_len(nrow(d)) %in% i))
for (g in names(domains)) {
  k <- known & domains[[g]]
  for (one in list(c("oop_any", "any"), c("oop_over_10", "o10"), c("oop_over_25", "o25"), c("oop_pushed_below", "below"),
                   c("oop_pushed_further", "further"), c("oop_gap_increase", "gap"))) mean_of(one[1], des, one[2], k, g)
  ratio_of("oop_share", "o", "pc", k, g)
  there <- !is.na(d$consumption) & domains[[g]]
  ratio_of("school_cost_share", "paid_each", "pc", there, g)
  for (one in c("5", "10")) mean_of(paste0("school_cost_over_", one), des, paste0("s", one), there & d$pupils > 0, g)
  mean_of("school_cost_mean", des, "school", domains[[g]] & d$attends == 1, g)
  ratio_of("housing_share_consumption", "home_each", "pc", there, g)
  mean_of("housing_over_30_consumption", des, "home30", there, g)
  mean_of("ill_consulted", des, "consulted", domains[[g]] & d$ill == 1, g)
  inside <- if (g == "all") rep(TRUE, nrow(h)) else h$group == g
  mean_of("households_over_40_capacity_europe", hdes, "europe", inside & !is.na(h$europe), g)
  mean_of("households_over_40_capacity_2005", hdes, "xu", inside & !is.na(h$xu), g)
}

# the societal line and what hangs on it
q975 <- qnorm(.975); C <- pc / day; O <- o / day
wq_of <- function(p, y, w) {
  s <- order(y); R <- cumsum(w[s]); k <- which(R >= p * sum(w) - 1e-12 * sum(w))[1]
  if (abs(R[k] - p * sum(w)) <= 1e-12 * sum(w)) mean(y[s][c(k, min(k + 1, length(y)))]) else y[s][k]
}
share_t <- function(k, yes) { N <- sum(d$weight[k]); by_unit(ifelse(k, d$weight * (yes - sum((d$weight * yes)[k]) / N) / N, 0)) }
there <- !is.na(C); md <- wq_of(.5, C[there], d$weight[there]); tmd <- share_t(there, as.numeric(C <= md))
e <- q975 * se(tmd); ends <- .5 + c(-e, e)
slope <- (wq_of(ends[2], C[there], d$weight[there]) - wq_of(ends[1], C[there], d$weight[there])) / diff(ends)
z <- max(FLOOR, BASE + md / 2); t <- -.5 * tmd * slope; stopifnot(z > FLOOR)
say("societal_line.all", z, se(t))
figures <- list(financial_hardship_40_2025 = function(z) as.numeric(O > 0 & O > .4 * (C - z)),
                oop_impoverishing_2025 = function(z) as.numeric(O > 0 & O > C - z))
figures$oop_large_2025 <- function(z) figures[[1]](z) - figures[[2]](z)
far <- q975 * se(t)
for (name in names(figures)) for (g in names(domains)) {
  k <- known & domains[[g]]; P <- function(z) sum((d$weight * figures[[name]](z))[k]) / sum(d$weight[k])
  say(paste(name, g, sep = "."), P(z), se(share_t(k, figures[[name]](z)) + t * (P(z + far) - P(z - far)) / (2 * far)))
}
