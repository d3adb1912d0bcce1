test_that("`$` reaches Python on live objects and refuses on dead ones", {
  skip_without_escnn()
  g <- c4()
  expect_identical(g$dimensionality, 2L)
  expect_snapshot(revive(g)$dimensionality, error = TRUE)
  model <- nn_relu(field_type(g, "regular"))
  expect_true(model$training)
  expect_error(revive(model)$training, class = "escnn_error_dead_pointer")
})
