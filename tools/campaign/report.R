# A table of outcomes, and the distinct defects with one case of each.

distinct_defects <- function(cases) {
  bad <- cases[cases$outcome %in% defects, ]
  if (!nrow(bad)) {
    return(bad)
  }
  key <- paste(bad$kind, bad$name, bad$argument, bad$outcome, shape(bad$message), sep = "\r")
  bad$times <- as.vector(table(key)[key])
  bad <- bad[!duplicated(key), ]
  bad[order(bad$kind, bad$outcome, bad$name, bad$argument), ]
}

outcome_lines <- function(cases) {
  counts <- table(kind = cases$kind, outcome = cases$outcome)
  counted <- as.data.frame(counts, stringsAsFactors = FALSE)
  counted <- counted[counted$Freq > 0, ]
  unlist(lapply(unique(cases$kind), function(kind) {
    rows <- counted[counted$kind == kind, ]
    rows <- rows[order(-rows$Freq), ]
    distinct <- nrow(distinct_defects(cases[cases$kind == kind, ]))
    paste0(
      "| ", kind, " | ", sum(rows$Freq), " | ", toString(paste(rows$Freq, rows$outcome)), " | ",
      distinct,
      " |"
    )
  }))
}

cell <- function(text) {
  text <- gsub("\n", " ", gsub("|", "\\|", text, fixed = TRUE))
  # what differs from machine to machine, and names of people's folders
  substr(gsub("(/[^ /'\"`]+){2,}", "<path>", text), 1, 140)
}

defect_lines <- function(distinct) {
  case <- with(distinct, ifelse(
    nzchar(argument), paste0(name, "(", argument, " = ", mutation, ")"),
    ifelse(nzchar(mutation), paste0(name, ": ", mutation), name)
  ))
  paste0(
    "| ", distinct$kind, " | ", distinct$outcome, " | `", gsub("`", "'", cell(case), fixed = TRUE),
    "` | ",
    distinct$times, " | ", cell(distinct$message), " |"
  )
}

campaign_report <- function(cases, about) {
  distinct <- distinct_defects(cases)
  c(
    "# The package's own campaign", "",
    "`make campaign` tries what users would not: calls with one or two arguments changed, text",
    "that could be taken for code, trainings that are killed, files that are damaged, and the",
    "same thing many times. Its last run wrote this page; `tools/campaign/` has the cases.", "",
    about, "",
    "| kind | cases | outcomes | distinct defects |", "|---|--:|---|--:|", outcome_lines(cases), "",
    if (nrow(distinct)) {
      c(
        "## Distinct defects", "",
        "One case of each function, argument and message, and how many were alike.", "",
        "| kind | outcome | case | cases | message |", "|---|---|---|--:|---|",
        defect_lines(distinct)
      )
    } else {
      "No defects."
    }
  )
}
