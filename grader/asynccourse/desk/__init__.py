"""The learner's desk: a folder to work in, what was achieved there, and a judge that stays warm."""
