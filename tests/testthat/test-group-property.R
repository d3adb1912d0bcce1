test_that("properties are those of the groups", {
  skip_without_escnn()
  expect_true(group_is_abelian(group_cyclic(4)))
  expect_false(group_is_abelian(group_dihedral(3)))
  expect_true(group_is_abelian(group_so2()))
  expect_true(group_is_continuous(group_o3()))
  expect_false(group_is_continuous(group_full_ico()))
  expect_identical(group_parametrizations(group_cyclic(4))[[1]], "int")
  expect_true(all(c("Q", "MAT", "EV", "ZYZ") %in% group_parametrizations(group_so3())))
})

test_that("generators generate", {
  skip_without_escnn()
  finite <- list(
    group_cyclic(6), group_dihedral(4), group_octa(), group_klein4(), group_cylinder_discrete(3)
  )
  for (group in finite) {
    found <- list(group_identity(group))
    repeat {
      products <- c(found, unlist(lapply(found, function(a) {
        lapply(group_generators(group), function(b) a * b)
      })))
      keys <- vapply(products, format, "")
      products <- products[!duplicated(keys)]
      if (length(products) == length(found)) break
      found <- products
    }
    expect_length(found, group_order(group))
  }
  expect_snapshot(group_generators(group_so3()), error = TRUE)
})

test_that("the inversion is there where it is", {
  skip_without_escnn()
  expect_equal(as.matrix(group_inversion(group_o3())), -diag(3))
  inversion <- group_inversion(group_full_octa())
  expect_true(inversion * inversion == group_identity(group_full_octa()))
  expect_snapshot(group_inversion(group_so3()), error = TRUE)
})

test_that("groups have head-room, which upstream's lack", {
  skip_unless_installed()
  skip_without_escnn()
  # in a session of its own, as groups are made once and others may have raised them
  code <- c(
    "library(escnn)",
    "g <- gspace_flip_rot2d_on_r2(maximum_frequency = 3)",
    "type <- field_type(g, repr_irrep(g, 1, 3))",
    "raw <- tryCatch(",
    "  {escnn$nn$R2Conv(type, type, 5L); 'built'},",
    "  error = function(e) grepl('sufficient', conditionMessage(e))",
    ")",
    "cat(raw, inherits(nn_r2_conv(type, type, kernel_size = 5), 'escnn_module'))"
  )
  # and with a cache of its own, on which upstream's failure depends
  result <- in_new_r(code, env = c(
    ESCNN_PYTHON = reticulate::py_config()$python, R_USER_CACHE_DIR = withr::local_tempdir()
  ))
  expect_identical(result$stdout, "TRUE TRUE")
})
