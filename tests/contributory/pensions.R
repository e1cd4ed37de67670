# A new pension scheme in a stable population, from its formulas: service is binomial, wages at one age are lognormal.
# Everything is summed over birth cohorts; nothing is carried from year to year but the reserve.
years <- 30; n <- 0.01; g <- 0.05; prices <- 0.03; density <- 0.85; share <- 0.5; sigma <- 0.6
least <- 250; vested <- 5; discount <- 0.02; interest <- 0.06; rate <- 0.12; admin <- 0.08
ages <- 0:100
hazard <- rbind(0.0002 * exp(0.09 * ages), 0.0003 * exp(0.09 * ages))
s <- exp(-hazard)
alive <- function(sex, x) if (x == 0) 1 else prod(s[sex, pmin(0:(x - 1), 100) + 1])
people <- function(sex, x, t) 1000 * alive(sex, x) * (1 + n)^(t - x)
right <- function(k) 0.02 * pmin(k, 10) + 0.01 * pmax(k - 10, 0)
wage <- function(x, t) scale * (1 + 0.02 * (x - 20)) * (1 + g)^t
scale <- 1
weights <- sapply(20:59, function(x) people(1, x, 0) + people(2, x, 0))
scale <- 1000 / (sum(weights * sapply(20:59, wage, t = 0)) / sum(weights))

# the average of the last k wages of somebody aged x at t, valorised by prices
reference <- function(k, x, t) {
  back <- 0:(max(k, 1) - 1)
  mean(sapply(back, function(b) wage(max(x - b, 20), t - b) * (1 + prices)^b))
}
# the mean pension under a least one, by numerical integration over wages
pension <- function(k, x, t, floor) {
  m <- right(k) * reference(k, x, t)
  if (m == 0) return(0)
  mu <- log(m) - sigma^2 / 2
  inside <- integrate(function(z) exp(mu + sigma * z) * dnorm(z), (log(floor) - mu) / sigma, 40, rel.tol = 1e-12)$value
  inside + floor * pnorm((log(floor) - mu) / sigma)
}
# pensions awarded in year r to one person of 60 then, who has contributed to the scheme since it began or since 20
award <- sapply(1:(years - 1), function(r) {
  tries <- min(r, 40); k <- 0:tries; p <- dbinom(k, tries, density)
  ok <- k >= vested
  c(sum(p[ok]), sum(vapply(k[ok], function(one) dbinom(one, tries, density) * pension(one, 59, r - 1, least * (1 + prices)^r), 0)))
})
bill <- persons <- paid <- numeric(years)
for (t in 0:(years - 1)) {
  for (sex in 1:2) {
    for (x in 20:59) bill[t + 1] <- bill[t + 1] + share * people(sex, x, t) * density * wage(x, t)
    if (t > 0) for (r in 1:t) {
      x <- 60 + t - r
      there <- share * people(sex, x, t)
      persons[t + 1] <- persons[t + 1] + there * award[1, r]
      paid[t + 1] <- paid[t + 1] + there * award[2, r] * (1 + prices)^(t - r)
    }
  }
}
spent <- paid + admin * rate * bill
reserve <- 500; held <- numeric(years)
for (t in 1:years) { reserve <- reserve * (1 + interest) + (rate * bill[t] - spent[t]) * (1 + interest / 2); held[t] <- reserve }
ending <- function(premium, from, to, start) {
  v <- start
  for (t in from:to) v <- v * (1 + interest) + (premium * bill[t] - spent[t]) * (1 + interest / 2)
  v
}
level <- function(from, to, start, ratio)
  uniroot(function(p) ending(p, from, to, start) - ratio * spent[to], c(-10, 10), tol = 1e-15)$root

worth <- function(sex, x) 0.5 + sum(cumprod(s[sex, pmin(x:(x + 400), 100) + 1] / (1 + discount)))
at <- 10
rights <- in_payment <- 0
for (sex in 1:2) {
  for (x in 20:59) {
    tries <- min(at, x - 20); k <- 0:tries
    accrued <- sum(dbinom(k, tries, density) * sapply(k, function(one) right(one) * reference(one, x, at)))
    to60 <- prod(s[sex, (x:59) + 1] / (1 + discount))
    rights <- rights + share * people(sex, x, at) * accrued * to60 * worth(sex, 60)
  }
  for (r in 1:at) {
    x <- 60 + at - r
    in_payment <- in_payment + share * people(sex, x, at) * award[2, r] * (1 + prices)^(at - r) * worth(sex, x)
  }
}
out <- function(name, value) cat(sprintf("%s,%.15g\n", name, value))
for (t in c(0, 9, 19, 29)) {
  out(paste0("wages_", t), bill[t + 1]); out(paste0("pensioners_", t), persons[t + 1]); out(paste0("pensions_", t), paid[t + 1])
  out(paste0("cost_", t), spent[t + 1] / bill[t + 1]); out(paste0("reserve_", t), held[t + 1])
}
out("scaled_0", level(1, 10, 500, 2)); out("scaled_5", level(6, 15, held[5], 2)); out("average", level(1, years, 500, 0))
out("rights", rights); out("in_payment", in_payment)
