# One run of training, from Python's trainer to the fitted model.

run_training <- function(model, train, validation, plan, callbacks, resume, verbose, levels,
                         workers = 1L, call = rlang::caller_env()) {
  # of several processes that run the same script, one talks
  if (!escnn_is_main()) {
    callbacks <- list()
    verbose <- FALSE
  }
  show <- length(plan$own_metrics) > 0L ||
    any(vapply(callbacks, function(each) is.function(each$at_epoch), NA))
  trainer <- new_trainer(
    model, train, validation, plan_values(plan, levels), workers, show, call
  )
  if (!is.null(resume)) {
    py_invoke("escnn_r.training.load_checkpoint", trainer, resume, .call = call)
  }
  checkpoint <- Find(function(each) !is.null(each$checkpoint), callbacks)
  if (!is.null(checkpoint)) {
    py_invoke(
      "escnn_r.training.rehearse_checkpoint", trainer, checkpoint$checkpoint, .call = call
    )
  }
  note_checkpoint(checkpoint$checkpoint)
  context <- new_context(trainer, model, callbacks, plan$own_metrics)
  start_callbacks(context)
  progress <- training_progress(plan$epochs, verbose, call)
  begun <- Sys.time()
  on_epoch <- function(record) {
    record <- reticulate::py_to_r(record)
    tryCatch(
      {
        progress$epoch(record)
        call_callbacks(context, record)
      },
      error = function(e) {
        context$error <- e
        FALSE
      }
    )
  }
  on_batch <- if (!is.null(progress$batch)) {
    function(batch) progress$batch(reticulate::py_to_r(batch))
  }
  outcome <- py_invoke(
    "escnn_r.training.run_training", trainer, on_epoch, on_batch, checkpoint$checkpoint,
    checkpoint$every, progress$pause, .doing = "Training failed", .call = call
  )
  progress$done()
  if (!is.null(outcome$failed)) abort_worker(outcome$failed, checkpoint$checkpoint, call)
  end_callbacks(context)
  if (is_launched()) py_invoke("escnn_r.training.share_weights", model)
  warn_unsaved(outcome$unsaved, checkpoint$checkpoint)
  warn_misfit(outcome$misfit, call)
  # a fit that is kept has no pointers in its plan
  if (inherits(plan$augment, "escnn_gspace")) plan$augment <- format(plan$augment)
  if (isTRUE(outcome$stopped)) context$reason <- context$reason %||% "interrupted"
  fitted <- new_fit(
    model, history_frame(outcome$history), plan, levels,
    list(
      seconds = as.numeric(difftime(Sys.time(), begun, units = "secs")),
      device = outcome$device, parameters = outcome$parameters, unlearnt = outcome$unlearnt,
      stopped = context$reason,
      best = context$best, frozen = as.list(outcome$frozen), fixed = as.list(outcome$fixed)
    ),
    # functions of the user's have seen the module, and may have kept it
    shared = any(vapply(callbacks, function(each) identical(each$name, "function"), NA))
  )
  if (!is.null(context$error)) {
    # what was trained is not lost
    context$error$fitted <- fitted
    stop(context$error)
  }
  fitted
}

# The one place of what callbacks know and remember of a run: the `history` that
# it starts with, `trainer`, `model` and the user's metrics, a `memory` for each
# callback, and what
# they say of its end: `reason` and `best`, or the `error` of one of them. Weights
# are with the trainer, whose checkpoints have them.
new_context <- function(trainer, model, callbacks, own_metrics = NULL) {
  context <- new.env()
  context$own_metrics <- own_metrics
  context$trainer <- trainer
  context$model <- model
  context$callbacks <- callbacks
  context$memory <- lapply(callbacks, function(each) new.env())
  context$history <- py_invoke("escnn_r.training.training_history", trainer)
  context
}

# Calls a function of each callback that has it; what they say, one for each.
each_callback <- function(context, name, ...) {
  Map(function(callback, memory) {
    if (is.function(callback[[name]])) callback[[name]](memory, context, ...)
  }, context$callbacks, context$memory)
}

# Callbacks start anew in each training, or where the one that goes on has been.
start_callbacks <- function(context) {
  if (any(vapply(each_callback(context, "at_start"), isFALSE, NA))) context$trainer$stop()
}

# What callbacks say after an epoch: FALSE ends training, a number scales the
# learning rate from now on, also when training goes on from where it was ended.
call_callbacks <- function(context, record) {
  answers <- each_callback(context, "at_epoch", record)
  stop <- any(vapply(answers, isFALSE, NA))
  if (stop) context$reason <- context$reason %||% "stopped by a callback"
  scales <- Filter(function(x) is.numeric(x) && length(x) == 1L && is.finite(x), answers)
  scale <- prod(unlist(scales))
  if (stop || scale != 1) list(scale = scale, stop = stop)
}

end_callbacks <- function(context) {
  if (is.null(context$error)) {
    each_callback(context, "at_end")
  } else {
    context$reason <- "an error in a callback"
  }
}

# Frozen batch norms are used as they are, in training and after it.
warn_misfit <- function(misfit, call) {
  if (is.null(misfit) || (misfit$ratio < 2 && misfit$shift < 1)) {
    return(invisible())
  }
  cli::cli_warn(
    c(
      "The running statistics of frozen batch norms don't fit the training data.",
      x = "In one of these layers, means are {signif(misfit$shift, 2)} standard deviations off,
           and standard deviations by a factor of {signif(misfit$ratio, 2)}.",
      i = "{.code module_recalibrate(model, x)} estimates them again; then train once more."
    ),
    class = warning_class("statistics"), call = call
  )
}

history_frame <- function(history) {
  if (length(history) == 0) {
    return(data.frame(epoch = integer(), loss = numeric()))
  }
  do.call(rbind, lapply(history, as.data.frame))
}
