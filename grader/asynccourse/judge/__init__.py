"""The judge: the trusted process. It runs the hidden suites and never imports a submission."""
