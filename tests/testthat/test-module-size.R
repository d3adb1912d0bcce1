test_that("output sizes are those of a run, in the form that was given", {
  skip_without_escnn()
  conv <- nn_r2_conv(field_type(c4(), "trivial"), c(regular = 2), kernel_size = 5, stride = 2)
  expect_identical(output_size(conv, c(1, 29, 27)), c(8L, 13L, 12L))
  expect_identical(output_size(conv, c(29, 27)), c(8L, 13L, 12L))
  expect_identical(output_size(conv, c(64, 1, 29, 27)), c(64L, 8L, 13L, 12L))
  ran <- conv(random_array(1, 1, 29, 27))
  expect_identical(output_size(conv, c(1, 1, 29, 27)), dim(ran))
})

test_that("output sizes are right where upstream's are wrong or missing", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 2)
  raw <- escnn$nn$MultipleModule(
    type, list("a", "b"),
    list(
      tuple(nn_relu(type[1]), "a"), tuple(nn_elu(type[2]), "b")
    )
  )
  expect_error(raw$evaluate_output_shape(tuple(1L, 8L, 5L, 5L)))
  expect_identical(output_size(raw, c(8, 5, 5)), c(8L, 5L, 5L))
  branches <- nn_branching(type, c("a", "b"))
  expect_identical(output_size(branches, c(8, 5, 7)), list(a = c(4L, 5L, 7L), b = c(4L, 5L, 7L)))
  point <- field_type(gspace_no_base_space(group_cyclic(4)), "regular")
  expect_identical(output_size(nn_relu(point), 4), 4L)
  expect_identical(output_size(nn_relu(point), c(3, 4)), c(3L, 4L))
})

test_that("sizes are checked", {
  skip_without_escnn()
  conv <- nn_r2_conv(field_type(c4(), "trivial"), "regular", kernel_size = 5)
  expect_snapshot(output_size(conv, 28), error = TRUE)
  expect_snapshot(output_size(conv, c(3, 28, 28)), error = TRUE)
  expect_snapshot(output_size(conv, c(1, 3, 3)), error = TRUE)
  expect_snapshot(output_size(conv, c(1, 28.5, 28)), error = TRUE)
  expect_snapshot(output_size(3, c(1, 28, 28)), error = TRUE)
})

test_that("asking for a size changes nothing", {
  skip_without_escnn()
  model <- nn_inner_batch_norm(field_type(c4(), "trivial"))
  before <- tensor_to_array(model$state_dict()[["batch_norm_[1].running_mean"]])
  output_size(model, c(1, 5, 5))
  expect_identical(tensor_to_array(model$state_dict()[["batch_norm_[1].running_mean"]]), before)
  expect_true(model$training)
})
