# Randomness is R's: what Python draws for functions of ours comes from a seed
# that R's generator gives, so that `set.seed()` and `withr::with_seed()` govern it.

# Calls a Python function that may draw random numbers. Python's own generators
# stay as they are; R's goes on only if numbers were drawn.
py_draw <- function(target, ..., .call = rlang::caller_env()) {
  before <- random_state()
  seed <- draw_seed()
  drawn <- random_state()
  the$drew <- FALSE
  on.exit(if (!isTRUE(the$drew) && identical(random_state(), drawn)) set_random_state(before))
  py_invoke(target, ..., .seed = seed, .call = .call)
}

draw_seed <- function() sample.int(.Machine$integer.max, 1L)

random_state <- function() get0(".Random.seed", globalenv(), inherits = FALSE)

set_random_state <- function(state) {
  # before anything was drawn there is none, and any will do
  if (is.null(state)) {
    return(invisible())
  }
  assign(".Random.seed", state, globalenv())
  # has R read it: else, in a function that Python calls, reticulate writes back the one before
  RNGkind()
  invisible()
}

# Runs code that draws, and leaves R's generator as it was.
without_drawing <- function(code) {
  before <- random_state()
  on.exit(set_random_state(before))
  force(code)
}

# A seed as an integer, drawn from R's own random numbers if there is none.
seed_or_draw <- function(seed, arg = rlang::caller_arg(seed), call = rlang::caller_env()) {
  force(arg)
  if (is.null(seed)) {
    return(draw_seed())
  }
  check_whole(seed, min = 0, arg = arg, call = call)
}

# The same for what may not be random at all.
seed_if <- function(random, seed, call = rlang::caller_env()) {
  if (random || !is.null(seed)) seed_or_draw(seed, "seed", call) else 0L
}

# The seed of a training. One that is resumed goes on with its own, and all
# processes of a launch take the first one's.
training_seed <- function(seed, resume, device, call) {
  if (!is.null(seed)) {
    return(check_whole(seed, min = 0, arg = "seed", call = call))
  }
  if (!is.null(resume)) {
    return(py_invoke("escnn_r.training.checkpoint_seed", resume, .call = call))
  }
  drawn <- draw_seed()
  if (!is_launched()) {
    return(drawn)
  }
  device <- check_string(device, arg = "device", call = call)
  py_invoke("escnn_r.training.agreed_value", drawn, device, .call = call)
}
