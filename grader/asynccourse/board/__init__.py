"""`asynccourse board`: the course as a live page, on this machine and for its reader alone."""
