# Nothing here starts Python: handles wait until they are used.
.onLoad <- function(libname, pkgname) { # nolint: object_name_linter.
  reticulate::register_class_filter(add_alias)
  refuse_generics()
  setHook("reticulate.onPyInit", on_python_start)
  escnn <<- lazy_module("escnn")
  torch <<- lazy_module("torch")
}

# When reticulate starts Python for any reason, raw imports of escnn should
# find the stand-ins and the user's cache; other people's sessions must not
# suffer if that fails.
on_python_start <- function() {
  tryCatch(attach_python_side(), error = function(e) NULL)
}
