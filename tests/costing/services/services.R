# Water for new users and a level of schooling over thirty years: interpolation, running maxima, price levels and yearly payments from base R.
# What has to be built in each year solves a triangular system: what stands of each year's building adds up to what is needed.
# The payment of an investment is found as the root of its present value, not from the formula of the annuity.
years <- 2025:2056; t <- years - 2025
grown <- 1.02^t
age <- seq(200, 2, length.out = 101)
people <- function(first, last) sum(age[(first:last) + 1]) * 1.98 * grown
index <- (1 + 0.4 * 0.06 + 0.6 * 0.09)^t
path <- function(x, y) approx(x, y, years, rule = 2)$y
payment <- function(n, r) uniroot(function(a) sum(a / (1 + r)^(1:n)) - 1, c(0, 1), tol = 1e-15)$root

cost <- function(name, target, coverage, rooms, unit, running) {
  covered <- target * coverage
  stock <- covered * rooms
  stopifnot(diff(stock) >= 0)
  stands <- outer(t, t, function(now, built) as.numeric(now >= built & now < built + 20))
  built <- forwardsolve(stands, stock - stock[1] * pmax(0, 1 - (t + 1) / 20))
  capital <- built * unit * 1.1
  replacement <- (built - c(0, diff(stock))) * unit * 1.1
  recurrent <- covered * running + 0.02 * stock * unit
  yearly <- as.vector(stands %*% capital) * payment(20, 0.05)
  out <- list(covered = covered, new_covered = c(0, diff(cummax(covered))), capital_lcu = capital * index, replacement_lcu = replacement * index,
              recurrent_lcu = recurrent * index, additional_lcu = (capital + recurrent - capital[1] - recurrent[1]) * index,
              annualised_lcu = (yearly + recurrent) * index)
  for (column in names(out)) for (k in c(1, 2, 6, 12, 21, 22, 32))
    cat(sprintf("%s.%s.%d,%.15g\n", name, column, years[k], out[[column]][k]))
}

cost("water_sanitation", 0.6 * people(0, 100), path(c(2025, 2030), c(0.5, 1)), 1, 60, 3)
cost("education", people(6, 11), path(c(2025, 2030), c(0.8, 1)), 1 / path(c(2025, 2030), c(60, 40)), 5000,
     900 / path(c(2025, 2030), c(50, 40)) / 0.75 * 1.06)
