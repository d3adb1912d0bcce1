# Generics of R that have no meaning for some of the package's objects. Their
# default methods take what these objects are made of, functions and
# environments, and end in errors about that, or give nothing without a word.

refused_generics <- c(
  "plot", "hist", "image", "as.data.frame", "as.matrix", "as.array", "mean", "median", "quantile",
  "t", "Math", "Summary", "predict", "coef", "residuals", "fitted", "transform", "head", "tail"
)

# Those that some kinds have and others lack are refused already, see generics.R.
register_refusals <- function() {
  for (class in c(names(alias_noun), "escnn_fit")) {
    for (generic in refused_generics) {
      if (is.null(utils::getS3method(generic, class, optional = TRUE))) {
        registerS3method(generic, class, without_meaning(generic, class))
      }
    }
  }
}

without_meaning <- function(generic, class) {
  force(generic)
  force(class)
  function(x, ...) {
    check_alive(x, arg = "x", call = environment())
    name <- if (generic %in% c("Math", "Summary")) .Generic else generic
    noun <- if (class == "escnn_fit") "a fitted model" else alias_noun[[class]]
    remedy <- refusal_remedy(generic, class) %||% "`print(x)` and `summary(x)` show it."
    cli::cli_abort(
      c("{.fn {name}} has no meaning for {noun}.", verbatim(remedy, "i")),
      class = c("escnn_error_argument", "escnn_error"), arg = "x", call = environment()
    )
  }
}

# What to do instead, where there is more to say than what shows the object.
refusal_remedy <- function(generic, class) {
  drawn <- generic %in% c("plot", "hist", "image")
  if (class == "escnn_module" && drawn) {
    "`print(x)` shows its layers. `plot()` draws what `fit()` and `check_equivariance()` give."
  } else if (class %in% c("escnn_tensor", "escnn_dataset") && generic == "predict") {
    "Give the model first: `predict(model, x)`."
  } else if (class == "escnn_fit" && generic == "coef") {
    "The module has weights: `coef(fitted_module(x))`."
  } else if (class == "escnn_fit" && generic %in% c("residuals", "fitted")) {
    "Give the data again: `augment(x, newdata, y)`."
  } else if (class %in% c("escnn_tensor", "escnn_dataset")) {
    "Take its values first: `as.array(x)`."
  }
}
