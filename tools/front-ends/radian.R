# radian, a console of R's that is itself a Python program: R gets Python from it.
source("tools/front-ends/common.R")
source("tools/front-ends/terminal.R")
needs()
radian <- Sys.getenv("ESCNN_RADIAN", Sys.which("radian"))
if (!nzchar(radian)) not_run("needs radian, installed in the environment (a path in ESCNN_RADIAN)")
said <- processx::run(radian, "--version")$stdout
version("radian ", sub(".*radian version: ([0-9.]+).*", "\\1", said))
try_console(terminal(radian, "--no-history"), "r\\$>")
