# What the output of a failed installation means, and what to do about it.

# In this order: running out of space also breaks downloads, and without a
# network packages seem not to exist.
log_rules <- list(
  space = list(
    pattern = "No space left on device|Errno 28|not enough space on the disk|disk quota exceeded",
    problem = "There is no space left on the disk.",
    remedy = "The environment needs 1 GB, with CUDA 6 GB. Free some space, or name a folder on
              another disk: `install_escnn(envname = \"/other/disk/r-escnn\")`."
  ),
  venv = list(
    pattern = "ensurepip is not available|No module named '?(venv|ensurepip)|ensurepip.*non-zero",
    problem = "This Python can't make virtual environments: its `venv` part is missing.",
    remedy = "On Debian and Ubuntu run `sudo apt install python3-venv`, elsewhere install Python
              again with its standard library complete."
  ),
  certificate = list(
    pattern = "CERTIFICATE_VERIFY_FAILED|SSLError|SSL: ",
    problem = "The secure connection was refused: a certificate could not be verified.",
    remedy = "Behind a company's proxy, name its certificate in the environment variable PIP_CERT,
              or install from a folder: `install_escnn(wheels = )`."
  ),
  proxy = list(
    pattern = "ProxyError|Tunnel connection failed|407 Proxy",
    problem = "The proxy refused the connection.",
    remedy = "Check the environment variables HTTPS_PROXY and NO_PROXY, or install from a folder:
              `install_escnn(wheels = )`."
  ),
  network = list(
    pattern = paste0(
      "failure in name resolution|NewConnectionError|Name or service not known|getaddrinfo failed|",
      "Network is unreachable|Connection refused|Connection reset|Read timed out|ConnectTimeout|",
      "ReadTimeout|Max retries exceeded|nodename nor servname|failed to lookup address|",
      "error sending request|network was disabled|operation timed out"
    ),
    problem = "The Python packages could not be downloaded: there is no connection.",
    remedy = "Check the network and try again, or install from a folder of wheels without any
              network: `install_escnn(wheels = )`."
  ),
  download = list(
    pattern = "IncompleteRead|BadZipFile|do not match the hash|ProtocolError|Connection broken",
    problem = "A download was interrupted, or damaged on the way.",
    remedy = "Run `install_escnn()` again: pip keeps what has been downloaded already."
  ),
  platform = list(
    pattern = paste0(
      "not a supported wheel on this platform|incompatible architecture|Exec format error|",
      "cannot execute binary|wrong ELF class"
    ),
    problem = "A package doesn't fit this machine's processor or operating system.",
    remedy = "Use a 64-bit Python for the same processor as R's (on Apple computers: both arm64 or
              both x86_64)."
  ),
  conflict = list(
    pattern = "No solution found|requirements are unsatisfiable",
    problem = "There are no versions that fit everything that is asked for.",
    remedy = "`reticulate::py_require()` shows what is asked for, and by whom. Leave out what
              doesn't fit, or use escnn in a session of its own."
  ),
  missing = list(
    pattern = "No matching distribution found for ",
    problem = "No version of a package was found: the server of packages can't be reached, or it
               has none for this machine and Python.",
    remedy = "Check the network, or the mirror or folder that packages come from. PyTorch is made
              for 64-bit Linux, Windows and macOS; newer machines may need
              `install_escnn(pins = \"current\")`."
  ),
  rights = list(
    pattern = "Permission denied|Errno 13|Access is denied|Read-only file system",
    problem = "The folder of the environment can't be written to.",
    remedy = "Close other programs that use it, or name a folder that you may write to:
              `install_escnn(envname = \"/my/folder/r-escnn\")`."
  ),
  memory = list(
    pattern = "MemoryError|Cannot allocate memory",
    problem = "There was not enough memory.",
    remedy = "Close other programs and try again; 4 GB are enough."
  )
)

no_uv_python <- paste0(
  "python-build-standalone|No download found for request|No interpreter found|",
  "[Ff]ailed to (download|fetch).*cpython-3"
)

# What uv says, before the rules that hold for pip and uv alike.
uv_rules <- list(
  no_uv = list(
    pattern = "uv/install|uv bootstrap failed|uv error code: 127|attempt to apply non-function",
    problem = "uv, which makes the environment, isn't installed and could not be downloaded.",
    remedy = "Check the network, or install uv so that it is on the PATH, or run
              `escnn::install_escnn()`, which does without it."
  ),
  uv_cache = list(
    pattern = "[Ff]ailed to initialize cache|cache.*(Permission denied|Read-only)|acquire lock",
    problem = "uv's cache can't be written to.",
    remedy = "Set the environment variable UV_CACHE_DIR to a folder that you may write to, with
              1 GB of space; or run `escnn::install_escnn(envname = \"/my/folder/r-escnn\")`."
  ),
  uv_python = list(
    pattern = paste0(no_uv_python, "|Python version constraints could not be satisfied"),
    problem = "uv found no Python that fits, and could not download one.",
    remedy = "Run `escnn::install_escnn()`, which says what to install."
  )
)

# list(problem, remedy, lines) of the first rule that fits, or NULL.
diagnose_log <- function(lines, first = NULL) {
  for (rule in c(first, log_rules)) {
    fits <- grepl(rule$pattern, lines, ignore.case = TRUE)
    if (any(fits)) {
      words <- lapply(rule[c("problem", "remedy")], gsub, pattern = "\\s+", replacement = " ")
      return(c(words, list(lines = unique(lines[fits]))))
    }
  }
  NULL
}

# The lines that matter of a long log: pip's errors if there are any.
log_tail <- function(lines, most = 8) {
  lines <- lines[nzchar(trimws(lines))]
  errors <- grep("^(ERROR|WARNING: Retrying)|Error:", lines, value = TRUE)
  lines <- if (length(errors)) unique(c(errors, utils::tail(lines, 2))) else lines
  substring(utils::tail(lines, most), 1, 300)
}
