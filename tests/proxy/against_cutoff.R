# Errors of a selection whose limits follow the sample; the argument is a file with a row a household: psu, stratum, w, welfare, score.
# Standard errors twice: linearised as docs/methods/proxy-means.md has them, and by a bootstrap of primary units that cuts anew.
suppressPackageStartupMessages(library(survey))
h <- read.csv(commandArgs(trailingOnly = TRUE)[1])
say <- function(name, value) cat(sprintf("%s,%.15g\n", name, as.numeric(value)))
y <- h$welfare; s <- h$score; w <- h$w; everybody <- sum(w)
des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = h, nest = TRUE)
flat <- svydesign(ids = ~psu, strata = ~stratum, weights = rep(1, nrow(h)), data = h, nest = TRUE)
error <- function(t) { flat$variables$t <- t; as.numeric(SE(svytotal(~t, flat))) }
reached <- function(v, w, share) {
  o <- order(v)
  v <= v[o][which(cumsum(w[o]) >= (share - 1e-12) * sum(w))[1]]
}

# a case says who is poor if they are to be a share of persons, and who is selected if a share is to be
cases <- list(
  quota = list(wanted = 0.2, quota = 0.2), larger_quota = list(wanted = 0.2, quota = 0.35),
  share_of_poor = list(line = 2000), by_line = list(wanted = 0.5, by_line = TRUE)
)
threshold <- function(case, w) if (is.null(case$wanted)) NA else max(y[reached(y, w, case$wanted)])
poor_in <- function(case, w) if (is.null(case$wanted)) y < case$line else reached(y, w, case$wanted)
selected_in <- function(case, w) {
  if (!is.null(case$by_line)) return(s < log(threshold(case, w)))
  reached(s, w, if (is.null(case$quota)) sum(w[poor_in(case, w)]) / sum(w) else case$quota)
}
errors <- function(p, c, b) c(
  exclusion_error = 1 - b / p, inclusion_error = 1 - b / c, selected_of_others = (c - b) / (1 - p), excluded_of_all = p - b,
  correctly_placed = 1 - p - c + 2 * b, targeting_differential = b / p - (c - b) / (1 - p), cgh = b / c / p
)
slopes <- function(p, c, b) { # of each by p, c and b
  step <- 1e-6
  cbind(errors(p + step, c, b) - errors(p - step, c, b), errors(p, c + step, b) - errors(p, c - step, b),
        errors(p, c, b + step) - errors(p, c, b - step)) / (2 * step)
}

set.seed(20)
drawn <- as.svrepdesign(des, type = "subbootstrap", replicates = 400)
for (name in names(cases)) {
  case <- cases[[name]]
  poor <- poor_in(case, w); sel <- selected_in(case, w)
  of <- function(mask) sum(w * mask) / everybody
  part <- function(mask) w * (mask - of(mask)) / everybody # linearised, the mask standing still
  # what a limit misses, and how much a share of persons rises with it over the 95 % interval of the share to be reached
  follow <- function(misses, goal, at) {
    reach <- qnorm(0.975) * error(misses)
    low <- at(max(goal - reach, 0)); high <- at(min(goal + reach, 1))
    function(mask) -misses * (of(mask & high) - of(mask & low)) / (min(goal + reach, 1) - max(goal - reach, 0))
  }
  still <- function(mask) 0
  by_poor <- by_cut <- still
  if (!is.null(case$wanted)) by_poor <- follow(part(poor), case$wanted, function(q) reached(y, w, q))
  tp <- part(poor) + by_poor(TRUE)
  if (!is.null(case$by_line)) {
    by_cut <- follow(part(poor), case$wanted, function(q) s < log(max(y[reached(y, w, q)])))
  } else if (is.null(case$quota)) {
    by_cut <- follow(part(sel) - tp, of(poor), function(q) reached(s, w, q))
  } else {
    by_cut <- follow(part(sel), case$quota, function(q) reached(s, w, q))
  }
  tc <- part(sel) + by_cut(TRUE)
  tb <- part(poor & sel) + by_poor(sel) + by_cut(poor)
  value <- errors(of(poor), of(sel), of(poor & sel))
  slope <- slopes(of(poor), of(sel), of(poor & sel))
  boot <- withReplicates(drawn, function(w, data) {
    poor <- poor_in(case, w) & w > 0; sel <- selected_in(case, w) & w > 0
    errors(sum(w[poor]) / sum(w), sum(w[sel]) / sum(w), sum(w[poor & sel]) / sum(w))
  })
  for (i in seq_along(value)) {
    say(paste(name, names(value)[i], sep = "."), value[i])
    say(paste(name, names(value)[i], "se", sep = "."), error(slope[i, 1] * tp + slope[i, 2] * tc + slope[i, 3] * tb))
    say(paste(name, names(value)[i], "bootstrap", sep = "."), SE(boot)[i])
  }
}
