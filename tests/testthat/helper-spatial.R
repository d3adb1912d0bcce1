# What tests of layers on grids share.

# Every gspace of the plane and of space.
planes <- function() {
  list(
    gspace_rot2d_on_r2(n = 4), gspace_rot2d_on_r2(n = 6), gspace_rot2d_on_r2(),
    gspace_flip_rot2d_on_r2(n = 4), gspace_flip_rot2d_on_r2(), gspace_flip2d_on_r2(),
    gspace_trivial_on_r2()
  )
}

spaces <- function() {
  list(
    gspace_rot3d_on_r3(), gspace_flip_rot3d_on_r3(), gspace_ico_on_r3(),
    gspace_full_ico_on_r3(), gspace_octa_on_r3(), gspace_full_octa_on_r3(),
    gspace_dihedral_on_r3(n = 4), gspace_rot2d_on_r3(n = 4), gspace_rot2d_on_r3(),
    gspace_conical_on_r3(n = 4), gspace_full_cylindrical_on_r3(n = 4),
    gspace_cylindrical_on_r3(n = 4), gspace_mir_on_r3(), gspace_inv_on_r3(),
    gspace_trivial_on_r3()
  )
}

# A field of each of the group's first irreps.
irrep_fields <- function(g, n = 2) {
  field_type(g, utils::head(repr_irreps(g), n))
}

# The testing elements that map the grid onto itself, at most `n` of them; asked for once
# for each gspace, as that took half the time of these tests.
grid_elements <- local({
  known <- list()
  function(g, n = 8) {
    name <- paste(format(g), n)
    if (is.null(known[[name]]) || !(known[[name]]$g == g)) {
      elements <- testing_elements(g)
      exact <- vapply(elements, function(e) py_invoke("escnn_r.fields.action.is_exact", g, e), NA)
      known[[name]] <<- list(g = g, elements = utils::tail(elements[exact], n))
    }
    known[[name]]$elements
  }
})

noise <- function(type, size) {
  withr::with_seed(1, {
    dims <- c(1, type$size, rep(size, type$gspace$dimensionality))
    array(stats::rnorm(prod(dims)), dims)
  })
}

# The largest relative error on the grid's own symmetries, on white noise, in
# either precision.
grid_error <- function(layer, size, dtype = "float32") {
  x <- geometric_tensor(noise(layer$in_type, size), layer$in_type, dtype = dtype)
  found <- check_equivariance(layer, x, elements = grid_elements(layer$in_type$gspace))
  stopifnot(all(found$kind == "exact"), attr(found, "about")$dtype == dtype)
  max(found$relative_error)
}

# The dtype of what comes out.
dtype_out <- function(layer, size, dtype) {
  y <- layer(geometric_tensor(noise(layer$in_type, size), layer$in_type, dtype = dtype))
  as.character(y$tensor$dtype)
}

# Advice is given once a session; here the session is new.
advice_of <- function(code) {
  the$warned <- NULL
  found <- character()
  withCallingHandlers(code, escnn_warning_advice = function(condition) {
    found <<- c(found, conditionMessage(condition))
    invokeRestart("muffleWarning")
  })
  found
}
