# Pages as a person gets them, where the package was built with vignettes.
test_that("each picture of an installed vignette has a text that says something", {
  pages <- list.files(system.file("doc", package = "escnn"), "[.]html$", full.names = TRUE)
  # R makes this one
  pages <- pages[basename(pages) != "index.html"]
  skip_if(!length(pages), "the package was installed without vignettes")
  for (page in pages) {
    text <- paste(readLines(page, encoding = "UTF-8", warn = FALSE), collapse = "\n")
    images <- regmatches(text, gregexpr("<img [^>]*>", text))[[1]]
    silent <- images[!grepl("alt=\"[^\"]{40,}\"", images)]
    expect_identical(substr(silent, 1, 60), character(), label = basename(page))
  }
})

# Chunks of a page: their options, and their code.
chunks_of <- function(page) {
  lines <- readLines(page, encoding = "UTF-8", warn = FALSE)
  starts <- grep("^```\\{r", lines)
  lapply(starts, function(start) {
    end <- start + which(lines[-seq_len(start)] == "```")[[1]]
    inside <- lines[seq_len(end - start - 1L) + start]
    yaml <- startsWith(inside, "#|")
    list(
      options = paste(c(lines[[start]], inside[yaml]), collapse = " "),
      code = paste(inside[!yaml], collapse = "\n")
    )
  })
}

test_that("pictures that no plot() of ours draws have a text in their chunk", {
  home <- testthat::test_path("..", "..", "vignettes")
  skip_if_not(dir.exists(home), "the sources of the vignettes are not here")
  pages <- list.files(home, "[.]Rmd$", recursive = TRUE, full.names = TRUE)
  drawing <- paste0(
    "ggplot2::ggplot\\(|(^|\n)tiles\\(|show_maps\\(\n|show_arrows\\(\n|barplot\\(|",
    "matplot\\(|terra::plot\\(|(^|\n)image\\("
  )
  silent <- unlist(lapply(pages, function(page) {
    chunks <- chunks_of(page)
    draws <- vapply(chunks, function(chunk) {
      # a helper in the set-up draws nothing by itself
      grepl(drawing, chunk$code) && !grepl("include = FALSE", chunk$options) &&
        !grepl("<- function", chunk$code)
    }, NA)
    texts <- vapply(chunks, function(chunk) grepl("fig[.]alt", chunk$options), NA)
    paste(basename(page), vapply(chunks[draws & !texts], `[[`, "", "options"))[any(draws & !texts)]
  }))
  expect_identical(as.character(silent), character())
})
