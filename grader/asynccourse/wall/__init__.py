"""The wall between judge and runner: its messages, values and frames, and nothing else.

Both sides import this package and no other of each other's.
"""
