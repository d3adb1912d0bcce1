#' Schedules of the learning rate
#'
#' How the learning rate changes while [fit()] trains. Cosine and one-cycle
#' schedules move with every step, the others after epochs.
#'
#' @param final Share of the learning rate that is left at the end.
#' @param factor What the learning rate is multiplied by.
#' @param every Number of epochs between two such steps.
#' @param warm_up Share of training in which the rate rises.
#' @param start How many times smaller the rate is at the start.
#' @param ... Not used.
#' @returns A list to give to [fit()] as `lr_schedule`.
#' @section Errors: `escnn_error_argument` for arguments of another kind.
#' @source Loshchilov and Hutter (2017), <https://arxiv.org/abs/1608.03983>;
#'   Smith and Topin (2019), <https://arxiv.org/abs/1708.07120>.
#' @family training
#' @examples
#' schedule_cosine()
#' @name schedules
NULL

#' @rdname schedules
#' @export
schedule_cosine <- function(final = 0) {
  new_schedule("cosine")
}

#' @rdname schedules
#' @export
schedule_one_cycle <- function(warm_up = 0.3, start = 25) {
  new_schedule("one_cycle")
}

#' @rdname schedules
#' @export
schedule_step <- function(every = 10, factor = 0.1) {
  new_schedule("step")
}

#' @rdname schedules
#' @export
schedule_exponential <- function(factor = 0.95) {
  new_schedule("exponential")
}

schedule_rules <- list(
  final = rule(check_number, min = 0, max = 1),
  warm_up = rule(check_number, min = 0.01, max = 0.99), start = rule(check_number, min = 1),
  every = rule(check_whole, min = 1), factor = rule(check_number, min = 0)
)

new_schedule <- function(name, env = parent.frame()) {
  settings <- by_rules(own_arguments(env), schedule_rules, env)
  structure(c(list(name = name), settings), class = "escnn_schedule")
}

#' @export
print.escnn_schedule <- function(x, ...) {
  settings <- unlist(unclass(x)[-1])
  shown <- if (length(settings)) paste0(": ", paste(names(settings), settings, collapse = ", "))
  writeLines(paste0("<schedule> ", x$name, shown))
  invisible(x)
}

check_schedule <- function(schedule, call) {
  checked(
    schedule, inherits(schedule, "escnn_schedule"), "a schedule or `NULL`", unclass(schedule),
    "For example `schedule_cosine()`.", null = TRUE, arg = "lr_schedule", call = call
  )
}
