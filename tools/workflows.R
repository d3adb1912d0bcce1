# Fails with a list when a workflow, a template for issues or the hooks have keys
# that GitHub or pre-commit would not take. No replacement for actionlint, which
# need not be there: it runs, too, where it is.
problems <- character()
problem <- function(...) problems <<- c(problems, paste0(...))

# YAML 1.1 reads `on` as true
read <- function(path) {
  keep <- list("bool#yes" = function(x) if (tolower(x) == "true") TRUE else x)
  tryCatch(yaml::read_yaml(path, handlers = keep), error = function(e) {
    problem(path, ": ", conditionMessage(e))
    NULL
  })
}

only <- function(x, allowed, where) {
  odd <- setdiff(names(x), allowed)
  if (length(odd)) problem(where, ": unknown keys ", toString(odd))
}

needs <- function(x, wanted, where) {
  lacking <- setdiff(wanted, names(x))
  if (length(lacking)) problem(where, ": keys are missing: ", toString(lacking))
}

check_step <- function(step, where) {
  only(step, c(
    "name", "id", "if", "uses", "run", "with", "env", "shell", "working-directory",
    "continue-on-error", "timeout-minutes"
  ), where)
  if (is.null(step$uses) == is.null(step$run)) problem(where, ": either `uses` or `run`")
  if (!is.null(step$uses) && !grepl("^[-.\\w]+/[-.\\w/]+@v[0-9]+", step$uses, perl = TRUE)) {
    problem(where, ": an action without a version: ", step$uses)
  }
}

# What stands between `${{` and `}}`, as far as the file itself says what there is.
check_expressions <- function(job, where) {
  text <- unlist(job)
  matches <- function(pattern, text) {
    unlist(regmatches(text, gregexpr(pattern, text, perl = TRUE)))
  }
  expressions <- matches("(?<=\\$\\{\\{)[^}]*(?=\\}\\})", text)
  paths <- matches("\\b(matrix|steps)(\\.[-\\w]+)+", expressions)
  ids <- unlist(lapply(job$steps, `[[`, "id"))
  for (path in unique(paths)) {
    parts <- strsplit(path, ".", fixed = TRUE)[[1]]
    if (parts[[1]] == "steps") {
      if (!parts[[2]] %in% ids) problem(where, ": no step has the id ", parts[[2]])
      next
    }
    values <- job$strategy$matrix[[parts[[2]]]]
    has <- function(value) length(parts) < 3 || parts[[3]] %in% names(value)
    if (is.null(values) || !all(vapply(values, has, NA))) problem(where, ": no such ", path)
  }
}

check_workflow <- function(path) {
  flow <- read(path)
  only(flow, c("name", "on", "permissions", "concurrency", "env", "defaults", "jobs"), path)
  needs(flow, c("name", "on", "permissions", "jobs"), path)
  events <- if (is.list(flow$on)) names(flow$on) else flow$on
  odd <- setdiff(events, c("push", "pull_request", "schedule", "workflow_dispatch", "release"))
  if (length(odd)) problem(path, ": unknown events ", toString(odd))
  for (each in flow$on$schedule) {
    if (length(strsplit(each$cron, " ")[[1]]) != 5) problem(path, ": five fields in ", each$cron)
  }
  for (name in names(flow$jobs)) {
    job <- flow$jobs[[name]]
    where <- paste0(path, ", ", name)
    only(job, c(
      "name", "needs", "if", "runs-on", "permissions", "environment", "concurrency", "outputs",
      "env", "defaults", "steps", "timeout-minutes", "strategy", "continue-on-error", "container"
    ), where)
    needs(job, c("runs-on", "steps", "timeout-minutes"), where)
    only(job$strategy, c("matrix", "fail-fast", "max-parallel"), where)
    odd <- setdiff(unlist(job$needs), names(flow$jobs))
    if (length(odd)) problem(where, ": no such job ", toString(odd))
    for (i in seq_along(job$steps)) check_step(job$steps[[i]], paste0(where, ", step ", i))
    check_expressions(job, where)
  }
}

check_form <- function(path) {
  form <- read(path)
  only(form, c("name", "description", "title", "labels", "assignees", "body"), path)
  needs(form, c("name", "description", "body"), path)
  ids <- unlist(lapply(form$body, `[[`, "id"))
  if (anyDuplicated(ids)) problem(path, ": the same id twice")
  for (part in form$body) {
    only(part, c("type", "id", "attributes", "validations"), path)
    kinds <- c("markdown", "textarea", "input", "dropdown", "checkboxes")
    if (!isTRUE(part$type %in% kinds)) problem(path, ": unknown type ", part$type)
    needs(part$attributes, if (identical(part$type, "markdown")) "value" else "label", path)
  }
}

check_hooks <- function(path) {
  for (repo in read(path)$repos) {
    needs(repo, c("repo", "hooks"), path)
    for (hook in repo$hooks) {
      where <- paste0(path, ", ", hook$id)
      needs(hook, c("id", "name", "entry", "language", "files"), where)
      tryCatch(grepl(hook$files, "", perl = TRUE), warning = function(w) {
        problem(where, ": `files` is no pattern")
      })
    }
  }
}

for (path in list.files(".github/workflows", full.names = TRUE)) check_workflow(path)
forms <- list.files(".github/ISSUE_TEMPLATE", full.names = TRUE)
for (path in forms[basename(forms) != "config.yml"]) check_form(path)
only(
  read(".github/ISSUE_TEMPLATE/config.yml"), c("blank_issues_enabled", "contact_links"),
  "config.yml"
)
check_hooks(".pre-commit-config.yaml")

if (nzchar(Sys.which("actionlint")) && system("actionlint") != 0) problem("see actionlint above")
if (length(problems)) {
  writeLines(problems)
  quit(status = 1)
}
cat("workflows, templates and hooks are as they should be\n")
