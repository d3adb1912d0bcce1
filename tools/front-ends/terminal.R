# A program in a terminal, as a person sees and types it.

# `type(text)` types a line; `expect(pattern)` waits until it is on the screen, after what was
# expected before; `key(text)` sends keys; `close()` ends the program.
terminal <- function(command, arguments = character(), env = character()) {
  process <- processx::process$new(
    command, arguments, pty = TRUE, pty_options = list(rows = 40L, cols = 100L),
    env = c("current", TERM = "xterm", R_LIBS = Sys.getenv("ESCNN_LIBS", r_libs()), env),
      cleanup_tree = TRUE
  )
  seen <- ""
  look <- function() {
    process$poll_io(100)
    new <- tryCatch(process$read_output(), error = function(e) "")
    # programs ask where the cursor is
    if (grepl("\033[6n", new, fixed = TRUE)) process$write_input("\033[1;1R")
    seen <<- paste0(seen, gsub("\033[][()?][0-9;?=>]*[A-Za-z]?|\r|\a", "", new))
  }
  key <- function(text) invisible(process$write_input(text))
  list(
    key = key,
    type = function(text) {
      seen <<- ""
      key(text)
      Sys.sleep(0.3)
      key("\r")
    },
    expect = function(pattern, seconds = 90) {
      until <- Sys.time() + seconds
      while (!grepl(pattern, seen, perl = TRUE) && Sys.time() < until && process$is_alive()) look()
      if (!grepl(pattern, seen, perl = TRUE)) {
        process$kill_tree()
        stop("waited for ", pattern, ", saw\n", seen, call. = FALSE)
      }
      seen
    },
    close = function() process$kill_tree()
  )
}

# What is tried in each console of R's that has a terminal.
try_console <- function(console, prompt) {
  console$expect(prompt)
  console$type("library(escnn); set.seed(1)")
  console$expect(prompt)
  console$type(paste0(
    "geometric_tensor(array(1:4 / 4, c(1, 1, 2, 2)), ",
    "field_type(gspace_rot2d_on_r2(n = 4), 'trivial'))"
  ))
  console$expect("escnn_tensor|[Tt]ensor")
  checked("a tensor is printed")
  console$type("nn_r2_conv(3, 'regular', kernel_size = 2.5)")
  console$expect("Error")
  checked("an error says what is wrong")
  console$type(paste(
    "model <- net_gcnn(classes = 2); x <- array(rnorm(64 * 784), c(64, 1, 28, 28));",
    "y <- factor(rep(1:2, 32)); cat('rea', 'dy\\n', sep = '')"
  ))
  console$expect("ready")
  console$type("fitted <- fit(model, x, y, epochs = 1000); cat('aft', 'er\\n', sep = '')")
  console$expect("Epoch 1 ")
  checked("progress is shown")
  console$key("\003")
  console$expect("after|interrupt", 60)
  console$type("cat('epochs', nrow(fitted$history), class(fitted)[1], '\\n')")
  console$expect("epochs [0-9]+ escnn_fit")
  checked("Ctrl-C ends a training, and keeps what it has reached")
  console$type("r <- try(Sys.sleep(30)); cat('sle', 'pt\\n', sep = '')")
  Sys.sleep(1)
  console$key("\003")
  console$expect(prompt, 10)
  checked("Ctrl-C interrupts R afterwards, too")
  console$type("dim(predict(fitted, x[1:3, , , , drop = FALSE], type = 'prob'))")
  console$expect("\\[1\\] 3 2")
  checked("the model is alive afterwards")
  console$close()
}
