# Each hint of the package is followed once, as it is typed.

hint_fixtures <- function() {
  g <- gspace_rot2d_on_r2(n = 4)
  type <- field_type(g, "trivial")
  many <- field_type(g, regular = 2)
  x <- array(stats::runif(4 * 9 * 9), c(4, 1, 9, 9))
  y <- factor(c("a", "b", "a", "b"))
  model <- type |> nn_r2_conv(c(regular = 2), kernel_size = 9) |> nn_group_pooling()
  list2env(list(
    g = g, gspace = g, type = type, many = many, x = x, y = y, model = model,
    conv = nn_r2_conv(type, "regular", kernel_size = 3),
    element = group_element(g, 1), so3 = group_so3(), o2 = group_o2(), c4 = group_cyclic(4),
    space3 = gspace_octa_on_r3(), turns = gspace_rot2d_on_r2(n = Inf),
    tensor = geometric_tensor(x, type), id = 2, subgroup = 2, l = 2, radii = c(0, 1),
    sigma = c(0.6, 0.6), path = tempfile(fileext = ".escnn"), i = 1
  ), parent = environment())
}

# A model that came back from a file without the function that was its loss.
without_loss <- function(model, x, y) {
  path <- tempfile(fileext = ".escnn")
  on.exit(unlink(path))
  half <- function(output, target) torch$nn$functional$cross_entropy(output, target)$mul(0.5)
  suppressWarnings(escnn_save(fit(model, x, y, epochs = 1, loss = half), path))
  escnn_load(path)
}

followed <- list(
  # fits, and one index too many
  "tidy(x)" = follow(x[1, 2], HINT, x <- fit(model, x, y, epochs = 1)),
  "coef(x)" = follow(x[1, 2], HINT, x <- fit(model, x, y, epochs = 1)),
  "fit(model, x, y)" = follow(fit(model, y ~ x), HINT),
  "method = \"occlusion\"" = follow(
    explain_prediction(model, x, window = 3), explain_prediction(model, x, window = 3, HINT)
  ),
  "drop(as.array(x[1, ]))" = follow(x[1, , drop = TRUE], HINT, x <- tensor),
  "augment = gspace_rot2d_on_r2(n = 4)" = follow(
    fit(plain, x, y, augment = "exact"), fit(plain, x, y, epochs = 1, augment = HINT),
    plain <- net_conventional(2, width = 1, depth = 1)
  ),
  "expand.grid(lr = c(0.001, 0.01), width = c(4, 8))" = follow(
    fit_folds(train, folds, list(lr = 1)), fit_folds(train, folds, HINT[1, ]), {
      folds <- dataset_folds(dataset_arrays(x, y), v = 2, strata = FALSE, seed = 1)
      train <- function(data, lr, width) {
        fit(model, data, epochs = 1, optimizer = optim_adam(lr = lr))
      }
    }
  ),
  "list(y)" = follow(
    evaluate(fitted, x, y), evaluate(fitted, x, HINT),
    {
      pixels <- nn_r2_conv(field_type(c4(), "trivial"), c(trivial = 2), kernel_size = 1)
      x <- array(rnorm(25), c(1, 1, 5, 5))
      y <- matrix(seq_len(25) %% 2 == 0, 5, 5)
      fitted <- fit(pixels, x, array(y, c(1, 5, 5)), epochs = 1)
    }
  ),
  "augment = gspace_octa_on_r3()" = follow(
    fit(plain, x, y, augment = "exact"), fit(plain, x, y, epochs = 1, augment = HINT),
    {
      plain <- net_conventional(2, width = 1, depth = 1, dimension = 3)
      x <- array(rnorm(2 * 6^3), c(2, 1, 6, 6, 6))
      y <- factor(1:2)
    }
  ),
  # arrays
  "array({}, c(1, 1, dim({})))" = follow(
    geometric_tensor(x, type), geometric_tensor(HINT, type), x <- x[1, 1, , ]
  ),
  "array({}, c(1, dim({})))" = follow(
    geometric_tensor(x, many), geometric_tensor(HINT, many), x <- array(0, c(8, 9, 9))
  ),
  "array({}, c(dim({})[1], 1, dim({})[-1]))" = follow(
    predict(model, newdata), predict(model, HINT), newdata <- x[, 1, , ]
  ),
  "array(x, c(dim(x)[1], 1, dim(x)[-1]))" = follow(
    dataset_arrays(x, y), dataset_arrays(HINT, y), x <- x[, 1, , ]
  ),
  "array(x, c(prod(dim(x)[1:2]), dim(x)[-(1:2)]))" = follow(
    dataset_arrays(x), dataset_arrays(HINT), x <- array(0, c(2, 3, 1, 4, 4, 4))
  ),
  "array({}, c(prod(dim({})[1:2]), dim({})[-(1:2)]))" = follow(
    geometric_tensor(x, many), geometric_tensor(HINT, many), x <- array(0, c(2, 3, 8, 4, 4))
  ),
  "array({}, c(prod(dim({})[c(1, 3)]), dim({})[c(2, {})]))" = follow(
    geometric_tensor(x, many), geometric_tensor(HINT, many), x <- array(0, c(2, 8, 3, 4, 4))
  ),
  "aperm({}, c({}))" = follow(
    geometric_tensor(x, many), geometric_tensor(HINT, many), x <- array(0, c(2, 4, 4, 8))
  ),
  "x[i, , , ]" = follow(
    geometric_tensor(a[, 1, , ], type), geometric_tensor(a[i, , , , drop = FALSE], type), a <- x
  ),
  "as.array(x[i])" = follow(x[[1]], HINT, x <- dataset_arrays(x, y)),
  "dataset_labels(x[i])" = follow(x[[1]], HINT, x <- dataset_arrays(x, y)),
  "x[i, j]" = follow(x[[1]], HINT, {
    x <- tensor
    j <- 1
  }),
  "as.list(x)" = follow(x[[1]], HINT, x <- tensor),
  "drop = FALSE" = follow(
    geometric_tensor(a[, 1, , ], type), geometric_tensor(a[i, , , , drop = FALSE], type), a <- x
  ),
  "as.matrix({})" = follow(
    geometric_tensor(x, field_type(gspace_no_base_space(c4), trivial = 2)),
    geometric_tensor(HINT, field_type(gspace_no_base_space(c4), trivial = 2)),
    x <- data.frame(a = 1:3, b = 2)
  ),
  "as.numeric({})" = follow(
    geometric_tensor(x, type), HINT, x <- Sys.Date() + 0:3
  ),
  "as.array(x)" = follow(sum(x), sum(HINT), x <- tensor),
  "all.equal(as.array(x), as.array(y))" = follow(x == y, HINT, x <- y <- tensor),
  # targets
  "factor(y)" = follow(
    fit(model, x, y), fit(model, x, HINT, epochs = 1), y <- letters[c(1, 2, 1, 2)]
  ),
  "structure(factor(y), dim = dim(y))" = follow(
    fit(maps, x, y), fit(maps, x, HINT, epochs = 1), {
      maps <- type |> nn_r2_conv(c(trivial = 2), kernel_size = 3, padding = 1)
      y <- array(rep(c("a", "b"), length.out = length(x)), c(4, 9, 9))
    }
  ),
  "y + 1L" = follow(fit(model, x, y), fit(model, x, HINT, epochs = 1), y <- c(0L, 1L, 0L, 1L)),
  "as.numeric(y)" = follow(
    fit(one, x, y), fit(one, x, HINT, epochs = 1), {
      one <- type |> nn_r2_conv(c(trivial = 1), kernel_size = 9)
      y <- c(0L, 1L, 0L, 1L)
    }
  ),
  "y + 0" = follow(
    fit(maps, x, y), fit(maps, x, HINT, epochs = 1), {
      maps <- type |> nn_r2_conv(c(trivial = 1), kernel_size = 3, padding = 1)
      y <- array(0:1, c(4, 1, 9, 9))
    }
  ),
  "model |> nn_to_vector(classes = {})" = follow(
    fit(model, x, y), fit(HINT, x, y, epochs = 1), y <- factor(letters[1:4])
  ),
  "torch$nn$functional$l1_loss" = follow(
    fit(one, x, y, loss = function(output, target) 1), fit(one, x, y, loss = HINT, epochs = 1), {
      one <- type |> nn_r2_conv(c(trivial = 1), kernel_size = 9)
      y <- c(0, 1, 0, 1)
    }
  ),
  # training
  "optimizer = optim_adam(lr = 0.01)" = follow(
    fit(model, x, y, lr = 0.01), fit(model, x, y, epochs = 1, optimizer = optim_adam(lr = 0.01))
  ),
  "optim_adam(lr = 0.01)" = follow(
    fit(model, x, y, optimizer = "adagrad"), fit(model, x, y, optimizer = HINT, epochs = 1)
  ),
  "list(callback_early_stopping())" = follow(
    fit(model, x, y, callbacks = 3),
    fit(model, x, y, callbacks = HINT, validation = 0.5, epochs = 1)
  ),
  "validation =" = follow(
    fit(model, x, y, epochs = 1, callbacks = callback_best()),
    fit(model, x, y, epochs = 1, callbacks = callback_best(), validation = 0.5)
  ),
  "list(x, y)" = follow(
    fit(model, x, y, validation = "some"), fit(model, x, y, validation = HINT, epochs = 1)
  ),
  "clip = 1" = follow(
    fit(one, x * 1e19, y, optimizer = optim_sgd(lr = 1e19)),
    fit(one, x, y, epochs = 1, clip = 1), {
      one <- type |> nn_r2_conv(c(trivial = 1), kernel_size = 9)
      y <- c(0, 1, 0, 1)
    }
  ),
  "predict(model, x)" = follow(predict(x), HINT, x <- tensor),
  "augment(x, newdata, y)" = follow(residuals(x), HINT, {
    newdata <- x
    x <- fit(model, x, y, epochs = 1)
  }),
  "plot(x)" = follow(hist(x), HINT, x <- model),
  "evaluate(..., loss = )" = follow(
    evaluate(lost, x, y), evaluate(lost, x, y, loss = "cross_entropy"),
    lost <- without_loss(model, x, y)
  ),
  "fit(..., loss = )" = follow(
    fit(lost, x, y), fit(lost, x, y, epochs = 1, loss = "cross_entropy"),
    lost <- without_loss(model, x, y)
  ),
  "factor(y, levels = )" = follow(
    fit(model, x, y), fit(model, x, factor(y, levels = c("a", "b")), epochs = 1),
    y <- factor(rep("a", 4))
  ),
  "module_train(model)" = follow(
    fit(frozen, x, y), fit(module_train(frozen), x, y, epochs = 1), {
      frozen <- module_train(type |> nn_r2_conv(c(trivial = 2), kernel_size = 9) |> nn_relu())
      frozen[[1]]$eval()
    }
  ),
  "kernel_size = {}" = follow(
    nn_r2_conv(type, repr_irrep(g, 1), kernel_size = 1),
    nn_r2_conv(type, repr_irrep(g, 1), kernel_size = 3)
  ),
  "frequencies_cutoff = {}" = follow(
    nn_r2_conv(field_type(turns, "trivial"), repr_irrep(turns, 3), 5, frequencies_cutoff = 0.5),
    nn_r2_conv(field_type(turns, "trivial"), repr_irrep(turns, 3), 5, frequencies_cutoff = 3)
  ),
  "transform(x, element)" = follow(rotate_images(x, 90), HINT, x <- tensor),
  "as.array(x[1:100])" = follow(as.array(x), HINT, {
    x <- dataset_arrays(array(0, c(1, 1, 50, 50)))[rep(1, 100001)]
  }),
  # groups and representations
  "group_cyclic(4)" = follow(gspace_no_base_space(3), gspace_no_base_space(HINT)),
  "gspace_rot2d_on_r2(n = 4)" = follow(field_type(3, "trivial"), field_type(HINT, "trivial")),
  "gspace_rot2d_on_r3(n = 4)" = follow(gspace_octa_on_r3(n = 4), HINT),
  "gspace_no_base_space(g)" = follow(nn_linear(type, "trivial"), {
    nn_linear(field_type(HINT, "trivial"), "trivial")
  }, g <- c4),
  "group_element(g, 1)" = follow(transform(tensor, 3), transform(tensor, HINT)),
  "group_element(type$gspace, ...)" = follow(
    transform_fibers(array(1, c(1, 1)), group_element(o2, c(1, 0)), type),
    transform_fibers(array(1, c(1, 1)), group_element(type$gspace, 1), type)
  ),
  "group_element(group_so3(), c(x, y, z, w))" = follow(
    gspace_mir_on_r3(adjoint = 3), gspace_mir_on_r3(adjoint = HINT), {
      x <- y <- z <- 0
      w <- 1
    }
  ),
  "group_subgroup(g, id)" = follow(subgroup_group(3), subgroup_group(HINT)),
  "group_order(gspace)" = follow(gspace_rotations_order(gspace), HINT, gspace <- space3),
  "homspace(g, subgroup)" = follow(homspace_same_coset(3, element, element), {
    homspace_same_coset(HINT, element, element)
  }),
  "repr_irrep(g, 1)" = follow(
    repr_standard(g), HINT, g <- c4
  ),
  "repr_irrep(g, 1, 1)" = follow(repr_standard(group_dihedral(4)), HINT, g <- group_dihedral(4)),
  "repr_trivial(g)" = follow(repr_direct_sum(), repr_direct_sum(HINT)),
  "repr_regular(g)" = follow(field_type(g, repr_regular(so3_c2)), field_type(g, HINT), {
    so3_c2 <- group_cyclic(2)
  }),
  "testing_elements(g)" = follow(group_elements(g), HINT, g <- o2),
  "c(flip, steps)" = follow(group_element(group_dihedral(4), c(5, 9)), {
    group_element(group_dihedral(4), c(1, 3))
  }),
  "c(flip, angle)" = follow(group_element(o2, 1:3), group_element(o2, c(1, 0.3))),
  "c(x, y, z, w)" = follow(group_element(so3, 1:2), group_element(so3, c(0, 0, 0, 1))),
  "c(inversion, x, y, z, w)" = follow(group_element(group_o3(), 1:2), {
    group_element(group_o3(), c(1, 0, 0, 0, 1))
  }),
  "c(1, 2)" = follow(group_element(group_dihedral(4), "a"), group_element(group_dihedral(4), HINT)),
  "c(axis, n)" = follow(group_subgroup(group_dihedral(4), "x"), {
    group_subgroup(group_dihedral(4), c(NA, 2))
  }),
  "c(NA, 4)" = follow(
    group_subgroup(group_dihedral(4), mean), group_subgroup(group_dihedral(4), HINT)
  ),
  "list(inversions, axis, n)" = follow(group_subgroup(group_o3(), "x"), {
    group_subgroup(group_o3(), list(TRUE, NA, 4))
  }),
  "list(\"cone\", n)" = follow(group_subgroup(group_o3(), "x"), {
    group_subgroup(group_o3(), list("cone", 4))
  }),
  "list(\"self\", \"trivial\")" = follow(
    group_subgroup(group_direct_product(c4, c4), 3),
    group_subgroup(group_direct_product(c4, c4), HINT)
  ),
  # field types
  "field_type(g, \"trivial\")" = follow(nn_relu(3), nn_relu(HINT)),
  "field_type(g, regular = 4)" = follow(field_type(g), HINT),
  "regular = 4" = follow(field_type(g, mean), field_type(g, regular = 4)),
  "\"trivial\"" = follow(field_type(g, mean), field_type(g, HINT)),
  "c(regular = 4)" = follow(
    nn_r2_conv(type, field_type(gspace_rot2d_on_r2(n = 8), "trivial"), kernel_size = 3),
    nn_r2_conv(type, HINT, kernel_size = 3)
  ),
  "field_type(g, \"trivial\", \"regular\", \"trivial\", \"regular\")" = follow(
    field_type(g, trivial = 2, regular = 2) |>
      nn_r2_conv(c(trivial = 2), kernel_size = 3, groups = 2),
    nn_r2_conv(HINT, c(trivial = 2), kernel_size = 3, groups = 2)
  ),
  "x[i]" = follow(nn_reshuffle(x, permutation = c(1, 1)), HINT, x <- many),
  "geometric_tensor(x, type, coords = )" = follow(
    point_index(tensor), point_index(geometric_tensor(x, type, coords = coords)), {
      x <- matrix(1, 5, 1)
      coords <- matrix(stats::runif(10), 5)
    }
  ),
  "geometric_tensor(x, type, dtype = \"{}\")" = follow(
    model(geometric_tensor(x, type, dtype = "float64")), model(HINT)
  ),
  "model$double()" = follow(
    model(geometric_tensor(x, type, dtype = "float64")), {
      HINT
      model(geometric_tensor(x, type, dtype = "float64"))
    }, model <- nn_r2_conv(type, "trivial", kernel_size = 3)
  ),
  # layers
  "\\(x) x |> nn_r2_conv(\"regular\", kernel_size = 3)" = follow(
    nn_residual(many, 3), nn_residual(field_type(g, "regular"), \(x) {
      x |> nn_r2_conv("regular", kernel_size = 3, padding = 1)
    })
  ),
  "list(a = nn_relu, b = nn_identity)" = follow(
    many |> nn_branching(c("a", "b")) |> nn_merge(3),
    many |> nn_branching(c("a", "b")) |> nn_merge(HINT)
  ),
  "function(x) torch$sin(x)" = follow(
    nn_pointwise_non_linearity(many, fun = 3), nn_pointwise_non_linearity(many, fun = HINT)
  ),
  "~ torch$sin(.x)" = follow(
    nn_pointwise_non_linearity(many, fun = y ~ x), nn_pointwise_non_linearity(many, fun = HINT)
  ),
  "torch$relu()" = follow(
    nn_pointwise_non_linearity(many, fun = function(x) 3),
    nn_pointwise_non_linearity(many, fun = function(x) torch$relu(x))
  ),
  "torch$randn(2L, 3L, 4L)" = follow(
    nn_pointwise_non_linearity(many, fun = function(x) torch$nope(x)), torch$sin(HINT)
  ),
  "c(frequency = 2, radius = 1.5)" = follow(
    nn_r2_conv(many, "regular", kernel_size = 3, basis_filter = "a"),
    nn_r2_conv(many, "regular", kernel_size = 3, basis_filter = HINT)
  ),
  "nn_restriction(\"trivial\")" = follow(
    nn_plain_conv(many, c(trivial = 2), kernel_size = 3),
    many |> nn_restriction("trivial") |> nn_plain_conv(c(trivial = 2), kernel_size = 3)
  ),
  "module_train(model, FALSE)" = follow(
    model(geometric_tensor(matrix(1), model$in_type)), {
      HINT
      model(geometric_tensor(matrix(1), model$in_type))
    }, model <- nn_iid_batch_norm1d(field_type(gspace_no_base_space(c4), "trivial"))
  ),
  "model[[1]]" = follow(module_filter(model), module_filter(HINT)),
  "c(1, 28, 28)" = follow(output_size(model, "a"), output_size(model, HINT)),
  "c({})" = follow(output_size(model, 1), output_size(model, c(1, 28, 28))),
  "names(coef(x))" = follow(module_set_weights(x, 1), HINT, x <- conv),
  "field_type_gated(x, uniform = TRUE)" = follow(
    nn_gated_non_linearity_uniform(many), nn_gated_non_linearity_uniform(HINT), {
      x <- field_type(g, repr_irrep(g, 1))
    }
  ),
  "repr_quotient(g, 2)" = follow(
    field_type_gated(many, gate = 3), field_type_gated(many, gate = HINT)
  ),
  "fun = \"squash\"" = follow(
    nn_norm_non_linearity(many, fun = "squash", bias = TRUE),
    nn_norm_non_linearity(many, fun = "squash")
  ),
  "centre = TRUE" = follow(
    nn_pointwise_max_pool(many, 3, centre = TRUE, ceil_mode = TRUE),
    nn_pointwise_max_pool(many, 3, stride = 2, centre = TRUE)
  ),
  "list(c(0, 0), c(1, 1))" = follow(
    nn_fourier_pointwise(group, channels = 1, irreps = 1, grid = list(type = "regular", n = 4)),
    HINT, group <- gspace_no_base_space(group_direct_product(c4, c4))
  ),
  # kernels
  "function(a) a$irrep_frequency <= 2" = follow(
    kernel_circular_shells_basis(2, kernel_gaussian_radial_profile(radii, sigma), filter = 3),
    kernel_circular_shells_basis(2, kernel_gaussian_radial_profile(radii, sigma), filter = HINT)
  ),
  "kernel_gaussian_radial_profile(radii, sigma)" = follow(
    kernel_circular_shells_basis(2, kernel_point_basis(g)), kernel_circular_shells_basis(2, HINT)
  ),
  "homspace(group_ico(), 5)" = follow(
    kernel_sparse_orbit_basis_with_icosahedral_symmetry(3, 1),
    kernel_sparse_orbit_basis_with_icosahedral_symmetry(HINT, 1)
  ),
  "maximum_frequency = 5" = follow(
    kernels_cn_act_r2(repr_trivial(c4), repr_trivial(c4), radii, sigma),
    kernels_cn_act_r2(
      repr_trivial(c4), repr_trivial(c4), radii, sigma, maximum_frequency = 5
    )
  ),
  # keeping
  "list(Scaled = nn_scaled)" = follow(escnn_load(path, modules = 3), {
    escnn_load(path, modules = HINT)
  }, {
    nn_scaled <- escnn_module("Scaled", forward = function(x) x)
    escnn_save(nn_scaled(type), path)
  }),
  "modules = list({} = )" = follow(escnn_load(path), {
    escnn_load(path, modules = list(Scaled = nn_scaled))
  }, {
    nn_scaled <- escnn_module("Scaled", forward = function(x) x)
    escnn_save(nn_scaled(type), path)
  }),
  "overwrite = TRUE" = follow(dataset_write(x, path), dataset_write(x, path, overwrite = TRUE), {
    path <- tempfile()
    dataset_write(x, path)
  }),
  "size = c(h = {}, w = {})" = follow(dataset_images(path), {
    dataset_images(path, size = c(h = 4, w = 6))
  }, {
    skip_if_not(py_invoke("escnn_r.datasets.has_reader"), "pillow is not installed")
    path <- tempfile()
    dir.create(file.path(path, "a"), recursive = TRUE)
    image <- reticulate::import("PIL.Image", convert = FALSE)
    image$new("L", tuple(6L, 4L), 51L)$save(file.path(path, "a", "1.png"))
    image$new("L", tuple(6L, 5L), 51L)$save(file.path(path, "a", "2.png"))
  }),
  "dataset_images(\"{deeper}\")" = follow(dataset_images(path), HINT, {
    skip_if_not(py_invoke("escnn_r.datasets.has_reader"), "pillow is not installed")
    path <- tempfile()
    dir.create(file.path(path, "train", "a"), recursive = TRUE)
    image <- reticulate::import("PIL.Image", convert = FALSE)
    image$new("L", tuple(6L, 4L), 51L)$save(file.path(path, "train", "a", "1.png"))
  }),
  "group_subgroup(g, {})" = follow(group_subgroups(g), HINT, g <- group_so2()),
  "group_subgroup(g, c(NA, 4))" = follow(group_subgroups(g), HINT, g <- o2),
  "group_subgroup(g, \"octa\")" = follow(group_subgroups(g), {
    HINT
    group_subgroup(group_o3(), "octa")
  }, g <- so3),
  "list(0, 1, 2)" = follow(
    nn_fourier_pointwise(turns, channels = 1, irreps = "a", grid = list(type = "regular", n = 8)),
    nn_fourier_pointwise(turns, channels = 1, irreps = HINT, grid = list(type = "regular", n = 8))
  ),
  "list(type = \"regular\", n = 16)" = follow(
    nn_fourier_pointwise(turns, channels = 1, irreps = 2, grid = "a"),
    nn_fourier_pointwise(turns, channels = 1, irreps = 2, grid = HINT)
  ),
  "c({} = {})" = follow(nn_tensor_product_module(many, "trivial"), {
    nn_tensor_product_module(many, HINT)
  }),
  "list(c(0, 4), c(0, 1))" = follow(
    net_e2_wrn(10, gspace_flip_rot2d_on_r2(n = 4), restrict_at = 1:2, restrict_to = 3),
    net_e2_wrn(10, gspace_flip_rot2d_on_r2(n = 4), restrict_at = 2:3, restrict_to = HINT)
  ),
  "list(coords = , x = )" = follow(dataset_clouds(list(3)), {
    dataset_clouds(list(list(coords = matrix(0, 2, 2), x = matrix(1, 2, 1))))
  }),
  "list(module, c(\"label\", \"label\"))" = follow(
    many |> nn_branching(c("a", "b")) |> nn_merge(list(nn_relu)),
    nn_merge(modules = list(list(module, c("gate", "gated")))), {
      module <- escnn$nn$GatedNonLinearity2(tuple(type, field_type(g, repr_irrep(g, 1))))
    }
  ),
  "c(28, 28)" = follow(escnn_export(model, path, input = "a"), c(28, 28)),
  "c(exact = , interpolated = )" = follow(check_equivariance(conv, tolerance = "a"), {
    check_equivariance(conv, tolerance = c(exact = 1e-4, interpolated = 0.5))
  }),
  "x$name <- value" = follow(x[[1]] <- 3, x$name <- 3, x <- model),
  "radius = 1" = follow(point_neighbors(cloud), point_neighbors(cloud, radius = 1), {
    cloud <- geometric_tensor(matrix(1, 5, 1), type, coords = matrix(stats::runif(10), 5))
  }),
  "point_connect(x, radius = )" = follow(
    nn_r2_point_conv(type, "trivial", rings = 1, sigma = 1)(x),
    nn_r2_point_conv(type, "trivial", rings = 1, sigma = 1)(point_connect(x, radius = 1)), {
      x <- geometric_tensor(matrix(1, 5, 1), type, coords = matrix(stats::runif(10), 5))
    }
  ),
  "kernel_circular_shells_basis(l, radial)" = follow(
    kernel_steerable_kernel_basis(
      kernel_steerable_kernel_basis(filters, repr_trivial(o2), repr_trivial(o2)),
      repr_trivial(o2), repr_trivial(o2)
    ), kernel_steerable_kernel_basis(HINT, repr_trivial(o2), repr_trivial(o2)), {
      radial <- kernel_gaussian_radial_profile(radii, sigma)
      filters <- kernel_circular_shells_basis(l, radial)
    }
  ),
  "kernel_wigner_eckart_basis(basis, in_irrep, out_irrep)" = follow(
    kernels_coeff(basis, 1), kernels_coeff(HINT, 1), {
      basis <- kernel_circular_shells_basis(2, kernel_gaussian_radial_profile(1, 0.6))
      in_irrep <- c(1, 1)
      out_irrep <- c(0, 0)
    }
  ),
  "list(mean = 0.13, sd = 0.31)" = follow(
    escnn_export(model, path, normalise = 3), list(mean = 0.13, sd = 0.31)
  ),
  "mode = \"{}\"" = follow(
    nn_r2_upsampling(field_type(turns, "trivial"), 2, mode = "nearest"),
    nn_r2_upsampling(field_type(turns, "trivial"), 2, mode = "bilinear")
  ),
  "mode = \"nearest\"" = follow(
    nn_r2_upsampling(field_type(turns, "trivial"), 2, mode = "nearest"),
    nn_r2_upsampling(field_type(turns, "trivial"), 2, mode = "bilinear")
  ),
  "sigma = {}" = follow(
    nn_pointwise_avg_pool_antialiased(many, sigma = 0.1, stride = 2),
    nn_pointwise_avg_pool_antialiased(many, sigma = 0.6, stride = 2)
  ),
  "stride = 2" = follow(
    nn_pointwise_avg_pool_antialiased(many, sigma = 0.1, stride = 2),
    nn_pointwise_avg_pool_antialiased(many, sigma = 0.6, stride = 2)
  ),
  "kernel_size = 4, stride = 2, padding = 1" = follow(
    nn_r2_conv_transposed(many, "trivial", kernel_size = 3, stride = 2, output_padding = 1),
    nn_r2_conv_transposed(many, "trivial", kernel_size = 4, stride = 2, padding = 1)
  ),
  "nn_iid_batch_norm{}d()" = follow(nn_norm_batch_norm(type), nn_iid_batch_norm2d(type)),
  # images and volumes
  "colour = TRUE" = follow(image_array(x), image_array(x, colour = TRUE), {
    x <- list(array(stats::runif(12), c(2, 2, 3)), matrix(0, 2, 2))
  }),
  "colour = FALSE" = follow(image_array(x), image_array(x, colour = FALSE), {
    x <- list(array(stats::runif(12), c(2, 2, 3)), matrix(0, 2, 2))
  }),
  "na = 0" = follow(image_array(x), image_array(x, na = 0), x <- matrix(c(1, NA), 2, 2)),
  "na = NA" = follow(image_array(x), image_array(x, na = NA), x <- matrix(c(1, NA), 2, 2)),
  "cube = {signif(first$to[[1]], 3)}" = follow(volume_array(x), volume_array(x, cube = 1), {
    x <- list(rnifti(array(0, c(4, 4, 4)), c(1, 1, 1)), rnifti(array(0, c(2, 2, 2)), c(2, 2, 2)))
  }),
  "volume_array(x)" = follow(image_array(x), HINT, x <- rnifti(array(0, 2:4), 1:3)),
  "predict(model, image_array(x))" = follow(predict(model, x, tile = 18), HINT, {
    x <- grDevices::as.raster(matrix(stats::runif(400), 20))
  }),
  "predict(model, volume_array(x))" = follow(predict(model, x), HINT, {
    x <- rnifti(array(stats::runif(27), c(3, 3, 3)), c(1, 1, 1))
    model <- field_type(space3, "trivial") |> nn_r3_conv(c(trivial = 1), kernel_size = 3)
  }),
  "c(background = 0, nucleus = 255)" = follow(
    dataset_images(path, masks = "masks", classes = c("background", "nucleus")),
    dataset_images(path, masks = "masks", classes = HINT), {
      skip_if_not(py_invoke("escnn_r.datasets.has_reader"), "pillow is not installed")
      path <- tempfile()
      image <- reticulate::import("PIL.Image", convert = FALSE)
      for (folder in file.path(path, c("images", "masks"))) {
        dir.create(folder, recursive = TRUE)
        image$new("L", tuple(6L, 4L), 255L)$save(file.path(folder, "1.png"))
      }
      path <- file.path(path, "images")
    }
  ),
  # losses, metrics, weights and rates
  "c(\"cross_entropy\", \"dice\")" = follow(
    fit(maps, x, y, loss = c(1, 2)), fit(maps, x, y, loss = HINT, epochs = 1), {
      maps <- type |> nn_r2_conv(c(trivial = 2), kernel_size = 3, padding = 1)
      y <- array(rep(1:2, length.out = length(x)), c(4, 9, 9))
    }
  ),
  "c(cross_entropy = 1, dice = 0.5)" = follow(
    fit(maps, x, y, loss = c(1, 2)), fit(maps, x, y, loss = HINT, epochs = 1), {
      maps <- type |> nn_r2_conv(c(trivial = 2), kernel_size = 3, padding = 1)
      y <- array(rep(1:2, length.out = length(x)), c(4, 9, 9))
    }
  ),
  "c(0.0001, head = 0.01)" = follow(optim_adam(lr = c(body = 0.1, head = 0.01)), {
    fit(model, x, y, optimizer = optim_adam(lr = HINT), epochs = 1)
  }, names(model) <- c("head", "pool")),
  "metrics = list(\"accuracy\", kappa = function(truth, estimate) ...)" = follow(
    fit(model, x, y, metrics = list("accuracy", function(truth, estimate) 1)),
    fit(model, x, y, epochs = 1, metrics = list("accuracy", kappa = function(truth, estimate) 1))
  ),
  "list(\"accuracy\", kappa = function(truth, estimate) ...)" = follow(
    fit(model, x, y, metrics = list("accuracy", 3)),
    fit(model, x, y, epochs = 1, metrics = list("accuracy", kappa = function(truth, estimate) 1))
  ),
  "mode = \"min\"" = follow(
    fit(
      model, x, y, validation = 0.5, epochs = 1, metrics = list(same = function(truth, estimate) 1),
      callbacks = callback_best("valid_same")
    ),
    fit(
      model, x, y, validation = 0.5, epochs = 1, metrics = list(same = function(truth, estimate) 1),
      callbacks = callback_best("valid_same", mode = "min")
    )
  ),
  "mode = \"max\"" = follow(
    fit(
      model, x, y, validation = 0.5, epochs = 1, metrics = list(same = function(truth, estimate) 1),
      callbacks = callback_best("valid_same")
    ),
    fit(
      model, x, y, validation = 0.5, epochs = 1, metrics = list(same = function(truth, estimate) 1),
      callbacks = callback_best("valid_same", mode = "max")
    )
  ),
  "evaluate(..., metrics = )" = follow(escnn_save(fitted, path), {
    suppressWarnings(escnn_save(fitted, path))
    evaluate(escnn_load(path), x, y, metrics = list(same = same))
  }, {
    same <- function(truth, estimate) 1
    fitted <- fit(model, x, y, epochs = 1, metrics = list(same = same))
  }),
  "list(x, y, weights)" = follow(
    fit(model, function(epoch, batch) 3, epochs = 1),
    fit(model, function(epoch, batch) if (batch == 1) HINT, epochs = 1), weights <- 1:4
  ),
  "c(cat = 1, dog = 3)" = follow(
    fit(model, x, y, weights = 1:2), fit(model, x, y, weights = HINT, epochs = 1),
    y <- factor(c("cat", "dog", "cat", "dog"))
  ),
  "fit(..., weights = )" = follow(
    fit(fitted, x, y, epochs = 1), fit(fitted, x, y, weights = 4:1, epochs = 1),
    fitted <- fit(model, x, y, weights = 1:4, epochs = 1)
  ),
  "weights = NULL" = follow(
    fit(fitted, x, y, epochs = 1), fit(fitted, x, y, weights = NULL, epochs = 1),
    fitted <- fit(model, x, y, weights = 1:4, epochs = 1)
  ),
  "module_recalibrate(model, x)" = follow(fit(model, x, y, epochs = 1), {
    HINT
    fit(model, x, y, epochs = 1)
  }, {
    model <- type |>
      nn_r2_conv(c(regular = 2), kernel_size = 3) |>
      nn_inner_batch_norm() |>
      nn_r2_conv(c(trivial = 2), kernel_size = 7)
    module_freeze(model, 1:2)
    x <- x + 10
  }),
  # data of one kind or another
  "data[-held[[1]]]" = follow(escnn_pack(folds), escnn_pack(HINT), {
    data <- dataset_arrays(x, y)
    folds <- dataset_folds(data, v = 2)
    held <- folds$held
  }),
  "lapply(x, escnn_pack)" = follow(escnn_pack(x), HINT, x <- list(type, tensor)),
  levels = follow(
    dataset_clouds(list(
      list(coords = matrix(0:5, 2), x = factor(c("C", "H"))),
      list(coords = matrix(0:5, 2), x = factor(c("C", "O")))
    )),
    dataset_clouds(list(
      list(coords = matrix(0:5, 2), x = factor(c("C", "H"), levels = c("C", "H", "O"))),
      list(coords = matrix(0:5, 2), x = factor(c("C", "O"), levels = c("C", "H", "O")))
    ))
  ),
  # points and forces
  "net_point_cloud(pool = \"none\")" = follow(
    fit(net_point_cloud(2, radius = 2, width = 4, depth = 1), x, y),
    fit(net_point_cloud(2, radius = 2, width = 4, depth = 1, pool = "none"), x, y, epochs = 1), {
      x <- list(matrix(stats::runif(9), 3), matrix(stats::runif(12), 4))
      y <- list(factor(c("a", "b", "a")), factor(c("b", "a", "a", "b")))
    }
  ),
  "net_point_cloud(1, radius = , pool = \"sum\")" = follow(
    fit(net_point_cloud(2, radius = 4, channels = 2, pool = "sum", width = 4, depth = 1), data),
    fit(
      net_point_cloud(1, radius = 4, channels = 2, pool = "sum", width = 4, depth = 1), data,
      epochs = 1
    ), data <- springs_data(springs(3))
  ),
  "c(clouds, points, 3)" = follow(
    dataset_clouds(d$coords, list(energy = d$energy, forces = 3), types = d$types),
    dataset_clouds(
      d$coords, list(energy = d$energy, forces = array(d$forces, HINT)), types = d$types
    ), {
      d <- springs(4)
      clouds <- 4
      points <- 3
    }
  ),
  "y = list(energy = , forces = )" = follow(
    fit(spring_network(), d$x, c(1, 2), loss = loss_energy_forces()),
    fit(
      spring_network(), d$x, y = list(energy = c(1, 2), forces = d$forces),
      loss = loss_energy_forces(), epochs = 1
    ), {
      made <- springs(2)
      d <- list(
        x = lapply(1:2, function(i) list(coords = made$coords[i, , ], x = made$types)),
        forces = made$forces
      )
    }
  ),
  "in_type = field_type(gspace, repr_standard(gspace))" = follow(
    net_unet(2, gspace, channels = 2, width = 2, depth = 2),
    net_unet(
      2, gspace, in_type = field_type(gspace, repr_standard(gspace)), width = 2, depth = 2
    ), rlang::reset_message_verbosity("escnn_channels_2")
  ),
  "repr_standard(gspace)" = follow(
    nn_r3_conv(field_type(gspace, repr_irrep(gspace, 1)), c(irrep_0 = 1), kernel_size = 5),
    nn_r3_conv(field_type(gspace, HINT), c(irrep_0 = 1), kernel_size = 5),
    gspace <- gspace_rot3d_on_r3()
  ),
  # tensors of torch
  "torch$cumsum(x, dim = 0L)" = follow(cumsum(x), HINT, x <- torch$ones(3L)),
  "torch$where(x > 0, x, y)" = follow(x[1] <- 3, HINT, {
    x <- torch$ones(3L)
    y <- torch$zeros(3L)
  }),
  "x[x == x]" = follow(sum(x, na.rm = TRUE), sum(HINT), x <- torch$tensor(c(1, NaN, 2))),
  "x[1]" = follow(x[2], HINT, {
    x <- torch$ones(3L)
    rlang::reset_message_verbosity("escnn_positions")
  }),
  # help
  "escnn_names(\"conv\")" = follow(escnn_help("nothing of the kind"), HINT),
  "escnn$nn$R2Conv" = follow(escnn_help(3), escnn_help(HINT))
)

test_that("each hint of the table leads to success", {
  skip_without_escnn()
  env <- hint_fixtures()
  problems <- lapply(names(followed), function(snippet) {
    tryCatch(
      not_followed(snippet, followed[[snippet]], env),
      error = function(e) paste0(snippet, ": the entry fails: ", conditionMessage(e))
    )
  })
  expect_identical(unlist(problems), NULL)
})

# What can't be followed in a test, and why.
exempt <- c(
  # tests of evaluate() and predict() do what these say
  "predict(type = \"prob\")", "matrix({}, 1)",
  # these change the installation, or a machine
  "options(escnn.data_dir =)", "options(escnn.provide = FALSE)",
  "options(escnn.download = FALSE)", "options(escnn.envname = )",
  "dataset_mnist_rot(original = TRUE)", "reinstall = TRUE", "device = \"cpu\"",
  "precision = \"{}\"", "format = \"torchscript\"",
  # what should have been done before; packing and drawing have tests of their own
  "limits = c(-1, 1)", "limits = list(x, y)", "plot(x, type = \"table\")", "group_cyclic(8)",
  "group_dihedral(8)", "group_factors(g)", "d[c(1, 1, 2)]",
  "animate(image, module = model)", "module[1:k]", "print(module)", "escnn_pack({arg})",
  "plot(predict(fitted_module(fitted), as.array(x), type = \"tensor\"))",
  # modes and metrics of one's own have tests of their own
  "module_train(x)", "module_train(x, FALSE)", "function(truth, estimate, prob)",
  # so do clusters
  "parallel::makeCluster(2)",
  # tests of their own go on from checkpoints
  "fit(..., resume = \"{checkpoint}\")", "resume = TRUE",
  # what is allowed, without values
  "c(h = , w = )", "c(d = , h = , w = )", "image_array(size = )",
  "c(n, height, width)", "c(n, channels, height, width)", "c(n, channels, depth, height, width)",
  "list(type = , n = )", "list(energy = , forces = )",
  # limits and threads have tests of their own, and may depend on the machine
  "options(escnn.memory_limit = Inf)", "options(escnn.time_limit = Inf)", "OMP_WAIT_POLICY=passive",
  "options(escnn.threads = )", "options(mc.cores = )", "torch$set_num_threads()",
  "address = \"192.168.1.10\"",
  # these need packages or processes that may not be there
  "install.packages(\"{package}\")", "install.packages(\"{best}\")", "oro.dicom::dicom2nifti(x)",
  "stars::write_stars(result, filename)", "x[, , , , 1, drop = TRUE]",
  "future::plan(\"multicore\")", "future::plan(\"multisession\")", "fit(workers = 2)",
  "width = 2, n_rings = 3",
  # what was given
  "depth = {settings$depth}", "{} = {}", "y$energy", "{first$name}", "{grid$name}",
  "{attr(each, 'name')}", "{attr(pictures[[1]], 'name')}", "{attr(pictures[[i]], 'name')}",
  # what plain reticulate would write, which counts from 0
  "x[0L]",
  # messages that are no errors, tested beside what sends them
  "embed_images(x, size = {max(size)})", "width = {width}", "width = {floor(width) + 1}",
  # parts of messages that are no code to type
  "!=", "==", "{error$condition}", "{error$where}", "kernels_*_act_*()",
  "rlang::last_error()$traceback", "~?\\.?([^", "([^", " \\| (.+?) \\| (.+?) \\| "
)

test_that("each hint with code is in the table", {
  skip_without_escnn()
  skip_when_again("reads the sources")
  snippets <- unique(c(snippets_in(strings_of_r()), snippets_in(strings_of_python())))
  code <- snippets[is_code(snippets)]
  expect_gt(length(code), 90)
  code <- code[!grepl("install_escnn(", code, fixed = TRUE)]
  # what was put together by paste() stands in the table as a whole
  expect_identical(setdiff(code, c(names(followed), exempt)), character())
})

test_that("functions that messages name exist, with the arguments that they name", {
  skip_without_escnn()
  skip_when_again("reads the sources")
  strings <- c(strings_of_r(), strings_of_python())
  snippets <- gsub("^escnn::", "", snippets_in(strings))
  called <- grep("^[A-Za-z._0-9]+[(][)]$", snippets, value = TRUE)
  names <- sub("[(][)]$", "", called)
  known <- c(getNamespaceExports("escnn"), ls(baseenv()), ls(asNamespace("stats")))
  expect_identical(setdiff(names, c(known, "plot")), character())
  installs <- grep("^install_escnn[(].", snippets, value = TRUE)
  arguments <- unlist(regmatches(installs, gregexpr("[a-z_]+(?= =)", installs, perl = TRUE)))
  expect_identical(setdiff(arguments, names(formals(install_escnn))), character())
})
