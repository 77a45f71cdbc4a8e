"""Options of `seqgen train` for tests in which training is not the point."""

from __future__ import annotations

NO_TRIAL = ("--threads", "1", "--precision", "float32", "--device", "cpu")
"""Without the trial of threads and precision that is made where these are not given."""
ONE_NETWORK = ("--members", "1", *NO_TRIAL)
QUICK = ("--size", "small", *ONE_NETWORK)
TINY = ("--hidden-size", "16", "--embedding-size", "16", "--head-size", "16", *ONE_NETWORK)
