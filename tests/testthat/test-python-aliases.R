test_that("aliases go in front, once, and leave other classes alone", {
  group <- c("escnn.group.groups.cyclicgroup.CyclicGroup", "escnn.group.group.Group")
  expect_identical(add_alias(group), c("escnn_group", group))
  expect_identical(add_alias(add_alias(group)), c("escnn_group", group))
  expect_identical(add_alias("numpy.ndarray"), "numpy.ndarray")
})

test_that("raw handles and functions give objects of the same classes", {
  skip_without_escnn()
  raw <- escnn$gspaces$rot2dOnR2(4L)
  ours <- gspace_rot2d_on_r2(n = 4)
  expect_identical(class(raw), class(ours))
  expect_s3_class(raw$fibergroup, "escnn_group")
  expect_s3_class(raw$fibergroup$element(1L), "escnn_group_element")
  expect_s3_class(raw$regular_repr, "escnn_representation")
  type <- escnn$nn$FieldType(raw, list(raw$regular_repr))
  expect_s3_class(type, "escnn_field_type")
  expect_s3_class(escnn$nn$ReLU(type), "escnn_module")
  expect_s3_class(type(torch$zeros(1L, 4L, 3L, 3L)), "escnn_tensor")
})

dead_objects <- function() {
  g <- c4()
  type <- field_type(g, "regular")
  lapply(
    list(
      gspace = g, group = gspace_fibergroup(g), element = group_element(g, 1),
      representation = repr_regular(g), type = type, module = nn_relu(type),
      tensor = geometric_tensor(array(0, c(1, 4, 2, 2)), type),
      subgroup = group_subgroup(g, 2), homspace = homspace(g, 2)
    ),
    revive
  )
}

test_that("dead pointers print and describe themselves without an error", {
  skip_without_escnn()
  dead <- dead_objects()
  expect_snapshot(for (x in dead) print(x))
  expect_snapshot(for (x in dead) str(x))
  for (x in dead) {
    expect_match(format(x), "another session")
  }
})

test_that("every other use of a dead pointer says how to get the object back", {
  skip_without_escnn()
  dead <- dead_objects()
  type <- field_type(c4(), "regular")
  tensor <- geometric_tensor(array(0, c(1, 4, 2, 2)), type)
  gone <- function(code) expect_error(code, class = "escnn_error_dead_pointer")
  expect_snapshot(field_type(dead$gspace, "trivial"), error = TRUE)
  for (x in dead) {
    gone(summary(x))
    gone(x$name)
  }
  for (x in dead[c("gspace", "representation", "type", "tensor")]) gone(dim(x))
  gone(dead$representation(group_element(c4(), 1)))
  gone(repr_regular(c4())(dead$element))
  gone(dead$type(array(0, c(1, 4, 2, 2))))
  gone(dead$module(tensor))
  gone(nn_relu(type)(dead$tensor))
  gone(nn_relu(dead$module))
  gone(nn_sequential(dead$module))
  gone(nn_r2_conv(type, dead$type, kernel_size = 3))
  gone(as.array(dead$tensor))
  gone(dead$tensor * 2)
  gone(-dead$tensor)
  gone(tensor + dead$tensor)
  gone(dead$tensor[1])
  gone(c(tensor, dead$tensor))
  gone(transform(dead$tensor, group_element(c4(), 1)))
  gone(transform(tensor, dead$element))
  gone(dead$element * dead$element)
  gone(dead$element^2)
  gone(dead$group == dead$group)
  gone(dead$type[1])
  gone(dead$type + type)
  gone(group_order(dead$group))
  gone(group_elements(dead$gspace))
  gone(check_equivariance(dead$module))
  gone(check_equivariance(nn_relu(type), dead$tensor))
  gone(check_equivariance(nn_relu(type), elements = dead$element))
  gone(plot(dead$tensor))
})
