"""Puts FIFOs where the judge will look for files: whoever opens one waits for its other end.

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
    for path in paths:
        path.unlink(missing_ok=True)
        os.mkfifo(path)
    return paths
