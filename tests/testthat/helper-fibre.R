# Of every family of gspaces one, or a finite and a continuous one.
gspaces_of_all_families <- function() {
  list(
    c4_r0 = gspace_no_base_space(group_cyclic(4)),
    d3_r0 = gspace_no_base_space(group_dihedral(3)),
    octa_r0 = gspace_no_base_space(group_octa()),
    so2_r0 = gspace_no_base_space(group_so2()),
    o2_r0 = gspace_no_base_space(group_o2()),
    so3_r0 = gspace_no_base_space(group_so3()),
    o3_r0 = gspace_no_base_space(group_o3()),
    c4 = gspace_rot2d_on_r2(n = 4),
    c6 = gspace_rot2d_on_r2(n = 6),
    so2 = gspace_rot2d_on_r2(n = Inf, maximum_frequency = 3),
    d4 = gspace_flip_rot2d_on_r2(n = 4),
    o2 = gspace_flip_rot2d_on_r2(n = Inf, maximum_frequency = 3),
    flip = gspace_flip2d_on_r2(),
    trivial = gspace_trivial_on_r2(),
    octa = gspace_octa_on_r3(),
    full_octa = gspace_full_octa_on_r3(),
    ico = gspace_ico_on_r3(),
    full_ico = gspace_full_ico_on_r3(),
    so3 = gspace_rot3d_on_r3(),
    o3 = gspace_flip_rot3d_on_r3(),
    dihedral = gspace_dihedral_on_r3(n = 2),
    rot2d = gspace_rot2d_on_r3(n = 4),
    conical = gspace_conical_on_r3(n = 4),
    cylindrical = gspace_cylindrical_on_r3(n = 4),
    full_cylindrical = gspace_full_cylindrical_on_r3(n = 2),
    mirror = gspace_mir_on_r3(),
    inversion = gspace_inv_on_r3(),
    trivial_r3 = gspace_trivial_on_r3()
  )
}

# Irreps of a gspace that are not trivial, the smallest first, two at most.
vector_irreps <- function(g) {
  irreps <- Filter(function(r) !r$is_trivial(), as.list(g$fibergroup$irreps()))
  sizes <- vapply(irreps, function(r) as.numeric(r$size), 0)
  utils::head(irreps[order(sizes)], 2)
}

# Fields that permute channels, interleaved with trivial ones where there are others.
# The regular representations of the icosahedron take long.
permuting_fields <- function(g) {
  regular <- if (group_order(g) < 60) "regular" else "trivial"
  field_type(g, regular, "trivial", regular)
}

a_few_elements <- function(g) {
  elements <- testing_elements(g)
  elements[unique(round(seq(1, length(elements), length.out = 4)))]
}

# Everything about a point: the group acts on channels alone, so all elements are exact.
expect_fibre_equivariant <- function(module, label, elements = NULL, tolerance = 1e-5) {
  type <- module$in_type
  x <- random_array(6, dim(type)[[2]], rep(1, type$gspace$dimensionality))
  # batch norms follow what is seen in training that was asked for
  module_train(module)
  module(x)
  elements <- if (is.null(elements)) a_few_elements(type$gspace) else elements
  error <- max(check_equivariance(module, x, elements = elements)$relative_error)
  expect_lt(error, tolerance, label = paste0("the error of ", label, ", ", signif(error, 2)))
}

expect_dtype_kept <- function(module) {
  type <- module$in_type
  shape <- c(4, dim(type)[[2]], rep(2, type$gspace$dimensionality))
  out <- module(geometric_tensor(random_array(shape), type, dtype = "float64"))
  expect_identical(summary(out)$dtype, "float64")
}

# Raw escnn builds these; the subgroup of C8 is C4.
induced_fields <- function(g, frequencies) {
  inner <- g$fibergroup$subgroup(4L)[[1]]
  lapply(frequencies, function(k) g$induced_repr(4L, inner$irrep(as.integer(k))))
}
