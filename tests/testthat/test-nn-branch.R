mixed <- function(g = c4()) field_type(g, "regular", "irrep_1", "regular", "trivial")

test_that("branches are the fields of their labels, in order", {
  skip_without_escnn()
  type <- mixed()
  x <- random_array(2, 11, 3, 3)
  out <- nn_branching(type, c("b", "a", "b", "a"))(x)
  expect_named(out, c("b", "a"))
  expect_equal(as.array(out$b), x[, c(1:4, 7:10), , ], tolerance = 1e-6)
  expect_equal(as.array(out$a), x[, c(5:6, 11), , ], tolerance = 1e-6)
  expect_identical(names(out$a), c("irrep_1", "trivial"))
  # labels with a dot, which torch doesn't allow in names
  expect_named(nn_branching(type, c("x.y", "x_y", "x.y", "x_y"))(x), c("x.y", "x_y"))
  expect_named(nn_branching(type, factor(c(2, 1, 2, 1)))(x), c("2", "1"))
})

test_that("fields are sorted within branches as asked", {
  skip_without_escnn()
  type <- mixed()
  names_of <- function(reshuffle) {
    branches <- nn_branching(type, c("b", "a", "b", "b"), reshuffle)$out_type
    names(branches$b)
  }
  expect_identical(names_of("none"), c("regular", "regular", "trivial"))
  expect_identical(names_of("label"), c("regular", "regular", "trivial"))
  expect_identical(names_of("size"), c("trivial", "regular", "regular"))
  # upstream documents this and refuses it
  expect_error(escnn$nn$BranchingModule(type, list("b", "a", "b", "b"), reshuffle = 3L))
  expect_identical(names_of("type"), c("trivial", "regular", "regular"))
  x <- random_array(1, 11, 3, 3)
  out <- nn_branching(type, c("b", "a", "b", "b"), "size")(x)
  expect_equal(as.array(out$b), x[, c(11, 1:4, 7:10), , , drop = FALSE], tolerance = 1e-6)
})

test_that("multiple modules apply each to its part", {
  skip_without_escnn()
  type <- mixed()
  labels <- c("act", "rest", "act", "rest")
  model <- nn_multiple(type, labels, list(rest = nn_identity, act = nn_relu))
  x <- random_array(2, 11, 3, 3)
  out <- as.array(model(x))
  expect_equal(out[, 1:3, , ], x[, c(5:6, 11), , ], tolerance = 1e-6)
  expect_equal(out[, 4:11, , ], pmax(x[, c(1:4, 7:10), , ], 0), tolerance = 1e-6)
  expect_identical(names(model$out_type), c("irrep_1", "trivial", "regular", "regular"))
  piped <- nn_identity(type) |> nn_multiple(labels, list(act = nn_relu, rest = nn_identity), "type")
  expect_identical(length(piped), 2L)
  for (each in list(model, piped)) expect_equivariant(each)
})

test_that("merges go on from branchings, or stand alone", {
  skip_without_escnn()
  type <- mixed()
  branches <- nn_identity(type) |> nn_branching(c("a", "b", "a", "b"))
  expect_identical(length(branches), 2L)
  merged <- branches |> nn_merge(list(a = nn_relu, b = nn_identity)) |> nn_identity()
  expect_identical(length(merged), 4L)
  x <- random_array(1, 11, 3, 3)
  parts <- branches(x)
  alone <- nn_merge(modules = list(
    a = nn_relu(parts$a$type), b = nn_identity(parts$b$type)
  ))
  expect_equal(as.array(alone(parts)), as.array(merged(x)))
  for (each in list(branches, merged, alone)) expect_equivariant(each)
})

test_that("mistakes in labels and modules are told", {
  skip_without_escnn()
  type <- mixed()
  labels <- c("a", "b", "a", "b")
  expect_snapshot(nn_branching(type, c("a", "b")), error = TRUE)
  expect_snapshot(nn_branching(type, 1:4), error = TRUE)
  expect_snapshot(nn_branching(type, labels, "sizes"), error = TRUE)
  expect_snapshot(nn_multiple(type, labels, list(a = nn_relu)), error = TRUE)
  expect_snapshot(nn_multiple(type, labels, list(a = nn_relu, c = nn_relu)), error = TRUE)
  expect_snapshot(nn_multiple(type, labels, list(nn_relu, nn_relu)), error = TRUE)
  expect_snapshot(nn_multiple(type, labels, nn_relu), error = TRUE)
  expect_snapshot(nn_multiple(type, labels, list(a = nn_relu, b = nn_relu(type[1]))), error = TRUE)
  expect_snapshot(nn_merge(nn_identity(type), list(a = nn_relu)), error = TRUE)
  expect_snapshot(nn_merge(modules = list(a = nn_relu)), error = TRUE)
  expect_snapshot(nn_relu(nn_branching(type, labels)), error = TRUE)
})

test_that("float64 stays, and the list of modules too, as they don't upstream", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 2)
  modules <- function() {
    list(tuple(nn_relu(type[1]), "a"), tuple(nn_identity(type[2]), "b"))
  }
  x <- geometric_tensor(random_array(1, 8, 3, 3), type, dtype = "float64")
  raw <- escnn$nn$MultipleModule(type, list("a", "b"), modules())
  expect_identical(format(raw(x)$tensor$dtype), "torch.float32")
  ours <- nn_multiple(type, c("a", "b"), list(a = nn_relu, b = nn_identity))
  expect_identical(format(ours(x)$tensor$dtype), "torch.float64")
  expect_equal(as.array(ours(x))[, 5:8, , ], random_array(1, 8, 3, 3)[, 5:8, , ])
})

# The verdicts of upstream's tests of multiple modules.
test_that("modules of all kinds side by side are equivariant, sorted or not", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 8)
  pointwise <- c("regular", "trivial")
  irreps <- c("irrep_1", "irrep_2", "irrep_3")
  fields <- c(pointwise, irreps, rep("trivial", 5), pointwise, irreps)
  labels <- c(rep("relu", 2), rep("norm", 3), rep("gate", 5), rep("elu", 2), rep("gated", 3))
  # one gate for each gated field
  labels[labels == "gate"] <- c("gate", "gate", "gate", "relu", "elu")
  gate_type <- field_type(g, trivial = 3)
  gated <- escnn$nn$GatedNonLinearity2(tuple(gate_type, field_type(g, irreps)))
  modules <- list(
    relu = nn_relu, elu = nn_elu, norm = function(x) nn_norm_non_linearity(x, fun = "n_relu"),
    list(gated, c("gate", "gated"))
  )
  for (order in list(seq_along(fields), withr::with_seed(2, sample(length(fields))))) {
    type <- field_type(g, fields[order])
    # modules take their fields in the order of the input
    if (!identical(order, seq_along(fields))) {
      within <- irreps[match(fields[order][labels[order] == "gated"], irreps)]
      modules[[4]][[1]] <- escnn$nn$GatedNonLinearity2(tuple(gate_type, field_type(g, within)))
    }
    for (reshuffle in c("none", "label")) {
      expect_equivariant(nn_multiple(type, labels[order], modules, reshuffle),
        elements = lapply(c(2, 6), group_element, g = g)
      )
    }
  }
})
