# The snake case of a Python name: maximumOffset -> maximum_offset, N -> n.
snake <- function(name) {
  name <- gsub("([a-z0-9])([A-Z])", "\\1_\\2", name)
  tolower(gsub("([A-Z])([A-Z][a-z])", "\\1_\\2", name))
}

# The function that a call as users type it names.
called <- function(text) {
  call <- parse(text = text)[[1]]
  while (is.call(call)) call <- call[[1]]
  as.character(call)
}

# The formals of a function, or of its methods for this package's classes.
arguments_of <- function(name) {
  methods <- getNamespaceInfo("escnn", "S3methods")
  own <- c(methods[methods[, 1] == name, 3], intersect(name, getNamespaceExports("escnn")))
  unlist(lapply(own, function(f) names(formals(get(f, asNamespace("escnn"))))))
}

# Objects that are called themselves, as users would name them.
objects_called <- c("model", "representation")

is_there <- function(name) {
  methods <- getNamespaceInfo("escnn", "S3methods")[, 1]
  operators <- getGroupMembers("Ops")
  name %in% c(getNamespaceExports("escnn"), methods, objects_called) ||
    (name %in% unlist(lapply(operators, getGroupMembers)) && "Ops" %in% methods)
}

# What is wrong with an entry, given the arguments that Python has.
fault <- function(entry, arguments) {
  if (!is.null(entry$why)) {
    return(NULL)
  }
  name <- called(entry$r)
  if (!is_there(name)) {
    return(paste0("there is no ", name, "() for `", entry$r, "`"))
  }
  known <- c(arguments_of(name), all.vars(parse(text = entry$r)))
  renamed <- vapply(arguments, function(a) entry$args[[a]] %||% snake(a), "")
  missing <- arguments[!renamed %in% known & !arguments %in% names(entry$without)]
  if (length(missing)) paste0("`", entry$r, "` has no argument for ", toString(missing))
}

# Layers rename as `new_layer()` does.
layer_entries <- function() {
  renames <- as.list(c(stats::setNames(names(layer_renames), layer_renames), in_type = "x"))
  lapply(layer_names(), function(entry) c(entry, list(args = renames)))
}

# What Python's escnn has, by inventory.py beside this file.
public_names <- function() {
  python_side()
  reticulate::import_from_path("inventory", test_path())$list_names()
}

test_that("every public name of Python's escnn has its counterpart in R", {
  skip_without_escnn()
  listing <- public_names()
  entries <- c(names_table(), layer_entries())
  problems <- unlist(lapply(listing, function(each) {
    found <- intersect(unlist(each$owners), names(entries))
    if (length(found) == 0) {
      return(paste(each$name, "has no counterpart"))
    }
    what <- fault(entries[[found[[1]]]], unlist(each$arguments))
    if (length(what)) paste0(each$name, ": ", what)
  }))
  expect_identical(problems, NULL)
})

test_that("no entry is stale, doubled, or an exception without need", {
  skip_without_escnn()
  listing <- public_names()
  known <- unlist(lapply(listing, function(each) c(each$name, each$owners)))
  expect_identical(setdiff(names(names_table()), known), character())
  expect_false(anyDuplicated(names(names_table())) > 0)
  exceptions <- names(Filter(function(entry) !is.null(entry$why), names_table()))
  abstract <- vapply(Filter(function(each) each$kind == "abstract", listing), `[[`, "", "name")
  expect_identical(setdiff(exceptions, abstract), character())
})

test_that("names are found by any part of them", {
  found <- escnn_names("R2CONV")
  expect_named(found, c("python", "r"))
  call <- found$r[found$python == "escnn.nn.R2Conv"]
  expect_match(call, "nn_r2_conv(x, out_type, kernel_size,", fixed = TRUE)
  expect_identical(nrow(escnn_names("no such name")), 0L)
  expect_gt(nrow(escnn_names()), nrow(escnn_names("escnn.nn")))
  expect_snapshot(escnn_names(3), error = TRUE)
})
