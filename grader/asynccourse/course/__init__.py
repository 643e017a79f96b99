"""The course: its exercises, found on disk by their folders' names."""
