# Text in messages. cli runs what stands between braces in a template, so only
# the package's own source writes templates; everything else is a value in
# them, or comes from here.

# Lines of a message that say just what `text` says. `bullet` as in
# `cli::cli_bullets()`, one or one a line; no lines for no text.
verbatim <- function(text, bullet = "") {
  text <- as.character(unlist(text))
  rlang::set_names(gsub("([{}])", "\\1\\1", text), rep_len(bullet, length(text)))
}
