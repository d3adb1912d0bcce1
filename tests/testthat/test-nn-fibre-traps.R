# Traps of raw escnn, each shown there and gone here.

test_that("raw layers lose float64, ours keep it", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 2)
  gated <- field_type_gated(type)
  pairs <- list(
    list(escnn$nn$GroupPooling(type), nn_group_pooling(type)),
    list(escnn$nn$NormPool(type), nn_norm_pool(type)),
    list(escnn$nn$ConcatenatedNonLinearity(type), nn_concatenated_non_linearity(type)),
    list(escnn$nn$VectorFieldNonLinearity(type), nn_vector_field_non_linearity(type)),
    list(escnn$nn$GatedNonLinearity1(gated), nn_gated_non_linearity1(gated))
  )
  for (pair in pairs) {
    in_type <- pair[[1]]$in_type
    x <- geometric_tensor(random_array(2, dim(in_type)[[2]], 3, 3), in_type, dtype = "float64")
    expect_identical(summary(pair[[1]]$double()(x))$dtype, "float32")
    expect_identical(summary(pair[[2]]$double()(x))$dtype, "float64")
    expect_dtype_kept(pair[[2]])
  }
})

test_that("raw batch norms fail without space and on points, ours work", {
  skip_without_escnn()
  type <- field_type(gspace_no_base_space(group_cyclic(4)), regular = 2)
  x <- geometric_tensor(random_array(5, 8), type)
  expect_error(escnn$nn$InnerBatchNorm(type)(x))
  expect_equal(mean(as.array(module_train(nn_inner_batch_norm(type))(x))), 0, tolerance = 1e-5)
})

test_that("raw dropout in place misses interleaved fields, ours doesn't", {
  skip_without_escnn()
  type <- field_type(c4(), "regular", "trivial", "regular", "trivial")
  x <- function() geometric_tensor(array(1, c(20, 10, 3, 3)), type)
  expect_true(all(as.array(escnn$nn$FieldDropout(type, inplace = TRUE)(x())) == 1))
  expect_true(any(as.array(nn_field_dropout(type, inplace = TRUE)(x())) == 0))
})

test_that("raw parameters come in an order that hashing decides, ours in that of the fields", {
  skip_without_escnn()
  skip_unless_installed()
  code <- paste(
    "library(escnn)",
    "g <- gspace_rot2d_on_r2(n = 8)",
    "type <- field_type(g, \"irrep_3\", \"irrep_1\", \"irrep_4\", \"trivial\", \"regular\")",
    "layers <- list(escnn$nn$IIDBatchNorm2d(type), nn_iid_batch_norm2d(type))",
    "for (l in layers) writeLines(toString(grep(\"weight\", names(l$state_dict()), value = TRUE)))",
    sep = "\n"
  )
  # two seeds by which escnn's own order differs
  lines <- vapply(1:2, function(seed) {
    found <- in_new_r(code, c(
      PYTHONHASHSEED = as.character(seed), ESCNN_PYTHON = Sys.getenv("ESCNN_PYTHON")
    ))
    utils::tail(strsplit(trimws(found$stdout), "\n")[[1]], 2)
  }, character(2))
  expect_gt(length(unique(lines[1, ])), 1)
  weights <- paste0(c("irrep_3", "irrep_1", "irrep_4", "irrep_0", "regular"), "_weight")
  expect_identical(unique(lines[2, ]), toString(weights))
})

test_that("state goes from raw layers to ours and back, whatever the order of the fields", {
  skip_without_escnn()
  type <- field_type(c4(), "regular", "irrep_1", "regular", "trivial", "irrep_1")
  pairs <- list(
    list(escnn$nn$IIDBatchNorm2d(type), nn_iid_batch_norm2d(type)),
    list(escnn$nn$NormNonLinearity(type), nn_norm_non_linearity(type)),
    list(
      escnn$nn$GatedNonLinearity1(field_type_gated(type)),
      nn_gated_non_linearity1(field_type_gated(type))
    )
  )
  for (pair in pairs) {
    pair[[2]]$load_state_dict(pair[[1]]$state_dict())
    pair[[1]]$load_state_dict(pair[[2]]$state_dict())
    in_type <- pair[[1]]$in_type
    x <- geometric_tensor(random_array(3, dim(in_type)[[2]], 3, 3), in_type)
    values <- lapply(pair, function(layer) as.array(module_train(layer)(x)))
    expect_equal(values[[2]], values[[1]], tolerance = 1e-5)
  }
})
