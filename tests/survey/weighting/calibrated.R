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

# 641 persons of 160 households in 32 units of four strata (the last with one unit), made by integer arithmetic
h <- 0:159; size <- 1 + (h * 5) %% 7; house <- rep(h, size); i <- seq_along(house) - 1
psu <- house %/% 5; stratum <- ifelse(psu < 9, 0, ifelse(psu < 20, 1, ifelse(psu < 31, 2, 3)))
g <- data.frame(house, psu, stratum, weight = 50 + (house * 37) %% 101, income = 40 + (house * 7919 + 13) %% 997 + 3 * psu,
  region = factor(psu %% 3), female = factor(as.numeric((i * 11) %% 5 < 2)), works = as.numeric((i * 7) %% 3 == 0))
design <- svydesign(ids = ~ psu + house, strata = ~stratum, weights = ~weight, data = g, nest = TRUE)
# R takes the mean of the members in the first stage only, so that households are its clusters for the weights
homes <- svydesign(ids = ~house, weights = ~weight, data = g)
goal <- c(region0 = 20000, region1 = 22000, region2 = 19500, `female1` = 24600, works = 21000)
form <- ~ 0 + region + female + works
made <- list(
  made_person = calibrate(design, form, goal, calfun = "raking", epsilon = 1e-13),
  made_person_linear = calibrate(design, form, goal, calfun = "linear"),
  made_person_logit = calibrate(design, form, goal, calfun = "logit", bounds = c(0.5, 2), epsilon = 1e-13)
)
for (name in names(made)) {
  say(name, weights(made[[name]]))
  mean <- svymean(~income, made[[name]]); say(paste0(name, ":mean"), c(coef(mean), SE(mean)))
  part <- svyby(~income, ~works, made[[name]], svymean); say(paste0(name, ":by"), c(part$income, part$se))
  share <- svyratio(~ I(income * (female == 1)), ~income, made[[name]]); say(paste0(name, ":share"), c(coef(share), SE(share)))
}
for (calfun in c("raking", "linear", "logit")) {
  by_home <- calibrate(homes, form, goal, calfun = calfun, bounds = if (calfun == "logit") c(0.4, 2.5) else c(-Inf, Inf),
    aggregate.stage = 1, epsilon = 1e-13)
  name <- paste0("made_members_", calfun)
  say(name, weights(by_home))
  # the error under the units of the design: the residuals by person added up to them
  by_home$cluster <- data.frame(psu = g$psu); by_home$strata <- data.frame(stratum = g$stratum); by_home$has.strata <- TRUE
  by_home$fpc <- design$fpc; by_home$fpc$sampsize <- design$fpc$sampsize[, 1, drop = FALSE]
  mean <- svymean(~income, by_home); say(paste0(name, ":mean"), c(coef(mean), SE(mean)))
}
# each household's move counts once: a design of households with their sums
sums <- as.data.frame(rowsum(cbind(model.matrix(form, g), money = g$income, one = 1), g$house))
sums$weight <- 50 + (h * 37) %% 101; sums$psu <- h %/% 5; sums$stratum <- g$stratum[match(h, g$house)]
whole <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = sums)
for (calfun in c("raking", "linear", "logit")) {
  by_home <- calibrate(whole, ~ 0 + region0 + region1 + region2 + female1 + works, goal, calfun = calfun,
    bounds = if (calfun == "logit") c(0.4, 2.5) else c(-Inf, Inf), epsilon = 1e-13)
  name <- paste0("made_household_", calfun)
  say(name, weights(by_home))
  mean <- svyratio(~money, ~one, by_home); say(paste0(name, ":mean"), c(coef(mean), SE(mean)))
}
