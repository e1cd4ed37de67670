# Weights calibrated by R's survey to the schools of California (data set api, California Department of Education), and means under them.
# The districts of apiclus1 stand for households, its schools for persons. Prints name,value.
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 15)
data(api)
d <- apiclus1[order(apiclus1$dnum), ]
d$female <- as.numeric(d$sch.wide == "Yes")
say <- function(name, values) cat(sprintf("%s/%d,%.15g\n", name, seq_along(values), values), sep = "")
types <- c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018)
both <- c(types, `sch.wideYes` = 5122)
money <- c(types, enroll = 3811472)
plain <- svydesign(id = ~1, weights = ~pw, data = d)
grouped <- svydesign(id = ~dnum, weights = ~pw, data = d)
done <- list(
  raking = calibrate(plain, ~ stype + sch.wide, both, calfun = "raking", epsilon = 1e-13),
  raking_bounded = calibrate(plain, ~ stype + sch.wide, both, calfun = "raking", bounds = c(0.75, 1.8), epsilon = 1e-13),
  linear = calibrate(plain, ~ stype + enroll, money, calfun = "linear"),
  linear_bounded = calibrate(plain, ~ stype + enroll, money, calfun = "linear", bounds = c(0.7, 1.6), epsilon = 1e-13),
  logit = calibrate(plain, ~ stype + enroll, money, calfun = "logit", bounds = c(0.5, 1.8), epsilon = 1e-13),
  poststratified = postStratify(plain, ~ stype + sch.wide, as.data.frame(xtabs(~ stype + sch.wide, apipop))),
  raked = rake(plain, list(~stype, ~sch.wide), list(as.data.frame(xtabs(~stype, apipop)), as.data.frame(xtabs(~sch.wide, apipop))),
    control = list(maxit = 1000, epsilon = 1e-11, verbose = FALSE)),
  members = calibrate(grouped, ~ stype + sch.wide, both, calfun = "raking", aggregate.stage = 1, epsilon = 1e-13),
  members_linear = calibrate(grouped, ~ stype, types, calfun = "linear", aggregate.stage = 1),
  members_logit = calibrate(grouped, ~ stype, types, calfun = "logit", bounds = c(0.2, 3), aggregate.stage = 1, epsilon = 1e-13)
)
# one weight a district whose move counts once: a design of districts with their sums
x <- model.matrix(~ stype + sch.wide - 1, d)
sums <- as.data.frame(rowsum(cbind(x, one = 1, api00 = d$api00), d$dnum))
names(sums) <- c("e", "h", "m", "wide", "one", "api00")
sums$pw <- d$pw[match(rownames(sums), d$dnum)]
homes <- svydesign(id = ~1, weights = ~pw, data = sums)
goal <- c(e = 4421, h = 755, m = 1018)
whole <- list(
  household = calibrate(homes, ~ 0 + e + h + m, goal, calfun = "raking", epsilon = 1e-13),
  household_linear = calibrate(homes, ~ 0 + e + h + m, goal, calfun = "linear"),
  household_logit = calibrate(homes, ~ 0 + e + h + m, goal, calfun = "logit", bounds = c(0.2, 3), epsilon = 1e-13)
)
for (name in names(done)) {
  say(name, weights(done[[name]]))
  mean <- svymean(~api00, done[[name]])
  say(paste0(name, ":mean"), c(coef(mean), SE(mean)))
  part <- svyby(~api00, ~sch.wide, done[[name]], svymean)
  say(paste0(name, ":by"), c(part$api00, part$se))
}
for (name in names(whole)) {
  say(name, weights(whole[[name]]))
  mean <- svyratio(~api00, ~one, whole[[name]])
  say(paste0(name, ":mean"), c(coef(mean), SE(mean)))
}
