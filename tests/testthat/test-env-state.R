test_that("a lock counts only while its process lives", {
  lock <- withr::local_tempfile()
  expect_false(lock_is_live(lock))
  owner <- list(pid = Sys.getpid(), host = Sys.info()[["nodename"]])
  write_json_file(owner, lock)
  expect_false(lock_is_live(lock))
  write_json_file(utils::modifyList(owner, list(host = "elsewhere")), lock)
  expect_true(lock_is_live(lock))
  expect_false(lock_is_live(lock, Sys.time() + 600))
})

test_that("text that is an address or a path is no JSON", {
  path <- withr::local_tempfile(fileext = ".json")
  writeLines("{\"a\": 1}", path)
  expect_error(parse_text(path))
  expect_error(parse_text(paste0("file://", path)))
  expect_identical(parse_text("{\"a\": [1, 2]}"), list(a = 1:2))
})
