"""A blocking client holds the loop for every request."""

from urllib.request import urlopen


async def fetch_all(urls):
    texts = []
    for url in urls:
        with urlopen(url) as response:
            texts.append(response.read().decode())
    return texts
