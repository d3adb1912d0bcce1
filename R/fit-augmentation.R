# What `fit(augment =)` takes. Python turns the data (escnn_r/training/augmentation.py).

# The group's own elements, or a gspace whose elements turn the data.
check_augment <- function(augment, call) {
  if (inherits(augment, "escnn_gspace")) {
    return(check_alive(augment, arg = "augment", call = call))
  }
  if (!is.null(augment)) {
    check_choice(
      augment, c("exact", "all"), "Or a gspace, such as `gspace_rot2d_on_r2(n = 4)`.",
      arg = "augment", call = call
    )
  }
}
