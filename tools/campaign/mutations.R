# What is put in place of an argument. Each is an expression, evaluated in the
# worker among the fixtures; the first four change the call itself.

call_mutations <- c("left out", "misspelt", "unknown argument", "one too many")

value_mutations <- expression(
  null = NULL, na = NA, nan = NaN, inf = Inf, minus_one = -1, zero = 0, half = 0.5,
  ten_thousand = 1e4, billion = 1e9, integer_max = 2147483647, beyond_integer = 2^31,
  text = "abc", empty_text = "", braces = "{run()}", braces_file = "{file.create('ran')}",
  code = "run()", markup = "{.run run()}", long_text = strrep("ab", 1e5), accents = "\u00e9\u4e2d",
  missing_text = NA_character_, factor = factor(c("a", "{run()}")), date = as.Date("2024-01-01"),
  duration = as.difftime(1, units = "days"), true = TRUE, two_numbers = c(1, 2),
  two_texts = c("a", "{run()}"), no_number = numeric(), no_text = character(), list = list(),
  nested = list(list(1, "{run()}")), fun = function(...) NULL,
  failing = function(...) stop("no {run()}"),
  builtin = sum, frame = data.frame(a = 1:2), no_frame = data.frame(), environment = new.env(),
  symbol = quote(a), call = quote(run()), formula = y ~ x, complex = 1i, raw = as.raw(1),
  zero_extent = array(0, c(0, 1, 5, 5)), zero_channel = array(0, c(2, 0, 5, 5)),
  rank_one = array(1:3),
  rank_two = matrix(1, 2, 2), rank_six = array(0, rep(1, 6)), nas = array(c(1, NA), c(2, 1, 5, 5)),
  infinite = array(Inf, c(2, 1, 5, 5)), texts = array("a", c(2, 1, 5, 5)),
  named = c(a = 1, "{run()}" = 2), a_group = c4g, a_gspace = gs, an_element = e,
  a_representation = regular, a_type = plain, a_tensor = small, a_module = relu, a_fit = fitted,
  a_dataset = dataset, a_basis = kernels, a_homspace = coset, a_subgroup = subgroup,
  a_handle = escnn$nn, a_tuple = tuple(1, 2), a_torch_tensor = tensor$tensor,
  dead_group = dead(c4g), dead_element = dead(e), dead_representation = dead(regular),
  dead_type = dead(type), dead_tensor = dead(tensor), dead_module = dead(conv),
  dead_dataset = dead(dataset), dead_gspace = dead(gs), dead_basis = dead(kernels)
)

# Those whose values would be taken for code, for the search of text that runs.
text_mutations <- c(
  "braces", "braces_file", "code", "markup", "factor", "two_texts", "nested", "failing", "call",
  "named"
)

# What answers a generic is decided by its first argument (by either, for
# operators), so that R's own values there are R's business.
own_values <- setdiff(
  grep("^(a|an|dead)_", names(value_mutations), value = TRUE),
  c("a_handle", "a_tuple", "a_torch_tensor")
)

is_generic_row <- function(name) {
  grepl(".escnn_", name, fixed = TRUE) ||
    name %in% c("fit", "evaluate", "augment", "glance", "tidy", "as.array.torch.Tensor")
}

# The arguments of a call: those of the function that answers, and those that
# the call has besides, for `...`.
call_arguments <- function(name, call) {
  known <- names(formals_of(name, call))
  written <- names(call)[-1]
  if (is.null(written)) written <- rep("", length(call) - 1L)
  before <- if ("..." %in% known) known[seq_len(match("...", known) - 1L)] else known
  positions <- setdiff(before, written)
  free <- which(!nzchar(written))
  taken <- utils::head(positions, length(free))
  written[free[seq_along(taken)]] <- taken
  written[!nzchar(written)] <- paste0("..", which(!nzchar(written)))
  unique(c(written, setdiff(known, "...")))
}

formals_of <- function(name, call) {
  # all kinds share their operators
  if (startsWith(name, "Ops.escnn_")) name <- "ops_objects"
  f <- get0(name, asNamespace("escnn"), mode = "function", inherits = FALSE)
  if (is.null(f)) NULL else formals(f)
}

# All cases with one change, and as many pairs of changes, in an order that the
# seed decides.
call_cases <- function(calls, seed, mutations = names(value_mutations)) {
  single <- do.call(rbind, lapply(names(calls), function(name) {
    arguments <- call_arguments(name, calls[[name]])
    changes <- expand.grid(
      argument = arguments, mutation = c("left out", "misspelt", mutations),
      stringsAsFactors = FALSE
    )
    dispatched <- if (grepl("^Ops", name)) arguments else arguments[1]
    if (is_generic_row(name)) {
      changes <- changes[!changes$argument %in% dispatched | changes$mutation %in% own_values, ]
    }
    whole <- data.frame(argument = "", mutation = c("unknown argument", "one too many", "none"))
    cbind(name = name, rbind(whole, changes))
  }))
  set.seed(seed, kind = "Mersenne-Twister", sample.kind = "Rejection")
  single <- single[sample.int(nrow(single)), ]
  single$argument2 <- single$mutation2 <- ""
  # every fifth case has a second change
  second <- sample(names(value_mutations), nrow(single), replace = TRUE)
  pairs <- seq_len(nrow(single)) %% 5 == 0 & nzchar(single$argument)
  for (i in which(pairs)) {
    name <- single$name[[i]]
    others <- setdiff(call_arguments(name, calls[[name]]), single$argument[[i]])
    if (is_generic_row(name)) others <- others[-1]
    if (length(others)) {
      single$argument2[[i]] <- others[[sample.int(length(others), 1)]]
      single$mutation2[[i]] <- second[[i]]
    }
  }
  rownames(single) <- NULL
  single
}

# The call with some arguments changed. Values become variables of `frame`, as
# people write them.
mutate_call <- function(name, call, changes, frame) {
  arguments <- as.list(call)
  names(arguments) <- c("", call_arguments(name, call)[seq_len(length(call) - 1L)])
  first <- names(arguments)[2]
  for (change in changes) {
    arguments <- change_argument(arguments, change[[1]], change[[2]], frame)
  }
  names(arguments)[grepl("^[.][.][0-9]+$", names(arguments))] <- ""
  # operators and generics have their arguments by position
  first_named <- length(call) > 1 && !is.null(names(call)) && nzchar(names(call)[[2]])
  if (grepl("^(Ops|\\$)", name)) {
    names(arguments) <- NULL
  } else if (grepl("^\\[", name)) {
    names(arguments)[names(arguments) %in% c("x", "i")] <- ""
  } else if (length(arguments) > 1 && !first_named && identical(names(arguments)[[2]], first)) {
    names(arguments)[[2]] <- ""
  }
  as.call(arguments)
}

change_argument <- function(arguments, argument, mutation, frame) {
  if (mutation == "none") {
    return(arguments)
  }
  if (mutation == "unknown argument") {
    return(c(arguments, list(no_such = 1)))
  }
  if (mutation == "one too many") {
    return(c(arguments, 1))
  }
  if (mutation == "left out") {
    arguments[argument] <- NULL
    return(arguments)
  }
  if (mutation == "misspelt") {
    if (!argument %in% names(arguments)) {
      arguments <- c(arguments, stats::setNames(list(NULL), argument))
    }
    names(arguments)[match(argument, names(arguments))] <- paste0(argument, "x")
    return(arguments)
  }
  value <- paste0("changed_", argument)
  assign(value, eval(value_mutations[[mutation]], frame), frame)
  arguments[[argument]] <- as.name(value)
  arguments
}
