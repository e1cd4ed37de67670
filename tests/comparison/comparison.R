# What tests/comparison/test_against_r.py holds the comparison against: the definitions of docs/methods/comparison.md written in
# R, with every error from the derivative by the weights of each primary unit, taken numerically, and the design of package survey.
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 15)

made <- function(last, step, add, moved) {
  h <- 0:last
  size <- 1 + (h * 5) %% 7
  house <- rep(h, size)
  psu <- house %/% 5
  d <- data.frame(
    house = house, psu = psu, stratum = ifelse(psu < 9, 0, ifelse(psu < 20, 1, 2)),
    weight = 50 + (house * 37) %% 101, region = (psu + moved) %% 3,
    y = 40 + (house * step + add) %% 997 + 3 * psu,
    got = ifelse((house * 13) %% 6 < 2, 60 + (house * 29) %% 41, ifelse((house * 11) %% 9 == 0, -30, 0))
  )
  d$y[house %% 17 == 4] <- NA
  d
}
first <- made(129, 7919, 13, 0)
second <- made(159, 6007, 90, 1)
second$y <- second$y * ifelse(second$psu %% 2 == 0, 1.25, 1)

fgt <- function(y, w, z, a) sum(w * ifelse(y < z, (1 - pmax(y, 0) / z)^a, 0)) / sum(w)
poverty <- function(kind, y, w, z) switch(kind,
  fgt0 = fgt(y, w, z, 0), fgt1 = fgt(y, w, z, 1), fgt2 = fgt(y, w, z, 2),
  watts = sum(w * ifelse(y < z, log(z / y), 0)) / sum(w))
kinds <- c("fgt0", "fgt1", "fgt2", "watts")
avg <- function(y, w) sum(w * y) / sum(w)
lorenz_total <- function(y, w, p) { # the integral of y over the poorest share p of persons
  o <- order(y); y <- y[o]; w <- w[o] / sum(w); top <- cumsum(w)
  sum(pmin(pmax(p - (top - w), 0), w) * y)
}
concentration <- function(y, x, w) { # with the weight below each, and half of that of equals
  by <- tapply(w, x, sum)
  rank <- (cumsum(by) - by / 2)[as.character(x)]
  2 * sum(w * y * rank) / (sum(w) * sum(w * y)) - 1
}
bandwidth <- function(y, w) {
  l <- log(y); m <- avg(l, w); o <- order(l); run <- cumsum(w[o]) / sum(w)
  q <- function(p) { i <- which(run >= p - 1e-12)[1]; if (abs(run[i] - p) < 1e-12) mean(l[o][i + 0:1]) else l[o][i] }
  0.9 * min(sqrt(avg((l - m)^2, w)), (q(0.75) - q(0.25)) / 1.349) * length(y)^-0.2
}

figures_of <- function(y1, w1, g1, z1, y2, w2, g2, z2, h, same) {
  out <- c()
  y <- list(y1, y2); w <- list(w1, w2); z <- c(z1, z2); mu <- c(avg(y1, w1), avg(y2, w2))
  for (k in kinds) {
    at <- function(m, l, s) poverty(k, y[[l]] * (mu[m] / mu[l]), w[[l]], z[s])
    total <- at(2, 2, 2) - at(1, 1, 1)
    g <- c(at(2, 1, 2) - at(1, 1, 1), at(2, 2, 2) - at(1, 2, 1))
    r <- c(at(1, 2, 1) - at(1, 1, 1), at(2, 2, 2) - at(2, 1, 2))
    dr <- c(total, g, r, total - g[1] - r[1], total - g[2] - r[2], mean(g), mean(r))
    names(dr) <- c("total", "datt_ravallion_before growth", "datt_ravallion_after growth", "datt_ravallion_before redistribution",
      "datt_ravallion_after redistribution", "datt_ravallion_before residual", "datt_ravallion_after residual",
      "shapley growth", "shapley redistribution")
    ks <- c()
    for (f in 1:3) { # the weights of Shapley's value for the sets of the other two factors
      other <- setdiff(1:3, f); s <- 0
      for (a in 0:1) for (b in 0:1) {
        state <- c(1, 1, 1); state[other] <- 1 + c(a, b); with <- state; with[f] <- 2
        s <- s + ifelse(a + b == 1, 1 / 6, 1 / 3) * (do.call(at, as.list(with)) - do.call(at, as.list(state)))
      }
      ks <- c(ks, s)
    }
    names(ks) <- paste("kolenikov_shorrocks", c("growth", "redistribution", "line"))
    sub <- c()
    for (r in 0:2) {
      s <- c(sum(w1[g1 == r]) / sum(w1), sum(w2[g2 == r]) / sum(w2))
      p <- c(poverty(k, y1[g1 == r], w1[g1 == r], z1), poverty(k, y2[g2 == r], w2[g2 == r], z2))
      one <- c(s[1] * (p[2] - p[1]), (s[2] - s[1]) * p[1], (s[2] - s[1]) * (p[2] - p[1]), mean(s) * (p[2] - p[1]), mean(p) * (s[2] - s[1]))
      names(one) <- paste(c("ravallion_huppi within", "ravallion_huppi population", "ravallion_huppi interaction",
        "shapley_groups within", "shapley_groups population"), r)
      sub <- c(sub, one)
    }
    grown <- c(kakwani_pernia = total / (at(2, 1, 2) - at(1, 1, 1)))
    grown["pegr"] <- grown["kakwani_pernia"] * (mu[2] / mu[1] - 1)
    grown["elasticity_observed"] <- total / at(1, 1, 1) / (mu[2] / mu[1] - 1)
    # the elasticities by their definitions, as small steps: of the mean, and of the distance of everybody from it
    if (k != "fgt0") for (i in 1:2) {
      e <- 1e-5
      level <- poverty(k, y[[i]], w[[i]], z[i])
      step <- function(f) (poverty(k, f(e), w[[i]], z[i]) - poverty(k, f(-e), w[[i]], z[i])) / (2 * e * level)
      grown[paste0("elasticity_mean_", c("before", "after")[i])] <- step(function(e) y[[i]] * (1 + e))
      grown[paste0("elasticity_gini_", c("before", "after")[i])] <- step(function(e) y[[i]] + e * (y[[i]] - mu[i]))
    } else for (i in 1:2) {
      f <- sum(w[[i]] * dnorm((log(y[[i]]) - log(z[i])) / h[i]) / h[i]) / sum(w[[i]])
      grown[paste0("elasticity_mean_", c("before", "after")[i])] <- -f / at(i, i, i)
      grown[paste0("elasticity_gini_", c("before", "after")[i])] <- f / at(i, i, i) * (mu[i] - z[i]) / z[i]
    }
    all <- c(dr, ks, sub, grown)
    names(all) <- paste(k, names(all))
    out <- c(out, all)
  }
  poor <- fgt(y1, w1, z1, 0)
  watts <- c(poverty("watts", y1, w1, z1), poverty("watts", y2, w2, z2))
  low <- c(lorenz_total(y1, w1, 0.4), lorenz_total(y2, w2, 0.4)) / 0.4
  out <- c(out,
    ravallion_chen = (lorenz_total(log(y2), w2, poor) - lorenz_total(log(y1), w1, poor)) / poor,
    ravallion_chen_watts = (watts[1] - watts[2]) / poor,
    growth_mean = mu[2] / mu[1] - 1, growth_bottom40 = low[2] / low[1] - 1, premium_bottom40 = low[2] / low[1] - mu[2] / mu[1])
  for (p in c(0.1, 0.5, 0.9)) {
    l <- c(lorenz_total(y1, w1, p), lorenz_total(y2, w2, p))
    out[paste("generalised_lorenz", p)] <- l[2] - l[1]
    out[paste("lorenz", p)] <- l[2] / mu[2] - l[1] / mu[1]
  }
  for (s in c(300, 500)) for (a in 0:2) out[paste0("difference fgt", a, " ", s)] <- fgt(y2, w2, s, a) - fgt(y1, w1, s, a)
  out["gini"] <- concentration(y2, y2, w2) - concentration(y1, y1, w1)
  if (same) {
    d <- y2 - y1; up <- d > 0.05 * y1; down <- d < -0.05 * y1
    c1 <- concentration(y2, y1, w1)
    out <- c(out, share_winners = avg(up, w1), share_losers = avg(down, w1), mean_gain = avg(d[up], w1[up]),
      mean_loss = avg(d[down], w1[down]), mean_change = avg(d, w1), relative_change = sum(w1 * d) / sum(w1 * y1),
      "share_winners region=1" = avg(up[g1 == 1], w1[g1 == 1]),
      redistributive_effect = -out[["gini"]], vertical_equity = concentration(y1, y1, w1) - c1,
      reranking = concentration(y2, y2, w1) - c1,
      poor_both = avg(y1 < z1 & y2 < z2, w1), left = avg(y1 < z1 & y2 >= z2, w1), entered = avg(y1 >= z1 & y2 < z2, w1),
      exit_rate = avg((y2 >= z2)[y1 < z1], w1[y1 < z1]),
      chronic_fgt2 = fgt((y1 / z1 + y2 / z2) / 2, w1, 1, 2),
      transient_fgt2 = (fgt(y1, w1, z1, 2) + fgt(y2, w2, z2, 2)) / 2 - fgt((y1 / z1 + y2 / z2) / 2, w1, 1, 2))
  }
  out
}

errors <- function(f, d) { # the linearised total of a primary unit is the derivative by the weight of all its persons together
  value <- f(d$weight)
  units <- unique(d[c("stratum", "psu")])
  u <- sapply(seq_len(nrow(units)), function(i) {
    inside <- d$stratum == units$stratum[i] & d$psu == units$psu[i]
    e <- 1e-4
    (f(d$weight * (1 + e * inside)) - f(d$weight * (1 - e * inside))) / (2 * e)
  })
  se <- apply(u, 1, function(one) {
    if (any(!is.finite(one))) return(NA)
    units$u <- one
    SE(svytotal(~u, svydesign(ids = ~psu, strata = ~stratum, weights = ~1, data = units, nest = TRUE)))[1]
  })
  list(value = value, se = se)
}
say <- function(case, found) for (n in names(found$value)) {
  cat(case, " ", n, ",", format(found$value[[n]], digits = 15), "\n", sep = "")
  cat(case, " ", n, " se,", format(found$se[[which(names(found$value) == n)[1]]], digits = 15), "\n", sep = "")
}

# two samples, the line 380 before and 400 after
both <- rbind(cbind(first, side = 1), cbind(second, side = 2))
both$stratum <- both$stratum + 10 * both$side
known <- both[!is.na(both$y), ]
one <- known$side == 1; two <- !one
h <- c(bandwidth(known$y[one], known$weight[one]), bandwidth(known$y[two], known$weight[two]))
two_samples <- function(w) figures_of(known$y[one], w[one], known$region[one], 380, known$y[two], w[two], known$region[two], 400, h, FALSE)
# who has no welfare stays in the design; here no unit is without somebody who has
stopifnot(length(unique(paste(known$stratum, known$psu))) == length(unique(paste(both$stratum, both$psu))))
say("two", errors(two_samples, known))

# the same persons before and after a transfer, the line 400
people <- second[!is.na(second$y), ]
after <- people$y + people$got
h <- c(bandwidth(people$y, people$weight), bandwidth(after, people$weight))
same <- function(w) figures_of(people$y, w, people$region, 400, after, w, people$region, 400, h, TRUE)
say("same", errors(same, people))

# differences of means as package survey has them
both$f0 <- as.numeric(both$y < ifelse(both$side == 1, 380, 400))
both$side <- factor(both$side)
des <- subset(svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = both, nest = TRUE), !is.na(y))
for (what in c("y", "f0")) {
  m <- svyby(as.formula(paste0("~", what)), ~side, des, svymean, covmat = TRUE)
  d <- svycontrast(m, c(-1, 1))
  cat("difference ", what, ",", format(coef(d)[[1]], digits = 15), "\n", sep = "")
  cat("difference ", what, " se,", format(SE(d)[[1]], digits = 15), "\n", sep = "")
  cat("difference ", what, " p,", format(2 * pt(-abs(coef(d)[[1]] / SE(d)[[1]]), degf(des)), digits = 15), "\n", sep = "")
}
# two groups of one survey that share primary units: households with an even number and the others
second$even <- factor(second$house %% 2)
des <- subset(svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = second, nest = TRUE), !is.na(y))
d <- svycontrast(svyby(~y, ~even, des, svymean, covmat = TRUE), c(-1, 1))
cat("groups y,", format(coef(d)[[1]], digits = 15), "\n", sep = "")
cat("groups y se,", format(SE(d)[[1]], digits = 15), "\n", sep = "")
# a quantile of both: growth of the median, errors of Woodruff's intervals added up
quantile_of <- function(y, w, p) {
  o <- order(y); run <- cumsum(w[o]) / sum(w); i <- which(run >= p - 1e-12)[1]
  if (abs(run[i] - p) < 1e-12) mean(y[o][i + 0:1]) else y[o][i]
}
woodruff <- function(d, p) {
  q <- quantile_of(d$y[!is.na(d$y)], d$weight[!is.na(d$y)], p)
  d$under <- as.numeric(d$y <= q)
  des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
  s <- SE(svymean(~under, des, na.rm = TRUE))[[1]]
  ends <- sapply(c(-1, 1), function(side) quantile_of(d$y[!is.na(d$y)], d$weight[!is.na(d$y)], p + side * qnorm(.975) * s))
  c(q, diff(ends) / (2 * qnorm(.975)))
}
for (p in c(0.25, 0.5)) {
  a <- woodruff(first, p); b <- woodruff(second, p)
  cat("growth_incidence ", p, ",", format(b[1] / a[1] - 1, digits = 15), "\n", sep = "")
  cat("growth_incidence ", p, " se,", format(sqrt(b[2]^2 + (b[1] / a[1] * a[2])^2) / a[1], digits = 15), "\n", sep = "")
}

# a panel: the persons of `second` and the same again later, some lost, a household moved to another unit, new households in
# an old unit and in two new ones. Both are of one design, in which a household is where it was first drawn.
old <- second; old$id <- seq_len(nrow(old)); old$wave <- 1
new <- old[old$house %% 11 != 3 & (old$id - 1) %% 13 != 5, ]; new$wave <- 2
new$y <- new$y * 1.25 + new$got + ((new$house * 17) %% 23 - 11) * 12 + 0.37
new$weight <- new$weight * (1 + (new$house %% 3) / 10)
h <- rep(160:171, each = 2)
born <- data.frame(house = h, psu = ifelse(h < 166, 5, 40 + h %% 2), stratum = ifelse(h < 166, 0, 7), weight = 80,
  region = h %% 3, y = 300.37 + (h * 31) %% 200, got = 0, id = 10000 + seq_along(h), wave = 2)
new <- rbind(new[names(born)], born)
waves <- rbind(old[names(born)], new)
waves <- waves[!is.na(waves$y), ]
a <- waves$wave == 1; b <- !a
# the bandwidth is that of each wave
hw <- c(bandwidth(waves$y[a], waves$weight[a]), bandwidth(waves$y[b], waves$weight[b]))
say("panel", errors(function(w) figures_of(waves$y[a], w[a], waves$region[a], 380, waves$y[b], w[b], waves$region[b], 400, hw, FALSE), waves))
waves$f0 <- as.numeric(waves$y < ifelse(a, 380, 400)); waves$wave <- factor(waves$wave)
for (what in c("y", "f0")) {
  m <- svyby(as.formula(paste0("~", what)), ~wave, svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = waves, nest = TRUE), svymean, covmat = TRUE)
  d <- svycontrast(m, c(-1, 1))
  cat("panel difference ", what, ",", format(coef(d)[[1]], digits = 15), "\n", sep = "")
  cat("panel difference ", what, " se,", format(SE(d)[[1]], digits = 15), "\n", sep = "")
}
# those in both, by the weights of the second wave
new$before <- old$y[match(new$id, old$id)]
m <- !is.na(new$before) & !is.na(new$y)
hm <- c(bandwidth(new$before[m], new$weight[m]), bandwidth(new$y[m], new$weight[m]))
fifth <- function(y, w) { o <- order(y); p <- cumsum(w[o]) / sum(w); findInterval(y, sapply(1:4 / 5, function(q) y[o][which(p >= q - 1e-12)[1]]), left.open = TRUE) + 1 }
f1 <- fifth(new$before[m], new$weight[m]); f2 <- fifth(new$y[m], new$weight[m])
moves <- function(w) {
  out <- c()
  for (i in c(1, 5)) for (j in c(1, 2, 5)) {
    out[sprintf("share quintile=%d quintile=%d", i, j)] <- avg(f1 == i & f2 == j, w)
    out[sprintf("share_from quintile=%d quintile=%d", i, j)] <- avg((f2 == j)[f1 == i], w[f1 == i])
  }
  out
}
say("both", errors(function(w) { w <- w[m]
  f <- figures_of(new$before[m], w, new$region[m], 380, new$y[m], w, new$region[m], 400, hm, TRUE)
  c(f[match("share_winners", names(f)):length(f)], moves(w)) }, new))

# replicate weights: the jackknife of each sample while the other stays as it is, the variances added up
jackknife <- function(d, f) {
  des <- as.svrepdesign(svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE), type = "JKn")
  SE(withReplicates(des, function(w, data) unname(f(w))))^2
}
in_both <- function(w1, w2) {
  h <- c(bandwidth(known$y[one][w1 > 0], w1[w1 > 0]), bandwidth(known$y[two][w2 > 0], w2[w2 > 0]))
  figures_of(known$y[one], w1, known$region[one], 380, known$y[two], w2, known$region[two], 400, h, FALSE)
}
whole <- in_both(known$weight[one], known$weight[two])
v <- jackknife(known[one, ], function(w) in_both(w, known$weight[two])) + jackknife(known[two, ], function(w) in_both(known$weight[one], w))
for (i in seq_along(whole)) cat("replicates two ", names(whole)[i], ",", format(sqrt(v[i]), digits = 15), "\n", sep = "")
whole <- same(people$weight)
v <- jackknife(people, function(w) {
  h <- c(bandwidth(people$y[w > 0], w[w > 0]), bandwidth(after[w > 0], w[w > 0]))
  figures_of(people$y, w, people$region, 400, after, w, people$region, 400, h, TRUE)
})
for (i in seq_along(whole)) cat("replicates same ", names(whole)[i], ",", format(sqrt(v[i]), digits = 15), "\n", sep = "")
