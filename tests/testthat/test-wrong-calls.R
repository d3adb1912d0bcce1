# Every exported function, called with one argument that is of no use: the
# error has a class and names the argument.

# Right values by the name of the argument, so that one wrong one stands alone.
right_values <- function() {
  g <- c4()
  c4_group <- group_cyclic(4)
  type <- field_type(g, "regular")
  list(
    g = g, gspace = g, group = c4_group, type = type, element = group_element(g, 1),
    value = 1, n = 4, kernel_size = 3, out_type = "regular", output_size = 2, size = 9,
    sigma = 0.6, stride = 1, p = 0.5, subgroup = 2, in_repr = repr_regular(g),
    out_repr = repr_regular(g), radii = c(0, 1), rings = c(0, 1), repr = repr_trivial(g),
    representation = repr_regular(g), labels = "a", modules = list(a = nn_relu),
    permutation = 1, block = nn_relu, weights = list(), forward = identity,
    module = nn_relu(type), maximum_frequency = 3, l = 1,
    rho = repr_regular(g), rho1 = repr_regular(g), rho2 = repr_regular(g), r1 = repr_regular(g),
    r2 = repr_regular(g), psi = 1, irrep = 1, irreps = list(1), j = 1, m = 1, id = 1, theta = 1,
    s = 1, change_of_basis = diag(4), basis = kernel_point_basis(g), adjoint = diag(1),
    radial = kernel_gaussian_radial_profile(1, 1), action = repr_irrep(g, 1), root = c(1, 0),
    in_irrep = 1, out_irrep = 1, bases_list = list(kernel_point_basis(g)), idx = 1,
    name = "of my own",
    space = homspace(c4_group, 2), g1 = c4_group, g2 = c4_group, e1 = group_element(g, 1),
    e2 = group_element(g, 1), param = "int", from = "int", to = "radians"
  )
}

# What the package exports of its own; generics are those of other packages.
own_functions <- function() {
  theirs <- c(
    "escnn", "torch", "iterate", "tuple", "fit", "evaluate", "tidy", "glance", "augment"
  )
  setdiff(getNamespaceExports("escnn"), theirs)
}

wrong_values <- list("no such thing", -1.5, NA, quote(a + b), list(list()), mean)

# What takes any value, or takes none of these to be wrong.
takes_any <- function(f, argument) {
  argument %in% c("...", "call", "env", "title", "name", "seed", "hint") ||
    grepl("escnn_(sitrep|available|names)|install_escnn|expect_equivariant", f)
}

# The error of a call. Of each message that is put together in another way, one is laid
# out in full.
refusal_of <- local({
  laid_out <- character()
  function(f, args) {
    call <- function() rlang::catch_cnd(suppressWarnings(do.call(f, args, quote = TRUE)), "error")
    plain <- with_plain_aborts(call())
    if (is.null(plain) || conditionMessage(plain) %in% laid_out) {
      return(plain)
    }
    laid_out <<- c(laid_out, conditionMessage(plain))
    call()
  }
})

test_that("wrong arguments give classed errors", {
  skip_without_escnn()
  right <- right_values()
  own <- own_functions()
  calls <- do.call(rbind, lapply(sort(own), function(f) {
    wanted <- formals(getExportedValue("escnn", f))
    wanted <- wanted[!vapply(names(wanted), takes_any, NA, f = f)]
    if (length(wanted) == 0) {
      return(NULL)
    }
    data.frame(f = f, argument = names(wanted))
  }))
  unclassed <- unlist(Map(function(f, argument) {
    wanted <- formals(getExportedValue("escnn", f))
    needed <- names(wanted)[vapply(wanted, rlang::is_missing, NA)]
    args <- right[intersect(needed, names(right))]
    if ("x" %in% needed) {
      args$x <- if (grepl("^(nn|append)_", f)) right$type else right$g
    }
    # each value comes first in its turn, since that is what is mostly laid out in full
    first <- nchar(paste0(f, argument)) %% length(wrong_values)
    for (i in (first + seq_along(wrong_values)) %% length(wrong_values) + 1L) {
      wrong <- args[[argument]] <- wrong_values[[i]]
      found <- refusal_of(f, args)
      if (!is.null(found) && !inherits(found, "escnn_error")) {
        shown <- paste(deparse(wrong), collapse = " ")
        return(paste0(f, "(", argument, " = ", shown, "): ", conditionMessage(found)))
      }
    }
    NULL
  }, calls$f, calls$argument))
  expect_identical(unname(unclassed), NULL)
})

test_that("arguments that are left out, misspelt or too many give classed errors", {
  skip_without_escnn()
  right <- right_values()
  own <- own_functions()
  problems <- unlist(lapply(sort(own), function(f) {
    wanted <- formals(getExportedValue("escnn", f))
    needed <- setdiff(names(wanted)[vapply(wanted, rlang::is_missing, NA)], "...")
    if (length(needed) == 0) {
      return(NULL)
    }
    # all of them, and each one alone
    args <- right[intersect(needed, names(right))]
    if ("x" %in% needed) args$x <- if (grepl("^nn_", f)) right$type else right$g
    lapply(c(list(args), as.list(needed)), function(without) {
      given <- args[setdiff(names(args), unlist(if (is.list(without)) needed else without))]
      found <- refusal_of(f, given)
      if (!is.null(found) && !inherits(found, "escnn_error")) {
        paste0(f, "(", toString(names(given)), "): ", conditionMessage(found))
      }
    })
  }))
  expect_identical(problems, NULL)
  layers <- grep("^nn_", own, value = TRUE)
  layers <- layers[!is.na(vapply(layers, layer_class, ""))]
  for (f in layers) {
    expect_error(do.call(f, list(right$type, no_such = 1)), class = "escnn_error_argument")
  }
})

# What a campaign of mutated calls found, each with the argument at fault.
test_that("values of other kinds are named", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  conv <- nn_r2_conv(type, "regular", kernel_size = 3)
  x <- random_array(2, 4, 5, 5)
  tensor <- geometric_tensor(x, type)
  group <- group_cyclic(4)
  calls <- list(
    x = quote(conv(list())), x = quote(conv("a")), x = quote(conv(type)),
    element = quote(transform(tensor)),
    device = quote(geometric_tensor(x, type, device = "abc")),
    weights = quote(escnn_load_weights(conv, NULL)),
    weights = quote(escnn_load_weights(conv, conv)),
    callbacks = quote(fit(conv, x, x, callbacks = list(conv))), it = quote(iterate(c("a", "b"))),
    it = quote(iterate(quote(stop("ran")))), f = quote(iterate(torch$ones(2L), 1)),
    mode = quote(as.vector(tensor, "no mode")), i = quote(group_subgroups(group)$subgroup["a"]),
    grid = quote(nn_fourier_elu(c4(), grid = tensor)), values = quote(group_elements(group, type)),
    frequencies_cutoff = quote(nn_r2_conv(type, "regular", 3, frequencies_cutoff = type)),
    basis_filter = quote(nn_r2_conv(type, "regular", 3, basis_filter = conv)),
    output_size = quote(nn_pointwise_adaptive_avg_pool(type, NULL)),
    elements = quote(plot(kernel_point_basis(group), elements = integer())),
    no_such = quote(transform(tensor, group_element(group, 1), no_such = 1)),
    fun = quote(nn_pointwise_non_linearity(type, revive(conv))),
    ... = quote(repr_direct_sum(repr_regular(group), quote(stop("ran")))),
    ... = quote(repr_irrep(group, list(a = "b"))),
    ... = quote(repr_irrep(group, escnn$nn)), ... = quote(repr_irrep(group, type)),
    width = quote(nn_r2_point_conv(type, "regular", radius = 1, width = revive(type), n_rings = 2)),
    rings = quote(nn_r2_point_conv(type, "regular", radius = 1, width = conv, rings = group)),
    no_such = quote(as.array(tensor, no_such = 1)), no_such = quote(as.list(conv, no_such = 1)),
    no_such = quote(tensor[1, no_such = 1]), no_such = quote(type[1, no_such = 1]),
    no_such = quote(as.array(tensor$tensor, no_such = 1)),
    no_such = quote(solve(group_element(group, 1), no_such = 1)),
    fields = quote(plot(tensor, fields = integer())), "index 2" = quote(tensor[, integer()]),
    elements = quote(plot(repr_regular(group), elements = list())),
    frequencies_cutoff = quote(
      nn_r2_conv(type, "regular", kernel_size = 3, frequencies_cutoff = function(r) NULL)
    ),
    x = quote(fit(conv, y ~ x, data = data.frame(x = 1, y = 1))),
    epochs = quote(fit(conv, x, x, epochs = 1e9)), epochs = quote(fit(conv, x, x, epochs = 2^31))
  )
  for (i in seq_along(calls)) {
    error <- rlang::catch_cnd(eval(calls[[i]]), "error")
    label <- deparse(calls[[i]])[[1]]
    expect_true(inherits(error, "escnn_error"), label = label)
    expect_identical(error$arg, names(calls)[[i]], label = label)
  }
})
