#' @rdname explore_symmetry
#' @export
explore.escnn_gspace <- function(x, ..., file = NULL) { # nolint: object_name_linter.
  check_dots(...)
  check_alive(x)
  if (dim(x) == 0) {
    return(explore.escnn_group(x$fibergroup, file = file))
  }
  action <- gspace_basespace_action(x)
  frame <- named_frame(element_frame(x$fibergroup), list(action))
  data <- list(
    view = "gspace", frame = frame$data, solid = solid_of(x$fibergroup),
    moves = encode_moves(list(action), frame),
    subgroups = restrictable(x, frame, action)
  )
  space <- if (dim(x) == 2) "the plane" else "space"
  explore_page(
    paste0("The group ", frame$data$name, " on ", space),
    c(
      paste0(
        "A gspace is a space with those of its symmetries that a network should respect. Here ",
        "the space is ", space, ", and ", order_words(about_group(x$fibergroup)), " move it."
      ),
      "Choose an element and see where it moves a point. Then see where a point can get at all."
    ),
    symmetry_scripts("gspace.js"), data, file
  )
}

# The subgroups to which a gspace can be restricted, with those of their elements that a page
# can list.
restrictable <- function(gspace, frame, action, most = 60L) {
  group <- frame$group
  subgroups <- if (frame$kind == "list") {
    utils::head(unclass(group_subgroups(group)$subgroup), most)
  } else {
    lapply(subgroup_ids(group), function(id) group_subgroup(group, id))
  }
  # in the plane there is a gspace for each of them
  if (dim(gspace) > 2) subgroups <- Filter(function(s) can_restrict(gspace, s), subgroups)
  lapply(subgroups, function(s) {
    about <- about_subgroup(s)
    members <- if (about$order > 0 && about$order <= largest_group) {
      if (frame$kind == "list") {
        which(subgroup_contains(s, frame$elements)) - 1L
      } else {
        lapply(subgroup_include(s, group_elements(s$group)), element_coordinates, frame, action)
      }
    }
    list(
      code = paste0("gspace_restrict(g, ", about$id, ")"), name = about$group,
      order = if (about$order > 0) about$order,
      members = if (!is.null(members)) I(members)
    )
  })
}

can_restrict <- function(gspace, subgroup) {
  tryCatch(
    inherits(gspace_restrict(gspace, subgroup), "escnn_gspace"),
    escnn_error_argument = function(e) FALSE
  )
}

# Subgroups of continuous groups that people ask for.
subgroup_ids <- function(group) {
  switch(group_kind(group),
    SO2 = list(8, 6, 4, 3, 2, 1),
    O2 = list(c(NA, Inf), c(0, 8), c(0, 6), c(0, 4), c(0, 2), c(0, 1),
              c(NA, 8), c(NA, 6), c(NA, 4), c(NA, 2), c(NA, 1)),
    SO3 = list("ico", "octa", c(NA, Inf), list(TRUE, Inf), c(NA, 4), c(NA, 2), c(NA, 1)),
    O3 = list("so3", "full_ico", "full_octa", "ico", "octa", "inversion", "mirror", "trivial"),
    list("first", "second", "trivial")
  )
}

# An element of a continuous group as pages have it: a turn, then which of the extra elements.
element_coordinates <- function(element, frame, action) {
  matrix <- action(element)
  for (j in seq_along(frame$extras)) {
    turn <- matrix %*% solve(action(frame$extras[[j]]))
    if (frame$kind == "space" && det(turn) > 0) {
      return(list(turn = lapply(1:3, function(i) I(round(turn[i, ], 7))), extra = j - 1L))
    }
    angle <- atan2(turn[2, 1], turn[1, 1])
    if (frame$kind == "turn" && frame$turn(angle) * frame$extras[[j]] == element) {
      return(list(turn = round(angle, 7), extra = j - 1L))
    }
  }
}
