# What shows that an image works: a network is built, trained for a moment and measured.
# Also run by hand: docker run --rm -v .:/src escnn Rscript /src/containers/check.R
library(escnn)
escnn_sitrep()
set.seed(1)
model <- net_gcnn(classes = 2, width = 2, depth = 2)
x <- array(rnorm(8 * 28 * 28), c(8, 1, 28, 28))
fitted <- fit(model, x, factor(rep(c("a", "b"), 4)), epochs = 1)
expect_equivariant(fitted_module(fitted))
stopifnot(identical(dim(predict(fitted, x, type = "prob")), c(8L, 2L)))
cat("The network works.\n")
