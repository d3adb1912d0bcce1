# Code between backticks in the package's messages, of R and of Python.

# Strings that the package's functions and lists are written with.
strings_of_r <- function() {
  namespace <- asNamespace("escnn")
  below <- function(x) {
    if (is.function(x)) x <- list(formals(x), body(x))
    if (is.character(x)) {
      return(x)
    }
    if (is.call(x) || is.list(x) || is.pairlist(x)) {
      return(unlist(lapply(as.list(x), function(part) {
        if (!rlang::is_missing(part)) below(part)
      })))
    }
    NULL
  }
  objects <- mget(ls(namespace, all.names = TRUE), envir = namespace)
  unique(unname(unlist(lapply(
    Filter(function(x) is.function(x) || is_plain_list(x) || is.character(x), objects), below
  ))))
}

# The same of escnn_r, but for what its documentation says; what is filled in
# is {}. Read once, which takes seconds.
strings_of_python <- local({
  known <- NULL
  function() {
    if (is.null(known)) known <<- read_strings_of_python()
    known
  }
})

read_strings_of_python <- function() {
  main <- reticulate::py_run_string("
def hints_of(folder):
    import ast
    from pathlib import Path

    def text(node):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.JoinedStr):
            return ''.join(text(part) or '{}' for part in node.values)
        return None

    strings = set()
    for path in Path(folder).rglob('*.py'):
        code = path.read_text()
        if chr(96) not in code:
            continue
        nodes = list(ast.walk(ast.parse(code)))
        parts = set()
        for node in nodes:
            if isinstance(node, ast.JoinedStr):
                parts.update(id(part) for part in ast.walk(node) if part is not node)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                parts.add(id(node.value))
        kinds = (ast.Constant, ast.JoinedStr)
        strings.update(text(n) for n in nodes if isinstance(n, kinds) and id(n) not in parts)
    return sorted(s for s in strings if s and chr(96) in s)
", local = TRUE)
  unlist(main$hints_of(system.file("python", "escnn_r", package = "escnn")))
}

# What stands between backticks, or in cli's {.code } and {.run }.
snippets_in <- function(strings) {
  pieces <- function(pattern) {
    found <- unlist(regmatches(strings, gregexpr(pattern, strings, perl = TRUE)))
    sub(pattern, "\\1", found, perl = TRUE)
  }
  strings <- gsub("\\s+", " ", strings)
  in_cli <- "\\{[.](?:code|run) ((?:[^{}]|\\{[^{}]*\\})*)\\}"
  sort(unique(c(pieces("(?<!`)`([^`]+)`(?!`)"), pieces(in_cli))))
}

# Names alone say nothing that could be typed: arguments, values, functions.
is_code <- function(snippet) {
  !grepl("^[A-Za-z._0-9:]*(\\(\\))?$", snippet) & grepl("[(=$|\\[\"~]", snippet)
}

# A wrong call, whose message has the hint, and the call that the hint leads to:
# HINT stands for the code of the message itself. `setup` comes before both.
follow <- function(wrong, right, setup = NULL) {
  list(wrong = substitute(wrong), right = substitute(right), setup = substitute(setup))
}

# The code of a message that a hint of the table stands for; {} is anything.
code_like <- function(snippet, message) {
  message <- gsub("\\s+", " ", cli::ansi_strip(message))
  pieces <- strsplit(snippet, "\\{[^{}]*\\}")[[1]]
  quoted <- gsub("([^A-Za-z0-9 ])", "\\\\\\1", pieces)
  pattern <- paste0(paste(quoted, collapse = ".+?"), if (grepl("\\}$", snippet)) ".+?")
  found <- regmatches(message, regexpr(paste0("`", pattern, "`"), message, perl = TRUE))
  if (length(found)) gsub("^`|`$", "", found) else NULL
}

messages_with_advice <- paste0("escnn_message_", c("channels", "mode", "positions", "weights"))

# What is wrong with an entry of the table, or NULL.
not_followed <- function(snippet, entry, env) {
  env <- rlang::env(env)
  eval(entry$setup, env)
  the$warned <- NULL
  # an advice is a warning, or a message of a class that has one
  told <- suppressMessages(
    rlang::catch_cnd(eval(entry$wrong, env), c("error", "warning", messages_with_advice))
  )
  code <- if (!is.null(told)) code_like(snippet, conditionMessage(told))
  if (is.null(code)) {
    return(paste0(
      snippet, ": not in the message: ", if (is.null(told)) "(none)" else conditionMessage(told)
    ))
  }
  right <- entry$right
  if ("HINT" %in% all.names(right)) {
    parsed <- tryCatch(parse(text = code)[[1]], error = function(e) NULL)
    if (is.null(parsed)) {
      return(paste0(snippet, ": no code: ", code))
    }
    right <- do.call(substitute, list(right, list(HINT = parsed)))
  }
  the$warned <- NULL
  failed <- rlang::catch_cnd(suppressMessages(eval(right, env)), c("error", "warning"))
  if (!is.null(failed)) paste0(snippet, ": ", conditionMessage(failed))
}
