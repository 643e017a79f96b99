"""For authors: proof that the course keeps its own rules, by reading it and by running it."""
