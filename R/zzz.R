# Nothing here starts Python: handles wait until they are used.
.onLoad <- function(libname, pkgname) { # nolint: object_name_linter.
  reticulate::register_class_filter(add_alias)
  check_living()
  refuse_generics()
  label_kinds()
  show_kinds()
  compare_kinds()
  register_bundles()
  setHook("reticulate.onPyInit", on_python_start)
  # a Python that is there loads the modules behind the handles at once
  if (reticulate::py_available()) {
    on_python_start()
  }
  load_handles <- function() {
    escnn <<- lazy_module("escnn")
    torch <<- lazy_module("torch")
  }
  if (reticulate::py_available()) without_working_folder(load_handles()) else load_handles()
}

# When reticulate starts Python for any reason, raw imports of escnn should
# find the stand-ins and the user's cache; other people's sessions must not
# suffer if that fails. PyTorch's waiting threads sleep there, too.
on_python_start <- function() {
  note_process()
  tryCatch(wait_asleep(), error = function(e) NULL)
  tryCatch(attach_python_side(), error = function(e) NULL)
}
