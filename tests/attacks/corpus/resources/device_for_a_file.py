"""Puts a link to a device without end where the judge will look for a file, under a depth of folders.

exercise: 29_avatars
codes: wrong_result sequential resource_leak limit_exceeded wrong_exception
"""

import os
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit


def file_name(url):
    return PurePosixPath(urlsplit(url).path).name


async def download(urls, folder, limit):
    paths = [Path(folder) / file_name(url) for url in urls]
    here = os.open(folder, os.O_RDONLY)
    for _ in range(60):
        try:
            os.mkdir("deep", dir_fd=here)
        except FileExistsError:
            pass
        inner = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    for path in paths:
        path.unlink(missing_ok=True)
        path.symlink_to("/dev/zero")
    return paths
