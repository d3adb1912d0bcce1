# Draws the moving picture of the front page, man/figures/turning.svg, from the networks
# that come with the package: a digit turns, and with it the features of a network that
# is equivariant and of one that is not; beneath, all are turned back.
#
#   Rscript tools/turning.R [which of the digits, 1 by default]
#
# Who has asked for less motion sees the picture after a quarter turn, standing still.
library(escnn)

which <- as.integer(c(commandArgs(TRUE), "1")[[1]])
frames <- 24
angles <- seq(0, 360, length.out = frames + 1)[-(frames + 1)]
digits <- escnn_example()
digit <- digits$images[which, , , , drop = FALSE]
digit_often <- digit[rep(1, frames), 1, , , drop = FALSE]
turned <- rotate_images(digit_often, angles, supersample = 2)

# Four maps of 14 x 14 after the second nonlinearity, as one of 28 x 28: of a regular
# field the strongest of its eight orientations, of ordinary channels the first four.
maps <- function(fitted, group) {
  x <- as.array(fitted_module(fitted)[1:7](turned))
  if (group > 1) {
    dim(x) <- c(frames, group, dim(x)[[2]] / group, 14, 14)
    x <- apply(x, c(1, 3, 4, 5), max)
  }
  x[, order(-apply(x, 2, stats::var))[1:4], , ]
}
back <- function(x) rotate_images(x, -angles, "cubic")

# A strip of frames as PNG of sixteen greys. What a map mostly is, is white; so is
# what lies outside of the disc that stays in the picture when it turns.
strip <- function(x) {
  from_centre <- seq(-6.5, 6.5)
  inside <- outer(from_centre^2, from_centre^2, "+") < 49
  usual <- apply(x, 2, stats::median)
  most <- apply(x, 2, max) - usual
  tile <- function(i) {
    map <- function(k) inside * (x[i, k, , ] - usual[[k]]) / most[[k]]
    rbind(cbind(map(1), map(2)), cbind(map(3), map(4)))
  }
  png_uri(do.call(cbind, lapply(seq_len(frames), tile)))
}
png_uri <- function(x) {
  grey <- 1 - round(15 * pmin(pmax(x, 0), 1)) / 15
  bytes <- png::writePNG(grey)
  paste0("data:image/png;base64,", jsonlite::base64_enc(bytes))
}

panel <- function(x, y, content) {
  paste0(
    "<svg x='", x, "' y='", y, "' width='168' height='168' viewBox='0 0 28 28'>", content,
    "</svg><rect x='", x, "' y='", y, "' width='168' height='168' fill='none' stroke='#555'/>"
  )
}
image <- function(uri, width, class) {
  paste0("<image class='", class, "' width='", width, "' height='28' href='", uri, "'/>")
}
label <- function(x, y, text, class = "") {
  paste0("<text x='", x, "' y='", y, "' class='", class, "'>", text, "</text>")
}
says <- function(fitted, x) {
  answers <- as.character(predict(fitted, turned))
  right <- answers == as.character(digits$labels[[which]])
  lines <- paste0(
    "<tspan x='0' y='", 24 * seq_len(frames) - 7, "'>It says ", answers,
    ifelse(right, "", ": wrong"), "</tspan>", collapse = ""
  )
  paste0(
    "<svg x='", x, "' y='452' width='190' height='24'><text class='lines'>", lines, "</text></svg>"
  )
}

networks <- list(maps(digits, 8), maps(digits$conventional, 1))
one <- png_uri(digit[1, 1, , ])
left <- c(116, 312, 508)
svg <- c(
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 720 484' role='img' aria-label='",
  "A digit turns. The features of an equivariant network turn along: turned back, they stand ",
  "still. Those of a conventional network change, and so does what it says.'>",
  "<style>text{font:16px system-ui,sans-serif;fill:#222}.h{font-weight:600}",
  "image{image-rendering:pixelated}.turn{transform-origin:14px 14px;transform:rotate(-90deg);",
  "animation:t 12s steps(", frames, ") infinite}",
  ".run{transform:translateX(", -28 * frames / 4, "px);animation:r 12s steps(", frames,
  ") infinite}.lines{transform:translateY(", -24 * frames / 4, "px);animation:l 12s steps(",
  frames, ") infinite}@keyframes t{from{transform:rotate(0)}to{transform:rotate(-360deg)}}",
  "@keyframes r{from{transform:none}to{transform:translateX(", -28 * frames, "px)}}",
  "@keyframes l{from{transform:none}to{transform:translateY(", -24 * frames, "px)}}",
  "@media(prefers-reduced-motion:reduce){.turn,.run,.lines{animation:none}}</style>",
  "<rect width='720' height='484' rx='8' fill='#fff'/>",
  label(left[[1]], 28, "A digit turns", "h"),
  label(left[[2]], 28, "Equivariant network", "h"),
  label(left[[3]], 28, "Conventional network", "h"),
  label(10, 130, "Features,"), label(10, 150, "as they are"),
  label(10, 340, "The same,"), label(10, 360, "turned back"),
  panel(left[[1]], 44, image(one, 28, "turn")), panel(left[[1]], 256, image(one, 28, "")),
  unlist(lapply(1:2, function(i) {
    x <- networks[[i]]
    c(
      panel(left[[i + 1]], 44, image(strip(x), 28 * frames, "run")),
      panel(left[[i + 1]], 256, image(strip(back(x)), 28 * frames, "run"))
    )
  })),
  label(left[[2]], 244, "They turn along."), label(left[[3]], 244, "They don&#8217;t."),
  label(left[[2]], 444, "They stand still."), label(left[[3]], 444, "They change."),
  says(digits, left[[2]]), says(digits$conventional, left[[3]]), "</svg>"
)
dir.create("man/figures", showWarnings = FALSE)
path <- "man/figures/turning.svg"
writeLines(paste(svg, collapse = ""), path, useBytes = TRUE)
cat(path, "has", file.size(path), "bytes\n")
