#' Objects for other sessions
#'
#' Modules, field types, gspaces, groups, representations, group elements,
#' geometric tensors and data sets are handles of objects in this session's Python.
#' `saveRDS()` keeps the handle alone, and so does R when it sends one to
#' another process. `escnn_pack()` gives a plain R value with all that is needed,
#' and `escnn_unpack()` makes the object again, in any session.
#'
#' Fitted models need no packing: `saveRDS()`, `targets` and other
#' processes take them as they are.
#'
#' Packages that keep objects use these functions:
#' - [bundle](https://rstudio.github.io/bundle/): `bundle::bundle(x)` works on
#'   all of these kinds, and `bundle::unbundle()` gives the object back.
#' - [targets](https://docs.ropensci.org/targets/): `tar_target(model, net_gcnn(...), format =
#'   escnn_tar_format())` keeps them in its store, and sends them to its workers.
#' - parallel, future and mirai: send `escnn_pack(x)`, and begin in the worker with
#'   `x <- escnn_unpack(x)`.
#'
#' Unpacking runs nothing of what is packed: it calls constructors of
#' layers that this package knows, as [escnn_load()] does. Modules of your own
#' (see [escnn_module()]) take the functions that made them along, as R takes
#' functions, and weights go in the format of safetensors.
#'
#' A data set in memory goes along with its values (a part of one with its part);
#' one of files takes along where they are. Tiles, crops and turned images are computed
#' as they are taken: write these with [dataset_write()].
#'
#' @param x For `escnn_pack()` one of these objects, for `escnn_unpack()` what
#'   it gave.
#' @param ... Not used.
#' @returns `escnn_pack()` gives an `escnn_packed`, a list of plain values.
#'   `escnn_unpack()` gives the object; modules are in evaluation mode, on the
#'   CPU. `escnn_tar_format()` gives what the argument `format` of
#'   `targets::tar_target()` takes.
#' @section Errors: `escnn_error_argument` when an object can't be packed, when `x` was
#'   damaged, and when the files of a data set are not as they were.
#' @source Of this package; see the documentation of 'bundle' and 'targets'.
#' @seealso [escnn_save()] for files of models that last.
#' @family keeping models
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), regular = 2)
#' path <- tempfile(fileext = ".rds")
#' saveRDS(escnn_pack(type), path)
#' escnn_unpack(readRDS(path)) == type
#' @export
escnn_pack <- function(x) {
  if (missing(x)) abort_missing("x", rlang::current_env())
  if (inherits(x, "escnn_fit")) {
    check_fit(x)
    return(new_packed("fit", fit = x))
  }
  check_object(x, packable, allowed = packed_words, hint = packing_hint(x))
  if (inherits(x, "escnn_module")) {
    content <- py_invoke("escnn_r.saving.package_module", x)
    return(new_packed(
      "module", recipe = content$recipe, weights = content$weights,
      modules = constructors_of(content$own)
    ))
  }
  if (inherits(x, "escnn_dataset")) {
    content <- py_invoke("escnn_r.saving.package_dataset", x)
    return(new_packed("dataset", recipe = content$description, weights = content$values))
  }
  if (inherits(x, "escnn_tensor")) {
    return(pack_tensor(x))
  }
  new_packed(sub("escnn_", "", alias_class(x)), recipe = py_invoke(
    "escnn_r.saving.package_object", x
  ))
}

packing_hint <- function(x) {
  if (inherits(x, "escnn_folds")) {
    return("Pack the data set, and send `held`: the first fold trains on `data[-held[[1]]]`.")
  }
  if (is_plain_list(x)) "Pack each entry: `lapply(x, escnn_pack)`."
}

plain_kinds <- c(
  "escnn_gspace", "escnn_group", "escnn_representation", "escnn_group_element", "escnn_field_type"
)

packable <- c(plain_kinds, "escnn_module", "escnn_dataset", "escnn_tensor")

packed_words <- paste(
  "a module, a field type, a gspace, a group, a representation, a group element,",
  "a geometric tensor, a data set or a fitted model"
)

new_packed <- function(kind, ...) {
  structure(list(kind = kind, ...), class = "escnn_packed")
}

pack_tensor <- function(x, call = rlang::caller_env()) {
  if (!is.null(x$coords)) {
    abort_arg(
      "x", x, "a geometric tensor on a grid, or of vectors",
      "Point clouds go along as a data set: `dataset_clouds()`.", call = call
    )
  }
  new_packed(
    "tensor", recipe = py_invoke("escnn_r.saving.package_object", x$type, .call = call),
    values = as.array(x)
  )
}

#' @rdname escnn_pack
#' @export
escnn_unpack <- function(x) {
  checked(x, inherits(x, "escnn_packed") && is_packed(unclass(x)), "what `escnn_pack()` gave")
  switch(x$kind,
    fit = {
      check_fit(x$fit)
      x$fit
    },
    module = py_invoke(
      "escnn_r.saving.unpackage_module", x$recipe, x$weights,
      constructors_for_python(as.list(x$modules))
    ),
    dataset = py_invoke("escnn_r.saving.unpackage_dataset", x$recipe, x$weights),
    tensor = geometric_tensor(x$values, py_invoke("escnn_r.saving.unpackage_object", x$recipe)),
    py_invoke("escnn_r.saving.unpackage_object", x$recipe)
  )
}

# Anybody may have written what is read, so it is taken for nothing but what it should be.
is_packed <- function(x) {
  kinds <- c("fit", "module", "dataset", "tensor", sub("escnn_", "", plain_kinds))
  if (!is.list(x) || !is_text(x$kind) || !x$kind %in% kinds) {
    return(FALSE)
  }
  switch(x$kind,
    fit = inherits(x$fit, "escnn_fit"),
    module = , dataset = is_text(x$recipe) && is.raw(x$weights),
    tensor = is_text(x$recipe) && is.numeric(x$values) && is.array(x$values),
    is_text(x$recipe)
  )
}

#' @export
format.escnn_packed <- function(x, ...) {
  noun <- c(alias_noun, escnn_fit = "a fitted model")[[paste0("escnn_", x$kind)]]
  size <- format(structure(utils::object.size(unclass(x)), class = "object_size"), units = "auto")
  paste0("<packed> ", noun, ", ", size)
}

#' @export
print.escnn_packed <- function(x, ...) {
  writeLines(c(format(x), "  `escnn_unpack()` makes it again."))
  invisible(x)
}

#' @rdname escnn_pack
#' @export
escnn_tar_format <- function() {
  rlang::check_installed("targets", "for a format of its targets.")
  tar_format_by(asNamespace("targets")$tar_format)
}

tar_format_by <- function(tar_format) {
  # targets keeps these as text, so they name all that they use; a target that failed is NULL
  tar_format(
    read = function(path) {
      object <- readRDS(path)
      if (is.null(object)) NULL else escnn::escnn_unpack(object)
    },
    write = function(object, path) {
      saveRDS(if (is.null(object)) NULL else escnn::escnn_pack(object), path)
    },
    marshal = function(object) if (is.null(object)) NULL else escnn::escnn_pack(object),
    unmarshal = function(object) {
      if (inherits(object, "escnn_packed")) escnn::escnn_unpack(object) else object
    }
  )
}

# `bundle::bundle()` of our objects, from when that package is loaded.
register_bundles <- function() {
  register <- function(...) {
    register_for("bundle", c(packable, "escnn_fit"), bundle_object, "bundle")
  }
  if (isNamespaceLoaded("bundle")) register()
  setHook(packageEvent("bundle", "onLoad"), register)
}

bundle_object <- function(x, ..., package = asNamespace("bundle")) {
  package$bundle_constr(
    object = escnn_pack(x),
    # goes to other sessions, where nothing of this one is in reach
    situate = package$situate_constr(function(object) escnn::escnn_unpack(object)),
    desc_class = class(x)[[1]]
  )
}
