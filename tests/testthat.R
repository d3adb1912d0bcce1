library(testthat)
library(escnn)

test_check("escnn")
