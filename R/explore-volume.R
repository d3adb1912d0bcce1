# What the page of a network of volumes has other than that of a network of images.

network_scripts <- function(volumes) {
  engine <- c("network.js", "simd.js", "layers.js", "convolutions.js", "pools.js", "fields.js")
  parts <- c("network-drawing.js", "network-answers.js", "feature-panels.js")
  if (volumes) {
    c(
      engine, "volumes.js", "volume-layers.js", parts, "moves.js", "moves-draw.js",
      "volume-words.js", "volume-features.js", "explore-volume.js"
    )
  } else {
    c(
      engine, parts, "network-pen.js", "network-words.js", "network-features.js",
      "explore-network.js"
    )
  }
}

network_intro <- function(volumes, from_upright) {
  input <- if (volumes) "volume" else "picture"
  first <- if (volumes) {
    paste(
      "press a button that turns the volume. Or press Tab until the volume has a frame, and then",
      "X, Y or Z"
    )
  } else {
    "drag the picture round. Or press Tab until the picture has a frame, and then the arrow keys"
  }
  c(
    paste0(
      "What is this? A network is equivariant if turning a ", input, " and then looking gives the ",
      "same as looking and then turning what was found.",
      if (from_upright) " Both networks here learned from upright pictures only."
    ),
    paste0(
      "Try first: ", first, ". Then look at the features that are turned back: do they stand still?"
    )
  )
}
