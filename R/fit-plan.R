# What a training does, as `fit()` was told: its arguments, checked, as one plan.

# The plan of a training under the names of the arguments, checked. Python makes
# its `Plan` of it once, and the fit keeps it.
check_plan <- function(args, resume = NULL, call = args) {
  metrics <- read_metrics(args$metrics, call)
  plan <- list(
    epochs = check_epochs(args$epochs, call),
    batch_size = check_whole(args$batch_size, min = 1, arg = "batch_size", call = call),
    loss = check_loss(args$loss, call),
    optimizer = optimizer_settings(check_optimizer(args$optimizer, call)),
    lr_schedule = check_schedule(args$lr_schedule, call),
    metrics = metrics$names,
    seed = training_seed(args$seed, resume, args$device, call),
    device = check_string(args$device, arg = "device", call = call),
    precision = check_choice(
      args$precision, c("float32", "float64", "bf16", "fp16"), arg = "precision", call = call
    ),
    clip = check_number(args$clip, min = 0, null = TRUE, arg = "clip", call = call),
    accumulate = check_whole(args$accumulate, min = 1, arg = "accumulate", call = call),
    augment = check_augment(args$augment, call)
  )
  plan$own_metrics <- metrics$own
  plan
}

# More would go on for years, and fill memory with their history.
most_epochs <- 1e6

check_epochs <- function(epochs, call) {
  check_whole(
    epochs, min = 1, max = most_epochs, arg = "epochs", call = call,
    hint = if (is_whole(epochs) && epochs > most_epochs) {
      "`callback_early_stopping()` ends training when it no longer helps."
    }
  )
}

# What targets there are, with loss and metrics that suit them.
plan_for <- function(plan, data, call) {
  check_energy_loss(plan$loss, data$kind, call)
  check_metrics(plan$metrics, data$kind, call)
  plan$targets <- data$kind
  plan$points <- isTRUE(data$points)
  plan$types <- if (!is.null(data$types)) as.list(data$types)
  plan
}

# What Python makes its `Plan` of, for targets of these levels.
plan_values <- function(plan, levels) {
  plan$levels <- as.list(levels)
  # these come with the data
  plan$weights <- plan$missing <- plan$types <- NULL
  plan$own_metrics <- own_metrics_call(plan$own_metrics, plan$targets, levels, plan$threshold)
  # `$<-` would drop a loss that is left to the default
  plan["loss"] <- list(named_function(plan$loss, "loss"))
  plan
}

# Python has the one table of losses and metrics.
measure_names <- function(kind) py_invoke("escnn_r.training.measure_names")[[kind]]

check_loss <- function(loss, call) {
  if (is.null(loss) || is.function(loss)) {
    return(loss)
  }
  if (is_energy_loss(loss)) {
    return(unclass(loss))
  }
  if (length(loss) > 1L || !is.null(names(loss))) {
    return(check_loss_sum(loss, call))
  }
  check_choice(
    loss, measure_names("losses"), "Or a function of output and target.", arg = "loss", call = call
  )
}

# Several losses are summed: names, or factors under the names.
check_loss_sum <- function(loss, call) {
  factors <- unlist(loss)
  if (is.character(loss)) factors <- stats::setNames(rep(1, length(loss)), loss)
  ok <- is.numeric(factors) && length(factors) == length(loss) &&
    !is.null(names(factors)) && !anyDuplicated(names(factors)) &&
    all(is.finite(factors) & factors >= 0) && any(factors > 0)
  if (!ok) {
    abort_arg(
      "loss", loss, "names of losses, or factors of at least 0 with the names of losses",
      "For example `c(\"cross_entropy\", \"dice\")`, or `c(cross_entropy = 1, dice = 0.5)`.",
      call = call
    )
  }
  known <- measure_names("losses")
  for (name in names(factors)) check_choice(name, known, arg = "loss", call = call)
  as.list(factors)
}

check_metrics <- function(metrics, kind, call = rlang::caller_env()) {
  known <- if (length(metrics)) measure_names(kind)
  for (name in metrics) {
    check_choice(
      name, known, paste0("These suit ", kind, ", which `y` has."),
      arg = "metrics", call = call
    )
  }
}

check_resume <- function(resume, callbacks, call = rlang::caller_env()) {
  if (is.null(resume) || isFALSE(resume)) {
    return(NULL)
  }
  if (isTRUE(resume)) {
    paths <- unlist(lapply(callbacks, `[[`, "checkpoint"))
    if (length(paths) == 0) {
      abort_arg(
        "resume", resume, "the path of a checkpoint",
        "`TRUE` needs a `callback_checkpoint()` among the callbacks.", call = call
      )
    }
    return(if (file.exists(paths[[1]])) paths[[1]])
  }
  check_string(resume, arg = "resume", call = call)
  if (!file.exists(resume)) {
    abort_arg("resume", resume, "the path of a checkpoint that exists", call = call)
  }
  resume
}
