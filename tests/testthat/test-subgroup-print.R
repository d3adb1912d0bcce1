test_that("subgroups print", {
  skip_without_escnn()
  part <- group_subgroup(group_dihedral(8), c(NA, 4))
  expect_snapshot({
    part
    summary(part)
    str(part)
    summary(group_subgroup(group_o2(), c(NA, Inf)))
    group_subgroup(group_o3(), list(TRUE, 0.5, 4))
  })
  expect_snapshot(print(revive(part)))
})

test_that("subgroups are as long as their groups, and those of another session are nothing", {
  skip_without_escnn()
  rotations <- group_subgroup(group_dihedral(8), c(NA, 4))
  expect_length(rotations, 4)
  dead <- revive(rotations)
  expect_error(length(dead), class = "escnn_error_dead_pointer")
  expect_error(summary(dead), class = "escnn_error_dead_pointer")
})

test_that("rows of the table of subgroups can be picked", {
  skip_without_escnn()
  table <- group_subgroups(group_dihedral(3))
  some <- table[table$order == 2, ]
  expect_s3_class(some$subgroup, "escnn_subgroup_list")
  expect_identical(format(some$subgroup), rep("<subgroup>", 3))
  expect_identical(vapply(some$subgroup, subgroup_id, ""), some$id)
})
