"""Real parts that the judge starts for a submission to work with: servers, files, databases."""
