# Generics that some kinds of objects have methods for. The other kinds refuse
# and say which have one, where R would take the handle of a Python object for a
# list or a function.

refusing_generics <- list(
  base = c(
    "as.array", "as.data.frame", "as.list", "as.matrix", "as.vector", "names<-", "plot", "solve",
    "sort", "transform"
  ),
  stats = c("coef", "predict"),
  generics = c("fit", "evaluate", "tidy", "glance", "augment")
)

# What can be done with everything that has `[`.
needing_subset <- list(base = c("[", "split"), utils = c("head", "tail"))

refuse_generics <- function(namespace = topenv()) {
  has <- function(generic, class) {
    exists(paste(generic, class, sep = "."), namespace, mode = "function", inherits = FALSE)
  }
  subset <- Filter(function(class) has("[", class), names(alias_noun))
  refuse <- function(generics, classes) {
    for (package in names(generics)) {
      for (generic in generics[[package]]) {
        kinds <- Filter(function(class) has(generic, class), c(names(alias_noun), "escnn_fit"))
        kinds <- union(kinds, if (generic %in% unlist(needing_subset)) subset)
        for (class in setdiff(classes, kinds)) {
          registerS3method(generic, class, refusal(generic, kinds), asNamespace(package))
        }
      }
    }
  }
  refuse(refusing_generics, names(alias_noun))
  refuse(needing_subset, setdiff(names(alias_noun), subset))
  parts <- Filter(function(class) has("[[", class), names(alias_noun))
  for (class in setdiff(names(alias_noun), parts)) {
    registerS3method("[[", class, refusal_of_position(parts), asNamespace("base"))
  }
  for (generic in needing_subset$utils) {
    for (class in Filter(function(class) !has(generic, class), subset)) {
      registerS3method(generic, class, end_of(generic), asNamespace("utils"))
    }
  }
}

# Numbers between `[[` and `]]` are for objects with parts; names are what `$`
# takes, too.
refusal_of_position <- function(kinds) {
  refuse <- refusal("[[", kinds)
  function(x, i, ...) {
    if (!missing(i) && is.character(i) && length(i) == 1L) NextMethod() else refuse(x)
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

refusal <- function(generic, kinds) {
  force(generic)
  force(kinds)
  function(...) {
    nouns <- unname(c(alias_noun, escnn_fit = "a fitted model")[kinds])
    x <- ...elt(1L)
    call <- switch(generic, "[" = quote(x[i]), "[[" = quote(x[[i]]), rlang::call2(generic))
    check_alive(x, arg = dispatched(generic), call = call)
    allowed <- paste(c(toString(utils::head(nouns, -1)), utils::tail(nouns, 1)), collapse = " or ")
    abort_arg(
      dispatched(generic), x, sub("^ or ", "", allowed),
      refusal_remedy(generic, alias_class(x)), call = call
    )
  }
}

# The argument that decides which method answers.
dispatched <- function(generic) {
  switch(generic, transform = "_data", solve = "a", coef = , predict = , fit = "object", "x")
}
