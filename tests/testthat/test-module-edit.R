layers_of <- function(x) vapply(seq_along(x), function(i) class_of(x[[i]]), "")
class_of <- function(x) sub(":.*", "", sub("<module> ", "", format(x)))

deep_net <- function() {
  field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_relu() |>
    nn_elu() |>
    nn_group_pooling()
}

test_that("parts of sequences are sequences of the same layers", {
  skip_without_escnn()
  model <- deep_net()
  expect_identical(layers_of(model[1:2]), c("R2Conv", "ReLU"))
  expect_identical(layers_of(model[-3]), c("R2Conv", "ReLU", "GroupPooling"))
  expect_identical(layers_of(model[c(TRUE, TRUE, FALSE, FALSE)]), c("R2Conv", "ReLU"))
  expect_true(model[1:2][[1]] == model[[1]])
  expect_identical(length(model[]), 4L)
  x <- random_array(1, 1, 7, 7)
  expect_equal(as.array(model[2:4](model[[1]](x))), as.array(model(x)), tolerance = 1e-6)
  expect_snapshot(model[c(1, 4, 2)], error = TRUE)
  expect_snapshot(model[5], error = TRUE)
  expect_snapshot(model[[5]], error = TRUE)
  expect_snapshot(model[integer()], error = TRUE)
  expect_error(rev(model), class = "escnn_error_argument")
})

test_that("layers are replaced, added and taken away in a new sequence", {
  skip_without_escnn()
  model <- edited <- deep_net()
  edited[[2]] <- nn_leaky_relu(model[[1]]$out_type)
  expect_identical(layers_of(edited), c("R2Conv", "LeakyReLU", "ELU", "GroupPooling"))
  edited[[3]] <- NULL
  expect_identical(layers_of(edited), c("R2Conv", "LeakyReLU", "GroupPooling"))
  edited[[4]] <- nn_relu(model$out_type)
  expect_identical(layers_of(edited)[[4]], "ReLU")
  expect_identical(layers_of(model), c("R2Conv", "ReLU", "ELU", "GroupPooling"))
  expect_snapshot(edited[[2]] <- nn_relu(model$out_type), error = TRUE)
  expect_snapshot(edited[[2]] <- "ReLU", error = TRUE)
  expect_snapshot(edited[[7]] <- nn_relu(model$out_type), error = TRUE)
  one <- model[1]
  expect_error(one[[1]] <- NULL, class = "escnn_error_argument")
})

test_that("base R's append() and c() put sequences and layers together", {
  skip_without_escnn()
  model <- deep_net()
  relu <- nn_relu(model$out_type)
  expect_identical(layers_of(append(model, relu))[[5]], "ReLU")
  elu <- nn_elu(model[[1]]$out_type)
  expect_identical(layers_of(append(model, elu, after = 1))[1:3], c("R2Conv", "ELU", "ReLU"))
  expect_identical(layers_of(append(model, list(relu, relu))), c(layers_of(model), "ReLU", "ReLU"))
  first <- nn_identity(model$in_type)
  expect_identical(layers_of(append(model, first, after = 0))[[1]], "IdentityModule")
  expect_identical(length(c(model, list(relu, list(relu)))), 6L)
  expect_identical(length(model), 4L)
  expect_snapshot(append(model, elu), error = TRUE)
  expect_snapshot(c(model, 3), error = TRUE)
})

test_that("layers have names, which they keep", {
  skip_without_escnn()
  model <- deep_net()
  expect_null(names(model))
  names(model) <- c("conv", "", "elu", "pool")
  expect_identical(names(model[-2]), c("conv", "elu", "pool"))
  expect_identical(class_of(model[["elu"]]), "ELU")
  expect_identical(parameters(model)$name, c("conv.bias", "conv.weights"))
  model[["elu"]] <- nn_relu(model[["conv"]]$out_type)
  expect_identical(layers_of(model)[[3]], "ReLU")
  model[["last"]] <- nn_relu(model$out_type)
  expect_identical(names(model), c("conv", "", "elu", "pool", "last"))
  longer <- c(model, act = nn_elu(model$out_type))
  expect_identical(names(longer)[[6]], "act")
  expect_identical(names(nn_sequential(a = model[[1]], model[[2]])), c("a", ""))
  names(longer) <- NULL
  expect_null(names(longer))
  expect_snapshot(names(model) <- c("a", "b"), error = TRUE)
  expect_snapshot(names(model) <- c("a", "a", "b", "c", "d"), error = TRUE)
  expect_snapshot(names(model) <- c("a.b", "", "", "", ""), error = TRUE)
  expect_snapshot(model[["nix"]], error = TRUE)
})

test_that("appending to a part replaces no layer, as it does upstream", {
  skip_without_escnn()
  model <- deep_net()
  raw <- escnn$nn$SequentialModule(model[[1]], model[[2]], model[[3]])
  slice <- raw$`__getitem__`(reticulate::import_builtins()$slice(1L, 3L))
  slice$append(nn_relu(model[[3]]$out_type))
  slice$append(nn_relu(model[[3]]$out_type))
  # of four layers that were put in two have been replaced
  expect_identical(length(slice), 2L)
  ours <- model[2:3]
  ours$append(nn_relu(model[[3]]$out_type))
  expect_identical(length(append(ours, nn_relu(model[[3]]$out_type))), 4L)
  expect_identical(length(append(raw[2:3], list(model[[3]], model[[3]]))), 4L)
})
