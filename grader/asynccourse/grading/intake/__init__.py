"""From the files that a class handed in to one submission at a time, without unpacking any."""
