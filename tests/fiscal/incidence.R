# Fiscal incidence of examples/fiscal written anew in base R: every item by hand, Gini over all pairs, the optimal budgets by
# bisection, errors of means and ratios by the package survey, those of the others from numerical derivatives by the weights.
#   Rscript incidence.R survey.csv education_costs.csv
suppressMessages(library(survey))
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(args[1], stringsAsFactors = FALSE)
unit <- read.csv(args[2], comment.char = "#", stringsAsFactors = FALSE)
say <- function(name, value) cat(sprintf("%s,%s\n", name, ifelse(is.na(value), "NA", sprintf("%.15g", value))))

size <- ave(d$person, d$household, FUN = length)
share <- function(x) ave(x, d$household, FUN = sum) / size       # a person's amounts, shared in the household
home <- function(x) x / size                                      # the household's amount, on every row
wage <- 12 * d$wage
base <- pmax(wage - 0.055 * wage - 1200, 0)
tax <- 0.05 * pmin(base, 2400) + 0.10 * pmin(pmax(base - 2400, 0), 3600) + 0.20 * pmax(base - 6000, 0)
cost <- unit$cost[match(paste(d$school_level, d$region), paste(unit$school_level, unit$region))]
care <- 18 * d$visits
care <- care * 9600000 / sum(d$weight * care)
items <- list(
  pension_contribution = share(d$formal * 0.055 * wage),
  old_age_pension = share(12 * d$pension),
  health_contribution = share(d$formal * 0.025 * wage),
  income_tax = share(d$formal * tax),
  old_age_grant = share(12 * d$old_age_grant),
  family_grant = home(ave(12 * d$family_grant, d$household, FUN = sum)),
  vat = home(12 * (d$consumption - d$exempt_food) * 0.15 / 1.15 * (1 - ifelse(d$urban == 1, 0.25, 0.60)) * 1.1),
  fuel_subsidy = home(12 * d$fuel * 0.30),
  schools = share(ifelse(d$in_school == 1, cost, 0)),
  health_care = share(care),
  health_fees = share(2 * d$visits))
with(items, {
  disposable <<- 12 * d$consumption / size
  pdi <<- disposable + income_tax + health_contribution - old_age_grant - family_grant
  market <<- pdi - old_age_pension + pension_contribution
  consumable <<- disposable - vat + fuel_subsidy
  final <<- consumable + schools + health_care - health_fees
})
sign <- c(pension_contribution = -1, old_age_pension = 1, health_contribution = -1, income_tax = -1, old_age_grant = 1,
  family_grant = 1, vat = -1, fuel_subsidy = 1, schools = 1, health_care = 1, health_fees = -1)
z <- 2.6 * 365
w <- d$weight

gini <- function(y, w) { o <- order(y); y <- y[o]; w <- w[o]; p <- cumsum(w) / sum(w); l <- cumsum(w * y) / sum(w * y)
  1 - sum((p - c(0, p[-length(p)])) * (l + c(0, l[-length(l)]))) }
# covariance of x with the middle rank by y, from the weights below and beside
conc <- function(x, y, w) { k <- match(y, sort(unique(y))); below <- as.numeric(rowsum(w, k))
  f <- ((cumsum(below) - below / 2) / sum(w))[k]
  m <- sum(w * x) / sum(w); 2 * sum(w * (x - m) * (f - 0.5)) / (sum(w) * m) }
pairs <- sum(outer(w, w) * abs(outer(final, final, "-"))) / (2 * sum(w) * sum(w * final))
stopifnot(abs(pairs - gini(final, w)) < 1e-12)
bisect <- function(f, low, high) { for (i in 1:60) { mid <- (low + high) / 2; if (f(mid) > 0) high <- mid else low <- mid }; (low + high) / 2 }
level <- function(y, s, w, budget) { range <- c(min(y), max(y) + abs(budget) / sum(w))
  if (s > 0) bisect(function(l) sum(w * pmax(l - y, 0)) - budget, range[1], range[2])
  else bisect(function(l) budget - sum(w * pmax(y - l, 0)), min(y) - budget / min(w[w > 0]), range[2]) }
levelled <- function(y, s, l) if (s > 0) pmax(y, l) else pmin(y, l)
best <- function(y, s, each, w) gini(levelled(y, s, level(y, s, w, sum(w * each))), w)
least <- function(y, s, each, w, target) { if (gini(y, w) <= target) return(NA)
  f <- function(l) (target - gini(levelled(y, s, l), w)) * s
  l <- bisect(f, min(y), max(y)); sum(w * abs(levelled(y, s, l) - y)) / sum(w * each) }

effects <- function(w) {
  out <- c()
  put <- function(name, value) out[name] <<- value
  for (pensions in c("PDI", "PGT")) {
    pre <- if (pensions == "PDI") pdi else market
    g <- gini(pre, w)
    for (end in c("disposable", "consumable", "final")) { y <- get(end)
      put(paste(pensions, "redistributive_effect", end), g - gini(y, w))
      put(paste(pensions, "vertical_equity", end), g - conc(y, pre, w))
      put(paste(pensions, "reranking", end), gini(y, w) - conc(y, pre, w)) }
  }
  pre <- pdi; g <- gini(pre, w)
  for (name in c("income_tax", "family_grant", "schools", "health_fees")) { x <- items[[name]]; s <- sign[[name]]
    put(paste("PDI concentration", name), conc(x, pre, w))
    put(paste("PDI kakwani", name), s * (g - conc(x, pre, w)))
    put(paste("PDI reynolds", name), g - conc(pre + s * x, pre, w))
    put(paste("PDI reranking", name), gini(pre + s * x, w) - conc(pre + s * x, pre, w))
    without <- final - s * x
    put(paste("PDI mc", name), gini(without, w) - gini(final, w))
    put(paste("PDI ie", name), (gini(without, w) - gini(final, w)) / (gini(without, w) - best(without, s, x, w)))
    put(paste("PDI se", name), least(without, s, x, w, gini(final, w)))
    # by the item's size: all amounts grow alike; by its progressivity: who pays or receives moves, the total stays
    grown <- sum(w * final) / sum(w * pre)
    by_size <- c(gini = -s * (conc(x, final, w) - gini(final, w)), equity = -s * (conc(x, pre, w) - conc(final, pre, w))) / grown
    share <- sum(w * x) / sum(w * final)
    h <- 1e-7; rate <- sum(w * x) / sum(w * pre); tilt <- x * (pre - sum(w * x * pre) / sum(w * x)) / sum(w * pre) * sum(w)
    slope <- function(f) (f(h) - f(-h)) / (2 * h)
    stopifnot(abs(slope(function(k) -gini(without + s * (1 + k) * x, w)) / rate - by_size["gini"]) < 1e-6,
      abs(slope(function(k) -conc(without + s * (1 + k) * x, pre, w)) / rate - by_size["equity"]) < 1e-6,
      abs(slope(function(k) -conc(final + s * k * tilt, pre, w)) / slope(function(k) -s * conc(x + k * tilt, pre, w)) - share) < 1e-6)
    put(paste("PDI gini_by_size", name), by_size[["gini"]])
    put(paste("PDI vertical_equity_by_size", name), by_size[["equity"]])
    put(paste("PDI reranking_by_size", name), by_size[["equity"]] - by_size[["gini"]])
    put(paste("PDI vertical_equity_by_progressivity", name), share) }
  out
}
des <- svydesign(ids = ~cluster, strata = ~region, weights = ~weight, data = d, nest = TRUE)
# the linearised total of a unit is what the figure moves by when the unit's weights all grow in proportion
north <- as.numeric(d$region == "North")
figures <- function(w) { all <- effects(w); there <- effects(w * north); c(all, setNames(there, paste("North", names(there)))) }
value <- figures(w)
units <- sort(unique(d$cluster)); stratum <- d$region[match(units, d$cluster)]; step <- 1e-4
moved <- sapply(units, function(u) { up <- w * (1 + step * (d$cluster == u)); down <- w * (1 - step * (d$cluster == u))
  (figures(up) - figures(down)) / (2 * step) })
variance <- apply(moved, 1, function(t) sum(tapply(t, stratum, function(x) length(x) * var(x))))
for (name in names(value)) { say(name, value[[name]]); say(paste(name, "error"), sqrt(variance[[name]])) }

both <- function(name, found) { say(name, as.numeric(coef(found))); say(paste(name, "error"), as.numeric(SE(found))) }
for (name in c("market", "pdi", "disposable", "consumable", "final")) { y <- get(name)
  d$y <- y; d$p0 <- as.numeric(y < z); d$p1 <- d$p0 * pmin(1, (z - y) / z); now <- update(des, y = d$y, p0 = d$p0, p1 = d$p1)
  say(paste("gini", name), gini(y, w))
  both(paste("mean", name), svymean(~y, now)); both(paste("fgt0", name), svymean(~p0, now)); both(paste("fgt1", name), svymean(~p1, now)) }
for (end in c("disposable", "consumable", "final")) { y <- get(end)
  lost <- pmin(pdi, z) - pmin(pdi, y, z); won <- pmin(y, z) - pmin(pdi, y, z)
  now <- update(des, lost = lost, won = won, hit = as.numeric(lost > 0), poor = as.numeric(y < z))
  both(paste("fi headcount", end), svymean(~hit, now)); both(paste("fi per capita", end), svymean(~lost, now))
  both(paste("fi among poor", end), svyratio(~hit, ~poor, now)); both(paste("fgp per capita", end), svymean(~won, now)) }
o <- order(pdi); p <- cumsum(w[o]) / sum(w); cuts <- sapply(1:9 / 10, function(q) pdi[o][which(p >= q - 1e-12)[1]])
d$tenth <- findInterval(pdi, cuts, left.open = TRUE) + 1
for (name in c("income_tax", "schools")) { now <- update(des, x = items[[name]], pre = pdi, tenth = d$tenth)
  for (k in c(2, 10)) { part <- subset(now, tenth == k)
    both(paste("average", name, k), svymean(~x, part)); both(paste("incidence", name, k), svyratio(~x, ~pre, part))
    now <- update(now, inside = items[[name]] * (d$tenth == k), upto = items[[name]] * (d$tenth <= k))
    both(paste("share", name, k), svyratio(~inside, ~x, now))
    if (k < 10) both(paste("cumulative", name, k), svyratio(~upto, ~x, now)) } }
now <- update(des, reached = as.numeric(ave(items$schools, d$household, FUN = max) > 0), pupil = as.numeric(d$in_school == 1),
  child = d$age >= 6 & d$age < 18)
both("coverage schools", svymean(~reached, now)); both("coverage target schools", svymean(~pupil, subset(now, child)))
for (name in c("income_tax", "schools")) { now <- update(des, x = items[[name]], pre = pdi, inside = items[[name]] * north)
  part <- subset(now, region == "North")
  both(paste("average", name, "North"), svymean(~x, part)); both(paste("incidence", name, "North"), svyratio(~x, ~pre, part))
  both(paste("share", name, "North"), svyratio(~inside, ~x, now)) }
lost <- pmin(pdi, z) - pmin(pdi, final, z)
both("fi per capita final North", svymean(~lost, subset(update(des, lost = lost), region == "North")))
both("coverage schools North", svymean(~reached, subset(update(des, reached = as.numeric(ave(items$schools, d$household, FUN = max) > 0)), region == "North")))
