# S3 aliases for Python objects, whoever made them: each gets one short, stable
# class in front of reticulate's own, and all methods are written on that.

alias_of <- c(
  "escnn.gspaces.gspace.GSpace" = "escnn_gspace",
  "escnn.group.group.Group" = "escnn_group",
  "escnn.group.group.GroupElement" = "escnn_group_element",
  "escnn_r.group.subgroups.Subgroup" = "escnn_subgroup",
  "escnn.group.homspace.HomSpace" = "escnn_homspace",
  "escnn.group.representation.Representation" = "escnn_representation",
  "escnn.kernels.basis.KernelBasis" = "escnn_kernel_basis",
  "escnn.kernels.harmonic_polynomial_r3.HarmonicPolynomialR3Generator" = "escnn_kernel_basis",
  "escnn.nn.field_type.FieldType" = "escnn_field_type",
  "escnn.nn.geometric_tensor.GeometricTensor" = "escnn_tensor",
  "escnn.nn.modules.equivariant_module.EquivariantModule" = "escnn_module",
  "escnn_r.datasets.base.Dataset" = "escnn_dataset"
)

# What people call them.
alias_noun <- c(
  escnn_gspace = "a gspace",
  escnn_group = "a group",
  escnn_group_element = "a group element",
  escnn_subgroup = "a subgroup",
  escnn_homspace = "a homogeneous space",
  escnn_representation = "a representation",
  escnn_kernel_basis = "a kernel basis",
  escnn_field_type = "a field type",
  escnn_tensor = "a geometric tensor",
  escnn_module = "a module",
  escnn_dataset = "a data set"
)

add_alias <- function(classes) {
  aliases <- unname(alias_of[intersect(classes, names(alias_of))])
  if (length(aliases) && !aliases[[1]] %in% classes) c(aliases[[1]], classes) else classes
}

# The alias of an object, or NULL for anything else.
alias_class <- function(x) {
  aliases <- intersect(class(x), names(alias_noun))
  if (length(aliases)) aliases[[1]] else NULL
}

# Those of some kinds that have a method of their own for a generic.
with_method <- function(generic, kinds = names(alias_noun)) {
  methods <- paste(generic, kinds, sep = ".")
  kinds[vapply(methods, exists, NA, topenv(), mode = "function", inherits = FALSE)]
}

# Methods that several kinds share are registered when the package is loaded.
register_for <- function(generic, kinds, method, package = "base") {
  for (kind in kinds) registerS3method(generic, kind, method, asNamespace(package))
}

# Objects restored from a file or another session have lost their pointer.
is_dead <- function(x) {
  # reticulate would evaluate a call
  inherits(x, "python.builtin.object") && reticulate::py_is_null_xptr(x)
}

check_alive <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  force(call)
  if (missing(x)) abort_missing(arg, call)
  check_fork(call)
  if (is_dead(x)) {
    abort_dead(x, arg, call)
  }
  invisible(x)
}

abort_dead <- function(x, arg, call) {
  noun <- if (is.null(alias_class(x))) "a Python object" else alias_noun[[alias_class(x)]]
  cli::cli_abort(
    c(
      "{.arg {arg}} is {noun} from another R session, and its Python object is gone.",
      i = "Python objects don't survive {.fn saveRDS}, {.file .RData} or a restart:
           run the code that made it again.",
      i = if (inherits(x, packable)) {
        "Next time save {.code escnn_pack({arg})}, and give what you read to {.fn escnn_unpack}."
      }
    ),
    class = error_class("dead_pointer"),
    arg = arg,
    call = call
  )
}

# Checks that `x` is a live object of one of the aliased kinds.
check_object <- function(x, kinds, allowed = NULL, hint = NULL, null = FALSE,
                         arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  checked(
    x, inherits(x, kinds), allowed %||% paste(unname(alias_noun[kinds]), collapse = " or "),
    check_alive(x, arg = arg, call = call), hint, null, arg, call
  )
}
