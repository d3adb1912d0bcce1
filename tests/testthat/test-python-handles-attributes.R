test_that("`$` reaches Python on live objects and refuses on dead ones", {
  skip_without_escnn()
  g <- c4()
  expect_identical(g$dimensionality, 2L)
  expect_snapshot(revive(g)$dimensionality, error = TRUE)
  model <- nn_relu(field_type(g, "regular"))
  expect_true(model$training)
  expect_error(revive(model)$training, class = "escnn_error_dead_pointer")
})

test_that("names that Python doesn't have are told, with those that it may be", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  expect_snapshot(error = TRUE, {
    type$sise
    nn_relu(type)$outtype
    torch$nn$functional$relus
    c4()[["no_such_thing"]]
  })
  error <- rlang::catch_cnd(kernel_point_basis(c4())[["abc"]], "error")
  expect_s3_class(error, "escnn_error_attribute")
  expect_identical(error$arg, "i")
  tensor <- geometric_tensor(random_array(1, 4, 2, 2), type)
  expect_error(tensor$typ, "Did you mean `type`", class = "escnn_error_attribute")
  expect_error(dataset_arrays(random_array(2, 1, 2, 2))$x_y, class = "escnn_error_attribute")
})

test_that("names are set on live objects only, with live values", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  dead <- revive(type)
  expect_error(dead$note <- 1, class = "escnn_error_dead_pointer")
  expect_error(type$note <- dead, class = "escnn_error_dead_pointer")
  type$note <- "mine"
  expect_identical(type$note, "mine")
})
