"""Returns objects that say they are equal to whatever they are compared with.

Only plain data crosses: the judge compares handles, whose equality is its own.

exercise: 03_gather
codes: wrong_result sequential
points: 1
"""

class Equal:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class EqualList(list):
    def __eq__(self, other):
        return True


async def fetch_all(fetch, keys):
    for key in keys[:1]:
        await fetch(key)
    return EqualList([Equal() for _ in keys] or [Equal()])
