test_that("Python's documentation comes with the call in R", {
  skip_without_escnn()
  expect_snapshot(escnn_help("ReLU"))
  found <- escnn_help(escnn$nn$R2Conv)
  expect_identical(found$name, "escnn.nn.R2Conv")
  expect_match(found$r, "nn_r2_conv(", fixed = TRUE)
  expect_match(found$signature, "kernel_size, padding=0", fixed = TRUE)
  expect_match(found$text, "steerable planar convolution")
  expect_identical(escnn_help("group.Group.irrep")$name, "escnn.group.Group.irrep")
  expect_identical(escnn_help("escnn.gspaces")$name, "escnn.gspaces")
  # an object stands for its class
  expect_identical(escnn_help(nn_relu(field_type(c4(), "regular")))$name, "escnn.nn.ReLU")
  expect_snapshot(escnn_help("no such name"), error = TRUE)
  expect_snapshot(escnn_help(3), error = TRUE)
})

test_that("raw handles complete names", {
  skip_without_escnn()
  names <- function(x, pattern) as.vector(utils::.DollarNames(x, pattern))
  expect_true("nn" %in% names(escnn, "^n"))
  expect_true("cat" %in% names(torch, "^ca"))
  expect_true(all(c("R2Conv", "R2ConvTransposed") %in% names(escnn$nn, "^R2")))
  expect_true("in_type" %in% names(nn_relu(field_type(c4(), "regular")), "^in"))
})
