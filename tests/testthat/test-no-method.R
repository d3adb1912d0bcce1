objects_of_each_kind <- function() {
  g <- group_cyclic(4)
  space <- c4()
  type <- field_type(space, "trivial")
  x <- geometric_tensor(array(1, c(1, 1, 3, 3)), type)
  layer <- nn_r2_conv(type, "trivial", kernel_size = 3)
  list(
    escnn_gspace = space, escnn_group = g, escnn_group_element = group_element(g, 1),
    escnn_subgroup = group_subgroup(g, 2), escnn_homspace = homspace(g, 2),
    escnn_representation = repr_regular(g), escnn_kernel_basis = kernel_point_basis(g),
    escnn_field_type = type, escnn_tensor = x, escnn_module = layer,
    escnn_dataset = dataset_arrays(array(0, c(2, 1, 3, 3))),
    escnn_fit = fit(layer, array(0, c(2, 1, 3, 3)), c(0, 1), epochs = 1)
  )
}

test_that("generics without a meaning for an object say so, with what to do", {
  skip_without_escnn()
  objects <- objects_of_each_kind()
  expect_setequal(names(objects), c(names(alias_noun), "escnn_fit"))
  module <- objects$escnn_module
  tensor <- objects$escnn_tensor
  fitted <- objects$escnn_fit
  expect_snapshot(error = TRUE, {
    plot(module)
    plot(objects$escnn_gspace)
    sum(tensor)
    exp(module)
    predict(tensor)
    residuals(fitted)
    as.data.frame(module)
  })
  silent <- lapply(names(objects), function(class) {
    lapply(setdiff(refused_generics, c("Math", "Summary")), function(generic) {
      grDevices::pdf(NULL)
      on.exit(grDevices::dev.off())
      found <- rlang::catch_cnd(eval(call(generic, objects[[class]])), "error")
      if (!is.null(found) && !inherits(found, "escnn_error")) {
        paste0(generic, "(", class, "): ", conditionMessage(found))
      }
    })
  })
  expect_identical(as.character(unlist(silent)), character())
})
