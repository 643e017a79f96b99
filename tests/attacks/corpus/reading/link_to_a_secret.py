"""Puts a link to another's file where the judge will look for its result.

The judge may read what the submission may not; it must read no link.

exercise: 29_avatars
codes: wrong_result sequential resource_leak limit_exceeded wrong_exception
"""

from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def download(urls, folder, limit):
    paths = [Path(folder) / file_name(url) for url in urls]
    for path in paths:
        path.unlink(missing_ok=True)
        path.symlink_to("@secret@")
    return paths
