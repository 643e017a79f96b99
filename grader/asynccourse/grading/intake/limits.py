"""What is read of submissions at most. Real ones need a thousandth; hostile ones get no further.

The time that a student's files can take follows from these: the slowest of them, an archive full of
entries or of zeros, is refused within a few seconds.
"""

FOLDERS = 2
"""Most folders around what is handed in: students pack their folder, and the folder around it."""

ENTRIES = 20_000
"""Most files and folders of a student. A clone of the course has 2,000, a `.venv` that was packed
with it up to 10,000."""

DIRECTORY_BYTES = 2**22
"""Largest table of contents of a zip: so many entries with paths of 150 characters."""

UNPACKED_BYTES = 2**28
"""Most that is unpacked of a student's tar on the way to its answers, in bytes: what comes before
them has to be, a `.venv` too. As much is read of the packed file."""

HELD_BYTES = 2**28
"""Most of a student's files that are read to the end, archives within archives among them."""

NESTED = 2
"""Deepest archive in an archive that is looked into: a student's own, and one within it."""

NESTED_BYTES = 2**27
"""Largest archive within another one: a zipped clone of the course, its `.venv` included."""

MEMORY_BYTES = 2**24
"""Most of such an archive that stands in memory; a larger one waits in a file without a name."""

STREAMS = 10_000
"""Most streams that one packed file may be a chain of. Parallel packers write one for each block of
64 KiB or more."""

DICTIONARY_BYTES = 2**27
"""Most memory that unpacking an xz may ask for; `xz -9` needs 65 MiB."""

HEADER_BYTES = 2**16
"""Largest extension header of a tar's entry: a name, and what a system adds of its own."""

RECORDS = 64
"""Most records of such a header: systems write a dozen."""

CLASS_ENTRIES = 1_000_000
"""Most files and folders in one archive of a whole class: a thousand clones of half the course."""

CLASS_DIRECTORY_BYTES = 2**28
"""Largest table of contents of such a zip."""

CLASS_UNPACKED_BYTES = 2**34
"""Most that is unpacked of such a tar, in bytes: 16 MiB for each of a thousand students."""

METADATA_BYTES = 2**26
"""Largest `submission_metadata.yml`: it holds the results and the output of every submission."""

GIT_BYTES = 2**22
"""Most that is read of any of git's files; a table of ten thousand branches is smaller."""

SHOWN = 200
"""Longest path in a message, in characters."""
