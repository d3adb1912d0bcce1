# Generics that have a meaning for some kinds of objects, or for none. The other
# kinds refuse them, where R would take the handle of a Python object for a list
# or a function, and say which kinds have one, or what to do.

refused_generics <- list(
  base = c(
    "as.array", "as.data.frame", "as.list", "as.matrix", "as.vector", "mean", "names<-", "plot",
    "solve", "sort", "t", "transform", "[<-", "dim<-", "dimnames<-", "length<-", "levels<-",
    "Math", "Summary"
  ),
  graphics = c("hist", "image"),
  stats = c("coef", "fitted", "median", "predict", "quantile", "residuals"),
  generics = c("fit", "evaluate", "tidy", "glance", "augment")
)

# What can be done with everything that has `[`.
needing_subset <- list(base = c("[", "split"), utils = c("head", "tail"))

# A fitted model is a list, too.
of_lists <- c(
  "as.list", "as.vector", "names<-", "[", "split", "[<-", "dim<-", "dimnames<-", "length<-",
  "levels<-"
)

refuse_generics <- function() {
  all_kinds <- names(alias_noun)
  everything <- c(all_kinds, "escnn_fit")
  subset <- with_method("[")
  for (generics in list(refused_generics, needing_subset)) {
    for (package in names(generics)) {
      for (generic in generics[[package]]) {
        kinds <- with_method(generic, everything)
        kinds <- union(kinds, if (generic %in% unlist(needing_subset)) subset)
        for (kind in setdiff(everything, c(kinds, if (generic %in% of_lists) "escnn_fit"))) {
          register_for(generic, kind, refusal(generic, kind, kinds), package)
        }
      }
    }
  }
  by_position <- list("[[" = refusal_of_position, "[[<-" = refusal_to_replace)
  for (generic in names(by_position)) {
    parts <- with_method(generic)
    for (kind in setdiff(all_kinds, parts)) {
      register_for(generic, kind, by_position[[generic]](kind, parts))
    }
  }
  for (generic in needing_subset$utils) {
    register_for(generic, setdiff(subset, with_method(generic, subset)), end_of(generic), "utils")
  }
}

# Numbers between `[[` and `]]` are for objects with parts; names are what `$`
# takes, too.
refusal_of_position <- function(class, kinds) {
  refuse <- refusal("[[", class, kinds)
  function(x, i, ...) {
    if (missing(i) || !is.character(i) || length(i) != 1L) refuse(x)
    check_alive(x, call = NULL)
    attribute_between(x, i)
  }
}

refusal_to_replace <- function(class, kinds) {
  refuse <- refusal("[[<-", class, kinds)
  function(x, i, ..., value) {
    if (missing(i) || !is.character(i) || length(i) != 1L) refuse(x)
    check_alive(x, call = NULL)
    check_alive(value, arg = "value", call = NULL)
    reticulate::py_set_attr(x, i, value)
    x
  }
}

# R's own `head()` takes what has a `dim()` for a matrix.
end_of <- function(generic) {
  end <- getExportedValue("utils", generic)
  function(x, n = 6L, ...) {
    check_dots(..., .known = c("x", "n"))
    check_alive(x)
    n <- check_whole(n)
    count <- if (inherits(x, "escnn_tensor")) dim(x)[[1]] else length(x)
    x[end(seq_len(count), n)]
  }
}

# A method of `class` for a generic that only `kinds` have.
refusal <- function(generic, class, kinds) {
  force(generic)
  force(class)
  force(kinds)
  function(...) {
    name <- if (generic %in% c("Math", "Summary")) .Generic else generic
    nouns <- c(alias_noun, escnn_fit = "a fitted model")
    x <- ...elt(1L)
    call <- switch(name,
      "[" = quote(x[i]), "[[" = quote(x[[i]]), "[[<-" = quote(x[[i]] <- value),
      "[<-" = quote(x[i] <- value), rlang::call2(name)
    )
    if (class != "escnn_fit") check_alive(x, arg = dispatched(generic), call = call)
    remedy <- refusal_remedy(generic, class)
    if (length(kinds) && !(generic == "[[" && length(remedy))) {
      others <- unname(nouns[kinds])
      allowed <- paste(
        c(toString(utils::head(others, -1)), utils::tail(others, 1)), collapse = " or "
      )
      abort_arg(dispatched(generic), x, sub("^ or ", "", allowed), remedy, call = call)
    }
    shown <- if (generic == "[[") "x[[i]]" else paste0(name, "()")
    cli::cli_abort(
      c("{.code {shown}} has no meaning for {nouns[[class]]}.", verbatim(remedy, "i")),
      class = error_class("argument"), arg = dispatched(generic), call = call
    )
  }
}

# What to do instead, where there is something.
refusal_remedy <- function(generic, class) {
  has_values <- class %in% c("escnn_tensor", "escnn_dataset")
  if (class == "escnn_dataset" && generic == "[[") {
    "`x[i]` takes examples: `as.array(x[i])` has values, and `dataset_labels(x[i])` targets."
  } else if (class == "escnn_tensor" && generic == "[[") {
    "`x[i]` takes items of the batch, `x[i, j]` fields; `as.list(x)` has a tensor for each item."
  } else if (class == "escnn_module" && generic %in% c("hist", "image")) {
    "`plot(x)` draws its layers."
  } else if (has_values && generic == "predict") {
    "Give the model first: `predict(model, x)`."
  } else if (class == "escnn_fit" && generic %in% c("residuals", "fitted")) {
    "Give the data again: `augment(x, newdata, y)`."
  } else if (has_values && generic %in% numeric_generics) {
    "Take its values first: `as.array(x)`."
  }
}

numeric_generics <- c(
  "Math", "Summary", "as.data.frame", "as.matrix", "hist", "image", "mean", "median", "quantile",
  "sort", "t"
)

# The argument that decides which method answers.
dispatched <- function(generic) {
  objects <- c("coef", "fitted", "predict", "fit", "residuals")
  switch(generic, transform = "_data", solve = "a", if (generic %in% objects) "object" else "x")
}
