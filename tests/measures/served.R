# Figures of essential services by R's survey package, printed as name,value.
# Rscript --vanilla served.R persons.csv (as tests/measures/served.py writes it)
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 15)
d <- read.csv(commandArgs(TRUE)[1])
say <- function(name, value, se) {
  cat(sprintf("\"%s\",%.15g\n\"%s|se\",%s\n", name, value, name, ifelse(is.na(se), "NA", sprintf("%.15g", se))))
}
tell <- function(name, group, x) say(paste(name, group, sep = "|"), as.numeric(coef(x)), as.numeric(SE(x)))
and <- function(...) apply(cbind(...), 1, function(x) if (any(x == 0, na.rm = TRUE)) 0 else if (anyNA(x)) NA else 1)
or <- function(...) 1 - and(1 - cbind(...))
known <- function(yes, ...) ifelse(apply(cbind(...), 1, anyNA), NA, yes)  # of whom all parts are known
share <- function(name, yes, among = TRUE) shares[[length(shares) + 1]] <<- list(name, yes, among)
shares <- list()

d$water[d$water < 0] <- NA
for (k in 0:4) share(paste0("water_", c("surface", "unimproved", "limited", "basic", "safely_managed")[k + 1]), d$water == k)
for (k in 0:2) share(paste0("hygiene_", c("none", "limited", "basic")[k + 1]), d$hygiene == k)
share("water_at_least_basic", d$basic_water); share("water_improved", d$improved_water)
# school: levels of six grades from 6 and three from 12
attends <- ifelse(is.na(d$in_school), NA, as.numeric(d$in_school == 1 & !(d$school_grade %in% 0)))
level <- list(primary = c(6, 11, 1, 6), lower_secondary = c(12, 14, 7, 9))
for (l in names(level)) {
  a <- level[[l]]; official <- d$age >= a[1] & d$age <= a[2]
  share(paste0("completed_", l), d$completed_grade >= a[4], d$age >= a[2] + 3 & d$age <= a[2] + 5)
  share(paste0("out_of_school_", l), 1 - attends, official)
  there <- ifelse(attends == 0, 0, as.numeric(d$school_grade >= a[3])); share(paste0("attendance_", l), there, official)
}
share("organised_learning", or(d$preschool, attends), d$age == 5)
share("stunted", d$height_for_age < -2, d$age < 5 & abs(d$height_for_age) <= 6)
share("food_poor", d$food_consumption_score <= 21); share("food_borderline", d$food_consumption_score > 21 & d$food_consumption_score <= 35)
phone <- ave(ifelse(is.na(d$mobile_phone), 0, d$mobile_phone), d$home, FUN = max)
answered <- ave(as.numeric(!is.na(d$mobile_phone)), d$home, FUN = max); phone[answered == 0] <- NA
share("information_mobile_phone", phone); channel <- known(or(phone, d$radio), phone, d$radio); share("information_of_2", channel)
lacking <- cbind(1 - d$improved_water, 1 - d$improved_sanitation, d$overcrowded, 1 - d$durable_housing)
share("slum_of_4", known(do.call(or, as.data.frame(lacking)), lacking))
share("inadequate_dwelling_of_2", known(or(d$overcrowded, 1 - d$durable_housing), d$overcrowded, d$durable_housing))
lacks <- ifelse(d$age >= 6 & d$age <= 14, 1 - attends, 0)
gone <- ave(lacks, d$home, FUN = function(x) if (anyNA(x)) NA else max(x))
basket <- cbind(d$basic_water, d$clean_fuel, as.numeric(d$facility_minutes <= 60), 1 - gone, channel)
share("basic_services_all_of_5", known(do.call(and, as.data.frame(basket)), basket))
share("basic_service_education", 1 - gone)

des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
groups <- list(all = rep(TRUE, nrow(d)), `region=1` = d$region == 1, `sex=female` = d$sex == 1)
for (g in names(groups)) {
  for (one in shares) {
    d2 <- update(des, yes = as.numeric(one[[2]]))
    kept <- groups[[g]] & one[[3]] & !is.na(one[[2]]); kept[is.na(kept)] <- FALSE
    tell(one[[1]], g, svymean(~yes, subset(d2, kept)))
    # parity of all that is asked of school
    if (grepl("^(completed|out_of|attend|organ)", one[[1]]) && g != "sex=female") {
      d3 <- update(des, f = kept * (d$sex == 1), m = kept * (d$sex == 0), yf = ifelse(kept & d$sex == 1, as.numeric(one[[2]]), 0),
                   ym = ifelse(kept & d$sex == 0, as.numeric(one[[2]]), 0))
      tell(paste0("parity_", one[[1]]), g, svycontrast(svytotal(~yf + f + ym + m, d3), quote((yf / f) / (ym / m))))
    }
  }
  for (l in names(level)) {
    a <- level[[l]]
    at <- ifelse(attends == 0, 0, as.numeric(d$school_grade >= a[3] & d$school_grade <= a[4]))
    d2 <- update(des, at = at, of = as.numeric(d$age >= a[1] & d$age <= a[2]))
    tell(paste0("gross_attendance_", l), g, svyratio(~at, ~of, subset(d2, groups[[g]] & !is.na(at))))
  }
  count <- rowSums(basket); d2 <- update(des, count = count)
  tell("basic_services_mean_of_5", g, svymean(~count, subset(d2, groups[[g]] & !is.na(count))))
  # improved users, and each element among those of whom it is known
  found <- list()
  for (e in c("on_premises", "available", "uncontaminated")) {
    x <- d[[paste0("water_", e)]]; there <- !is.na(d$improved_water); user <- there & d$improved_water == 1 & !is.na(x)
    d2 <- update(des, i = ifelse(there, d$improved_water, 0), n = as.numeric(there), u = as.numeric(user), xu = ifelse(user, x, 0))
    found[[e]] <- svycontrast(svytotal(~i + n + u + xu, subset(d2, groups[[g]])), quote((i / n) * (xu / u)))
    tell(paste0("water_improved_", e), g, found[[e]])
  }
  tell("water_safely_managed_minimum", g, found[[which.min(sapply(found, coef))]])
}
