# The steps of the blog post, typed as they stand there, with its numbers; and
# the same in the package's own idiom.

expect_values <- function(tensor, values, digits = 4) {
  by_row <- as.vector(aperm(tensor, rev(seq_along(dim(tensor)))))
  testthat::expect_equal(round(by_row, digits), values)
}

rotated_then_convolved <- c(
  1.1955, 1.7110, -0.5166, 1.0665, -0.0905, 2.6568, -0.3743, 2.8144,
  5.0640, 11.7395, 8.6488, 31.7169, 2.3499, 1.7937, 4.5065, 5.9689
)
convolved <- c(
  -0.3743, -0.0905, 2.8144, 2.6568, 8.6488, 5.0640, 31.7169, 11.7395,
  4.5065, 2.3499, 5.9689, 1.7937, -0.5166, 1.1955, 1.0665, 1.7110
)
images <- list(
  c(0, 0, 0, 1, 1, 1, 1, 1, 8, 4, 2, 1, 27, 9, 3, 1),
  c(1, 1, 1, 1, 0, 1, 2, 3, 0, 1, 4, 9, 0, 1, 8, 27),
  c(1, 3, 9, 27, 1, 2, 4, 8, 1, 1, 1, 1, 1, 0, 0, 0),
  c(27, 8, 1, 0, 9, 4, 1, 0, 3, 2, 1, 0, 1, 1, 1, 1)
)

test_that("the post's steps run unchanged through the raw handles", {
  skip_without_escnn()

  gspaces <- escnn$gspaces
  expect_true(all(c(
    "conicalOnR3", "cylindricalOnR3", "dihedralOnR3", "flip2dOnR2", "flipRot2dOnR2",
    "flipRot3dOnR3", "fullCylindricalOnR3", "fullIcoOnR3", "fullOctaOnR3", "icoOnR3",
    "invOnR3", "mirOnR3", "octaOnR3", "rot2dOnR2", "rot2dOnR3", "rot3dOnR3", "trivialOnR2",
    "trivialOnR3"
  ) %in% names(gspaces)))

  r2_act <- gspaces$rot2dOnR2(N = 4L)
  expect_output(print(r2_act$fibergroup), "^C4$")
  expect_output(print(gspaces$rot2dOnR2(N = -1L)$fibergroup), "^SO\\(2\\)$")
  # the group remembers what else was made of it, after these
  expect_snapshot(r2_act$representations[1:4])

  elem_1 <- r2_act$fibergroup$element(1L)
  expect_output(print(elem_1), "^1\\[2pi/4\\]$")
  expect_equal(r2_act$representations[[2]](elem_1), rbind(c(0, -1), c(1, 0)))
  expect_equal(
    round(r2_act$representations[[4]](elem_1)),
    rbind(c(0, 0, 0, 1), c(1, 0, 0, 0), c(0, 1, 0, 0), c(0, 0, 1, 0))
  )

  nn <- escnn$nn
  feat_type_in <- nn$FieldType(r2_act, list(r2_act$trivial_repr))
  feat_type_out <- nn$FieldType(
    r2_act, list(r2_act$regular_repr, r2_act$regular_repr, r2_act$regular_repr)
  )
  conv <- nn$R2Conv(feat_type_in, feat_type_out, kernel_size = 3L)
  x <- feat_type_in(torch$rand(2L, 1L, 32L, 32L))
  y <- conv(x)
  expect_identical(y$shape |> unlist(), c(2L, 12L, 30L, 30L))

  feat_type_out <- nn$FieldType(r2_act, list(r2_act$regular_repr))
  conv <- nn$R2Conv(feat_type_in, feat_type_out, kernel_size = 3L)
  torch$nn$init$constant_(conv$weights, 1.)
  expect_equal(max(abs(as.vector(conv$bias$detach()$numpy()))), 0)
  x <- torch$vander(torch$arange(0, 4))$view(tuple(1L, 1L, 4L, 4L)) |> feat_type_in()
  expect_snapshot(x)

  all <- iterate(r2_act$testing_elements)
  g1 <- all[[2]]
  x1 <- x$transform(g1)
  x2 <- x1$transform(g1)
  x3 <- x2$transform(g1)
  x4 <- x3$transform(g1)
  expect_values(x$tensor$numpy(), images[[1]])
  expect_values(x1$tensor$numpy(), images[[2]])
  expect_values(x2$tensor$numpy(), images[[3]])
  expect_values(x3$tensor$numpy(), images[[4]])
  expect_values(x4$tensor$numpy(), images[[1]])

  expect_values(conv(x$transform(g1))$tensor$detach()$numpy(), rotated_then_convolved)
  expect_values(conv(x)$tensor$detach()$numpy(), convolved)
  expect_values(conv(x)$transform(g1)$tensor$detach()$numpy(), rotated_then_convolved)
})

test_that("the post's network runs unchanged through the raw handles", {
  skip_without_escnn()
  nn <- escnn$nn
  r2_act <- escnn$gspaces$rot2dOnR2(N = 4L)
  feat_type_in <- nn$FieldType(r2_act, list(r2_act$trivial_repr))
  feat_type_hid <- nn$FieldType(
    r2_act,
    list(r2_act$regular_repr, r2_act$regular_repr, r2_act$regular_repr, r2_act$regular_repr)
  )
  feat_type_out <- nn$FieldType(r2_act, list(r2_act$regular_repr))
  model <- nn$SequentialModule(
    nn$R2Conv(feat_type_in, feat_type_hid, kernel_size = 3L),
    nn$InnerBatchNorm(feat_type_hid),
    nn$ReLU(feat_type_hid),
    nn$R2Conv(feat_type_hid, feat_type_hid, kernel_size = 3L),
    nn$InnerBatchNorm(feat_type_hid),
    nn$ReLU(feat_type_hid),
    nn$R2Conv(feat_type_hid, feat_type_out, kernel_size = 3L)
  )$eval()
  expect_snapshot(model)
  x <- torch$randn(1L, 1L, 17L, 17L) |> feat_type_in()
  y <- model(x)
  expect_identical(unlist(y$shape), c(1L, 4L, 11L, 11L))
  pooled <- nn$PointwiseAvgPool(feat_type_out, 11L)(y)
  expect_identical(unlist(pooled$shape), c(1L, 4L, 1L, 1L))
  invariant <- nn$GroupPooling(feat_type_out)(pooled)
  expect_identical(unlist(invariant$shape), c(1L, 1L, 1L, 1L))

  # the same network by pipe, with the same weights, gives the same
  ours <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
    nn_r2_conv(c(regular = 4), kernel_size = 3) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_r2_conv(c(regular = 4), kernel_size = 3) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_r2_conv(c(regular = 1), kernel_size = 3)
  ours$eval()
  ours$load_state_dict(model$state_dict())
  expect_equal(as.array(ours(x)), as.array(y), tolerance = 1e-5)
  expect_true(ours$out_type == feat_type_out)
})

test_that("the post's numbers come out in the package's own idiom", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 4)
  type <- field_type(g, "trivial")
  conv <- nn_r2_conv(type, "regular", kernel_size = 3)
  torch$nn$init$constant_(conv$weights, 1)
  vandermonde <- outer(0:3, 3:0, `^`)
  x <- geometric_tensor(array(vandermonde, c(1, 1, 4, 4)), type)
  g1 <- group_element(g, 1)
  turned <- list(x)
  for (i in 1:4) turned[[i + 1]] <- transform(turned[[i]], g1)
  for (i in 1:5) expect_values(as.array(turned[[i]]), images[[(i - 1) %% 4 + 1]])
  expect_values(as.array(conv(transform(x, g1))), rotated_then_convolved)
  expect_values(as.array(conv(x)), convolved)
  expect_values(as.array(transform(conv(x), g1)), rotated_then_convolved)
})
