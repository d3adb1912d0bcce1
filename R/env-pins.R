# The pin lists of inst/python-env.yml, read and checked.

# The file is an option so that tests can build tiny environments.
env_pins_file <- function() {
  getOption("escnn.env_file", system.file("python-env.yml", package = "escnn"))
}

# The further lists that install_escnn(extras = ) knows, with what one and
# several of the packages in them are called.
extra_nouns <- list(
  dev = c("development tool", "development tools"),
  pointcloud = c("package for point clouds", "packages for point clouds"),
  onnx = c("package for ONNX", "packages for ONNX"),
  tensorboard = c("package for TensorBoard", "packages for TensorBoard")
)

# One pin list: list(name, python, requirements, extras), where `python` are the
# versions allowed ("3.10"), `requirements` a data frame of parse_pins() and
# `extras` one for each further list.
read_pins <- function(name = "default", file = env_pins_file()) {
  lists <- tryCatch(
    yaml::read_yaml(file, eval.expr = FALSE),
    error = function(e) abort_pins(file, "can't be read", conditionMessage(e)),
    warning = function(w) abort_pins(file, "can't be read", conditionMessage(w))
  )
  pins <- lists[[name]]
  if (is.null(pins)) {
    abort_pins(file, paste0("has no list \"", name, "\""), paste("It has", toString(names(lists))))
  }
  python <- as.character(unlist(pins$python))
  if (!length(python) || !all(grepl("^3[.][0-9]+$", python))) {
    abort_pins(
      file, paste0("gives no Python version in \"", name, "\""),
      "Versions are written as text: [\"3.10\"]"
    )
  }
  list(
    name = name,
    python = python,
    requirements = parse_pins(unlist(pins$requirements), file),
    extras = lapply(
      stats::setNames(nm = names(extra_nouns)),
      function(extra) parse_pins(unlist(pins[[extra]]), file)
    )
  )
}

# "name==version ; marker" lines as a data frame (name, version, marker, line).
parse_pins <- function(lines, file = env_pins_file()) {
  lines <- trimws(as.character(lines))
  pattern <- "^([A-Za-z0-9][A-Za-z0-9._-]*)==([A-Za-z0-9.!+]+)( *; *(.+))?$"
  bad <- lines[!grepl(pattern, lines)]
  if (length(bad)) {
    abort_pins(
      file, paste0("has a requirement that isn't exact: ", bad[[1]]),
      "Every line must be of the form name==version"
    )
  }
  pins <- data.frame(
    name = sub(pattern, "\\1", lines),
    version = sub(pattern, "\\2", lines),
    marker = sub(pattern, "\\4", lines),
    line = lines,
    stringsAsFactors = FALSE
  )
  twice <- pins$name[duplicated(paste(normalise_name(pins$name), pins$marker))]
  if (length(twice)) {
    abort_pins(file, paste0("lists ", twice[[1]], " twice"), "One line for each package")
  }
  pins
}

# Package names as the metadata folders of installed packages spell them.
normalise_name <- function(name) {
  gsub("[-_.]+", "_", tolower(name))
}

abort_pins <- function(file, problem, hint) {
  cli::cli_abort(
    c("The list of Python requirements {.path {file}} {problem}.", i = "{hint}."),
    class = error_class("pins"),
    call = NULL
  )
}

# Which of the pins an environment lacks, and which it has in another version.
# `installed` is a named vector, name -> version. A local part of a version
# ("1.13.1+cpu") is a build of the same release.
compare_pins <- function(pins, installed) {
  pins <- pins[!nzchar(pins$marker), ]
  names(installed) <- normalise_name(names(installed))
  versions <- unname(installed[normalise_name(pins$name)])
  changed <- !is.na(versions) & sub("[+].*", "", versions) != pins$version
  list(
    missing = pins$name[is.na(versions)],
    changed = sprintf("%s is %s, not %s", pins$name, versions, pins$version)[changed]
  )
}
