# What glmnet gives for the households of the tests; the argument is a file with a row a household: w, y, fold and the columns x0, x1, ...
suppressPackageStartupMessages(library(glmnet))
glmnet.control(fdev = 0, devmax = 1) # the whole path, however little is gained
d <- read.csv(commandArgs(trailingOnly = TRUE)[1])
say <- function(name, value) cat(sprintf("%s,%.15g\n", name, as.numeric(value)))
w <- d$w; y <- d$y
raw <- as.matrix(d[, grep("^x", names(d))])
sd_of <- function(v, w) sqrt(sum(w * (v - weighted.mean(v, w))^2) / sum(w))
scale <- apply(raw, 2, sd_of, w)
x <- sweep(raw, 2, scale, "/")

# glmnet divides y by its deviation s before the penalty and tells lambda times s, so that its ridge part weighs 1 / s of what the
# formula says: lambda alpha = lambda' alpha' and lambda (1 - alpha) = lambda' (1 - alpha') / s
net <- function(x, y, w, lambda, alpha, standardize = FALSE) {
  s <- sd_of(y, w)
  both <- alpha + (1 - alpha) * s
  as.matrix(coef(glmnet(x, y, weights = w, alpha = alpha / both, lambda = lambda * both, standardize = standardize, thresh = 1e-22, maxit = 1e7)))
}

for (alpha in c(1, 0.5, 0)) {
  at <- function(what) sprintf("%g.%s", alpha, what)
  largest <- max(abs(colSums(w / sum(w) * sweep(x, 2, colSums(w / sum(w) * x)) * (y - weighted.mean(y, w))))) / max(alpha, 1e-3)
  lambda <- exp(seq(log(largest), log(largest * 1e-4), length.out = 60))
  if (alpha == 1) { # its own sequence is the one of the formula
    own <- glmnet(raw, y, weights = w, nlambda = 60, lambda.min.ratio = 1e-4, thresh = 1e-22, maxit = 1e7)
    stopifnot(all.equal(own$lambda, lambda, tolerance = 1e-12))
  }
  # on the columns' own scale: it standardises them as we do
  b <- net(raw, y, w, lambda, alpha, standardize = TRUE)
  for (i in c(1, 20, 40, 60)) {
    say(at(sprintf("penalty.%d", i)), lambda[i])
    for (one in rownames(b)) say(at(sprintf("b.%d.%s", i, one)), b[one, i])
  }
  # cross-validation: columns on the scale of all households in every fold
  folds <- sort(unique(d$fold))
  error <- sapply(folds, function(k) {
    held <- d$fold == k
    fitted <- cbind(1, x[held, ]) %*% net(x[!held, ], y[!held], w[!held], lambda, alpha)
    colSums(w[held] * (y[held] - fitted)^2) / sum(w[held])
  })
  of <- tapply(w, d$fold, sum)
  mse <- as.numeric(error %*% of / sum(of))
  se <- sqrt(as.numeric((error - mse)^2 %*% of / sum(of)) / (length(folds) - 1))
  best <- which.min(mse)
  within <- which(mse <= mse[best] + se[best])[1]
  if (alpha == 1) { # where the deviation of y plays no part cv.glmnet says the same
    cv <- cv.glmnet(x, y, weights = w, lambda = lambda, foldid = d$fold + 1, standardize = FALSE, thresh = 1e-22, maxit = 1e7)
    stopifnot(all.equal(cv$cvm, mse), all.equal(cv$cvsd, se), cv$lambda.min == lambda[best], cv$lambda.1se == lambda[within])
  }
  for (i in c(1, 20, 40, 60)) { say(at(sprintf("mse.%d", i)), mse[i]); say(at(sprintf("mse.se.%d", i)), se[i]) }
  for (rule in c("min", "1se")) {
    i <- if (rule == "min") best else within
    say(at(paste0(rule, ".penalty")), lambda[i])
    for (one in rownames(b)) say(at(sprintf("%s.%s", rule, one)), b[one, i])
  }
}
