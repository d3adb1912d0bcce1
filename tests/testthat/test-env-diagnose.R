test_that("common failures are recognised", {
  cases <- c(
    "OSError: [Errno 28] No space left on device",
    "The virtual environment was not created successfully because ensurepip is not available.",
    "SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))",
    "ProxyError('Cannot connect to proxy.')",
    "NewConnectionError: [Errno -3] Temporary failure in name resolution",
    "zipfile.BadZipFile: Bad magic number",
    "ERROR: torch.whl is not a supported wheel on this platform.",
    "error: No solution found when resolving tool dependencies",
    "ERROR: No matching distribution found for torch==1.13.1",
    "PermissionError: [Errno 13] Permission denied: '/x'",
    "MemoryError"
  )
  found <- lapply(cases, diagnose_log)
  expect_length(unique(lapply(found, `[[`, "problem")), length(log_rules))
  expect_snapshot(for (case in found) cat(case$problem, case$remedy, "", sep = "\n"))
  expect_null(diagnose_log("all is well"))
  # a missing network is the reason, not the missing package that follows
  expect_match(diagnose_log(cases[c(9, 5)])$problem, "no connection")
})
