"""Prints what a CI service takes for commands: errors, variables, a path, the end of a group.

exercise: 03_gather
codes: wrong_result
points: 1
"""

COMMANDS = """
::error file=app.py,line=1::forged
::set-output name=grade::100
::add-path::/tmp
::stop-commands::x
::endgroup::
##vso[task.setvariable variable=grade]100
##[error]forged
##teamcity[testFinished name='all']
"""


async def fetch_all(fetch, keys):
    print(COMMANDS)
    return ["::warning::forged"] * len(keys)
