"""Ends the process with status 0 as it is loaded: a clean end is no pass.

exercise: 03_gather
codes: crashed
"""

import os

os._exit(0)
