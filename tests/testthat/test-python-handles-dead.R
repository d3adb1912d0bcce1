test_that("what is asked of a dead object has no answer, and it prints all the same", {
  skip_without_escnn()
  g <- c4()
  type <- field_type(g, "regular")
  alive <- list(
    gspace = g, group = gspace_fibergroup(g), element = group_element(g, 1),
    representation = repr_regular(g), type = type, module = nn_relu(type),
    tensor = geometric_tensor(array(0, c(1, 4, 2, 2)), type),
    subgroup = group_subgroup(g, 2), homspace = homspace(g, 2),
    basis = kernels_so2_act_r2(
      repr_irrep(group_so2(), 0), repr_irrep(group_so2(), 1), radii = 1, sigma = 0.6
    ),
    data = dataset_arrays(array(0, c(2, 1, 3, 3)), factor(1:2))
  )
  for (kind in names(alive)) {
    dead <- revive(alive[[kind]])
    expect_error(names(dead), class = "escnn_error_dead_pointer")
    expect_error(length(dead), class = "escnn_error_dead_pointer")
    for (use in list(plot, as.list, sort, head, hist)) {
      expect_error(use(dead), class = "escnn_error")
    }
    expect_output(print(dead), "another session")
    expect_output(str(dead), "another session")
    expect_output(str(list(dead)), "another session")
    expect_match(format(dead), "another session")
    expect_match(describe(dead), "^a")
    expect_type(length(alive[[kind]]), "integer")
  }
  for (use in list(dim, levels)) {
    expect_error(use(revive(alive$data)), class = "escnn_error_dead_pointer")
  }
})
