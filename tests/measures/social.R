# Figures of social protection by R's survey package, printed as name,value.
# Rscript --vanilla social.R persons.csv (as tests/measures/social.py writes it)
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 15)
d <- read.csv(commandArgs(TRUE)[1])
public <- sprintf("%02d", 0:11)
d$b_all <- rowSums(d[paste0("b_p", public)])
d$d_all <- as.numeric(rowSums(d[paste0("d_p", public)]) > 0)
d$r_all <- as.numeric(rowSums(d[paste0("r_p", public)]) > 0)
lines <- c(z = 520, international = 300)

# quantile groups: a group ends at the value where the cumulated weight reaches its share
fifths <- function(y, w, parts = 5) {
  o <- order(y); run <- cumsum(w[o])
  cuts <- sapply((1:(parts - 1)) / parts, function(p) y[o][which(run >= p * sum(w) - 1e-12 * sum(w))[1]])
  findInterval(y, cuts, left.open = TRUE) + 1
}
d$q <- fifths(d$y, d$w)
first <- function(y, w, p) { o <- order(y); y[o][which(cumsum(w[o]) > p * sum(w))[1]] }
lines["quintile_1"] <- first(d$y, d$w, 0.2)

say <- function(name, value, se) {
  cat(sprintf("\"%s\",%.15g\n\"%s|se\",%s\n", name, value, name, ifelse(is.na(se), "NA", sprintf("%.15g", se))))
}
key <- function(measure, programme, group = "all", line = "") paste(measure, line, programme, group, sep = "|")
tell <- function(name, x) say(name, as.numeric(coef(x)), as.numeric(SE(x)))

for (p in c("p00", "p01", "all")) {
  label <- if (p == "all") "all_social_protection" else p
  d$b <- d[[paste0("b_", p)]]; d$d <- d[[paste0("d_", p)]]; d$r <- d[[paste0("r_", p)]]
  d$before <- d$y - d$b; d$qb <- fifths(d$before, d$w); d$one <- 1
  des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
  groups <- list(all = rep(TRUE, nrow(d)), `quintile=1` = d$q == 1, `quintile=4` = d$q == 4, `quintile_before=1` = d$qb == 1,
                 `urban=1` = d$urban == 1, `sex=female` = d$female == 1, `region=2` = d$region == 2,
                 `age_group=60+` = d$age >= 60, `quintile=1,urban=1` = d$q == 1 & d$urban == 1)
  whole <- lapply(groups, function(g) rep(TRUE, nrow(d)))
  whole[["quintile=1,urban=1"]] <- d$urban == 1
  for (g in names(groups)) {
    inside <- groups[[g]]; parent <- whole[[g]]
    part <- subset(des, inside)
    tell(key("coverage", label, g), svymean(~d, part))
    tell(key("coverage_direct", label, g), svymean(~r, part))
    tell(key("transfer_per_capita", label, g), svymean(~b, part))
    tell(key("average_transfer", label, g), svymean(~b, subset(des, inside & d == 1)))
    tell(key("average_transfer_recipients", label, g), svymean(~b, subset(des, inside & r == 1)))
    tell(key("average_transfer_ppp", label, g), svymean(~I(b / 365 / 2.5), subset(des, inside & d == 1)))
    tell(key("adequacy", label, g), svyratio(~b, ~y, subset(des, inside & d == 1)))
    tell(key("relative_incidence", label, g), svyratio(~b, ~y, part))
    if (g == "all") next
    des <- update(des, din = d * inside * parent, dall = d * parent, bin = b * inside * parent, ball = b * parent,
                  rin = r * inside * parent, rall = r * parent, nin = inside * parent, nall = as.numeric(parent))
    tell(key("beneficiary_incidence", label, g), svyratio(~din, ~dall, des))
    tell(key("recipient_incidence", label, g), svyratio(~rin, ~rall, des))
    tell(key("benefit_incidence", label, g), svyratio(~bin, ~ball, des))
    sums <- svytotal(~din + dall + bin + ball + nin + nall, des)
    tell(key("cgh_beneficiaries", label, g), svycontrast(sums, quote((din / dall) / (nin / nall))))
    tell(key("cgh_benefits", label, g), svycontrast(sums, quote((bin / ball) / (nin / nall))))
  }
  for (e in c(0, 0.5, 1, 2)) {
    part <- update(des, weighed = b * y^-e)
    sums <- svytotal(~weighed + y + one + b, part)
    tell(key(paste0("distributional_characteristic_", sub("\\.", "_", e)), label),
         svycontrast(sums, bquote(weighed * (y / one)^.(e) / b)))
  }
  for (line in names(lines)) for (g in c("all", "urban=1")) {
    z <- lines[[line]]
    gap <- function(y) pmax(z - pmax(y, 0), 0)
    inside <- if (g == "all") rep(1, nrow(d)) else d$urban
    poor <- d$y < z
    part <- subset(update(des, h1 = as.numeric(y < z), h0 = as.numeric(before < z), g1 = gap(y), g0 = gap(before),
                          s1 = (gap(y) / z)^2, s0 = (gap(before) / z)^2, need = b * (before < z),
                          bp = b * poor, np = as.numeric(poor), bo = b * !poor, no = as.numeric(!poor),
                          out = as.numeric(y < z & d == 0), outq = as.numeric(y < z & d == 0 & q == 1)), inside == 1)
    sums <- svytotal(~h1 + h0 + g1 + g0 + s1 + s0 + need + b + one, part)
    tell(key("fgt0_without", label, g, line), svymean(~h0, part))
    tell(key("fgt1_without", label, g, line), svymean(~I(g0 / z), part))
    tell(key("fgt2_without", label, g, line), svymean(~s0, part))
    tell(key("fgt0_reduction", label, g, line), svycontrast(sums, quote((h0 - h1) / h0)))
    tell(key("fgt1_reduction", label, g, line), svycontrast(sums, quote((g0 - g1) / g0)))
    tell(key("fgt2_reduction", label, g, line), svycontrast(sums, quote((s0 - s1) / s0)))
    tell(key("benefit_cost_ratio", label, g, line), svycontrast(sums, quote((g0 - g1) / b)))
    tell(key("vertical_efficiency", label, g, line), svycontrast(sums, quote(need / b)))
    tell(key("spillover", label, g, line), svycontrast(sums, quote((need - (g0 - g1)) / need)))
    tell(key("poverty_gap_efficiency", label, g, line), svycontrast(sums, quote((g0 - g1) / g0)))
    tell(key("cost_per_point", label, g, line), svycontrast(sums, quote(b / (100 * (h0 - h1) / one))))
    if (line == "quintile_1") next
    sums <- svytotal(~bp + np + bo + no + b + one, part)
    tell(key("targeting_differential_normalised", label, g, line), svycontrast(sums, quote((bp / np - bo / no) / (b / one))))
    tell(key("uncovered_poor", label, g, line), svymean(~out, part))
    tell(key("uncovered_poor_gap", label, g, line), svyratio(~I(g1 / z * out), ~out, part))
    if (g == "all") tell(key("uncovered_poor_incidence", label, "quintile=1", line), svyratio(~outq, ~out, part))
  }
  for (share in c(25, 75)) {
    part <- update(des, h = as.numeric(y - share / 100 * b < 520))
    tell(key(paste0("fgt0_without_", share), label, "all", "z"), svymean(~h, part))
  }
  # what needs an order of persons: values by ranks, errors by the delete-one-unit jackknife
  ranks <- function(y, w) {  # share of persons below plus half of equals
    below <- tapply(w, y, sum); at <- match(y, as.numeric(names(below)))
    ((cumsum(below) - below / 2) / sum(w))[at]
  }
  spread <- function(x, y, w) {
    y <- round(y, 9); f <- ranks(y, w); m <- sum(w * x) / sum(w)
    2 * sum(w * (x - m) * (f - sum(w * f) / sum(w))) / sum(w) / m
  }
  ordered <- function(w, data) {
    k <- w > 0; w <- w[k]; data <- data[k, ]
    g1 <- spread(data$y, data$y, w); g0 <- spread(data$before, data$before, w)
    c1 <- spread(data$b, data$y, w); c0 <- spread(data$b, data$before, w); cy <- spread(data$y, data$before, w)
    c(concentration = c1, gini_elasticity = c1 / g1, gini_marginal = sum(w * data$b) / sum(w * data$y) * (c1 - g1),
      kakwani = c0 - g0, reynolds_smolensky = g0 - cy, reranking = g1 - cy, redistribution = g0 - g1,
      gini_without = g0, gini_reduction = (g0 - g1) / g0)
  }
  rep <- as.svrepdesign(des, type = "JKn")
  for (g in c("all", "urban=1")) {
    part <- if (g == "all") rep else subset(rep, urban == 1)
    found <- withReplicates(part, ordered)
    for (name in names(coef(found))) say(paste0("jackknife|", key(name, label, g)), coef(found)[[name]], SE(found)[[match(name, names(coef(found)))]])
  }
}
des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
tell(key("overlap", "p00+p01"), svymean(~I(d_p00 * d_p01), des))
tell(key("overlap", "p03+p03", "urban=1"), svymean(~d_p03, subset(des, urban == 1)))
d$count <- rowSums(d[paste0("d_p", public)])
has <- function(of) as.numeric(rowSums(d[sprintf("d_p%02d", of)]) > 0)
d$sa <- has(0:7); d$si <- has(8:9); d$lm <- has(10:11)
des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
for (g in c("all", "quintile=1")) {
  part <- if (g == "all") des else subset(des, q == 1)
  tell(key("programmes_mean", "", g), svymean(~count, part))
  tell(key("programmes_2", "", g), svymean(~I(as.numeric(count == 2)), part))
  tell(key("programmes_3_plus", "", g), svymean(~I(as.numeric(count >= 3)), part))
  tell(key("overlap_none", "", g), svymean(~I((1 - sa) * (1 - si) * (1 - lm)), part))
  tell(key("overlap_assistance_only", "", g), svymean(~I(sa * (1 - si) * (1 - lm)), part))
  tell(key("overlap_assistance_and_other", "", g), svymean(~I(sa * pmax(si, lm)), part))
  tell(key("overlap_insurance_and_labour", "", g), svymean(~I((1 - sa) * si * lm), part))
}
