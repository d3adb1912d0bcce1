# What the calls of the table need, made when it is first asked for. What a call
# may change in place is made anew each time: `fresh_*()`.

# Functions that see them.
among_fixtures <- function(functions, fixtures) {
  lapply(functions, function(f) {
    environment(f) <- fixtures
    f
  })
}

new_fixtures <- function(folder) {
  fixtures <- new.env(parent = globalenv())
  later <- function(...) {
    recipes <- eval(substitute(alist(...)))
    for (name in names(recipes)) {
      eval(bquote(delayedAssign(.(name), .(recipes[[name]]), fixtures, fixtures)))
    }
  }
  later(
    c4g = group_cyclic(4), c1g = group_trivial(), c2g = group_cyclic(2), d4g = group_dihedral(4),
    so2 = group_so2(), o2 = group_o2(), so3 = group_so3(), o3 = group_o3(), octa = group_octa(),
    full_octa = group_full_octa(), ico = group_ico(), full_ico = group_full_ico(),
    product = group_direct_product(c4g, c2g), double = group_double(so2),
    gs = gspace_rot2d_on_r2(n = 4), flips = gspace_flip_rot2d_on_r2(n = 4),
    space3 = gspace_octa_on_r3(), element = group_element(gs, 1), e = group_element(c4g, 1),
    regular = repr_regular(c4g), trivial = repr_trivial(c4g), vector = repr_irrep(c4g, 1),
    type = field_type(gs, "regular"), plain = field_type(gs, "trivial"),
    both = field_type(gs, "regular", "trivial"), vectors = field_type(gs, "irrep_1", "irrep_1"),
    fields = field_type(space3, "regular"), voxels = field_type(space3, "trivial"),
    induced = {
      g8 <- gspace_rot2d_on_r2(n = 8)
      c4 <- g8$fibergroup$subgroup(4L)[[1]]
      field_type(g8, lapply(1:2, function(k) g8$induced_repr(4L, c4$irrep(as.integer(k)))))
    },
    images = example(4, 1, 5, 5), stack = example(2, 1, 4, 4, 4),
    tensor = geometric_tensor(example(2, 4, 5, 5), type),
    small = geometric_tensor(example(2, 1, 5, 5), plain),
    cloud = geometric_tensor(example(6, 1), plain, coords = example(6, 2)),
    connected = point_connect(cloud, k = 2), relu = nn_relu(type),
    conv = nn_r2_conv(plain, "regular", kernel_size = 3),
    chain = conv |> nn_relu() |> nn_group_pooling(),
    subgroup = group_subgroup(c4g, 2), coset = homspace(c4g, 2),
    sphere = homspace(so3, c(NA, Inf)), kernels = kernels_cn_act_r2(trivial, regular, 0:1, 0.6, 1),
    rings = kernel_gaussian_radial_profile(c(0, 1), 0.6),
    filters = kernel_circular_shells_basis(2, rings),
    dataset = dataset_arrays(example(6, 1, 5, 5), y),
    y = factor(rep(c("a", "b"), 3)), fitted = training(), checked = check_equivariance(relu),
    optimizer = optim_adam(), saved = saved_model(), exported = exported_model(),
    written = written_dataset(), pictures = picture_folder(), script = script_file(),
    weights = escnn_weights(conv), module_fun = nn_relu
  )
  fixtures$example <- function(...) array(sin(seq_len(prod(...))), c(...))
  fixtures$fresh_conv <- function() nn_r2_conv(fixtures$plain, "regular", kernel_size = 3)
  fixtures$fresh_model <- function() {
    fixtures$plain |> nn_r2_conv(c(regular = 2), kernel_size = 5) |> nn_group_pooling()
  }
  fixtures$training <- function() {
    x <- fixtures$example(6, 1, 5, 5)
    fit(fixtures$fresh_model(), x, fixtures$y, epochs = 1, verbose = FALSE)
  }
  fixtures$saved_model <- function() {
    path <- file.path(folder, "model.escnn")
    escnn_save(fixtures$chain, path)
    path
  }
  fixtures$exported_model <- function() {
    path <- file.path(folder, "model.pt")
    escnn_export(fixtures$fresh_model(), path, input = c(5, 5))
    path
  }
  fixtures$written_dataset <- function() {
    path <- file.path(folder, "data")
    if (!dir.exists(path)) dataset_write(fixtures$example(6, 1, 5, 5), path, y = fixtures$y)
    path
  }
  fixtures$picture_folder <- function() {
    path <- file.path(folder, "pictures")
    for (class in c("a", "b")) {
      dir.create(file.path(path, class), recursive = TRUE, showWarnings = FALSE)
      png::writePNG(matrix(c(0, 0.5, 1, 0), 2), file.path(path, class, "one.png"))
    }
    path
  }
  fixtures$script_file <- function() {
    path <- file.path(folder, "script.R")
    writeLines("cat('hello\\n')", path)
    path
  }
  fixtures$new_file <- function(extension = "") tempfile("out", folder, extension)
  fixtures
}
