"""Names functions, errors and arguments with markup that would run in a page.

exercise: 03_gather
codes: wrong_exception sequential
points: 0
"""

SCRIPT = "</script></title></style><script>alert(1)</script><img src=x onerror=alert(1)>"
DATA = "]]><svg onload=alert(1)>&lt;&amp;{{7*7}}${7*7}'`--><!--"


async def fetch_all(fetch, keys):
    print(SCRIPT, DATA)
    try:
        await fetch(SCRIPT + DATA)
    except KeyError:
        pass
    raise type(SCRIPT, (Exception,), {})(DATA)
