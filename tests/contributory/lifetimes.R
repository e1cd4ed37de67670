# The lifetime account of one woman and one man who are insured from 20 on, written from its formulas: service at 60 is binomial,
# wages at one age are lognormal, survival is that of the life table.
g <- 0.05; prices <- 0.03; density <- 0.85; sigma <- 0.6; least <- 250; vested <- 5; interest <- 0.06; rate <- 0.12; n <- 0.01
ages <- 0:100
hazard <- rbind(0.0002 * exp(0.09 * ages), 0.0003 * exp(0.09 * ages))
s <- exp(-hazard)
alive <- function(sex, from, x) if (x == from) 1 else prod(s[sex, pmin(from:(x - 1), 100) + 1])
people <- function(sex, x) 1000 * alive(sex, 0, x) * (1 + n)^(-x)
right <- function(k) 0.02 * pmin(k, 10) + 0.01 * pmax(k - 10, 0)
scale <- 1
wage <- function(x, t) scale * (1 + 0.02 * (x - 20)) * (1 + g)^t
weights <- sapply(20:59, function(x) people(1, x) + people(2, x))
scale <- 1000 / (sum(weights * sapply(20:59, wage, t = 0)) / sum(weights))
reference <- function(k, t) {
  back <- 0:(max(k, 1) - 1)
  mean(sapply(back, function(b) wage(max(59 - b, 20), t - b) * (1 + prices)^b))
}
pension <- function(k, t, floor) {
  m <- right(k) * reference(k, t)
  mu <- log(m) - sigma^2 / 2
  inside <- integrate(function(z) exp(mu + sigma * z) * dnorm(z), (log(floor) - mu) / sigma, 40, rel.tol = 1e-12)$value
  inside + floor * pnorm((log(floor) - mu) / sigma)
}
out <- function(name, value) cat(sprintf("%s,%.15g\n", name, value))
for (entry in c(0, 10)) {
  k <- vested:40
  award <- sum(dbinom(k, 40, density) * sapply(k, pension, t = entry + 39, floor = least * (1 + prices)^(entry + 40)))
  for (sex in 1:2) {
    x <- 20:119; t <- entry + x - 20
    there <- sapply(x, function(a) alive(sex, 20, a))
    paid <- ifelse(x < 60, there * rate * density * wage(x, t), 0)
    received <- ifelse(x < 60, 0, there * award * (1 + prices)^(x - 60))
    net <- received - paid
    root <- function(flows) uniroot(function(r) sum(flows * (1 + r)^-(0:99)), c(-0.3, 1), tol = 1e-15)$root
    name <- paste0(c("f", "m")[sex], "_", entry)
    out(paste0("irr_", name), root(net))
    out(paste0("real_", name), root(net / (1 + prices)^(0:99)))
    v <- (1 + interest)^-(0:99)
    out(paste0("paid_", name), sum(paid * v)); out(paste0("worth_", name), sum(received * v) / sum(paid * v))
    out(paste0("after_", name), sum((received * v)[t > 29]) / sum(received * v))
  }
}
