# Every index of poverty and inequality, every quantile and share, points of every curve, and their standard errors.
# Rscript indices.R SURVEY.csv LINE; columns of the survey: psu, stratum, weight, welfare, group (the last two may be empty).
#
# Values come from laeken where it has them (gini, qsr, arpr, arpt, rmpg). Errors are survey's, of the total of a linearised
# variable: Deville (1999); Langel, Tillé (2011, 2013) for Gini, Lorenz and S80/S20; Osier (2009) for lines that depend on the
# median; Biewen, Jenkins (2006) for entropy and Atkinson; densities from Woodruff's intervals (Francisco, Fuller 1991).
suppressPackageStartupMessages({library(survey); library(laeken)})
options(survey.lonely.psu = "adjust")
given <- commandArgs(trailingOnly = TRUE)
d <- read.csv(given[1], na.strings = ""); line <- as.numeric(given[2])
d$unit <- match(paste(d$stratum, d$psu), unique(paste(d$stratum, d$psu)))
units <- d[!duplicated(d$unit), c("unit", "stratum")]; units$one <- 1
des <- svydesign(ids = ~unit, strata = ~stratum, weights = ~one, data = units)
rows <- nrow(d); q975 <- qnorm(.975)

names_ <- c(); values <- c(); columns <- list()
add <- function(name, value, z) {
  names_ <<- c(names_, name); values <<- c(values, value); columns[[length(columns) + 1]] <<- z
}
se_of <- function(z) {
  t <- rowsum(d$weight * as.matrix(z), d$unit)
  sqrt(diag(as.matrix(vcov(svytotal(t, des)))))
}

# the value at which the cumulated weight exceeds p, the mean of two where it meets p (Eurostat; laeken takes the next)
wq_of <- function(p, y, w) {
  if (is.na(p) || p < 0 || p > 1) return(NA)
  o <- order(y); C <- cumsum(w[o]); k <- which(C >= p * sum(w) - 1e-12 * sum(w))[1]
  if (abs(C[k] - p * sum(w)) <= 1e-12 * sum(w)) mean(y[o][c(k, min(k + 1, length(y)))]) else y[o][k]
}

one_domain <- function(label, inside) {
  known <- inside & !is.na(d$welfare)
  y <- d$welfare[known]; w <- d$weight[known]; N <- sum(w); Y <- sum(w * y); mu <- Y / N
  full <- function(z) { out <- numeric(rows); out[known] <- z; out }
  put <- function(name, value, z) add(paste0(name, ".", label), value, full(z))
  mean_z <- function(x, weight = w) (x - sum(weight * x) / sum(weight)) / sum(weight)
  wmean <- function(x) sum(w * x) / N

  wq <- function(p, y. = y, w. = w) wq_of(p, y., w.)
  share_z <- function(limit, closed) mean_z(as.numeric(if (closed) y <= limit else y < limit))
  rise <- function(p, z, inside = TRUE) {  # 1 / density at quantile p, z linearises the share of persons there
    e <- q975 * se_of(full(z)); ends <- p + c(-e, e)
    if (inside) ends <- pmin(pmax(ends, 0), 1)
    out <- (wq(ends[2]) - wq(ends[1])) / diff(ends)
    if (is.na(out) || out <= 0) NA else out
  }
  quantile_z <- function(p) { z <- share_z(wq(p), TRUE); -z * rise(p, z, FALSE) }
  gini_z <- function(y, w) {  # Gini and its linearised variable, with sum over pairs of the greater of two
    N <- sum(w); Y <- sum(w * y); G <- gini(y, w)$value / 100
    o <- order(y); at <- findInterval(y, y[o]); upto <- cumsum(w[o])[at]; above <- Y - cumsum((w * y)[o])[at]
    list(G = G, z = 2 * (y * upto + above) / (N * Y) - (1 + G) * (1 / N + y / Y))
  }

  # poverty at the fixed line
  poor <- as.numeric(y < line); gap <- pmax(line - pmax(y, 0), 0) / line
  for (a in c(.5, 1.5, 3)) put(paste0("fgt", sub(".", "_", a, fixed = TRUE)), wmean(poor * gap^a), mean_z(poor * gap^a))
  H <- wmean(poor); P1 <- wmean(gap); Hz <- mean_z(poor); P1z <- mean_z(gap)
  I <- P1 / H; Iz <- P1z / H - P1 * Hz / H^2
  put("income_gap_ratio", I, Iz)
  Gp <- gini_z(pmax(y[poor == 1], 0), w[poor == 1]); Gpz <- numeric(length(y)); Gpz[poor == 1] <- Gp$z
  put("sen", H * (I + (1 - I) * Gp$G), Hz * (I + (1 - I) * Gp$G) + H * (Iz * (1 - Gp$G) + (1 - I) * Gpz))
  Gg <- gini_z(gap, w)
  put("sst", H * I * (1 + Gg$G), P1z * (1 + Gg$G) + P1 * Gg$z)
  put("poor_persons", sum(w * poor), poor); put("poverty_gap_total", line * sum(w * gap), line * gap)
  pos <- y > 0; Np <- sum(w[pos])
  wat <- ifelse(pos & y < line, log(line / ifelse(pos, y, 1)), 0); W <- sum(w * wat) / Np
  put("watts", W, ifelse(pos, wat - W, 0) / Np)
  median_below <- function(limit) {  # the median of the poor, what moves it at a given limit, and how it moves with it
    z <- share_z(limit, FALSE); p <- wmean(y < limit)
    m <- wq(.5, y[y < limit], w[y < limit]); zm <- share_z(m, TRUE); r <- rise(p / 2, zm)
    list(m = m, z = (z / 2 - zm) * r, slope = r / rise(p, z) / 2)
  }
  m <- median_below(line); put("median_gap_ratio", 1 - m$m / line, -m$z / line)

  # lines that hang on the median of all
  all_known <- !is.na(d$welfare); ally <- d$welfare[all_known]; allw <- d$weight[all_known]
  for (k in c(40, 50, 60, 70)) {
    t <- arpt(ally, allw, p = k / 100)
    if (label == "all") put(paste0("arop_line_", k), t, k / 100 * quantile_z(.5))
    value <- sum(w[y < t]) / N
    if (label == "all") stopifnot(abs(value - arpr(ally, allw, p = k / 100)$value / 100) < 1e-12)
    # mean_z etc. of the whole population for the line
    zt <- numeric(rows); zt[all_known] <- k / 100 * median_all_z
    add(paste0("arop_", k, ".", label), value, full(share_z(t, FALSE)) + zt / rise(value, share_z(t, FALSE)))
    m <- median_below(t); gapk <- (t - m$m) / t
    if (label == "all" && k == 60) stopifnot(abs(gapk - rmpg(ally, allw)$value / 100) < 1e-12)
    add(paste0("median_gap_", k, ".", label), gapk, full(-m$z / t) + zt * (m$m / t^2 - m$slope / t))
  }

  # entropy, Atkinson, logarithms: over the positive
  x <- y[pos]; v <- w[pos]; mx <- sum(v * x) / Np; r <- x / mx
  put_pos <- function(name, value, z) { out <- numeric(length(y)); out[pos] <- z; put(name, value, out) }
  for (a in c(-1, 2)) {
    ma <- sum(v * r^a) / Np; E <- (ma - 1) / (a^2 - a)
    put_pos(if (a < 0) "ge_minus1" else "ge2", E, ((r^a - ma) / (a^2 - a) - (r - 1) * ma / (a - 1)) / Np)
  }
  L <- sum(v * -log(r)) / Np; put_pos("mld", L, (-log(r) - L + r - 1) / Np)
  T <- sum(v * r * log(r)) / Np; put_pos("theil", T, (r * log(r) - T - (r - 1) * (1 + T)) / Np)
  for (e in c(.5, 2)) {
    me <- sum(v * r^(1 - e)) / Np; A <- 1 - me^(1 / (1 - e))
    put_pos(if (e == 2) "atkinson2" else "atkinson0_5", A, -(1 - A) * ((r^(1 - e) / me - 1) / (1 - e) - (r - 1)) / Np)
  }
  A <- 1 - exp(sum(v * log(r)) / Np); lm <- sum(v * log(r)) / Np
  put_pos("atkinson1", A, -(1 - A) * (log(r) - lm - (r - 1)) / Np)
  lv <- sum(v * (log(r) - lm)^2) / Np; put_pos("variance_of_logs", lv, ((log(r) - lm)^2 - lv) / Np)
  if (sum(w[!pos]) > 0) put("share_welfare_positive", Np / N, mean_z(as.numeric(pos)))

  # Gini and its kin
  g <- gini_z(y, w); mz <- (y - mu) / N
  put("gini", g$G, g$z); put("gini_absolute", mu * g$G, mz * g$G + mu * g$z)
  put("welfare_index", mu * (1 - g$G), mz * (1 - g$G) - mu * g$z)
  s2 <- wmean((y - mu)^2); sdz <- ((y - mu)^2 - s2) / (2 * sqrt(s2) * N)
  put("sd_welfare", sqrt(s2), sdz); put("cv", sqrt(s2) / mu, sdz / mu - sqrt(s2) * mz / mu^2)
  Hv <- sum(w * abs(y - mu)) / (2 * Y)
  put("hoover", Hv, abs(y - mu) / (2 * Y) + mz * sum(w * sign(mu - y)) / (2 * Y) - Hv * y / Y)
  u <- sort(unique(y)); tail <- rev(cumsum(rev(tapply(w, factor(y, u), sum))))
  for (nu in c(1.5, 3, 4)) {
    E <- sum(u * (tail^nu - c(tail[-1], 0)^nu)) / N^nu       # Donaldson, Weymark
    area <- c(u[1] * N^(nu - 1), u[1] * N^(nu - 1) + cumsum(diff(u) * tail[-1]^(nu - 1)))[findInterval(y, u)]
    Ez <- nu * area / N^nu - nu * E / N
    put(paste0("sgini", sub(".", "_", nu, fixed = TRUE)), 1 - E / mu, -Ez / mu + E * mz / mu^2)
  }

  # quantiles, ratios of quantiles
  percents <- c(1, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 99)
  qs <- sapply(percents / 100, wq); qz <- lapply(percents / 100, quantile_z)
  for (i in seq_along(percents)) if (percents[i] != 50) put(paste0("p", percents[i]), qs[i], qz[[i]])
  for (pair in list(c(90, 10), c(90, 50), c(50, 10), c(75, 25), c(80, 20))) {
    i <- match(pair, percents)
    z <- qz[[i[1]]] / qs[i[2]] - qs[i[1]] * qz[[i[2]]] / qs[i[2]]^2
    put(paste0("p", pair[1], "_p", pair[2]), qs[i[1]] / qs[i[2]], z)
  }

  # Lorenz shares, the person at the cut in part
  lorenz <- function(p) {
    q <- wq(p); L <- (sum((w * y)[y < q]) + (p * N - sum(w[y < q])) * q) / Y
    list(L = L, z = ((y - q) * (y <= q) + p * q - L * y) / Y)
  }
  L <- lapply(c(10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99) / 100, lorenz)
  prev <- list(L = 0, z = 0)
  for (k in 1:10) {
    this <- if (k < 10) L[[k]] else list(L = 1, z = 0)
    put(paste0("decile", k, "_share"), this$L - prev$L, this$z - prev$z)
    if (k %in% c(1:3, 5:9)) put(paste0("bottom", 10 * k, "_share"), this$L, this$z)
    prev <- this
  }
  put("bottom40_share", L[[4]]$L, L[[4]]$z)
  put("palma", (1 - L[[9]]$L) / L[[4]]$L, -L[[9]]$z / L[[4]]$L - (1 - L[[9]]$L) * L[[4]]$z / L[[4]]$L^2)
  for (k in list(c(1, 11), c(5, 10), c(20, 8))) put(paste0("top", k[1], "_share"), 1 - L[[k[2]]]$L, -L[[k[2]]]$z)
  for (pair in list(c(80, 20), c(90, 10)) ) {
    lo <- wq(pair[2] / 100); hi <- wq(pair[1] / 100)
    D <- sum((w * y)[y <= lo]); U <- sum((w * y)[y > hi])
    if (pair[1] == 80) stopifnot(abs(U / D - qsr(y, w)$value) < 1e-10 * U / D)
    Dz <- y * (y <= lo) - lo * ((y <= lo) - pair[2] / 100); Uz <- y * (y > hi) + hi * ((y <= hi) - pair[1] / 100)
    put(paste0("s", pair[1], "_s", pair[2]), U / D, Uz / D - U * Dz / D^2)
  }
  md <- wq(.5); half <- L[[5]]; body <- 1 - 2 * half$L - g$G
  put("wolfson", 2 * mu / md * body,
      2 * body * (mz / md - mu * quantile_z(.5) / md^2) + 2 * mu / md * (-2 * half$z - g$z))

  # curves at some of their points
  for (p in c(.05, .2, .5, .95)) {
    l <- lorenz(p); GL <- mu * l$L; GLz <- mz * l$L + mu * l$z
    put(paste0("lorenz@", p), l$L, l$z); put(paste0("lorenz_generalised@", p), GL, GLz)
    put(paste0("lorenz_absolute@", p), p * mu - GL, p * mz - GLz)
    c_ <- pmin(pmax(y, 0), line) / line; q <- wq(p, c_, w)
    TIP <- p - (sum((w * c_)[c_ < q]) + (p * N - sum(w[c_ < q])) * q) / N
    put(paste0("tip@", p), TIP, ((p - TIP) - ((c_ - q) * (c_ <= q) + p * q)) / N)
    put(paste0("pen@", p), wq(p), quantile_z(p))
  }
  iqr <- wq(.75) - wq(.25); h <- .9 * min(sqrt(s2), iqr / 1.34) * length(y[w > 0])^(-1/5)
  top <- sort(ally)[ceiling(.95 * length(ally))]
  for (k in c(4, 13, 40)) {
    x <- top * k / 40; g1 <- pmax(x - pmax(y, 0), 0) / x
    put(paste0("cdf@", k), wmean(y <= x), share_z(x, TRUE)); put(paste0("fgt0@", k), wmean(y < x), share_z(x, FALSE))
    put(paste0("fgt1@", k), wmean(g1), mean_z(g1)); put(paste0("fgt2@", k), wmean(g1^2), mean_z(g1^2))
    put(paste0("poverty_deficit@", k), x * wmean(g1), x * mean_z(g1))
    put(paste0("poverty_severity@", k), x^2 / 2 * wmean(g1^2), x^2 / 2 * mean_z(g1^2))
    kern <- dnorm((x - y) / h) / h; put(paste0("density@", k), wmean(kern), mean_z(kern))
  }
}

shares_of_groups <- function() {
  ok <- !is.na(d$welfare) & !is.na(d$group); gap <- pmax(line - pmax(d$welfare, 0), 0)
  for (g in sort(unique(d$group))) for (what in c("poor", "gap")) {
    x <- ifelse(ok, if (what == "poor") as.numeric(d$welfare < line) else gap, 0); inside <- ok & d$group == g
    R <- sum(d$weight * x * inside) / sum(d$weight * x)
    add(paste0("share_of_", what, ".", g), R, x * (inside - R) / sum(d$weight * x))
  }
}

between <- function() {
  entropy <- function(ok, over_all) {
    y <- d$welfare[ok]; w <- d$weight[ok]; f <- factor(d$group[ok]); N <- sum(w); Y <- sum(w * y); mu <- Y / N
    Wg <- tapply(w, f, sum)[f]; Yg <- tapply(w * y, f, sum)[f]; m <- Yg / Wg
    full <- function(z) { out <- numeric(rows); out[ok] <- z; out }
    T <- sum(w * y * log(y / mu)) / Y; Tz <- (y / mu * log(y / mu) - T - (y / mu - 1) * (1 + T)) / N
    B <- sum(w * y * log(m / mu)) / Y
    Bz <- y * (log(m) + 1) / Y - m / Y - y * (B + log(mu)) / Y - y / Y + 1 / N
    add("theil_between", B, full(Bz)); add("theil_within", T - B, full(Tz - Bz))
    add("theil_between_part", B / T, full(Bz / T - B * Tz / T^2))
    M <- -sum(w * log(y / mu)) / N; Mz <- (-log(y / mu) - M + y / mu - 1) / N
    C <- -sum(w * log(m / mu)) / N
    Cz <- y / Y - 1 / N - log(m) / N - y / (m * N) + 1 / N + sum(w * log(m)) / N^2
    add("mld_between", C, full(Cz)); add("mld_within", M - C, full(Mz - Cz))
    add("mld_between_part", C / M, full(Cz / M - C * Mz / M^2))
  }
  entropy(!is.na(d$group) & !is.na(d$welfare) & d$welfare > 0)
  ok <- !is.na(d$group) & !is.na(d$welfare); y <- d$welfare[ok]; w <- d$weight[ok]; f <- factor(d$group[ok])
  full <- function(z) { out <- numeric(rows); out[ok] <- z; out }
  whole <- function(y, w) { o <- order(y); C <- cumsum(w[o]); 2 * sum((w * y)[o] * (C - w[o] / 2)) / sum(w) / sum(w * y) - 1 }
  N <- sum(w); Y <- sum(w * y); G <- gini(y, w)$value / 100
  o <- order(y); at <- findInterval(y, y[o]); upto <- cumsum(w[o])[at]; above <- Y - cumsum((w * y)[o])[at]
  Gz <- 2 * (y * upto + above) / (N * Y) - (1 + G) * (1 / N + y / Y)
  Wg <- tapply(w, f, sum); Yg <- tapply(w * y, f, sum)
  of_means <- function(W, Y) whole(Y / W, W)
  B <- of_means(Wg, Yg); step <- 1e-5; Bz <- numeric(length(y))
  for (g in seq_along(Wg)) {   # derivatives by the persons and by the total of each group, numerically
    dW <- dY <- 0 * Wg; dW[g] <- step * Wg[g]; dY[g] <- step * Yg[g]
    i <- as.integer(f) == g
    Bz[i] <- (of_means(Wg + dW, Yg) - of_means(Wg - dW, Yg)) / (2 * dW[g]) +
      y[i] * (of_means(Wg, Yg + dY) - of_means(Wg, Yg - dY)) / (2 * dY[g])
  }
  IN <- 0; INz <- numeric(length(y))
  for (g in seq_along(Wg)) {
    i <- as.integer(f) == g; a <- Wg[g] * Yg[g] / (N * Y); k <- gini(y[i], w[i])$value / 100
    yi <- y[i]; wi <- w[i]; oi <- order(yi); at <- findInterval(yi, yi[oi])
    kz <- 2 * (yi * cumsum(wi[oi])[at] + Yg[g] - cumsum((wi * yi)[oi])[at]) / (Wg[g] * Yg[g]) - (1 + k) * (1 / Wg[g] + yi / Yg[g])
    IN <- IN + a * k; INz[i] <- INz[i] + a * kz + k * (Yg[g] + Wg[g] * yi) / (N * Y)
    INz <- INz - a * k * (1 / N + y / Y)
  }
  add("gini_between", B, full(Bz)); add("gini_within", IN, full(INz)); add("gini_overlap", G - B - IN, full(Gz - Bz - INz))
  add("gini_between_part", B / G, full(Bz / G - B * Gz / G^2))
}

median_all_z <- local({
  k <- !is.na(d$welfare); y <- d$welfare[k]; w <- d$weight[k]
  at <- function(p) wq_of(p, y, w)
  z <- ((y <= at(.5)) - sum(w[y <= at(.5)]) / sum(w)) / sum(w); full <- numeric(rows); full[k] <- z; e <- se_of(full)
  -z * (at(.5 + q975 * e) - at(.5 - q975 * e)) / (2 * q975 * e)
})
one_domain("all", rep(TRUE, rows))
for (g in sort(unique(d$group))) one_domain(g, !is.na(d$group) & d$group == g)
shares_of_groups(); between()

Z <- do.call(cbind, columns); lost <- apply(is.na(Z), 2, any); Z[, lost] <- 0
errors <- se_of(Z); errors[lost] <- NA
errors[errors <= 1e-12 * abs(values)] <- NA   # where nothing varies the sample says nothing of the error
for (i in seq_along(names_)) {
  cat(names_[i], ",", if (is.na(values[i])) "NA" else sprintf("%.15g", values[i]), "\n", sep = "")
  cat(names_[i], ".se,", if (is.na(errors[i])) "NA" else sprintf("%.15g", errors[i]), "\n", sep = "")
}
