# To lay out a message takes cli 15 milliseconds, most of the time of a test that
# makes thousands of them. Where errors' classes are of interest, `code` runs with
# messages whose values are computed, but not laid out.
with_plain_aborts <- function(code) {
  cli <- asNamespace("cli")
  own <- cli$cli_abort
  replace <- function(f) {
    rlang::env_binding_unlock(cli, "cli_abort")
    assign("cli_abort", f, envir = cli)
    rlang::env_binding_lock(cli, "cli_abort")
  }
  replace(plain_abort)
  on.exit(replace(own))
  force(code)
}

plain_abort <- function(message, ..., class = NULL, call = NULL, .envir = parent.frame()) {
  text <- gsub("\\{\\{|\\}\\}", "", message)
  for (value in unlist(regmatches(text, gregexpr("\\{[^{}.?][^{}]*\\}", text)))) {
    eval(parse(text = value, keep.source = FALSE), .envir)
  }
  stop(rlang::error_cnd(class, message = paste(message, collapse = " "), ...))
}
