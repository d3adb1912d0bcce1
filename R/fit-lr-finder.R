#' Find a learning rate
#'
#' Trains a copy of a module for some steps while the learning rate grows, and
#' shows where the loss falls fastest. Start [fit()] with the suggested rate, and with
#' two or three times as much for [schedule_one_cycle()].
#'
#' @param object A module, or a fitted model.
#' @param x,y,batch_size,loss,optimizer,augment,device,precision,seed As for [fit()].
#' @param from,to The smallest and the largest learning rate.
#' @param steps Number of batches to train on; fewer when the loss grows beyond
#'   four times its smallest value.
#' @param ... Not used.
#' @returns An `escnn_lr_finder`, a data frame with the columns `lr` and `loss` (a
#'   running mean), and the suggestion as its attribute `suggestion`: the rate at which
#'   the loss falls fastest on a logarithmic scale. `print()` shows it, `plot()` draws it.
#' @section Errors: `escnn_error_argument` as for [fit()], and when `from` is not
#'   smaller than `to`.
#' @source Smith (2017), <https://arxiv.org/abs/1506.01186>.
#' @family training
#' @examplesIf escnn_available()
#' x <- array(rnorm(40 * 81), c(40, 1, 9, 9))
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' lr_finder(model, x, factor(rep(1:2, 20)), steps = 30)
#' @export
lr_finder <- function(object, x, y = NULL, from = 1e-5, to = 1, steps = 100, batch_size = 64,
                      loss = NULL, optimizer = "adam", augment = NULL, device = "auto",
                      precision = "float32", seed = NULL, ...) {
  check_dots(...)
  if (missing(object)) abort_missing("object", environment())
  from <- check_number(from, min = 1e-12)
  to <- check_number(to, min = 1e-12)
  if (from >= to) {
    abort_arg("from", from, paste0("smaller than `to`, which is ", to))
  }
  steps <- check_whole(steps, min = 10)
  trained <- NULL
  if (inherits(object, "escnn_fit")) {
    if (missing(loss)) loss <- object$plan$loss
    trained <- trained_on(object)
    object <- fitted_module(object)
    module_train(object)
  }
  check_object(object, "escnn_module")
  call <- environment()
  args <- list(
    epochs = 1, batch_size = batch_size, loss = loss, optimizer = optimizer, lr_schedule = NULL,
    metrics = NULL, device = device, precision = precision, clip = NULL, accumulate = 1,
    augment = augment, seed = seed
  )
  plan <- check_plan(args, call = call)
  model <- py_invoke("escnn_r.saving.fresh_copy", object)
  data <- training_data(x, y, plan, model, trained, call = call)
  plan <- plan_for(plan, data, call)
  trainer <- new_trainer(
    model, data$data, NULL, plan_values(plan, data$levels), 1L, FALSE, call
  )
  tried <- py_invoke("escnn_r.training.try_rates", trainer, from, to, steps, .call = call)
  tried <- data.frame(lr = as.numeric(unlist(tried$lr)), loss = as.numeric(unlist(tried$loss)))
  structure(
    tried, class = c("escnn_lr_finder", "data.frame"), suggestion = steepest_rate(tried)
  )
}

# Where the loss falls fastest; the first tenth is where the running mean begins.
steepest_rate <- function(tried) {
  n <- nrow(tried)
  if (n < 10L) {
    return(NA_real_)
  }
  slopes <- diff(tried$loss) / diff(log(tried$lr))
  slopes <- stats::filter(slopes, rep(1 / 5, 5))
  open <- seq_along(slopes) > n / 10 & !is.na(slopes)
  falling <- which(open & slopes < 0)
  if (length(falling) == 0L) NA_real_ else tried$lr[falling[[which.min(slopes[falling])]]]
}

#' @export
print.escnn_lr_finder <- function(x, ...) {
  best <- attr(x, "suggestion")
  lines <- paste0("<learning rates> ", nrow(x), " steps")
  if (nrow(x)) {
    range <- signif(range(x$lr), 2)
    lines <- c(
      paste0(lines, ", from ", range[[1]], " to ", range[[2]]),
      paste0("  loss:       ", signif(x$loss[[1]], 3), " at first, ", signif(min(x$loss), 3),
             " at best, at ", signif(x$lr[[which.min(x$loss)]], 2))
    )
  }
  advice <- if (is.null(best) || is.na(best)) {
    "none: the loss doesn't fall"
  } else {
    paste0(signif(best, 2), ", where the loss falls fastest")
  }
  writeLines(c(lines, paste0("  suggestion: ", advice)))
  invisible(x)
}

#' @export
plot.escnn_lr_finder <- function(x, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot learning rates.")
  best <- attr(x, "suggestion")
  shown <- data.frame(lr = x$lr, loss = x$loss)
  mark <- if (!is.na(best)) ggplot2::geom_vline(xintercept = best, linetype = "dashed")
  plot <- ggplot2::ggplot(shown, ggplot2::aes(.data$lr, .data$loss)) +
    mark +
    ggplot2::geom_line(colour = "#0072B2") +
    ggplot2::scale_x_log10() +
    ggplot2::labs(
      title = "Loss while the learning rate grows", x = "Learning rate", y = "Loss (running mean)",
      subtitle = if (!is.na(best)) paste("Dashed: suggested rate,", signif(best, 2))
    ) +
    plain_theme()
  escnn_plot(plot, paste0(
    "The loss as a curve over the learning rate, which grows from ", signif(min(x$lr), 2),
    " to ", signif(max(x$lr), 2), ". It is smallest at ", signif(x$lr[[which.min(x$loss)]], 2),
    if (!is.na(best)) paste0("; the suggested rate is ", signif(best, 2)), "."
  ))
}
