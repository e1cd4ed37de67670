# Both Lorenz curves fitted to Datt's table of rural India, 1983, by R's lm; every measure by R's uniroot and integrate.
p <- c(.0092, .0339, .085, .164, .2609, .4133, .5497, .7196, .8196, .9174, .957, .9751)
L <- c(.00208, .01013, .03122, .07083, .12808, .23498, .34887, .51994, .6427, .79201, .86966, .91277)
mu <- 109.9
say <- function(name, value) cat(sprintf("%s,%.15g\n", name, value))
g <- unname(coef(lm(I(L * (1 - L)) ~ 0 + I(p^2 - L) + I(L * (p - 1)) + I(p - L))))
e <- -(sum(g) + 1); m <- g[2]^2 - 4 * g[1]; n <- 2 * g[2] * e - 4 * g[3]
b <- unname(coef(lm(log(p - L) ~ log(p) + log(1 - p)))); b[1] <- exp(b[1])
curves <- list(
  quadratic = list(par = g, from = 0,
    L = function(p) -(g[2] * p + e + sqrt(m * p^2 + n * p + e^2)) / 2,
    d = function(p, q = 1 - p) -g[2] / 2 - (2 * m * p + n) / (4 * sqrt(m * p^2 + n * p + e^2))),
  beta = list(par = b,
    L = function(p) p - b[1] * p^b[2] * (1 - p)^b[3],
    # q is 1 - p, which near 1 cannot be had from p
    d = function(p, q = 1 - p) 1 - b[1] * p^b[2] * q^b[3] * (b[2] / p - b[3] / q)))
curves$beta$from <- uniroot(curves$beta$d, c(1e-9, .01), tol = 1e-16)$root
int <- function(f, a, b) integrate(f, a, b, rel.tol = 1e-11, subdivisions = 5000)$value
for (name in names(curves)) {
  cv <- curves[[name]]
  for (i in 1:3) say(paste(name, "parameter", i), cv$par[i])
  say(paste(name, "gini"), 1 - 2 * int(cv$L, 0, 1))
  # p = from + (1/2 - from) t^2 below the middle, 1 - t^4 / 2 above, where the slope may grow without bound
  low <- function(f) int(function(t) f(cv$d(cv$from + (.5 - cv$from) * t^2)) * 2 * t * (.5 - cv$from), 0, 1)
  high <- function(f) int(function(t) f(cv$d(1 - t^4 / 2, t^4 / 2)) * 2 * t^3, 1e-60, 1)
  whole <- function(f) low(f) + high(f)
  say(paste(name, "mld"), whole(function(s) -log(pmax(s, 1e-300))))
  say(paste(name, "theil"), whole(function(s) s * log(pmax(s, 1e-300))))
  for (z in c(45, 89, 150)) {
    nu <- z / mu
    H <- uniroot(function(p) cv$d(p) - nu, c(.001, .999), tol = 1e-15)$root
    say(paste(name, z, "fgt0"), H)
    say(paste(name, z, "fgt1"), int(function(p) (nu - cv$d(p)) / nu, cv$from, H) + cv$from - cv$L(cv$from) / nu)
    # what the beta curve gives below zero to the poorest counts as it is; its square is integrated from t = p^(1/4)
    say(paste(name, z, "fgt2"), int(function(t) ((nu - cv$d(t^4)) / nu)^2 * 4 * t^3, 1e-60, H^.25))
    say(paste(name, z, "watts"), int(function(t) {
      p <- cv$from + (H - cv$from) * t^2
      log(nu / pmax(cv$d(p), 1e-300)) * 2 * t * (H - cv$from)
    }, 0, 1))
  }
}
