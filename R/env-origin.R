# Where Python's modules come from: those of this package, PyTorch, numpy, escnn
# and Python's own, when something else stands in their place.

# Called before anything of the package is imported: what lies in the working
# folder is refused, what comes from elsewhere is told once.
check_origins <- function(call) {
  strangers <- python_strangers()
  wrong <- strangers[strangers$wrong, ]
  if (nrow(wrong)) {
    problem <- stranger_text(wrong)[[1]]
    cli::cli_abort(
      c("{problem}", i = "{stranger_remedy}"),
      class = error_class("python_setup"),
      file = wrong$file[[1]], call = call
    )
  }
  for (problem in setdiff(stranger_text(strangers), the$warned)) {
    the$warned <- c(the$warned, problem)
    cli::cli_warn("{problem}", class = warning_class("python_setup"))
  }
  invisible()
}

stranger_remedy <- "Rename that file or move it to another folder, then restart R."

stranger_text <- function(strangers) {
  ends <- c(
    "not from the environment: its version may not fit.",
    "which is not the module of that name that escnn needs."
  )
  sprintf("Python takes `%s` from %s, %s", strangers$name, strangers$file,
          ends[strangers$wrong + 1L])
}

# Data frame of name, file and whether it can't be right, for the Python that is
# running. Imports nothing but the look-up itself.
python_strangers <- function() {
  own <- own_module_file()
  if (!is.null(own)) {
    return(data.frame(name = "escnn_r", file = own, wrong = TRUE))
  }
  origins <- reticulate::import("escnn_r.compat", convert = FALSE)
  strangers <- reticulate::py_to_r(origins$strangers(as.list(python_path_entries())))
  strangers <- do.call(rbind, c(list(no_strangers), lapply(strangers, as.data.frame)))
  # what reticulate has put on top of the environment that Python was started from
  added <- paste0(dirname(dirname(reticulate::py_config()$python)), "/")
  strangers[!startsWith(strangers$file, added), ]
}

no_strangers <- data.frame(name = character(), file = character(), wrong = logical())

# The file of an `escnn_r` that isn't this package's, or NULL.
own_module_file <- function() {
  file <- reticulate::py_eval(
    "getattr(__import__('importlib.util').util.find_spec('escnn_r'), 'origin', None)"
  )
  real <- function(x) normalizePath(x, winslash = "/", mustWork = FALSE)
  if (!is.null(file) && dirname(dirname(real(file))) != real(python_side_dir())) file
}

# What PYTHONPATH would put in the place of the environment's packages, looked
# for on disk: nothing has to be running.
python_path_strangers <- function(entries = python_path_entries()) {
  names <- c("escnn_r", "torch", "numpy", "escnn")
  for (name in names) {
    files <- file.path(
      rep(entries, each = 2), c(file.path(name, "__init__.py"), paste0(name, ".py"))
    )
    files <- files[file.exists(files)]
    if (length(files)) {
      return(data.frame(name = name, file = files[[1]], wrong = name == "escnn_r"))
    }
  }
  no_strangers
}
