test_that("values in calls are labelled, dead or alive", {
  skip_without_escnn()
  skip_if_not_installed("pillar")
  type <- field_type(c4(), "regular")
  expect_identical(pillar::type_sum(type), "field type")
  expect_identical(pillar::type_sum(revive(type)), "field type")
  error <- rlang::catch_cnd(do.call(nn_relu, list(revive(type))), "error")
  expect_identical(error$arg, "x")
  # the error of another argument is told, not the dead one's
  both <- function(x, n) check_whole(n)
  error <- rlang::catch_cnd(do.call(both, list(revive(c4()), 0.5)), "error")
  expect_identical(error$arg, "n")
})
