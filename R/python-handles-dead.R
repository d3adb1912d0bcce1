# What is asked of a dead pointer, by `length()`, `dim()`, `names()`, `levels()` or `$`,
# has no answer: an error says so. Printing goes on working. Kinds that have a method of
# their own check there; the others get one of these when the package is loaded.

living_methods <- list(
  names = function(x) {
    check_alive(x, arg = "x", call = NULL)
    NextMethod()
  },
  length = function(x) {
    check_alive(x, arg = "x", call = NULL)
    NextMethod()
  },
  # what it has is reticulate's to tell
  "$" = function(x, name) {
    check_alive(x, arg = "x", call = NULL)
    attribute_or_abort(NextMethod(), x, name)
  },
  "$<-" = function(x, name, value) {
    check_alive(x, arg = "x", call = NULL)
    check_alive(value, arg = "value", call = NULL)
    NextMethod()
  }
)

check_living <- function(namespace = topenv()) {
  for (generic in names(living_methods)) {
    methods <- paste(generic, names(alias_noun), sep = ".")
    own <- vapply(methods, exists, NA, namespace, inherits = FALSE)
    for (class in names(alias_noun)[!own]) {
      registerS3method(generic, class, living_methods[[generic]], asNamespace("base"))
    }
  }
}
