# What R's survey package and base R give for the survey of the tests; the argument is the file with a row a person.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 15)
d <- read.csv(commandArgs(trailingOnly = TRUE)[1])
say <- function(name, value) cat(sprintf("%s,%.15g\n", name, as.numeric(value)))

# the fit: a row a household, weighted by its members
size <- ave(d$weight, d$house, FUN = length)
h <- d[!duplicated(d$house), ]
h$size <- size[!duplicated(d$house)]
h$u6 <- as.numeric(tapply(d$age < 6, d$house, sum))
h$w <- h$weight * h$size
h$y <- log(h$welfare)
h$region <- factor(h$region)
common <- names(which.max(table(d$region)))
h$region <- relevel(h$region, common)
des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = h, nest = TRUE)
model <- y ~ size + u6 + head_female + head_age + urban + region
fit <- svyglm(model, des)
for (one in names(coef(fit))) { say(paste0("b.", one), coef(fit)[one]); say(paste0("se.", one), SE(fit)[one]) }
k <- !is.na(h$y)
res <- h$y[k] - as.numeric(predict(fit, newdata = h[k, ]))
centre <- weighted.mean(h$y[k], h$w[k])
say("r2", 1 - sum(h$w[k] * res^2) / sum(h$w[k] * (h$y[k] - centre)^2))
say("rmse", sqrt(weighted.mean(res^2, h$w[k])))
plain <- summary(lm(model, h, weights = w))
say("adjusted_r2", plain$adj.r.squared)
town <- svyglm(y ~ size + u6 + head_female + head_age + region, subset(des, urban == 1))
for (one in names(coef(town))) { say(paste0("town.b.", one), coef(town)[one]); say(paste0("town.se.", one), SE(town)[one]) }

# ridge by its normal equations, at a penalty of 0.1 on columns of mean 0 and variance 1
x <- model.matrix(model, h[k, ])[, -1]
w <- h$w[k] / sum(h$w[k])
x <- sweep(x, 2, colSums(w * x))
x <- sweep(x, 2, sqrt(colSums(w * x^2)), "/")
ridge <- solve(t(x) %*% (w * x) + 0.1 * diag(ncol(x)), t(x) %*% (w * (h$y[k] - centre)))
for (one in rownames(ridge)) say(paste0("ridge.", one), ridge[one, 1])

# errors of a selection by a score of whole numbers, of those below a welfare of 1500
score <- 1000 - 9 * h$size - 12 * h$u6 + 35 * h$urban - 20 * h$head_female
d$score <- score[match(d$house, h$house)]
d$poor <- as.numeric(d$welfare < 1500)
d$sel <- as.numeric(d$score < 955)
d$ps <- d$poor * d$sel
des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
known <- subset(des, !is.na(welfare))
rate <- function(name, top, below) { r <- svyratio(top, below, known); say(name, coef(r)); say(paste0("se.", name), SE(r)) }
d$miss <- d$poor * (1 - d$sel); d$leak <- d$sel * (1 - d$poor); d$rich <- 1 - d$poor
known <- update(known, miss = poor * (1 - sel), leak = sel * (1 - poor), rich = 1 - poor, one = 1)
rate("exclusion_error", ~miss, ~poor)
rate("inclusion_error", ~leak, ~sel)
rate("selected_of_others", ~leak, ~rich)
rate("excluded_of_all", ~miss, ~one)
m <- svymean(~ps + poor + sel, known)
derived <- svycontrast(m, list(
  targeting_differential = quote(ps / poor - (sel - ps) / (1 - poor)),
  normalised_targeting_differential = quote((ps / poor - (sel - ps) / (1 - poor)) / sel),
  cgh = quote(ps / sel / poor)
))
for (one in names(coef(derived))) { say(one, coef(derived)[one]); say(paste0("se.", one), SE(derived)[one]) }
total <- svytotal(~miss, known)
say("excluded_poor", coef(total)); say("se.excluded_poor", SE(total))

# AUC from all pairs; its error from the numerical derivative by each household's weight
use <- !is.na(h$y)
s <- score[use]; p <- h$welfare[use] < 1500; w <- h$w[use]
auc <- function(w) {
  a <- outer(s[p], s[!p], function(a, b) (a < b) + 0.5 * (a == b))
  sum(outer(w[p], w[!p]) * a) / (sum(w[p]) * sum(w[!p]))
}
say("auc", auc(w))
step <- 1e-4
slope <- sapply(seq_along(w), function(i) { e <- replace(numeric(length(w)), i, step * w[i]); (auc(w + e) - auc(w - e)) / (2 * step * w[i]) })
h$slope <- 0; h$slope[use] <- slope
whole <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = h, nest = TRUE)
say("se.auc", SE(svytotal(~slope, whole)))
midrank <- function(v, w) sapply(v, function(a) sum(w[v < a]) + sum(w[v == a]) / 2)
say("spearman", cov.wt(cbind(midrank(s, w), midrank(h$welfare[use], w)), w / sum(w), cor = TRUE)$cor[1, 2])

# a budget of 1e8 over those selected: the change of poverty below 2000
paid <- 1e8 / sum(d$weight * d$sel * !is.na(d$welfare))
say("benefit", paid)
known <- update(known, after = welfare + paid * sel)
for (a in 0:2) {
  fgt <- function(y) (y < 2000) * pmax(1 - y / 2000, 0)^a
  r <- svymean(~I(fgt(after) - fgt(welfare)), known)
  say(paste0("fgt", a), coef(r)); say(paste0("se.fgt", a), SE(r))
}
