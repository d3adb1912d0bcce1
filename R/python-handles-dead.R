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

check_living <- function() {
  for (generic in names(living_methods)) {
    others <- setdiff(names(alias_noun), with_method(generic))
    register_for(generic, others, living_methods[[generic]])
  }
}
